package orm

import (
	"encoding/json"
	"strings"
	"time"
)

// Pred is a condition on a row of R. The zero value is true.
type Pred[R any] struct{ e expr }

// And is true when both conditions are.
func (p Pred[R]) And(q Pred[R]) Pred[R] { return And(p, q) }

// Or is true when one of the conditions is.
func (p Pred[R]) Or(q Pred[R]) Pred[R] { return Or(p, q) }

// Not is true when the condition is false.
func (p Pred[R]) Not() Pred[R] { return Pred[R]{call{"NOT ", []expr{p.orTrue()}}} }

func (p Pred[R]) orTrue() expr {
	if p.e == nil {
		return group{word: " AND "}
	}
	return p.e
}

// Or is true when one of the conditions is; with none it is false.
func Or[R any](preds ...Pred[R]) Pred[R] { return join(" OR ", preds) }

// And is true when every condition is; with none it is true.
func And[R any](preds ...Pred[R]) Pred[R] { return join(" AND ", preds) }

func join[R any](word string, preds []Pred[R]) Pred[R] {
	items := make([]expr, len(preds))
	for i, p := range preds {
		items[i] = p.orTrue()
	}
	return Pred[R]{group{word, items}}
}

// Order is a column to order by and its direction.
type Order[R any] struct {
	e    expr
	desc bool
}

// oneOf is an IN list. It has one text for every length where the database allows.
type oneOf struct {
	e      expr
	values []any
}

func (x oneOf) render(b *builder) {
	if len(x.values) == 0 {
		b.raw("1=0")
		return
	}
	x.e.render(b)
	if list, ok := jsonList(x.values); ok && b.dialect.jsonLists() {
		b.raw(" IN (SELECT value FROM json_each(")
		b.bind(list)
		b.raw("))")
		return
	}
	b.raw(" IN (")
	for i, v := range x.values {
		if i > 0 {
			b.raw(", ")
		}
		b.bind(v)
	}
	b.raw(")")
}

// jsonList writes numbers and strings as a JSON list for json_each.
func jsonList(values []any) (string, bool) {
	for _, v := range values {
		switch v.(type) {
		case int64, int, string:
		default:
			return "", false
		}
	}
	text, err := json.Marshal(values)
	return string(text), err == nil
}

// like is a match of text; s is taken literally.
type like struct {
	e                expr
	before, s, after string
	fold             bool
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func (x like) render(b *builder) {
	if b.dialect == sqliteDialect {
		x.renderSQLite(b)
		return
	}
	x.e.render(b)
	b.raw(map[bool]string{true: b.dialect.ilike(), false: b.dialect.like()}[x.fold])
	b.bind(x.before + likeEscaper.Replace(x.s) + x.after)
}

var globEscaper = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// renderSQLite makes case matter, which LIKE on SQLite never does: GLOB does.
func (x like) renderSQLite(b *builder) {
	x.e.render(b)
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

// utc puts times into UTC, as SQLite compares them as text.
func utc(v any) any {
	switch t := v.(type) {
	case time.Time:
		return t.UTC()
	case *time.Time:
		if t == nil {
			return nil
		}
		return t.UTC()
	}
	return v
}

// Equals compares a column of any type, for code that knows columns only as
// such. A nil value asks for NULL.
func Equals[R any](c Column[R], v any) Pred[R] {
	if v == nil {
		return Pred[R]{suffix{c.expression(), " IS NULL"}}
	}
	if m, ok := c.(interface{ linked(id any) expr }); ok {
		return Pred[R]{m.linked(v)}
	}
	return Pred[R]{binary{c.expression(), " = ", value{v}}}
}

// Compare compares a column with an operator of the set < <= > >= =. Any other
// operator is a programming mistake and panics.
func Compare[R any](c Column[R], op string, v any) Pred[R] {
	switch op {
	case "<", "<=", ">", ">=", "=":
		return Pred[R]{binary{c.expression(), " " + op + " ", value{v}}}
	}
	panic("orm: no operator " + op)
}

// By orders by a column of any type.
func By[R any](c Column[R], desc bool) Order[R] { return Order[R]{c.expression(), desc} }

// Search matches rows in which every word of text stands in one of the columns,
// in any case. Empty text matches all.
func Search[R any](text string, columns ...Column[R]) Pred[R] {
	var words []Pred[R]
	for _, word := range strings.Fields(text) {
		var in []Pred[R]
		for _, c := range columns {
			in = append(in, Pred[R]{like{c.expression(), "%", word, "%", true}})
		}
		words = append(words, Or(in...))
	}
	return And(words...)
}
