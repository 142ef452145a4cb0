package sitetest

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// update is go test -update, for all packages whose tests use this one.
var update = flag.Bool("update", false, "write the golden pages anew")

// changing are attributes that differ with every answer.
var changing = regexp.MustCompile(` (nonce)="[^"]*"`)

// Golden fails the test unless a page, or a part of it, is as testdata/NAME.html
// has it, but for blanks and the order of attributes. With go test -update it
// writes that file: read the change as if somebody had written it. A page that
// shows the time or a random text is made the same by replacing what changes with
// pairs of texts, as strings.NewReplacer takes them.
func Golden(t testing.TB, name string, r *Response, replace ...string) {
	t.Helper()
	page := strings.Join(outline(r.root()), "\n") + "\n"
	page = strings.NewReplacer(replace...).Replace(changing.ReplaceAllString(page, ` $1=""`))
	path := filepath.Join("testdata", filepath.FromSlash(name)+".html")
	if *update {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(page), 0o644)); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is no %s yet: run go test -update, and read what it writes", path)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	want = []byte(strings.ReplaceAll(string(want), "\r\n", "\n"))
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(page, "\n")); diff != "" {
		t.Errorf("the page is not as %s; if it should be, run go test -update (-want +have):\n%s", path, diff)
	}
}
