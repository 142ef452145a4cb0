package dev

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFilesAreClassedByName(t *testing.T) {
	t.Parallel()
	tests := map[class][]string{
		classSource: {"main.go", "blog/page.templ", "go.mod", "go.sum", "blog/migrations/0001_initial.yaml", "a.html", ".env", ".env.local", "test.go", "gen.go"},
		classAsset:  {"static/site.css", "a.JS", "logo.svg", "font.woff2"},
		classOther:  {"README.md", "HEAD", "data.json", "archive.tar.gz"},
		classNone: {
			"models_gen.go", "page_templ.go", "main_test.go", ".main.go.swp", "main.go~", "#main.go#", "4913", ".gitignore",
			"db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "db.sqlite3-journal", "site.db", "access.log", "a.tmp", "",
		},
	}
	for want, names := range tests {
		for _, name := range names {
			if got := classify(filepath.Join("/site", name)); got != want && name != "" {
				t.Errorf("%s is of class %d, want %d", name, got, want)
			}
		}
	}
}

func TestTheWholeTreeIsWatched(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), ".hidden") // a root is watched whatever its name
	further := t.TempDir()
	for _, dir := range []string{"blog", "media", "node_modules/x", "vendor/x", ".git/x"} {
		mkdir(t, root, dir)
	}
	w, err := newWatcher([]string{root, further}, []string{filepath.Join(root, "media"), filepath.Join(root, "blog", "made.yaml")})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r := recorder{w, map[string]bool{}}

	for _, name := range []string{
		"media/up.css", "node_modules/x/a.js", "vendor/x/a.go", ".git/x/a.go", "blog/made.yaml", "blog/models_gen.go", "db.sqlite3",
	} {
		touch(t, filepath.Join(root, name))
	}
	touch(t, filepath.Join(root, "main.go"))
	r.wantChanges(t, filepath.Join(root, "main.go"))

	touch(t, filepath.Join(further, "orm.go"))
	r.wantChanges(t, filepath.Join(further, "orm.go"))

	// A folder that comes with files in it, and one that comes later.
	outside := t.TempDir()
	mkdir(t, outside, "shop/views")
	touch(t, filepath.Join(outside, "shop", "views", "list.go"))
	if err := os.Rename(filepath.Join(outside, "shop"), filepath.Join(root, "shop")); err != nil {
		t.Fatal(err)
	}
	r.wantChanges(t, filepath.Join(root, "shop", "views", "list.go"))
	touch(t, filepath.Join(root, "shop", "views", "detail.go"))
	r.wantChanges(t, filepath.Join(root, "shop", "views", "detail.go"))

	if err := os.Rename(filepath.Join(root, "main.go"), filepath.Join(root, "start.go")); err != nil {
		t.Fatal(err)
	}
	r.wantChanges(t, filepath.Join(root, "main.go"), filepath.Join(root, "start.go"))
	if err := os.Remove(filepath.Join(root, "start.go")); err != nil {
		t.Fatal(err)
	}
	r.wantChanges(t, filepath.Join(root, "start.go"))
}

func TestAFolderThatIsNotThereCannotBeWatched(t *testing.T) {
	t.Parallel()
	if _, err := newWatcher([]string{filepath.Join(t.TempDir(), "none")}, nil); err == nil {
		t.Error("no error")
	}
}

func TestChangesAddUp(t *testing.T) {
	t.Parallel()
	var all, more changes
	all.merge(more)
	if all.most != classNone || !all.since.IsZero() {
		t.Errorf("nothing and nothing is %+v", all)
	}
	more.add("b.css", classAsset)
	all.add("a.txt", classOther)
	first := more.since
	all.merge(more)
	if diff := cmp.Diff([]string{"a.txt", "b.css"}, all.sorted()); diff != "" || all.most != classAsset || !all.since.Equal(first) {
		t.Errorf("together they are %+v", all)
	}
	if all.restarts() {
		t.Error("a style restarts the site")
	}
}

// mkdir makes a folder.
func mkdir(t *testing.T, root, dir string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
		t.Fatal(err)
	}
}

// touch writes a file.
func touch(t *testing.T, name string) {
	t.Helper()
	if err := os.WriteFile(name, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// wantChanges reads events until all of want have changed. Files of an earlier
// call may still change: what was written once gives several events.
func (r *recorder) wantChanges(t *testing.T, want ...string) {
	t.Helper()
	var seen changes
	missing := func() []string {
		return slices.DeleteFunc(slices.Clone(want), func(path string) bool { return seen.paths[path] })
	}
	deadline := time.After(limit)
	for len(missing()) > 0 {
		select {
		case event := <-r.Events:
			if err := r.observe(event, &seen); err != nil {
				t.Fatal(err)
			}
		case <-deadline:
			t.Fatalf("%v did not change", missing())
		}
	}
	for _, path := range seen.sorted() {
		if !slices.Contains(want, path) && !r.earlier[path] {
			t.Errorf("%s changed", path)
		}
		r.earlier[path] = true
	}
}

// recorder is a watcher that knows what has changed.
type recorder struct {
	*watcher
	earlier map[string]bool
}
