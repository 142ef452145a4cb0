package generator

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gofw/gofw/generator/check"
)

var update = flag.Bool("update", false, "rewrite what the cases in testdata want")

// TestCases runs each testdata/*.txt: its files are a site; want:FILE is what
// a generated file must be, want:problems what Check must say after Generate.
func TestCases(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := site(t, archive)
			first := generate(t, dir)
			again := generate(t, dir)
			if len(again.Written)+len(again.Removed) > 0 {
				t.Errorf("the second run wrote %v and removed %v", again.Written, again.Removed)
			}
			problems, err := Check(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			var said bytes.Buffer
			if err := check.Print(&said, problems, false); err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			if said.Len() > 0 {
				got["problems"] = said.String()
			}
			for _, name := range first.Written {
				text, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				got[name] = string(text)
			}
			compare(t, file, archive, got)
		})
	}
}

// compare holds what a case wants against what came out. A case need not want
// every file, but it must want the problems if there are any.
func compare(t *testing.T, file string, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	said := false
	for i, f := range archive.Files {
		name, ok := strings.CutPrefix(f.Name, "want:")
		if !ok {
			continue
		}
		said = said || name == "problems"
		if *update {
			archive.Files[i].Data = []byte(got[name])
			continue
		}
		if diff := cmp.Diff(string(f.Data), got[name]); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", name, diff)
		}
	}
	if !said && got["problems"] != "" {
		t.Errorf("problems that the case does not want:\n%s", got["problems"])
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// site writes the files of a case, and a small framework beside them.
func site(t testing.TB, archive *txtar.Archive) string {
	t.Helper()
	root := t.TempDir()
	framework, err := txtar.ParseFile("testdata/framework.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "site")
	write := func(dir string, files []txtar.File) {
		for _, f := range files {
			if strings.HasPrefix(f.Name, "want:") {
				continue
			}
			full := filepath.Join(dir, f.Name)
			if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(full, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(filepath.Join(root, "gofw"), framework.Files)
	write(dir, []txtar.File{{Name: "go.mod", Data: []byte(goMod)}})
	write(dir, archive.Files)
	return dir
}

const goMod = "module example.org/mysite\n\ngo 1.26\n\nrequire github.com/gofw/gofw v0.1.0\n\nreplace github.com/gofw/gofw => ../gofw\n"

func generate(t testing.TB, dir string) Result {
	t.Helper()
	r, err := Generate(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// snapshot reads all generated files below a folder.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, "_gen.go") && !strings.HasSuffix(path, "_templ.go") {
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
