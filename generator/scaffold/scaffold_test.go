package scaffold

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite testdata")

const secret = "0123456789abcdefghijklmnopqrstuvwxyz"

func newSite(name, module string) (Files, error) {
	return Site(SiteConfig{Name: name, Module: module, GoMod: []byte("module\n"), GoSum: []byte("sums\n"), Secret: secret})
}

func TestFilesOfANewSite(t *testing.T) {
	t.Parallel()
	files, err := newSite("mysite", "example.com/mysite")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/site.txtar", files)
}

func TestFilesOfANewApp(t *testing.T) {
	t.Parallel()
	files, err := App("blog", "example.com/mysite")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/app.txtar", files)
}

func TestModulePathOfASiteIsItsNameByDefault(t *testing.T) {
	t.Parallel()
	got, err := newSite("mysite", "")
	if err != nil {
		t.Fatal(err)
	}
	want, err := newSite("mysite", "mysite")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGitIgnoresTheProgramAndTheSecrets(t *testing.T) {
	t.Parallel()
	files, err := newSite("mysite", "example.com/other/v2")
	if err != nil {
		t.Fatal(err)
	}
	ignored := string(files[".gitignore"])
	for _, line := range []string{"/other\n", ".env\n", "*.db\n"} {
		if !strings.Contains(ignored, line) {
			t.Errorf(".gitignore lacks %q:\n%s", line, ignored)
		}
	}
	for name, text := range files {
		if strings.Contains(string(text), secret) != (name == ".env") {
			t.Errorf("the secret is in %s, or is not where it belongs", name)
		}
	}
}

func TestBadNamesGiveNoFiles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func() (Files, error)
	}{
		{"a site with a bad name", func() (Files, error) { return newSite("my site", "mysite") }},
		{"a site with a bad module path", func() (Files, error) { return newSite("mysite", "my site") }},
		{"a site with a short secret", func() (Files, error) { return Site(SiteConfig{Name: "mysite", Secret: "short"}) }},
		{"a site with a secret of two lines", func() (Files, error) { return Site(SiteConfig{Name: "mysite", Secret: secret + "\nSITE_DEBUG=true"}) }},
		{"an app with a bad name", func() (Files, error) { return App("../blog", "mysite") }},
		{"an app with the name of the site", func() (Files, error) { return App("mysite", "mysite") }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if files, err := test.make(); err == nil || len(files) > 0 {
				t.Errorf("got %v and the error %v", files.Names(), err)
			}
		})
	}
}

// golden compares files with an archive.
func golden(t *testing.T, name string, files Files) {
	t.Helper()
	var got txtar.Archive
	for _, file := range files.Names() {
		got.Files = append(got.Files, txtar.File{Name: file, Data: files[file]})
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(&got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(txtar.Format(&got))); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}
