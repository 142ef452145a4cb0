package orm

import (
	"reflect"

	"github.com/gofw/gofw/framework/schema"
)

// table is what queries need to know about a model, without its type.
type table struct {
	model  *schema.Model
	typ    reflect.Type
	create func() any
	scan   func(row any, to []any) []any
	bind   func(row any, to []any) []any
	key    int             // position of the primary key among the fields
	stamps []*schema.Field // times that are set when a row is written
	unset  []*schema.Field // choices that take their default when empty
}

// Def is the definition of a model's table: its schema, read once from the
// type, and the generated lists that scan and bind a row. P is the type of a
// row, *Post. Safe to share.
type Def[P any] struct{ table *table }

// Define is called by companions only. It panics, naming the model, if the
// companion is older than the declaration.
func Define[M any](scan, bind func(*M, []any) []any) Def[*M] {
	typ := reflect.TypeFor[M]()
	model := schema.MustOf(typ)
	t := &table{
		model:  model,
		typ:    typ,
		create: func() any { return new(M) },
		scan:   func(row any, to []any) []any { return scan(row.(*M), to) },
		bind:   func(row any, to []any) []any { return bind(row.(*M), to) },
	}
	for i := range model.Fields {
		f := &model.Fields[i]
		if f.PrimaryKey {
			t.key = i
		}
		if (f.AutoAdd || f.AutoUpdate) && !f.Null {
			t.stamps = append(t.stamps, f)
		}
		if f.Default != nil && len(f.Choices) > 0 && f.Kind.Textual() && !f.Null {
			t.unset = append(t.unset, f)
		}
	}
	if n := len(scan(new(M), nil)); n != len(model.Fields) {
		panic("orm: the companion of " + typ.String() + " is out of date: run gofw generate")
	}
	return Def[*M]{t}
}

// keyOf returns the key of a row.
func (t *table) keyOf(row any) int64 {
	id, _ := reflect.ValueOf(row).Elem().FieldByIndex(t.model.Fields[t.key].Path).Interface().(int64)
	return id
}
