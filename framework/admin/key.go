package admin

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// keyPattern is what a key of a kind looks like in an address.
func keyPattern(k schema.Kind) string {
	switch {
	case k.Number():
		return "<int>"
	case k == schema.UUID:
		return "<uuid>"
	}
	return ""
}

// pages beside those of the rows of a model.
var besideRows = []string{"add", "bulk", "options"}

// keyPath is a key in an address. One that is the name of another page begins with
// a tilde there, and so does one that begins with a tilde.
func keyPath(key string) string {
	if slices.Contains(besideRows, key) || strings.HasPrefix(key, "~") {
		key = "~" + key
	}
	return url.PathEscape(key)
}

// keyIn is the key that an address has, which was taken out of it.
func keyIn(param string) string { return strings.TrimPrefix(param, "~") }
