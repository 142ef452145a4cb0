package gofw_test

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/zip"

	"github.com/gofw/gofw"
)

func TestModulePathIsThatOfGoMod(t *testing.T) {
	t.Parallel()
	data, err := gofw.Source.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if got := modfile.ModulePath(data); got != gofw.ModulePath {
		t.Errorf("go.mod names %q, the constant %q", got, gofw.ModulePath)
	}
}

// The sum of the module, as it stands in the go.sum of every site, must be the
// same whether the module comes from the command or from a module proxy.
func TestEmbeddedSourceHasTheSumOfTheModuleZip(t *testing.T) {
	t.Parallel()
	version := module.Version{Path: gofw.ModulePath, Version: "v1.2.3"}
	checkout := checkoutWithoutIgnored(t)

	var buffer bytes.Buffer
	if err := zip.CreateFromDir(&buffer, version, checkout); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "module.zip")
	if err := os.WriteFile(file, buffer.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	want, err := dirhash.HashZip(file, dirhash.Hash1)
	if err != nil {
		t.Fatal(err)
	}

	names := embedded(t)
	prefix := version.String() + "/"
	prefixed := make([]string, len(names))
	for i, name := range names {
		prefixed[i] = prefix + name
	}
	got, err := dirhash.Hash1(prefixed, func(name string) (io.ReadCloser, error) {
		return gofw.Source.Open(strings.TrimPrefix(name, prefix))
	})
	if err != nil {
		t.Fatal(err)
	}
	if got == want {
		return
	}
	checked, err := zip.CheckDir(checkout)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range checked.Valid {
		if checked.Valid[i], err = filepath.Rel(checkout, name); err != nil {
			t.Fatal(err)
		}
	}
	t.Errorf("the embedded source differs from the module zip: name what is missing (+) in gofw.go, or remove it\n%s",
		cmp.Diff(names, checked.Valid, cmp.Transformer("set", func(names []string) map[string]bool {
			set := map[string]bool{}
			for _, name := range names {
				set[name] = true
			}
			return set
		})))
}

// embedded lists the files of the embedded source.
func embedded(t *testing.T) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(gofw.Source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// checkoutWithoutIgnored returns the folder of the checkout, or a copy of it
// when files lie there that git ignores: built commands, coverage. A release
// is made from what git knows.
func checkoutWithoutIgnored(t *testing.T) string {
	t.Helper()
	list := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	out, err := list.Output()
	ignored, ignoredErr := exec.Command("git", "ls-files", "--others", "--ignored", "--exclude-standard").Output()
	if err != nil || ignoredErr != nil || len(ignored) == 0 {
		return "."
	}
	dir := t.TempDir()
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		data, err := os.ReadFile(name)
		if err != nil {
			continue // deleted, or a link
		}
		target := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
