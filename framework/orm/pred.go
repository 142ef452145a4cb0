package orm

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/schema"
)

// Pred is a condition on a row; P is the type of the row, *Post. The zero value
// is true.
type Pred[P any] struct{ e expr }

// Or is true when one of the conditions is; with none it is false.
func Or[P any](preds ...Pred[P]) Pred[P] { return Pred[P]{group{" OR ", exprs(preds)}} }

// And is true when every condition is; with none it is true.
func And[P any](preds ...Pred[P]) Pred[P] { return Pred[P]{group{" AND ", exprs(preds)}} }

// Not is true when the condition is false.
func Not[P any](p Pred[P]) Pred[P] { return Pred[P]{not(p.e)} }

// exprs is conditions without their type.
func exprs[P any](preds []Pred[P]) []expr {
	out := make([]expr, len(preds))
	for i, p := range preds {
		out[i] = orTrue(p.e)
	}
	return out
}

func orTrue(e expr) expr {
	if e == nil {
		return group{word: " AND "}
	}
	return e
}

func not(e expr) expr { return call{"NOT ", []expr{orTrue(e)}} }

// Order is a value to order by and its direction.
type Order[P any] struct{ o ordering }

// NullsFirst orders rows in which the value is NULL before all others.
func NullsFirst[P any](o Order[P]) Order[P] { o.o.nulls = nullsFirst; return o }

// NullsLast orders rows in which the value is NULL after all others.
func NullsLast[P any](o Order[P]) Order[P] { o.o.nulls = nullsLast; return o }

// Assign gives a column a value in Update.
type Assign[P any] struct {
	field *schema.Field
	to    expr
}

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
	if list, ok := array(x.values); ok && b.dialect == postgresDialect && !b.marks && !nowhere { // GORM would take it apart
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

// array is values of one type as a slice of it, which PostgreSQL takes as one
// parameter.
func array(values []any) (any, bool) {
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

// like is a match of text; s is taken literally.
type like struct {
	e                expr
	before, s, after string
	fold             bool
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func (x like) parts() []expr { return []expr{x.e} }

func (x like) render(b *builder) {
	if unstorable(x.s) {
		b.raw("1=0")
		return
	}
	if b.dialect == sqliteDialect {
		x.renderSQLite(b)
		return
	}
	pattern := x.before + likeEscaper.Replace(x.s) + x.after
	switch {
	case !x.fold && b.dialect == mysqlDialect: // whatever the collation of the column
		x.e.render(b)
		b.raw(" LIKE BINARY ")
		b.bind(pattern)
	case !x.fold:
		x.e.render(b)
		b.raw(" LIKE ")
		b.bind(pattern)
	case b.dialect == postgresDialect:
		x.e.render(b)
		b.raw(" ILIKE ")
		b.bind(pattern)
	default:
		b.raw("LOWER(")
		x.e.render(b)
		b.raw(") LIKE LOWER(")
		b.bind(pattern)
		b.raw(")")
	}
}

var globEscaper = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// renderSQLite makes case matter, which LIKE on SQLite never does: GLOB does.
func (x like) renderSQLite(b *builder) {
	if len(x.s) > longestPattern {
		x.renderLong(b)
		return
	}
	if x.fold && !ascii(x.s) { // letters that LIKE does not know the two forms of
		lowered(b, x.e)
		x.s, x.fold = strings.ToLower(x.s), false
	} else {
		x.e.render(b)
	}
	if x.fold {
		b.raw(" LIKE ")
		b.bind(x.before + likeEscaper.Replace(x.s) + x.after)
		b.raw(` ESCAPE '\'`)
		return
	}
	b.raw(" GLOB ")
	star := strings.NewReplacer("%", "*")
	b.bind(star.Replace(x.before) + globEscaper.Replace(x.s) + star.Replace(x.after))
}

// longestPattern is more than anybody types, and less than SQLite's limit for a
// pattern of LIKE and GLOB.
const longestPattern = 10_000

// renderLong looks for a text that is too long for a pattern.
func (x like) renderLong(b *builder) {
	left := func() { x.e.render(b) }
	if x.fold {
		left, x.s = func() { lowered(b, x.e) }, strings.ToLower(x.s)
	}
	n := utf8.RuneCountInString(x.s)
	switch {
	case x.before != "" && x.after != "":
		b.raw("instr(")
		left()
		b.raw(", ")
		b.bind(x.s)
		b.raw(") > 0")
		return
	case x.after != "":
		b.raw("substr(")
		left()
		b.raw(", 1, ")
		b.int(n)
		b.raw(")")
	case x.before != "":
		b.raw("substr(")
		left()
		b.raw(", -")
		b.int(n)
		b.raw(")")
	default:
		left()
	}
	b.raw(" = ")
	b.bind(x.s)
}

// utc puts times into UTC, as SQLite compares them as text.
func utc(v any) any {
	switch t := v.(type) {
	case time.Time:
		if t.Location() == time.UTC && t.Nanosecond()%1000 == 0 {
			return v
		}
		return exact(t)
	case *time.Time:
		if t == nil {
			return nil
		}
		return exact(*t)
	case gorm.DeletedAt:
		if !t.Valid {
			return nil
		}
		return exact(t.Time)
	}
	return v
}

// exact is a moment as exactly as every database keeps it.
func exact(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Equals compares a column of any type, for code that knows columns only as
// such; of a collection it asks for a row with the key v. A nil value asks for
// NULL.
func Equals[P any](c Column[P], v any) Pred[P] {
	a := know(c)
	switch {
	case a.collection != nil:
		return Pred[P]{link{a.column.node, a.collection, a.target}.has(v)}
	case v == nil:
		return Pred[P]{suffix{a.expr(), " IS NULL"}}
	}
	return Pred[P]{compare(a.expr(), " = ", v)}
}

// Compare compares a column with an operator of the set < <= > >= =. Any other
// operator is a programming mistake and panics.
func Compare[P any](c Column[P], op string, v any) Pred[P] {
	switch op {
	case "<", "<=", ">", ">=", "=":
		return Pred[P]{compare(know(c).expr(), " "+op+" ", v)}
	}
	panic("orm: no operator " + op)
}

// By orders by a column of any type.
func By[P any](c Column[P], desc bool) Order[P] {
	return Order[P]{ordering{e: know(c).expr(), desc: desc}}
}

// Search matches rows in which every word of text stands in one of the columns,
// in any case. Empty text matches all.
func Search[P any](text string, columns ...Column[P]) Pred[P] {
	in := make([]expr, len(columns))
	for i, c := range columns {
		in[i] = know(c).expr()
	}
	return Pred[P]{search(text, in)}
}

func search(text string, columns []expr) expr {
	var words []expr
	for _, word := range strings.Fields(text) {
		var in []expr
		for _, c := range columns {
			in = append(in, like{c, "%", word, "%", true})
		}
		words = append(words, group{" OR ", in})
	}
	return group{" AND ", words}
}
