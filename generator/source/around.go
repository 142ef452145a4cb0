package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// ownTypes are the types of parameters that a site adds with Using.
type ownTypes struct {
	names []string
	open  bool // there are others, whose names cannot be read
}

// and adds the converters of a call. One that is no literal of this package may
// have any name.
func (o ownTypes) and(p *pkg, args []ast.Expr) ownTypes {
	o.names = slices.Clip(o.names)
	for _, arg := range args {
		if name := converterName(p, arg); name != "" {
			o.names = append(o.names, name)
			continue
		}
		o.open = true
	}
	return o
}

// converterName is the Name of a urls.Converter literal, or of the variable that
// holds one.
func converterName(p *pkg, e ast.Expr) string {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		v := p.variable(id.Name)
		if v == nil || v.value == nil {
			return ""
		}
		e = v.value
	}
	literal, ok := ast.Unparen(e).(*ast.CompositeLit)
	if !ok {
		return ""
	}
	for _, elt := range literal.Elts {
		pair, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, ok := pair.Key.(*ast.Ident)
		text, isText := pair.Value.(*ast.BasicLit)
		if ok && isText && key.Name == "Name" && text.Kind == token.STRING {
			name, _ := strconv.Unquote(text.Value)
			return name
		}
	}
	return ""
}

// around is the middleware of the lists being read and of a route, as written,
// and the permissions that it asks for.
func (x *routeReader) around(own []ast.Expr) (use, needs []string) {
	for _, e := range slices.Concat(x.use, own) {
		use = append(use, types.ExprString(e))
		needs = append(needs, permissions(e)...)
	}
	return use, needs
}

// permissions are the texts that a call of RequirePermission holds.
func permissions(e ast.Expr) []string {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "RequirePermission" {
		return nil
	}
	var out []string
	for _, arg := range call.Args {
		text, err := strconv.Unquote(types.ExprString(arg))
		if err != nil {
			text = types.ExprString(arg) // a constant
		}
		out = append(out, text)
	}
	return out
}
