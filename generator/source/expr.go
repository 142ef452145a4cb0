package source

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// Expr is a Go type as a companion of an app writes it, with the imports that
// it needs there.
type Expr struct {
	Text    string
	Imports []Import
}

// Import is a package and the name that companions know it by.
type Import struct{ Name, Path string }

// namer gives each package that an app's companions mention one name.
type namer struct {
	r     *Resolver
	p     *pkg
	names map[string]string // by path
}

func (n *namer) name(importPath string) string {
	if name := n.names[importPath]; name != "" {
		return name
	}
	base := n.r.packageName(importPath)
	name := base
	for i := 2; n.taken(name); i++ {
		name = base + strconv.Itoa(i)
	}
	n.names[importPath] = name
	return name
}

// taken reports whether a name means something else in the companions: in the
// package, in the language, or in the functions of models.tmpl.
func (n *namer) taken(name string) bool {
	if n.p.names[name] != token.NoPos || types.Universe.Lookup(name) != nil || slices.Contains([]string{"f", "m", "p", "to", "v"}, name) {
		return true
	}
	for _, other := range n.names {
		if other == name {
			return true
		}
	}
	return false
}

var errDotImport = errors.New("is declared nowhere in this package")

// edit replaces a piece of a type's text.
type edit struct {
	from, to int
	text     string
}

// expr renders a type that is written in file f for the companions of the
// namer's package: what f calls by its own imports gets the companions' names.
func (n *namer) expr(f *file, e ast.Expr) (Expr, error) {
	base := int(f.ast.FileStart)
	start, end := int(e.Pos())-base, int(e.End())-base
	if start < 0 || end < start || end > len(f.src) {
		return Expr{}, errors.New("cannot be read")
	}
	x := rendering{namer: n, file: f}
	ast.Inspect(e, x.visit)
	var text strings.Builder
	for _, edit := range x.edits {
		text.Write(f.src[start : edit.from-base])
		text.WriteString(edit.text)
		start = edit.to - base
	}
	text.Write(f.src[start:end])
	x.out.Text = text.String()
	if strings.Contains(x.out.Text, "\n") {
		if parsed, err := parser.ParseExpr(x.out.Text); err == nil {
			x.out.Text = types.ExprString(parsed)
		}
	}
	return x.out, x.err
}

// rendering is the state of one call of expr.
type rendering struct {
	*namer
	file  *file
	edits []edit
	out   Expr
	err   error
}

// use returns the name of a package and notes its import.
func (x *rendering) use(importPath string) string {
	i := Import{x.name(importPath), importPath}
	if !slices.Contains(x.out.Imports, i) {
		x.out.Imports = append(x.out.Imports, i)
	}
	return i.Name
}

// visit changes qualifiers and nothing else.
func (x *rendering) visit(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.Field:
		if node.Type != nil {
			ast.Inspect(node.Type, x.visit)
		}
		return false
	case *ast.SelectorExpr:
		id, ok := node.X.(*ast.Ident)
		if !ok {
			return true
		}
		importPath, ok := x.r.importOf(x.file, id.Name)
		switch {
		case !ok:
			x.err = fmt.Errorf("is of a package that %s does not import: %s", x.file.display, id.Name)
		case importPath == x.p.path:
			x.edits = append(x.edits, edit{int(id.Pos()), int(node.Sel.Pos()), ""})
		default:
			x.edits = append(x.edits, edit{int(id.Pos()), int(id.End()), x.use(importPath)})
		}
		return false
	case *ast.Ident:
		switch {
		case x.file.pkg.names[node.Name] == token.NoPos:
			if types.Universe.Lookup(node.Name) == nil {
				x.err = errDotImport
			}
		case x.file.pkg == x.p:
		case !node.IsExported():
			x.err = fmt.Errorf("is not exported by package %s: %s", x.file.pkg.name, node.Name)
		default:
			x.edits = append(x.edits, edit{int(node.Pos()), int(node.Pos()), x.use(x.file.pkg.path) + "."})
		}
	}
	return true
}
