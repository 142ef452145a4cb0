package generator

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gofw/gofw"
	"github.com/gofw/gofw/generator/source"
	"github.com/gofw/gofw/generator/write"
)

func blog(t testing.TB) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/blog.txt")
	if err != nil {
		t.Fatal(err)
	}
	archive.Files = append(archive.Files, txtar.File{Name: "blog/page.templ", Data: []byte("package blog\n\ntempl Page() {\n\t<p>text</p>\n}\n")})
	return site(t, archive)
}

func TestCompanionsComeBackAfterDeletion(t *testing.T) {
	t.Parallel()
	dir := blog(t)
	generate(t, dir)
	before := snapshot(t, dir)
	if len(before) != 4 {
		t.Fatalf("%d companions", len(before))
	}
	for file := range before {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	generate(t, dir)
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestTwoMachinesWriteTheSame(t *testing.T) {
	t.Parallel()
	var outputs [2]map[string]string
	for i := range outputs {
		dir := blog(t)
		generate(t, dir)
		outputs[i] = map[string]string{}
		for file, text := range snapshot(t, dir) {
			outputs[i][strings.TrimPrefix(file, dir)] = text
		}
	}
	if diff := cmp.Diff(outputs[0], outputs[1]); diff != "" {
		t.Error(diff)
	}
}

func TestUnchangedFilesKeepTheirTime(t *testing.T) {
	t.Parallel()
	dir := blog(t)
	generate(t, dir)
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	for file := range snapshot(t, dir) {
		if err := os.Chtimes(file, old, old); err != nil {
			t.Fatal(err)
		}
	}
	urls := filepath.Join(dir, "blog", "urls.go")
	text, err := os.ReadFile(urls)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(urls, []byte(strings.Replace(string(text), "/search", "/find", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	r := generate(t, dir)
	if diff := cmp.Diff([]string{"blog/urls_gen.go"}, r.Written); diff != "" {
		t.Error(diff)
	}
	for file := range snapshot(t, dir) {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if kept := info.ModTime().Equal(old); kept == strings.HasSuffix(file, "urls_gen.go") {
			t.Errorf("%s: time kept is %v", file, kept)
		}
	}
}

func TestCompanionsGoWithTheirParents(t *testing.T) {
	t.Parallel()
	dir := blog(t)
	generate(t, dir)
	for _, name := range []string{"models.go", "urls.go", "admin.go", "queries.go", "page.templ"} {
		if err := os.Remove(filepath.Join(dir, "blog", name)); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"blog/app_gen.go", "blog/models_gen.go", "blog/page_templ.go", "blog/urls_gen.go"}
	if diff := cmp.Diff(want, generate(t, dir).Removed); diff != "" {
		t.Error(diff)
	}
}

func TestCheckFindsStaleCompanions(t *testing.T) {
	t.Parallel()
	dir := blog(t)
	problems, err := Check(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) != 4 || problems[0].Error() != "blog/app_gen.go: is not what the folder says today" {
		t.Errorf("before: %v", problems)
	}
	if _, err := os.Stat(filepath.Join(dir, "blog", "models_gen.go")); err == nil {
		t.Error("Check wrote a file")
	}
	generate(t, dir)
	if problems, err = Check(t.Context(), dir); err != nil || len(problems) != 0 {
		t.Errorf("after: %v, %v", problems, err)
	}
}

// TestVolume holds the bar of the design: 110 lines for a model of ten fields,
// six for each declared line.
func TestVolume(t *testing.T) {
	t.Parallel()
	models := "package blog\n\nimport (\n\t\"time\"\n\n\t\"github.com/gofw/gofw/framework/auth\"\n\t\"github.com/gofw/gofw/framework/orm\"\n)\n\ntype Post struct {\n\torm.Model\n\n" +
		"\tTitle string\n\tSlug string\n\tBody string\n\tViews int\n\tStatus Status\n\tPublishedAt *time.Time\n\tAuthorID int64\n\tAuthor *auth.User\n\tEditorID int64\n\tEditor *auth.User\n\tRelated []Post `gorm:\"many2many:x\"`\n\tExtra []string `gorm:\"serializer:json\"`\n}\n\n" +
		"type Status string\n\nconst (\n\tStatusDraft Status = \"draft\"\n\tStatusOut Status = \"out\"\n)\n"
	dir := site(t, &txtar.Archive{Files: []txtar.File{{Name: "blog/models.go", Data: []byte(models)}}})
	if r := generate(t, dir); len(r.Problems) > 0 {
		t.Fatal(r.Problems)
	}
	text, err := os.ReadFile(filepath.Join(dir, "blog", "models_gen.go"))
	if err != nil {
		t.Fatal(err)
	}
	n := strings.Count(string(text), "\n")
	_, declaration, _ := strings.Cut(models, ")\n\n")
	declared := len(strings.Fields(strings.ReplaceAll(strings.ReplaceAll(declaration, " ", "_"), "\n\n", "\n")))
	if n > 110 || n > 6*declared {
		t.Errorf("%d lines for twelve fields and two choices, %d declared lines", n, declared)
	}
}

func TestHardErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ mod, want string }{
		"a folder without go.mod is not a site":         {"", "no go.mod in"},
		"a module that does not require gofw is none":   {"module x\n", "does not require github.com/gofw/gofw"},
		"a go.mod with an error is reported":            {"modul x\n", "reading go.mod"},
		"a framework that is not there says what to do": {"module x\n\nrequire github.com/gofw/gofw v0.0.9\n", "run go mod download"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if tt.mod != "" {
				if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(tt.mod), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Generate(t.Context(), dir)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestOneConstantKnowsTheModulePath(t *testing.T) {
	t.Parallel()
	if source.Framework != gofw.ModulePath {
		t.Errorf("source.Framework is %s, gofw.ModulePath is %s", source.Framework, gofw.ModulePath)
	}
}

func TestTheFrameworkItselfHasNoApps(t *testing.T) {
	t.Parallel()
	s, apps, err := Read("..")
	if err != nil {
		t.Fatal(err)
	}
	if !s.IsFramework() {
		t.Error("the framework takes itself for a site")
	}
	for _, a := range apps {
		out, _, err := write.App(a, !s.IsFramework())
		if err != nil {
			t.Fatal(err)
		}
		if out["app_gen.go"] != nil {
			t.Errorf("%s would get an app_gen.go", a.Display)
		}
	}
}

// FuzzModels feeds anything as models.go and urls.go: it may be full of
// problems, but it never panics, and what comes out is Go.
func FuzzModels(f *testing.F) {
	for _, file := range []string{"blog", "fields", "problems_models", "problems_routes", "routes", "syntax"} {
		archive, err := txtar.ParseFile("testdata/" + file + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if base := filepath.Base(part.Name); base == "models.go" || base == "urls.go" {
				f.Add(part.Data)
			}
		}
	}
	for _, s := range []string{
		"", "\x00\xff", "package", "package blog", "package blog\ntype", "package blog\ntype A struct { A }\ntype B = B\ntype C D\ntype D C",
		"package blog\ntype A struct { *A; B; x.Y; orm.Model `gorm:\"primaryKey\"` }\ntype B struct{ A }\nfunc (A) Meta() {}",
		"package blog\ntype A struct { X [N]A `gorm:\"primaryKey\"`; Y func(A) (B, error); Z struct{ Q chan<- A } }\nconst N = N",
		"package blog\nimport . \"x\"\nimport _ \"y\"\nimport z \"\"\ntype A[T any] struct { T }\ntype R int\nconst ( P R = iota; Q )",
		"package blog\ntype A struct { A; B; C `gorm:\"primaryKey\"` }\ntype B struct { A; B; C }\ntype C struct { A; B; C }",
		"package blog\nconst ( a = \"xx\" + \"xx\"; b = a + a + a + b; c = b + c + c; d S = c + c )\ntype S string",
		"package blog\nimport \"github.com/gofw/gofw/framework/urls\"\nvar Routes = urls.Routes{a, a, a}\nvar a = append(b, b, b)\nvar b = append(c, c, c, Routes)\nvar c = append(a, a)",
		"package blog\nvar Routes = Routes\nvar x = append(Routes, x...)",
		"package blog\nfunc (A) Meta() orm.Meta { return orm.Meta{1, Ordering: x, \"y\": z} }\ntype A struct { ID int64 }",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := site(t, &txtar.Archive{Files: []txtar.File{{Name: "blog/models.go", Data: text}, {Name: "blog/urls.go", Data: text}}})
		start := time.Now()
		defer func() {
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("took %s", d)
			}
		}()
		first := generate(t, dir)
		if again := generate(t, dir); len(again.Written) > 0 {
			t.Errorf("written again: %v after %v", again.Written, first.Written)
		}
	})
}

// BenchmarkGenerate50Models is a whole run over five apps of ten models each,
// as after an edit: everything is read, compared, and one file is written.
func BenchmarkGenerate50Models(b *testing.B) {
	dir := site(b, fifty())
	generate(b, dir)
	b.ResetTimer()
	for b.Loop() {
		if err := os.Remove(filepath.Join(dir, "app0", "models_gen.go")); err != nil {
			b.Fatal(err)
		}
		if r := generate(b, dir); len(r.Written) != 1 || len(r.Problems) > 0 {
			b.Fatal(r)
		}
	}
}

func fifty() *txtar.Archive {
	a := &txtar.Archive{}
	for app := range 5 {
		var models, urls strings.Builder
		fmt.Fprintf(&models, "package app%d\n\nimport (\n\t\"time\"\n\n\t\"github.com/gofw/gofw/framework/auth\"\n\t\"github.com/gofw/gofw/framework/orm\"\n)\n", app)
		fmt.Fprintf(&urls, "package app%d\n\nimport \"github.com/gofw/gofw/framework/urls\"\n\nvar Routes = urls.Under(\"/app%d\",\n", app, app)
		for m := range 10 {
			fmt.Fprintf(&models, "\n// M%d is one of fifty.\ntype M%d struct {\n\torm.Model\n\tTitle string `gorm:\"size:200\" gofw:\"help=A title, with a comma.\"`\n\tSlug string `gorm:\"size:80;uniqueIndex\" gofw:\"slug=Title\"`\n\tBody string\n\tViews int64\n\tFeatured bool\n\tPublishedAt *time.Time\n\tKind Kind%d\n\tAuthorID int64\n\tAuthor *auth.User\n\tOthers []M%d `gorm:\"many2many:app%d_others_%d\"`\n}\n\nfunc (M%d) Meta() orm.Meta { return orm.Meta{Ordering: []string{\"-PublishedAt\"}} }\n\ntype Kind%d string\n\nconst (\n\tKind%dA Kind%d = \"a\" // One\n\tKind%dB Kind%d = \"b\"\n)\n", m, m, m, (m+1)%10, app, m, m, m, m, m, m, m)
			fmt.Fprintf(&urls, "\turls.Show(\"/%d/:slug\", Detail%d),\n", m, m)
		}
		urls.WriteString(")\n")
		a.Files = append(a.Files,
			txtar.File{Name: fmt.Sprintf("app%d/models.go", app), Data: []byte(models.String())},
			txtar.File{Name: fmt.Sprintf("app%d/urls.go", app), Data: []byte(urls.String())})
	}
	return a
}
