package source

import (
	"go/ast"
	"go/token"
	"path"
	"strconv"
)

// StaticName is a static file that source names: static.URL(ctx, "css/site.css").
type StaticName struct {
	Name string
	Pos  token.Position
}

// StaticNames lists the static files that the package in a folder names as
// plain text, tests and generated files apart. What is put together while the
// site runs is not known.
func (r *Resolver) StaticNames(dir string) ([]StaticName, error) {
	p, err := r.parse(dir)
	if err != nil {
		return nil, err
	}
	var names []StaticName
	for _, f := range p.files {
		for _, lit := range StaticTexts(f.ast) {
			if name, err := strconv.Unquote(lit.Value); err == nil {
				names = append(names, StaticName{name, r.position(lit.Pos())})
			}
		}
	}
	return names, nil
}

// StaticTexts finds the texts in a file that name static files.
func StaticTexts(f *ast.File) []*ast.BasicLit {
	pkg := staticImport(f)
	if pkg == "" {
		return nil
	}
	var found []*ast.BasicLit
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 2 {
			return true
		}
		selector, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || selector.Sel.Name != "URL" {
			return true
		}
		name, ok := selector.X.(*ast.Ident)
		lit, plain := call.Args[1].(*ast.BasicLit)
		if ok && plain && name.Name == pkg && lit.Kind == token.STRING {
			found = append(found, lit)
		}
		return true
	})
	return found
}

// staticImport is the name by which a file knows package static, or "".
func staticImport(f *ast.File) string {
	for _, i := range f.Imports {
		importPath, err := strconv.Unquote(i.Path.Value)
		if err != nil || importPath != Framework+"/framework/static" {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return path.Base(importPath)
	}
	return ""
}
