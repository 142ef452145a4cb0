package docs_test

import (
	"testing"
)

func compileGuides(t *testing.T, r *reader) {}
