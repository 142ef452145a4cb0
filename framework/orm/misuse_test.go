package orm_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// What must not compile, and what the compiler says to it.
func TestMisuseDoesNotCompile(t *testing.T) {
	t.Parallel()
	check := compiler(t)
	if said := check(`Posts.Filter(Posts.Title.Eq("x"))`); said != "" {
		t.Fatalf("what is right does not compile: %s", said)
	}
	for _, c := range []struct{ name, code, want string }{
		{"a condition of another model", `Posts.Filter(Authors.Name.Eq("x"))`, "orm.Pred[*blog.Author]"},
		{"a condition at the end of a relation of another model", `Posts.Filter(Comments.Post().Title.Eq("x"))`, "Comment]"},
		{"a value of another type", `Posts.Views.Eq("x")`, "cannot use \"x\""},
		{"a text for a choice", `var s string; Posts.Status.Eq(s)`, "as blog.Status value"},
		{"a column that is not there", `Posts.Titel`, "Titel undefined"},
		{"a text's operator on a number", `Posts.Views.Contains("x")`, "Contains undefined"},
		{"a comparison of yes and no by size", `Posts.Featured.Gt(true)`, "Gt undefined"},
		{"a collection where a relation is wanted", `Posts.SelectRelated(Posts.Tags)`, "does not implement orm.Loadable"},
		{"a relation where a collection is wanted", `Posts.Prefetch(Posts.Author())`, "does not implement orm.Prefetcher"},
		{"an order of another model", `Posts.OrderBy(Tags.Name.Asc())`, "orm.Order["},
		{"an assignment to another model", `Posts.Everything().Update(nil, Tags.Name.Set("x"))`, "orm.Assign["},
		{"an assignment of an expression of another type", `Posts.Views.SetF(Posts.Title)`, "orm.Expression["},
		{"a comparison with a column of another type", `Posts.Views.GtF(Posts.Title)`, "orm.Expression["},
		{"an output into a variable of another type", `var s string; orm.Sum(Posts.Views).To(&s)`, "as *int64 value"},
		{"a row of another model", `Posts.Create(nil, &Tag{})`, "as *blog.Post value"},
		{"a column of another model to save", `Posts.Save(nil, &Post{}, Tags.Name)`, "orm.Column["},
		{"a condition of the owner inside a collection", `Posts.Tags.Any(Posts.Title.Eq("x"))`, "orm.Pred["},
		{"a subquery of another type", `Posts.Title.InQ(orm.List(Authors.QuerySet, Authors.ID))`, "orm.ListQuery["},
		{"a delete of every row by oversight", `Posts.Delete(nil)`, "Delete undefined"},
		{"an update of every row by oversight", `Posts.Update(nil, Posts.Views.Set(1))`, "Update undefined"},
		{"a row written through a filter", `Posts.Filter(Posts.Views.Gt(1)).Create(nil, &Post{})`, "Create undefined"},
		{"a condition of a third model inside a collection", `Posts.Tags.Any(Comments.Body.Eq("x"))`, "orm.Pred["},
		{"a union of two models", `orm.Union(Posts.QuerySet, Authors.QuerySet)`, "orm.QuerySet["},
		{"a key that is a text", `Posts.Get(nil, "1")`, "as int64 value"},
		{"a moment for a day", `var p Post; Events.Day.Eq(p.CreatedAt)`, "as orm.Date value"},
		{"a number of more bits than the column has", `var n int64; Samples.Small.Eq(n)`, "as int16 value"},
		{"a constant that does not fit into the column", `Samples.Tiny.Eq(128)`, "overflows"},
		{"a comparison of an address by size", `Samples.Host.Gt(Samples.Host)`, "Gt undefined"},
		{"a case of values of several types", `orm.Case(orm.Val[*Post]("x"), orm.If(Posts.Views.Gt(1), 1))`, "orm.When["},
		{"a conflict of another model", `Posts.BulkCreate(nil, nil, orm.OnConflict(Tags.Name))`, "orm.Conflict["},
		{"a window over rows of another model", `orm.RowNumber(orm.Over(orm.Columns(Tags.ID), Posts.ID.Asc()))`, "orm.Order["},
		{"an aggregate of another model", `var n int64; orm.Aggregate(nil, Posts.QuerySet, orm.Sum(Authors.ID).To(&n))`, "orm.Out["},
		{"a subquery that speaks of another row", `Posts.Filter(orm.Exists[*Post](Comments.Filter(Comments.PostID.EqF(Posts.ID))))`, "orm.Expression["},
	} {
		if said := check(c.code); !strings.Contains(said, c.want) {
			t.Errorf("%s: the compiler says %q, want %q in it", c.name, said, c.want)
		}
	}
}

// compiler returns a function that compiles statements and returns the first
// error, or the empty string.
func compiler(t *testing.T) func(code string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "github.com/gofw/gofw/framework/internal/blog").Output()
	if err != nil {
		t.Fatal(err)
	}
	export := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		export[path] = file
	}
	fset := token.NewFileSet()
	packages := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(export[path]) })
	return func(code string) string {
		file, err := parser.ParseFile(fset, "misuse.go", `package misuse
import (
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)
var _ orm.Model
func misuse() { _ = Posts; `+assigned(code)+` }`, 0)
		if err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		_, err = (&types.Config{Importer: packages}).Check("misuse", fset, []*ast.File{file}, nil)
		if err == nil {
			return ""
		}
		return err.Error()
	}
}

// assigned uses the value of the last statement.
func assigned(code string) string {
	i := strings.LastIndex(code, "; ")
	return code[:i+1] + " use(" + code[i+1:] + ") }; func use(...any) {"
}
