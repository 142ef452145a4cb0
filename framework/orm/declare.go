package orm

import (
	"reflect"
	"sync"
)

// Declare fills the generated value of a model: its [Objects], and its columns as
// seen from a row of the model. Companions call it.
//
// A companion names the columns with their types and nothing else. What a
// constructor for each model would do is done here by reflection, because a
// constructor is compiled once more for each model that leads there: see
// docs/decisions.md.
func Declare[P, F any](d Def[P], to F) F {
	v := reflect.ValueOf(to).Elem()
	v.Field(0).Addr().Interface().(beginner[P]).begin(d)
	fill[P](v.Field(1), &node{table: d.Table})
	return to
}

// beginner is the [Objects] of a table, still empty.
type beginner[P any] interface{ begin(Def[P]) }

// filler is a column that has no place yet.
type filler interface{ fill(n *node, name string) }

// fill gives the columns of the row at a node their place.
func fill[P any](fields reflect.Value, n *node) {
	for i := range fields.NumField() {
		f, name := fields.Field(i), fields.Type().Field(i).Name
		switch f.Kind() {
		case reflect.Struct:
			f.Set(reflect.ValueOf(newPath[P](n)))
		case reflect.Func:
			if is, ok := f.Addr().Interface().(filler); ok {
				is.fill(n, name)
				continue
			}
			f.Set(reflect.MakeFunc(f.Type(), relation(f.Type().Out(0).Elem(), n, name, fill[P])))
		default:
			c := reflect.New(f.Type().Elem())
			c.Interface().(filler).fill(n, name)
			f.Set(c)
		}
	}
}

// relation makes the columns at the end of a relation when they are first asked
// for, and only once: relations may lead round in circles.
func relation(fields reflect.Type, n *node, name string, fill func(reflect.Value, *node)) func([]reflect.Value) []reflect.Value {
	once := sync.OnceValue(func() []reflect.Value {
		to := reflect.New(fields)
		fill(to.Elem(), n.join(name))
		return []reflect.Value{to}
	})
	return func([]reflect.Value) []reflect.Value { return once() }
}
