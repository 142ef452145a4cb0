package orm

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/schema/array"
)

// Has matches rows whose list, a slice kept as JSON or as an array, holds the value.
func Has[P, T any](list Expression[P, []T], v T) Pred[P] {
	return Pred[P]{holds{of(list), []any{v}, false}}
}

// HasAll matches rows whose list holds every one of the values; of none, all rows
// with a list.
func HasAll[P, T any](c Expression[P, []T], values ...T) Pred[P] {
	return Pred[P]{holds{of(c), list(values), false}}
}

// HasAny matches rows whose list holds one of the values; of none, no row.
func HasAny[P, T any](c Expression[P, []T], values ...T) Pred[P] {
	return Pred[P]{holds{of(c), list(values), true}}
}

// Len is the number of values in a list, a slice kept as JSON or as an array; NULL for null.
func Len[P, T any](c Expression[P, []T]) *Computed[P, int64] {
	return computed[P, int64](listLength{of(c)})
}

// holds is a list that has all, or any, of some values.
type holds struct {
	e      expr
	values []any
	any    bool
}

func (x holds) parts() []expr { return []expr{x.e} }

func (x holds) render(b *builder) {
	b.raw("(")
	for i, v := range x.values {
		if i > 0 {
			b.raw(map[bool]string{true: " OR ", false: " AND "}[x.any])
		}
		x.one(b, v)
	}
	if len(x.values) == 0 {
		if x.any {
			b.raw("1=0")
		} else {
			listLength{x.e}.render(b)
			b.raw(" >= 0")
		}
	}
	b.raw(")")
}

// one writes that the list has a value. A list that is null or missing has none.
func (x holds) one(b *builder, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		b.fail("%T is no value of a list: %v", v, err)
		return
	}
	if nowhere(b.dialect, v) {
		b.raw("1=0")
		return
	}
	if kind, ok := native(b, x.e); ok {
		b.raw("COALESCE(")
		x.e.render(b)
		b.raw(" @> CAST(")
		b.bind(array.Literal([]any{v}))
		b.raw(" AS " + kind + "), FALSE)")
		return
	}
	word := reflect.ValueOf(v)
	switch {
	case b.dialect == sqliteDialect && word.Kind() == reflect.String: // which JSON can spell in many ways
		b.raw("EXISTS (SELECT 1 FROM json_each(")
		x.e.render(b)
		b.raw(") j WHERE j.type = 'text' AND j.value = ")
		b.bind(word.String())
		b.raw(")")
	case b.dialect == sqliteDialect: // both sides as JSON, so that a number is not a text
		b.raw("EXISTS (SELECT 1 FROM json_each(")
		x.e.render(b)
		b.raw(") j WHERE j.type <> 'null' AND json_quote(CASE j.type WHEN 'true' THEN json('true') WHEN 'false' THEN json('false') ELSE j.value END) = json(")
		b.bind(string(text))
		b.raw("))")
	case b.dialect == postgresDialect:
		b.raw("COALESCE((")
		x.e.render(b)
		b.raw(")::jsonb @> jsonb_build_array(CAST(")
		b.bind(string(text))
		b.raw(" AS jsonb)), FALSE)")
	default:
		b.raw("COALESCE(JSON_TYPE(")
		x.e.render(b)
		b.raw(") = 'ARRAY' AND JSON_CONTAINS(")
		x.e.render(b)
		b.raw(", ")
		b.bind(string(text))
		b.raw("), FALSE)")
	}
}

// listLength is the number of values in a list.
type listLength struct{ e expr }

func (x listLength) parts() []expr { return []expr{x.e} }

func (x listLength) render(b *builder) {
	if _, ok := native(b, x.e); ok {
		b.raw("CARDINALITY(")
		x.e.render(b)
		b.raw(")")
		return
	}
	switch b.dialect {
	case sqliteDialect:
		b.raw("CASE json_type(")
		x.e.render(b)
		b.raw(") WHEN 'array' THEN json_array_length(")
		x.e.render(b)
		b.raw(") END")
	case postgresDialect:
		b.raw("CASE jsonb_typeof((")
		x.e.render(b)
		b.raw(")::jsonb) WHEN 'array' THEN jsonb_array_length((")
		x.e.render(b)
		b.raw(")::jsonb) END")
	default:
		b.raw("CASE JSON_TYPE(")
		x.e.render(b)
		b.raw(") WHEN 'ARRAY' THEN JSON_LENGTH(")
		x.e.render(b)
		b.raw(") END")
	}
}

// jsonText is JSON that has been written already.
type jsonText string

// Value is the text; package fixtures binds it itself.
func (t jsonText) Value() (driver.Value, error) { return string(t), nil }

// storeJSON is a value as a column of JSON keeps it.
func storeJSON(f *schema.Field, v any) (any, error) {
	if text, ok := v.(jsonText); ok {
		return string(text), nil
	}
	if v == nil {
		return nil, nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("orm: %s cannot keep %T as JSON: %w", f.Name, v, err)
	}
	return string(text), nil
}
