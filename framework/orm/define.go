package orm

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/gofw/gofw/framework/schema"
)

// Table is the table of a model without the type of its rows: what queries need
// to know, for code that serves every model. Companions make one for each model.
// Safe to share.
type Table struct {
	model     *schema.Model
	typ       reflect.Type // Post
	scan      func(row any, to []any) []any
	bind      func(row any, to []any) []any
	root      *node   // a row of the table itself
	keyCol    *column // its key
	sample    any     // an empty row, by which GORM knows the model; never changed
	counts    pace
	named     string          // the table, where GORM need not take its name apart
	key       int             // position of the primary key among the fields
	stamps    []*schema.Field // times that are set when a row is written
	unset     []*schema.Field // choices and relations that take their default when empty
	exact     []int           // positions of decimals
	limits    []int           // positions of texts that have a longest length
	rules     []rule          // the checks of Meta
	generated []generated     // fields that the database works out
	counter   *schema.Field   // the number of a row in an order that people make; nil: none
	counted   *schema.Field   // whose values divide the rows that are counted; nil: none
	gone      *schema.Field   // the moment of a soft deletion; nil: rows are really deleted
}

// Def is a [Table] and the type of its rows; P is *Post.
type Def[P any] struct{ Table *Table }

// Define reads the schema of a model from its type, once, and keeps it with the
// generated lists that scan and bind a row. Companions call it. It panics, naming the model, if the
// companion is older than the declaration.
func Define[P any](scan, bind func(P, []any) []any) Def[P] {
	t := tableOf(reflect.TypeFor[P]())
	t.scan = func(row any, to []any) []any { return scan(row.(P), to) }
	t.bind = func(row any, to []any) []any { return bind(row.(P), to) }
	if n := len(t.scan(t.New(), nil)); n != len(t.model.Fields) {
		panic("orm: the companion of " + t.model.Key() + " is out of date: run gofw generate")
	}
	return Def[P]{t}
}

// tables keeps what has been read of each type of row, *Post. A table follows from
// the type alone, and the type of its rows is all that a relation knows.
var tables sync.Map

// tableOf is the table of a type of row.
func tableOf(row reflect.Type) *Table {
	if t, ok := tables.Load(row); ok {
		return t.(*Table)
	}
	t, _ := tables.LoadOrStore(row, newTable(row.Elem()))
	return t.(*Table)
}

// newTable reads the schema of a type.
func newTable(typ reflect.Type) *Table {
	model := schema.MustOf(typ)
	t := &Table{model: model, typ: typ}
	t.root, t.sample = &node{table: t}, t.New()
	if !strings.Contains(model.Table, ".") {
		t.named = model.Table
	}
	t.keyCol = &column{t.root, model.PrimaryKey()}
	for i := range model.Fields {
		f := &model.Fields[i]
		if f.PrimaryKey {
			t.key = i
		}
		if f.Kind == schema.String {
			t.limits = append(t.limits, i)
		}
		if f.Kind == schema.Decimal && !f.Own {
			t.exact = append(t.exact, i)
		}
		if (f.AutoAdd || f.AutoUpdate) && !f.Null {
			t.stamps = append(t.stamps, f)
		}
		if f.Default != nil && !f.Null && (len(f.Choices) > 0 && f.Kind.Textual() || f.Relation != nil) {
			t.unset = append(t.unset, f)
		}
	}
	if model.SoftDelete != "" {
		t.gone = model.Field(model.SoftDelete)
	}
	t.counter, t.counted = positionOf(model)
	t.rules, t.generated = rulesOf(model), generatedOf(model)
	return t
}

// Schema describes the model.
func (t *Table) Schema() *schema.Model { return t.model }

// New returns a new row, a *Post, that is not stored yet.
func (t *Table) New() any { return reflect.New(t.typ).Interface() }

// KeyOf returns the key of a row as text, as addresses and forms have it. [KeyIn]
// and [Option] speak of the same.
func (t *Table) KeyOf(row any) string {
	text := spell(reflect.ValueOf(t.keyOf(row)))
	return *text // a key is never a pointer
}

// keyOf returns the key of a row.
func (t *Table) keyOf(row any) any {
	return reflect.ValueOf(row).Elem().FieldByIndex(t.model.Fields[t.key].Path).Interface()
}

// keyType is the type of the key.
func (t *Table) keyType() reflect.Type { return t.typ.FieldByIndex(t.model.Fields[t.key].Path).Type }

// readKey is the key that a text stands for; ErrNotFound if no row can have it.
func (t *Table) readKey(text string) (any, error) {
	v, err := read(t.keyCol.field, &text)
	if err != nil {
		return nil, ErrNotFound
	}
	from, to := reflect.ValueOf(v), t.keyType()
	if n := reflect.Zero(to); n.CanInt() && n.OverflowInt(from.Int()) || n.CanUint() && (from.Int() < 0 || n.OverflowUint(uint64(from.Int()))) {
		return nil, ErrNotFound
	}
	if key := from.Convert(to); *spell(key) == text { // a key has one spelling: 7, not 007
		return key.Interface(), nil
	}
	return nil, ErrNotFound
}

// asKey is a value as a key of the table.
func (t *Table) asKey(v any) (any, error) {
	from, to := reflect.ValueOf(v), t.keyType()
	switch {
	case !from.IsValid():
		return nil, t.noKey(v)
	case from.Type() == to:
		return v, nil
	case from.CanInt() && reflect.Zero(to).CanInt() && !reflect.Zero(to).OverflowInt(from.Int()):
		return from.Convert(to).Interface(), nil
	}
	return nil, t.noKey(v)
}

// noKey is the error of a value that is no key of the table.
func (t *Table) noKey(v any) error {
	return fmt.Errorf("orm: %s has keys of the type %s, not %T", t.model.Key(), t.keyType(), v)
}

// IsKey reports whether a text can be the key of a row.
func (t *Table) IsKey(text string) bool {
	_, err := t.readKey(text)
	return err == nil
}

// readKeys is the keys that texts stand for, without those that no row can have.
func (t *Table) readKeys(texts []string) []any {
	keys := []any{}
	for _, text := range texts {
		if key, err := t.readKey(text); err == nil {
			keys = append(keys, key)
		}
	}
	return keys
}

// keysOf lists the keys of the rows of a query, in their order.
func (q query) keysOf(ctx context.Context) ([]any, error) {
	q.related, q.distinct, q.lock = nil, false, nil // rows have a key, so none is there twice
	key, keys := reflect.New(q.table.keyType()), []any{}
	err := q.outputs(ctx, []output{{e: q.table.keyCol, to: key.Interface()}}, nil, func() bool {
		keys = append(keys, key.Elem().Interface())
		return true
	})
	return keys, err
}

// rows is all rows of the table, in the order of the model's Meta.
func (t *Table) rows() query {
	q := query{table: t, natural: true}
	root := t.root
	for _, o := range t.model.Ordering {
		q.order = append(q.order, ordering{e: root.column(o.Field), desc: o.Desc})
	}
	return q
}

// Create inserts a row: see [Objects].
func (t *Table) Create(ctx context.Context, row any) error { return t.insertOne(ctx, row) }

// Save writes a row, all columns or only the named ones: see [Objects].
func (t *Table) Save(ctx context.Context, row any, only ...*schema.Field) error {
	return t.save(ctx, row, only, len(only) > 0)
}

// Remove deletes a row: see [Objects].
func (t *Table) Remove(ctx context.Context, row any) error {
	return query{table: t}.byKey(t.keyOf(row)).remove(ctx, row)
}

// BulkCreate inserts many rows: see [Objects]. Rows that have a key keep it.
func (t *Table) BulkCreate(ctx context.Context, rows []any) error {
	return t.insertMany(ctx, rows, nil)
}
