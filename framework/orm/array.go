package orm

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/schema/array"
)

// Array is a list of texts, numbers, or yes and no: an array on PostgreSQL, JSON
// on other databases. Nil is the empty list.
//
//	Colors orm.Array[string]
//
// [Has], [HasAll], [HasAny] and [Len] ask for what is in it.
type Array[T array.Element] = array.Array[T]

// storeArray is an array as the database keeps it.
func storeArray(d dialect, f *schema.Field, v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer && r.IsNil() {
		return nil, nil
	}
	if r = reflect.Indirect(r); r.Kind() != reflect.Slice {
		return nil, fmt.Errorf("orm: %T is no value of %s, which is an array", v, f.Name)
	}
	if d == postgresDialect {
		return array.Literal(r.Interface()), nil
	}
	if r.IsNil() {
		return "[]", nil
	}
	text, err := json.Marshal(r.Interface())
	if err != nil {
		return nil, fmt.Errorf("orm: %s cannot keep %T: %w", f.Name, v, err)
	}
	return string(text), nil
}

// native reports whether an expression is an array of PostgreSQL, and of what.
func native(b *builder, e expr) (postgresArray string, ok bool) {
	f := fieldOf(e)
	if f == nil || b.dialect != postgresDialect {
		return "", false
	}
	switch of := f.Kind.Element(); of {
	case "":
		return "", false
	case schema.Float:
		return "double precision[]", true
	case schema.Bool:
		return "boolean[]", true
	default:
		return string(of) + "[]", true
	}
}

// arrayScanner reads an array into a slice of any type with such elements.
type arrayScanner struct{ to any } // *[]T, or **[]T

func (s arrayScanner) Scan(src any) error {
	to := reflect.ValueOf(s.to).Elem()
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	return array.Read(to, src)
}
