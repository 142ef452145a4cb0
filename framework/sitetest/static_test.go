package sitetest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/static"
)

// A test of an app knows the files of the site, though not its settings.
func TestStaticFilesOfTheSiteAreThere(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.org/mysite\n", "static/site.css": "a {}", "blog/blog_test.go": ""} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(filepath.Join(dir, "blog"))
	c := sitetest.New(t)
	address, err := static.URL(c.Context(), "site.css")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Get(address); got.Status != 200 || got.Body != "a {}" {
		t.Errorf("%s: %d %s", address, got.Status, got.Body)
	}
}
