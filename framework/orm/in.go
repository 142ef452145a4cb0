package orm

import (
	"encoding/json"
	"slices"
	"unicode/utf8"
)

// oneOf is an IN list. It has one text for every length where the database allows.
type oneOf struct {
	e      expr
	values []any
}

func (x oneOf) parts() []expr { return []expr{x.e} }

func (x oneOf) render(b *builder) {
	if len(x.values) == 0 {
		b.raw("1=0")
		return
	}
	x.e.render(b)
	if list, ok := jsonList(x.values); ok && b.dialect == sqliteDialect {
		b.raw(" IN (SELECT value FROM json_each(")
		b.bind(list)
		b.raw("))")
		return
	}
	nowhere := slices.ContainsFunc(x.values, func(v any) bool { return nowhere(b.dialect, v) })
	if list, ok := parameter(x.values); ok && b.dialect == postgresDialect && !b.marks && !nowhere { // GORM would take it apart
		b.raw(" = ANY (")
		b.bind(list)
		b.raw(")")
		return
	}
	b.raw(" IN (")
	f := fieldOf(x.e)
	if texts, ok := identifiers(x.values); ok && b.dialect != mysqlDialect && !b.marks {
		b.text = b.text[:len(b.text)-len(" IN (")]
		if b.dialect == postgresDialect {
			b.raw(" = ANY (CAST(")
			b.bind(texts)
			b.raw(" AS uuid[]))")
			return
		}
		list, _ := json.Marshal(texts) // texts always can
		b.raw(" IN (SELECT value FROM json_each(")
		b.bind(string(list))
		b.raw("))")
		return
	}
	for i, v := range x.values {
		if i > 0 {
			b.raw(", ")
		}
		if nowhere && unstorableValue(v) {
			b.raw("NULL")
			continue
		}
		b.bindAs(f, v)
	}
	b.raw(")")
}

// jsonList writes numbers and strings as a JSON list for json_each.
func jsonList(values []any) (string, bool) {
	for _, v := range values {
		switch v := v.(type) {
		case int64, int:
		case string:
			if !utf8.ValidString(v) { // which JSON cannot spell
				return "", false
			}
		default:
			return "", false
		}
	}
	text, err := json.Marshal(values)
	return string(text), err == nil
}

// identifiers is values that are all UUIDs, as texts.
func identifiers(values []any) ([]string, bool) {
	texts := make([]string, len(values))
	for i, v := range values {
		id, ok := v.(UUID)
		if !ok {
			return nil, false
		}
		texts[i] = id.String()
	}
	return texts, true
}

// parameter is values of one type as a slice of it, which PostgreSQL takes as one
// parameter.
func parameter(values []any) (any, bool) {
	switch values[0].(type) {
	case int64:
		return sliceOf[int64](values)
	case string:
		return sliceOf[string](values)
	}
	return nil, false
}

func sliceOf[T any](values []any) ([]T, bool) {
	out := make([]T, len(values))
	for i, v := range values {
		t, ok := v.(T)
		if !ok {
			return nil, false
		}
		out[i] = t
	}
	return out, true
}
