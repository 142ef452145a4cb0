package migrate

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// files makes a file system of names and texts.
func files(pairs ...string) fs.FS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

const (
	nothing = "ops: []\n"
	tableA  = "ops:\n  - {op: create_model, model: A, fields: [{name: id, type: bigauto, pk: true}]}\n"
)

func TestGraphsThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	after := func(keys string) string { return "depends: [" + keys + "]\n" + nothing }
	tests := map[string]struct {
		auth, blog fs.FS
		want       []string
	}{
		"a dependency that does not exist": {
			blog: files("0001_a.yaml", after("auth.0001_initial"), "HEAD", "0001_a\n"),
			want: []string{"blog/migrations/0001_a.yaml:1:11: it depends on auth.0001_initial, which does not exist; there are none"},
		},
		"a dependency with a misspelt name": {
			auth: files("0001_initial.yaml", nothing, "HEAD", "0001_initial"),
			blog: files("0001_a.yaml", after("auth.0001_inital"), "HEAD", "0001_a\n"),
			want: []string{`blog/migrations/0001_a.yaml:1:11: it depends on auth.0001_inital, which does not exist; did you mean "auth.0001_initial"?`},
		},
		"a dependency on an app that the site does not have": {
			blog: files("0001_a.yaml", after("ath.0001_initial"), "HEAD", "0001_a\n"),
			want: []string{`blog/migrations/0001_a.yaml:1:11: it depends on ath.0001_initial, but the site has no app ath; did you mean "auth"?`},
		},
		"a circle within an app": {
			blog: files("0001_a.yaml", after("blog.0002_b"), "0002_b.yaml", nothing, "HEAD", "0002_b"),
			want: []string{"blog/migrations/0001_a.yaml: migrations depend on each other in a circle: blog.0001_a needs blog.0002_b needs blog.0001_a"},
		},
		"a circle of two apps": {
			auth: files("0001_a.yaml", after("blog.0001_a"), "HEAD", "0001_a"),
			blog: files("0001_a.yaml", after("auth.0001_a"), "HEAD", "0001_a"),
			want: []string{"auth/migrations/0001_a.yaml: migrations depend on each other in a circle: auth.0001_a needs blog.0001_a needs auth.0001_a"},
		},
		"a migration that depends on itself": {
			blog: files("0001_a.yaml", after("blog.0001_a"), "HEAD", "0001_a"),
			want: []string{"blog/migrations/0001_a.yaml: migrations depend on each other in a circle: blog.0001_a needs blog.0001_a"},
		},
		"a number twice": {
			blog: files("0001_a.yaml", nothing, "0002_b.yaml", nothing, "0002_c.yaml", nothing, "HEAD", "0002_c"),
			want: []string{"blog/migrations/0002_c.yaml: 0002_c has the number of 0002_b; put one branch's behind the other's with gofw migrations rebase blog, or keep both and join them with gofw makemigrations --merge"},
		},
		"two heads": {
			blog: files("0001_a.yaml", nothing, "0002_b.yaml", after("blog.0001_a"), "0003_c.yaml", after("blog.0001_a"), "HEAD", "0003_c"),
			want: []string{"blog/migrations/0003_c.yaml: blog has two heads: no migration follows 0002_b, and none follows 0003_c; put one branch's behind the other's with gofw migrations rebase blog, or keep both and join them with gofw makemigrations --merge"},
		},
		"HEAD names another migration": {
			blog: files("0001_a.yaml", nothing, "0002_b.yaml", nothing, "HEAD", "0001_a\n"),
			want: []string{`blog/migrations/HEAD: the file says "0001_a", but the newest migration is 0002_b; if a migration is missing, bring it back, else write 0002_b here`},
		},
		"HEAD is missing": {
			blog: files("0001_a.yaml", nothing),
			want: []string{"blog/migrations/HEAD: the file is missing; it should hold one line: 0001_a"},
		},
		"HEAD without migrations": {
			blog: files("HEAD", "0001_a"),
			want: []string{`blog/migrations/HEAD: the file says "0001_a", but there are no migrations`},
		},
		"HEAD with a conflict": {
			blog: files("0001_a.yaml", nothing, "HEAD", "<<<<<<< ours\n0001_a\n=======\n0001_b\n>>>>>>> theirs\n"),
			want: []string{"blog/migrations/HEAD:1:1: two branches each added a migration; put one branch's behind the other's with gofw migrations rebase blog, or keep both and join them with gofw makemigrations --merge"},
		},
		"the wrong ending": {
			blog: files("0001_a.yml", nothing),
			want: []string{"blog/migrations/0001_a.yml: a migration's name ends in .yaml; rename the file"},
		},
		"a foreign key to a model of an app that is not named": {
			auth: files("0001_a.yaml", "depends: [blog.0001_a]\n"+tableA, "HEAD", "0001_a"),
			blog: files("0001_a.yaml", "ops:\n  - op: create_model\n    model: B\n    fields:\n      - {name: id, type: bigauto, pk: true}\n      - {name: a, type: fk, to: auth.A}\n", "HEAD", "0001_a"),
			want: []string{"blog/migrations/0001_a.yaml:2:5: blog.B.a points at auth.A, which does not exist at this point"},
		},
		"mistakes in several files": {
			auth: files("0001_a.yaml", "ops: 5\n", "HEAD", "0001_a"),
			blog: files("0001_a.yaml", "op: []\n", "HEAD", "0001_a"),
			want: []string{
				`auth/migrations/0001_a.yaml:1:6: ops must be a list, not "5"`,
				`blog/migrations/0001_a.yaml:1:1: a migration has no key "op"; did you mean "ops"?`,
				`blog/migrations/0001_a.yaml:1:1: a migration needs the key "ops"`,
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(Source{App: "auth", FS: test.auth}, Source{App: "blog", FS: test.blog})
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOrderFollowsAppsAndDependencies(t *testing.T) {
	t.Parallel()
	g, err := Load(
		Source{App: "blog", FS: files("migrations/0001_a.yaml", "depends: [auth.0002_b]\n"+nothing, "migrations/0002_b.yaml", nothing, "migrations/HEAD", "0002_b", "migrations/README.md", "x")},
		Source{App: "auth", FS: files("0001_a.yaml", nothing, "0002_b.yaml", nothing, "0003_c.yaml", "depends: [blog.0001_a]\n"+nothing, "HEAD", "0003_c\n")},
		Source{App: "empty"},
		Source{App: "nothing", FS: files("models.go", "package nothing")},
		Source{App: "gone", FS: os.DirFS(filepath.Join(t.TempDir(), "gone"))},
	)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range g.Files() {
		got = append(got, f.Key())
	}
	want := []string{"auth.0001_a", "auth.0002_b", "blog.0001_a", "blog.0002_b", "auth.0003_c"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if g.Latest("auth").Name != "0003_c" || g.Latest("empty") != nil {
		t.Error("Latest is not the newest")
	}
	if _, err := Load(Source{App: "a"}, Source{App: "a"}); err == nil {
		t.Error("two sources of one name were taken")
	}
}

func TestMigrationsAreFoundByTheBeginningOfTheirName(t *testing.T) {
	t.Parallel()
	g := blog(t)
	tests := map[string]struct{ app, name, want string }{
		"whole name":  {"blog", "0001_initial", ""},
		"number":      {"blog", "0001", ""},
		"no such one": {"blog", "0009", "migrate: blog has no migration \"0009\"; there are 0001_initial"},
		"too short":   {"blog", "000", "may mean 0001_initial or 0002_post_content_lang; write more of the name"},
		"empty":       {"blog", "", "migrate: blog has no migration \"\""},
		"no such app": {"blgo", "0001", `migrate: there is no app "blgo"; did you mean "blog"?`},
	}
	for name, test := range tests {
		f, err := g.Find(test.app, test.name)
		switch {
		case test.want == "" && (err != nil || f.Name != "0001_initial"):
			t.Errorf("%s: %v, %v", name, f, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}

func TestWriteMakesAFolderThatLoads(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "blog", "migrations")
	for _, f := range blog(t).Files() {
		if err := Write(dir, f); err != nil {
			t.Fatal(err)
		}
		if err := Write(dir, f); err == nil {
			t.Fatalf("%s was written over", f.Name)
		}
	}
	g, err := Load(Source{App: "blog", FS: os.DirFS(dir)})
	if err != nil {
		t.Fatal(err)
	}
	if got := g.Latest("blog").Name; got != "0004_article" {
		t.Error(got)
	}
}
