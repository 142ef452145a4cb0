package source

import (
	"go/ast"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// Step is a function of the folder migrations that a migration may call.
type Step struct {
	Func string // FillNotes
	Name string // as migrations call it: fill_notes
}

// readSteps finds the functions of the folder migrations that are Go steps: they
// are exported, take a context and a *migrate.Data, and return an error.
func (a *App) readSteps(r *Resolver) {
	dir := filepath.Join(a.Dir, "migrations")
	if !isDir(dir) {
		return
	}
	p, err := r.parse(dir)
	if err != nil || p.name == "" {
		return
	}
	for _, f := range p.files {
		if f.err != nil {
			a.Problems = append(a.Problems, syntaxProblems(f.display, f.err)...)
			continue
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && r.isStep(f, fn) {
				a.Steps = append(a.Steps, Step{fn.Name.Name, schema.ColumnName(fn.Name.Name)})
			}
		}
		for _, i := range f.ast.Imports {
			if i.Path.Value == `"`+a.Import+`"` {
				a.Problems = append(a.Problems, Problem{
					Pos: r.position(i.Pos()), Message: "a step of migrations imports the app " + a.Name,
					Hint: "declare a struct here with the fields that it needs: the app's own change, and what has been migrated does not",
				})
			}
		}
	}
	a.StepsImport = p.path
	slices.SortFunc(a.Steps, func(x, y Step) int { return strings.Compare(x.Name, y.Name) })
}

// isStep reports whether a function is a Go step, by its signature.
func (r *Resolver) isStep(f *file, fn *ast.FuncDecl) bool {
	t := fn.Type
	if fn.Recv != nil || !fn.Name.IsExported() || t.TypeParams != nil || t.Params.NumFields() != 2 || t.Results.NumFields() != 1 {
		return false
	}
	var params []ast.Expr
	for _, field := range t.Params.List {
		params = append(params, field.Type)
	}
	if len(params) != 2 {
		return false
	}
	star, ok := params[1].(*ast.StarExpr)
	if !ok {
		return false
	}
	path, name := r.selector(f, star.X)
	result, ok := t.Results.List[0].Type.(*ast.Ident)
	return path == Framework+"/framework/migrate" && name == "Data" && ok && result.Name == "error"
}
