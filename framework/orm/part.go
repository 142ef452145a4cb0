package orm

import (
	"reflect"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"weak"

	"github.com/gofw/gofw/framework/schema"
)

// Only loads some columns of each row, and the key. The other fields have their
// zero value, and Save writes only what was loaded.
func Only[P any](q *QuerySet[P], columns ...Column[P]) *QuerySet[P] {
	plain := q.q
	plain.loaded = plain.table.positions(namedFields(columns), true)
	return &QuerySet[P]{plain}
}

// Defer loads all columns of each row but these, and the key. See [Only].
func Defer[P any](q *QuerySet[P], columns ...Column[P]) *QuerySet[P] {
	plain := q.q
	plain.loaded = plain.table.positions(namedFields(columns), false)
	return &QuerySet[P]{plain}
}

func namedFields[P any](columns []Column[P]) []*schema.Field { return fieldsOf(abouts(columns)) }

// positions lists the fields that are among these, or those that are not; and
// the key.
func (t *Table) positions(fields []*schema.Field, in bool) []int {
	out := []int{}
	for i := range t.model.Fields {
		if i == t.key || slices.Contains(fields, &t.model.Fields[i]) == in {
			out = append(out, i)
		}
	}
	return out
}

// at lists the fields at these positions.
func (t *Table) at(positions []int) []*schema.Field {
	fields := make([]*schema.Field, len(positions))
	for i, at := range positions {
		fields[i] = &t.model.Fields[at]
	}
	return fields
}

// chosen keeps the destinations of the loaded columns, of those that begin at
// from.
func (q query) chosen(dst []any, from int) []any {
	if q.loaded == nil {
		return dst
	}
	for i, at := range q.loaded { // positions ascend, so none is overwritten before it is read
		dst[from+i] = dst[from+at]
	}
	return dst[:from+len(q.loaded)]
}

// partial remembers which rows were loaded in part, and with which fields. A row
// that nobody holds any more is forgotten.
var partial sync.Map // of weak.Pointer[byte] to []int

// held is how many rows are remembered, so that asking costs nothing where there
// are none.
var held atomic.Int64

// notePart remembers that only some fields of a row were loaded.
func (t *Table) notePart(row any, loaded []int) {
	start := (*byte)(reflect.ValueOf(row).UnsafePointer())
	key := weak.Make(start)
	partial.Store(key, loaded)
	held.Add(1)
	runtime.AddCleanup(start, func(key weak.Pointer[byte]) {
		partial.Delete(key)
		held.Add(-1)
	}, key)
}

// loadedOf is the fields with which a row was loaded; nil is all.
func loadedOf(row any) []int {
	if held.Load() == 0 {
		return nil
	}
	loaded, ok := partial.Load(weak.Make((*byte)(reflect.ValueOf(row).UnsafePointer())))
	if !ok {
		return nil
	}
	return loaded.([]int)
}
