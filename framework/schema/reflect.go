package schema

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/schema/array"
	"github.com/gofw/gofw/framework/schema/civil"
	"github.com/gofw/gofw/framework/schema/inet"
)

// Of reads the declaration of a model from its type, a struct. It is used once
// per model when a site starts.
func Of(t reflect.Type) (*Model, []Problem) {
	app, name, _ := strings.Cut(t.String(), ".")
	d := Decl{App: app, Name: name, Fields: fieldsOf(t, nil)}
	if m, ok := reflect.Zero(t).Interface().(interface{ Meta() Meta }); ok {
		d.Meta = m.Meta()
	}
	return New(d)
}

// InputsOf reads a struct that is no model as a list of inputs, by the same tags. It
// has no key, and a slice is a list of values to choose several of.
func InputsOf(t reflect.Type) ([]Field, []Problem) {
	app, name, _ := strings.Cut(t.String(), ".")
	d := Decl{App: app, Name: name, Fields: fieldsOf(t, nil)}
	for i := range d.Fields {
		if typ := &d.Fields[i].Type; typ.Slice && typ.Basic != "" {
			typ.Slice, typ.Array = false, true
		}
	}
	return inputs(d)
}

func fieldsOf(t reflect.Type, path []int) []DeclField {
	var fields []DeclField
	for i := range t.NumField() {
		f := t.Field(i)
		here := append(append([]int{}, path...), i)
		switch {
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			fields = append(fields, fieldsOf(f.Type, here)...)
		case f.IsExported():
			fields = append(fields, DeclField{f.Name, typeOf(f.Type, f.Tag), f.Tag, here})
		}
	}
	return fields
}

var (
	timeType    = reflect.TypeFor[time.Time]()
	bytesType   = reflect.TypeFor[[]byte]()
	scannedType = reflect.TypeFor[Scanned]()
	tableType   = reflect.TypeFor[interface{ TableName() string }]()

	// exact are types that are known by themselves, whatever they are made of.
	exact = map[reflect.Type]string{
		timeType: "time.Time", reflect.TypeFor[gorm.DeletedAt](): "deleted", reflect.TypeFor[civil.Date](): "date", reflect.TypeFor[civil.TimeOfDay](): "time",
		reflect.TypeFor[decimal.Decimal](): "decimal", reflect.TypeFor[uuid.UUID](): "uuid", reflect.TypeFor[inet.IP](): "ip",
	}
)

// mediaPath is the package of files and pictures, which is above this one.
const mediaPath = "github.com/gofw/gofw/framework/media"

// arrayPath is the package of arrays.
var arrayPath = reflect.TypeFor[array.Array[string]]().PkgPath()

func typeOf(t reflect.Type, tag reflect.StructTag) Type {
	var out Type
	if t.Kind() == reflect.Pointer {
		out.Pointer, t = true, t.Elem()
	}
	if strings.Contains(tag.Get("gorm"), "serializer:json") {
		out.Basic, out.Text = "json", t.String()
		return out
	}
	if own, ok := reflect.Zero(t).Interface().(Own); ok && reflect.PointerTo(t).Implements(scannedType) {
		out.Stored, out.Text = new(own.Stored()), t.String()
		return out
	}
	if t == bytesType {
		out.Basic, out.Text = "[]byte", "[]byte"
		return out
	}
	if t.PkgPath() == arrayPath {
		out.Array, t = true, t.Elem()
	}
	if t.Kind() == reflect.Slice {
		out.Slice, t = true, t.Elem()
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
	}
	out.Text = t.String()
	if out.Array {
		out.Text, out.Basic = "orm.Array["+t.String()+"]", t.Kind().String()
		return out
	}
	switch {
	case exact[t] != "":
		out.Basic = exact[t]
	case t.PkgPath() == mediaPath && (t.Name() == "File" || t.Name() == "Image"):
		out.Basic = strings.ToLower(t.Name())
	case t.Kind() == reflect.Struct && t.Implements(tableType):
		out.Model = t.String()
	case t.Kind() <= reflect.Float64 || t.Kind() == reflect.String:
		out.Basic = t.Kind().String()
	}
	if c, ok := reflect.Zero(t).Interface().(interface{ Choices() []Choice }); ok {
		out.Choices = c.Choices()
	}
	return out
}

// MustOf is Of for a companion that the generator wrote: a problem there means
// that the companion and the declaration disagree, which only generating again
// can mend, so it panics and names the model.
func MustOf(t reflect.Type) *Model {
	m, problems := Of(t)
	if len(problems) > 0 {
		panic(fmt.Sprintf("schema: %s: %v; run gofw generate", t, problems[0]))
	}
	return m
}
