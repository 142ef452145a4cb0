package source

import (
	"errors"
	"fmt"
	"go/ast"
	"go/types"
	"strconv"

	"github.com/gofw/gofw/framework/schema"
)

// stored reads what the method Stored of a type says about its column.
func (r *Resolver) stored(td *typeDecl) (*schema.Stored, error) {
	name := td.spec.Name.Name
	method := td.file.pkg.method(name, "Stored")
	if method.pointer {
		return nil, fmt.Errorf("has a method Stored on its pointer, which is not found: write func (%s) Stored() schema.Stored", name)
	}
	lit := returned(method.decl)
	if lit == nil {
		return nil, errors.New("has a method Stored that does more than return a literal: write return schema.Stored{Kind: schema.String, Size: 20}")
	}
	if missing := r.missing(td); missing != "" {
		return nil, fmt.Errorf("has a method Stored, but none that is called %s", missing)
	}
	var s schema.Stored
	for i, e := range lit.Elts {
		key, value := []string{"Kind", "Size", "Scale", "Format"}[min(i, 3)], e
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			key, value = types.ExprString(kv.Key), kv.Value
		}
		text, why := r.constantIn(method.file, value, key == "Kind" || key == "Format")
		if why != "" {
			return nil, fmt.Errorf("has %s in its method Stored, which cannot be read without running it: write a literal or a constant", types.ExprString(value))
		}
		switch key {
		case "Kind":
			s.Kind = schema.Kind(text)
		case "Format":
			s.Format = schema.Format(text)
		case "Size":
			s.Size, _ = strconv.Atoi(text) // evaluate gives whole numbers
		case "Scale":
			s.Scale, _ = strconv.Atoi(text)
		}
	}
	return &s, nil
}

// missing is what a type with a method Stored needs beside it, as far as syntax
// tells: a struct may have it from what it embeds.
func (r *Resolver) missing(td *typeDecl) string {
	if st, ok := td.spec.Type.(*ast.StructType); ok {
		for _, f := range st.Fields.List {
			if len(f.Names) == 0 {
				return ""
			}
		}
	}
	name, p := td.spec.Name.Name, td.file.pkg
	switch value := p.method(name, "Value"); {
	case value == nil || value.pointer:
		return "Value: write func (v " + name + ") Value() (driver.Value, error)"
	case p.method(name, "Scan") == nil:
		return "Scan: write func (v *" + name + ") Scan(from any) error"
	}
	return ""
}

// constantIn is the value of an expression in a file: a literal, or a constant of
// its package or of one that it imports.
func (r *Resolver) constantIn(f *file, e ast.Expr, text bool) (value, why string) {
	if sel, ok := ast.Unparen(e).(*ast.SelectorExpr); ok {
		if id, ok := sel.X.(*ast.Ident); ok {
			if importPath, ok := r.importOf(f, id.Name); ok {
				if p, err := r.load(importPath); err == nil && p.consts[sel.Sel.Name] != nil {
					value, _, why = p.constant(p.consts[sel.Sel.Name], text)
					return value, why
				}
			}
		}
	}
	value, _, why = f.pkg.evaluate(e, text)
	return value, why
}
