package orm

import (
	"context"
	"encoding"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/schema"
)

// ErrCursor is returned for a cursor that no page of this queryset has given: it
// was cut off, made up, or belongs to another order.
var ErrCursor = errors.New("orm: this is no cursor of the list")

// Page is one page of a queryset, and where the pages around it begin.
type Page[P any] struct {
	Rows     []P
	Next     string // cursor of the page behind; empty if there is none
	Previous string // cursor of the page before; empty if there is none
}

// PageAt reads a page of rows by its place in the order, not by counting: page
// 10,000 costs what the first does, and a row that is added meanwhile moves
// nothing. The empty cursor is the first page; others come from a page before.
//
// The queryset must be ordered by columns of the table itself; its key is added
// as the last. A limit or offset of the queryset is not used.
func PageAt[P any](ctx context.Context, q *QuerySet[P], size int, cursor string) (Page[P], error) {
	k, err := q.q.keyset()
	if err != nil {
		return Page[P]{}, err
	}
	plain, backwards, err := k.at(cursor)
	if err != nil {
		return Page[P]{}, err
	}
	size = max(size, 1)
	plain.limit = size + 1
	rows, err := all[P](ctx, plain)
	if err != nil {
		return Page[P]{}, err
	}
	more := len(rows) > size
	rows = rows[:min(len(rows), size)]
	if backwards {
		slices.Reverse(rows)
	}
	page := Page[P]{Rows: rows}
	if len(rows) == 0 {
		return page, nil
	}
	if backwards && more || !backwards && cursor != "" {
		page.Previous = k.cursor(before, rows[0])
	}
	if backwards || more {
		page.Next = k.cursor(after, rows[len(rows)-1])
	}
	return page, nil
}

// Next returns the row behind this one in the order of a queryset, and Previous the
// one before it; ErrNotFound if there is none. Two rows that the order does not tell
// apart stand by their keys. The row itself need not be in the queryset:
//
//	newer, err := orm.Previous(ctx, Published, post)
func Next[P any](ctx context.Context, q *QuerySet[P], row P) (P, error) {
	return beside(ctx, q, row, after)
}

// Previous is the row before this one: see [Next].
func Previous[P any](ctx context.Context, q *QuerySet[P], row P) (P, error) {
	return beside(ctx, q, row, before)
}

func beside[P any](ctx context.Context, q *QuerySet[P], row P, direction string) (P, error) {
	var none P
	k, err := q.q.keyset()
	if err != nil {
		return none, err
	}
	plain, _, err := k.at(k.cursor(direction, row))
	if err != nil {
		return none, err
	}
	return first[P](ctx, plain.first())
}

// HasPages reports whether [PageAt] can read a queryset: it has an order by columns
// of the table itself, or none.
func HasPages[P any](q *QuerySet[P]) bool {
	_, err := q.q.keyset()
	return err == nil
}

// keyset is a query in a total order.
type keyset struct{ query }

// The directions from a row, as cursors spell them.
const (
	after  = ">"
	before = "<"
)

func (q query) keyset() (keyset, error) {
	q.limit, q.offset = 0, 0
	q.order = slices.Clone(q.order)
	byKey := false
	for i, o := range q.order {
		c, ok := columnOf(o.e)
		if !ok || c.node.parent != nil || c.field.Kind.Listed() || c.field.Kind == schema.Binary {
			return keyset{}, fmt.Errorf("orm: a page of %s needs an order by columns of the table itself", q.table.model.Key())
		}
		q.order[i].e = c
		byKey = byKey || c.field.PrimaryKey
	}
	if !byKey {
		desc := len(q.order) > 0 && q.order[len(q.order)-1].desc
		q.order = append(q.order, ordering{e: q.table.keyColumn(), desc: desc})
	}
	return keyset{q}, nil
}

func columnOf(e expr) (*column, bool) {
	switch c := e.(type) {
	case *column:
		return c, c.field != nil
	case column:
		return &c, c.field != nil
	}
	return nil, false
}

// cursor is the place of a row, as text for an address.
func (k keyset) cursor(direction string, row any) string {
	place := []*string{&direction}
	for _, o := range k.order {
		f := o.e.(*column).field
		v := reflect.ValueOf(row).Elem().FieldByIndex(f.Path)
		if f.Own {
			v = reflect.ValueOf(BindOwn(v.Interface().(schema.Own)))
		}
		place = append(place, spell(v))
	}
	text, _ := json.Marshal(place) // strings always can
	return base64.RawURLEncoding.EncodeToString(text)
}

// at is the query of the rows behind a cursor, or before it in reverse order.
func (k keyset) at(cursor string) (q query, backwards bool, err error) {
	if cursor == "" {
		return k.query, false, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return query{}, false, ErrCursor
	}
	var place []*string
	if json.Unmarshal(text, &place) != nil || len(place) != len(k.order)+1 || place[0] == nil {
		return query{}, false, ErrCursor
	}
	q = k.query
	switch *place[0] {
	case after:
	case before:
		q, backwards = q.reverse(), true
	default:
		return query{}, false, ErrCursor
	}
	values := make([]any, len(q.order))
	for i, o := range q.order {
		if values[i], err = read(o.e.(*column).field, place[i+1]); err != nil {
			return query{}, false, ErrCursor
		}
	}
	return q.filter(beyond(q.order, values)), backwards, nil
}

// beyond is the condition of rows behind a place: further in the first column,
// or equal there and further in the next.
func beyond(order []ordering, values []any) expr {
	o, v := order[0], values[0]
	further := group{" OR ", o.further(v)}
	if len(order) == 1 {
		return further
	}
	same := compare(o.e, " = ", v)
	if v == nil {
		same = suffix{o.e, " IS NULL"}
	}
	return group{" OR ", []expr{further, group{" AND ", []expr{same, beyond(order[1:], values[1:])}}}}
}

// further is what makes a value come behind v; nothing is false.
func (o ordering) further(v any) []expr {
	nullsBehind := o.nulls == nullsLast || o.nulls == nullsSmallest && o.desc
	if v == nil {
		if nullsBehind {
			return nil
		}
		return []expr{suffix{o.e, " IS NOT NULL"}}
	}
	out := []expr{compare(o.e, map[bool]string{true: " < ", false: " > "}[o.desc], v)}
	if nullsBehind && nullable(o.e) {
		out = append(out, suffix{o.e, " IS NULL"})
	}
	return out
}

// spell writes a value without losing anything of it; nil is NULL.
func spell(v reflect.Value) *string {
	if !v.IsValid() {
		return nil
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	var text string
	switch x := v.Interface().(type) {
	case time.Time:
		text = x.UTC().Format(time.RFC3339Nano)
	case encoding.TextMarshaler:
		b, err := x.MarshalText()
		if err != nil {
			return nil
		}
		text = string(b)
	default:
		switch v.Kind() {
		case reflect.Float32, reflect.Float64:
			text = strconv.FormatFloat(v.Float(), 'g', -1, 64)
		case reflect.Int64, reflect.Int32, reflect.Int16, reflect.Int8, reflect.Int:
			text = strconv.FormatInt(v.Int(), 10) // also of a duration, which would spell itself
		default:
			text = fmt.Sprint(v.Interface())
		}
	}
	return &text
}

// read is the value that a text stands for.
func read(f *schema.Field, text *string) (any, error) {
	if text == nil {
		if !f.Null {
			return nil, ErrCursor
		}
		return nil, nil
	}
	switch f.Kind {
	case schema.BigAuto, schema.BigInt:
		return strconv.ParseInt(*text, 10, 64)
	case schema.Integer:
		return strconv.ParseInt(*text, 10, 32)
	case schema.SmallInt:
		return strconv.ParseInt(*text, 10, 16)
	case schema.Float:
		return readFloat(*text)
	case schema.Bool:
		return strconv.ParseBool(*text)
	case schema.DateTime:
		return readMoment(*text)
	}
	switch f.Kind {
	case schema.Date:
		d, err := parsed[Date](*text)
		if err == nil && d.Year < 1 {
			return nil, ErrCursor
		}
		return d, err
	case schema.Time:
		return parsed[TimeOfDay](*text)
	case schema.UUID:
		return parsed[UUID](*text)
	case schema.IP:
		return parsed[IP](*text)
	case schema.Decimal:
		return readDecimal(f, *text)
	}
	if unstorable(*text) {
		return nil, ErrCursor
	}
	return *text, nil
}

func readFloat(text string) (any, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return nil, ErrCursor
	}
	return x, nil
}

// readMoment refuses the years that databases do not have.
func readMoment(text string) (any, error) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if t = t.UTC(); err != nil || t.Year() < 1 || t.Year() > 9999 {
		return nil, ErrCursor
	}
	return t, nil
}

// readDecimal refuses exponents, which could stand for a number that fills the
// memory, and numbers that the field cannot have.
func readDecimal(f *schema.Field, text string) (any, error) {
	x, err := decimal.NewFromString(text)
	if err != nil || strings.ContainsAny(text, "eE") || !fitsDecimal(f, x) {
		return nil, ErrCursor
	}
	return x, nil
}

// parsed reads a value that knows how it is spelt.
func parsed[T any, P interface {
	*T
	encoding.TextUnmarshaler
}](text string) (T, error) {
	var v T
	err := P(&v).UnmarshalText([]byte(text))
	return v, err
}
