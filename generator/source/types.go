package source

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// beneath is what lies under a type.
type beneath struct {
	basic   string    // "string", "int64", "time.Time", "[]byte"
	model   string    // key of the model, if it is one
	decl    *typeDecl // of a struct, for its fields
	choices *Choices  // of a named type with constants
	own     *typeDecl // of a type with a method Stored
	array   bool      // an orm.Array; basic is what lies under its elements

	elsewhere string // the models.go in which a named type with constants should stand
}

// known are types of the standard library that need no reading.
var known = map[string]beneath{
	"time.Time": {basic: "time.Time"}, "time.Duration": {basic: "int64"},
	"gorm.io/gorm.DeletedAt": {basic: "deleted"},
	"time.Month":             {basic: "int"}, "time.Weekday": {basic: "int"},
	Framework + "/framework/schema/inet.IP": {basic: "ip"}, Framework + "/framework/orm.IP": {basic: "ip"},
	"github.com/shopspring/decimal.Decimal": {basic: "decimal"}, Framework + "/framework/orm.Decimal": {basic: "decimal"},
	"github.com/google/uuid.UUID": {basic: "uuid"}, Framework + "/framework/orm.UUID": {basic: "uuid"},
	Framework + "/framework/schema/civil.Date": {basic: "date"}, Framework + "/framework/orm.Date": {basic: "date"},
	Framework + "/framework/schema/civil.TimeOfDay": {basic: "time"}, Framework + "/framework/orm.TimeOfDay": {basic: "time"},
	Framework + "/framework/media.File": {basic: "file"}, Framework + "/framework/media.Image": {basic: "image"},
}

// under resolves a type expression in the file that it is written in. What a
// column can never hold (maps, functions, generic types) is the zero value.
func (r *Resolver) under(f *file, e ast.Expr, depth int) (beneath, error) {
	if depth > 20 {
		return beneath{}, errors.New("is declared in a circle")
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if td := f.pkg.types[e.Name]; td != nil {
			return r.declared(td, depth)
		}
		return universe(e.Name)
	case *ast.SelectorExpr:
		id, ok := e.X.(*ast.Ident)
		if !ok {
			return beneath{}, nil
		}
		importPath, ok := r.importOf(f, id.Name)
		if !ok {
			return beneath{}, fmt.Errorf("is of a package that %s does not import: %s", f.display, id.Name)
		}
		if b, ok := known[importPath+"."+e.Sel.Name]; ok {
			return b, nil
		}
		p, err := r.load(importPath)
		if err != nil {
			return beneath{}, fmt.Errorf("cannot be read: %w", err)
		}
		td := p.types[e.Sel.Name]
		if td == nil {
			return beneath{}, fmt.Errorf("does not exist: package %s declares no type %s", p.name, e.Sel.Name)
		}
		return r.declared(td, depth)
	case *ast.IndexExpr:
		if r.isArray(f, e.X) {
			b, err := r.under(f, e.Index, depth+1)
			return beneath{basic: b.basic, array: true}, err
		}
	case *ast.ArrayType:
		if id, ok := ast.Unparen(e.Elt).(*ast.Ident); ok && e.Len == nil && f.pkg.types[id.Name] == nil && (id.Name == "byte" || id.Name == "uint8") {
			return beneath{basic: "[]byte"}, nil
		}
	}
	return beneath{}, nil
}

// isArray reports whether an expression is the generic type of arrays.
func (r *Resolver) isArray(f *file, e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Array" {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return false
	}
	importPath, _ := r.importOf(f, id.Name)
	return importPath == Framework+"/framework/orm" || importPath == Framework+"/framework/schema/array"
}

func universe(name string) (beneath, error) {
	obj := types.Universe.Lookup(name)
	if obj == nil {
		return beneath{}, errDotImport
	}
	if basic, ok := obj.Type().(*types.Basic); ok && basic.Info()&(types.IsBoolean|types.IsInteger|types.IsFloat|types.IsString) != 0 {
		return beneath{basic: types.Typ[basic.Kind()].Name()}, nil
	}
	return beneath{}, nil
}

// declared resolves a named type. As in Go, a type that is defined by another
// named type has none of its methods, so it is neither a model nor a time.
func (r *Resolver) declared(td *typeDecl, depth int) (beneath, error) {
	if td.spec.TypeParams != nil {
		return beneath{}, nil
	}
	if td.file.pkg.method(td.spec.Name.Name, "Stored") != nil {
		return beneath{own: td}, nil
	}
	if _, ok := td.spec.Type.(*ast.StructType); ok {
		b := beneath{decl: td}
		if r.isModel(td) {
			b.model = td.file.pkg.name + "." + td.spec.Name.Name
		}
		return b, nil
	}
	b, err := r.under(td.file, td.spec.Type, depth+1)
	if err != nil || td.spec.Assign != token.NoPos {
		return b, err
	}
	switch b.basic {
	case "time.Time", "[]byte", "deleted", "decimal", "date", "time", "uuid", "ip", "file", "image":
		b.basic = ""
	}
	named := beneath{basic: b.basic, choices: r.choices(td, b.basic)}
	if p := td.file.pkg; named.choices != nil && td.file.name != "models.go" {
		if f := p.file("models.go"); f != nil {
			named.elsewhere = f.display
		}
		named.choices = nil
	}
	return named, nil
}

// isModel reports whether a type is a model: an exported struct of models.go
// that has a key or a Meta method. What models share stands in another file.
func (r *Resolver) isModel(td *typeDecl) bool {
	st, ok := td.spec.Type.(*ast.StructType)
	if !ok || td.file.name != "models.go" || !td.spec.Name.IsExported() || td.spec.TypeParams != nil {
		return false
	}
	return td.file.pkg.method(td.spec.Name.Name, "Meta") != nil || r.hasKey(td.file, st, map[*typeDecl]bool{td: true})
}

// hasKey reports whether a struct has a field with the tag primaryKey, its own
// or that of a struct that it embeds.
func (r *Resolver) hasKey(f *file, st *ast.StructType, seen map[*typeDecl]bool) bool {
	_, key := r.tagged(f, st, seen)
	return key != nil
}

// key is the type of a model's key, and the file that it is written in: that of the
// field with the tag primaryKey, else of the field ID.
func (r *Resolver) key(f *file, st *ast.StructType, seen map[*typeDecl]bool) (*file, ast.Expr) {
	if in, key := r.tagged(f, st, seen); key != nil {
		return in, key
	}
	for _, field := range st.Fields.List {
		for _, name := range field.Names {
			if name.Name == "ID" {
				return f, field.Type
			}
		}
	}
	return nil, nil
}

// tagged is the type of the field with the tag primaryKey, or nil.
func (r *Resolver) tagged(f *file, st *ast.StructType, seen map[*typeDecl]bool) (*file, ast.Expr) {
	for _, field := range st.Fields.List {
		for word := range strings.SplitSeq(tagOf(field).Get("gorm"), ";") {
			key, _, _ := strings.Cut(strings.TrimSpace(word), ":")
			if strings.EqualFold(key, "primaryKey") || strings.EqualFold(key, "primary_key") {
				return f, field.Type
			}
		}
		if len(field.Names) > 0 {
			continue
		}
		td := r.structOf(f, field.Type)
		if td == nil || seen[td] {
			continue
		}
		seen[td] = true
		if in, key := r.tagged(td.file, td.spec.Type.(*ast.StructType), seen); key != nil {
			return in, key
		}
	}
	return nil, nil
}

// structOf finds the declaration of a struct type without asking whether it is
// a model, which would go in circles.
func (r *Resolver) structOf(f *file, e ast.Expr) *typeDecl {
	p := f.pkg
	var name string
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		name = e.Name
	case *ast.SelectorExpr:
		id, ok := e.X.(*ast.Ident)
		if !ok {
			return nil
		}
		importPath, ok := r.importOf(f, id.Name)
		if !ok {
			return nil
		}
		var err error
		if p, err = r.load(importPath); err != nil {
			return nil
		}
		name = e.Sel.Name
	}
	td := p.types[name]
	if td == nil {
		return nil
	}
	if _, ok := td.spec.Type.(*ast.StructType); !ok {
		return nil
	}
	return td
}

func tagOf(f *ast.Field) reflect.StructTag {
	if f.Tag == nil {
		return ""
	}
	s, _ := unquote(f.Tag)
	return reflect.StructTag(s)
}

// fieldType describes the type of a field to the rules of schema. Its text is
// as the companions write it, without the pointer.
func (r *Resolver) fieldType(n *namer, f *file, field *ast.Field) (schema.Type, Expr, error) {
	var t schema.Type
	e := ast.Unparen(field.Type)
	if star, ok := e.(*ast.StarExpr); ok {
		t.Pointer, e = true, ast.Unparen(star.X)
	}
	if strings.Contains(tagOf(field).Get("gorm"), "serializer:json") {
		expr, err := n.expr(f, e)
		t.Basic, t.Text = "json", expr.Text
		return t, expr, err
	}
	b, err := r.under(f, e, 0)
	if b.own != nil {
		expr, err := n.expr(f, e)
		if err == nil {
			t.Stored, err = r.stored(b.own)
		}
		t.Text = expr.Text
		return t, expr, err
	}
	if array, ok := e.(*ast.ArrayType); ok && err == nil && b.basic == "" && array.Len == nil {
		t.Slice, e = true, ast.Unparen(array.Elt)
		if star, ok := e.(*ast.StarExpr); ok {
			if b, err = r.under(f, star.X, 0); err == nil && b.model != "" {
				return t, Expr{}, errors.New("is a slice of pointers: write a slice of values")
			}
		} else {
			b, err = r.under(f, e, 0)
		}
	}
	if err != nil {
		return t, Expr{}, err
	}
	expr, err := n.expr(f, e)
	t.Text, t.Basic, t.Model, t.Array = expr.Text, b.basic, b.model, b.array
	if b.choices != nil && !t.Slice {
		t.Choices = b.choices.Values
	}
	return t, expr, err
}
