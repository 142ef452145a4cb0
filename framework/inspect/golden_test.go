package inspect

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/generator"
	"github.com/gofw/gofw/generator/check"
	"github.com/gofw/gofw/generator/source"
)

var update = flag.Bool("update", false, "rewrite what the cases in testdata want")

// TestCases runs each testdata/NAME.DIALECT.txtar: schema.sql makes a database,
// models.go is what must be written, which the generator must accept. A line
// "-- write: package=…" in the SQL has the options. The SQL may stand in a file
// of its own, NAME.DIALECT.sql.
func TestCases(t *testing.T) {
	t.Parallel()
	for _, path := range cases(t) {
		parts := strings.Split(filepath.Base(path), ".")
		t.Run(parts[0]+"/"+parts[1], func(t *testing.T) {
			t.Parallel()
			archive, schema := readCase(t, path)
			db := open(t, parts[1])
			execute(t, db, schema)
			o := optionsOf(t, schema)
			got := written(t, db, parts[1], o)
			if again := written(t, db, parts[1], o); again != got {
				t.Errorf("the second run wrote something else:\n%s", cmp.Diff(got, again))
			}
			dir := siteWith(t, o.Package, got)
			if said := problems(t, dir); said != "" {
				t.Errorf("the generator finds problems:\n%s\nin\n%s", said, got)
			}
			if o.Models == nil { // else there are models elsewhere
				_, apps, err := generator.Read(dir)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := migrate.Declare(plainModels(apps[0].Models)); err != nil {
					t.Errorf("migrations do not take it: %v", err)
				}
			}
			want := ""
			for i, f := range archive.Files {
				if f.Name == "models.go" {
					want = string(f.Data)
					archive.Files[i].Data = []byte(got)
				}
			}
			if *update {
				if want == "" {
					archive.Files = append(archive.Files, txtar.File{Name: "models.go", Data: []byte(got)})
				}
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("models.go differs (-want +got); run go test -update if that is right:\n%s", diff)
			}
		})
	}
}

func cases(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	return paths
}

// readCase returns a case and the SQL that it begins with.
func readCase(t *testing.T, path string) (*txtar.Archive, string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		if f.Name == "schema.sql" {
			return archive, string(f.Data)
		}
	}
	text, err := os.ReadFile(strings.TrimSuffix(path, ".txtar") + ".sql")
	if err != nil {
		t.Fatal(err)
	}
	return archive, string(text)
}

var optionLine = regexp.MustCompile(`(?m)^-- write: (.*)$`)

func optionsOf(t *testing.T, schema string) WriteOptions {
	t.Helper()
	var o WriteOptions
	found := optionLine.FindStringSubmatch(schema)
	if found == nil {
		t.Fatal("no line begins with -- write:")
	}
	for word := range strings.FieldsSeq(found[1]) {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "package":
			o.Package = value
		case "tables":
			o.Tables = strings.Split(value, ",")
		case "prefixes":
			o.Prefixes = strings.Split(value, ",")
		case "models":
			table, typ, _ := strings.Cut(value, ":")
			o.Models = map[string]string{table: typ}
		default:
			t.Fatalf("there is no option %s", key)
		}
	}
	return o
}

// written reads a database and writes its models.
func written(t *testing.T, db *sql.DB, dialect string, o WriteOptions) string {
	t.Helper()
	d, err := Read(t.Context(), db, dialect, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// siteWith is a folder with a site that has one app.
func siteWith(t testing.TB, app, models string) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "go.mod" {
			text = []byte(strings.Replace(string(text), "module "+source.Framework, "module example.org/mysite", 1) +
				"\nrequire " + source.Framework + " v0.0.0\n\nreplace " + source.Framework + " => " + root + "\n")
		}
		put(t, filepath.Join(dir, name), text)
	}
	put(t, filepath.Join(dir, app, "models.go"), []byte(models))
	return dir
}

func put(t testing.TB, path string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// problems is what the generator says about a site, as people read it.
func problems(t testing.TB, dir string) string {
	t.Helper()
	site, apps, err := generator.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	if err := check.Print(&said, check.Site(site, apps), false); err != nil {
		t.Fatal(err)
	}
	return said.String()
}

// TestWrittenModelsCompile builds what the cases want, with its companions.
func TestWrittenModelsCompile(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds programs")
	}
	dir := siteWith(t, "empty", "package empty\n")
	for _, path := range cases(t) {
		archive, schema := readCase(t, path)
		for _, f := range archive.Files {
			if f.Name == "models.go" {
				folder := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(path), ".txtar"), ".", "_")
				put(t, filepath.Join(dir, folder, optionsOf(t, schema).Package, "models.go"), f.Data)
			}
		}
	}
	if _, err := generator.Generate(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	apps, err := filepath.Glob(filepath.Join(dir, "*", "*", "app_gen.go"))
	if err != nil || len(apps) == 0 {
		t.Fatalf("nothing was generated: %v", err)
	}
	for _, name := range apps { // it needs the whole framework
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.CommandContext(t.Context(), "go", "vet", "-mod=mod", "./...")
	c.Dir = dir
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false", "GOWORK=off")
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
