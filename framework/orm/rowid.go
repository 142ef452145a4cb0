package orm

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// RowID names a row of any model. As a field it is a relation that can lead
// anywhere:
//
//	type Note struct {
//		orm.Model
//		About orm.RowID // any row of the site
//		Text  string
//	}
//
// It is kept as text, "blog.Post/7", in a column with an index. No database checks
// it: what becomes of the row is up to the model that it belongs to. If that has a
// collection of the rows that name it, they are deleted with it:
//
//	Notes []Note `gorm:"foreignKey:About"`
//
// The zero value names no row.
type RowID struct {
	Model string // "blog.Post"
	Key   string // "7"
}

// IDOf names a row, which has a key already; a nil row is the zero value.
func IDOf[P any](row P) RowID {
	if v := reflect.ValueOf(row); !v.IsValid() || v.IsNil() {
		return RowID{}
	}
	return tableOf(reflect.TypeOf(row)).idOf(row)
}

func (t *Table) idOf(row any) RowID {
	return RowID{t.model.Key(), t.KeyOf(row)}
}

// IsZero reports whether no row is named.
func (id RowID) IsZero() bool { return id == RowID{} }

// String is the name as it is kept, "blog.Post/7"; empty for the zero value.
func (id RowID) String() string {
	if id.IsZero() {
		return ""
	}
	return id.Model + "/" + id.Key
}

// Stored keeps the name as text.
func (RowID) Stored() schema.Stored {
	return schema.Stored{Kind: schema.String, Size: 150, Format: schema.Row}
}

// Value is the name as it is kept.
func (id RowID) Value() (driver.Value, error) { return id.String(), nil }

// Scan reads a name that was kept.
func (id *RowID) Scan(from any) error { return id.UnmarshalText(fmt.Appendf(nil, "%s", from)) }

// MarshalText is the name for forms and JSON.
func (id RowID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

var rowPattern = regexp.MustCompile(`^[a-z_][a-z0-9_]*\.[A-Z][A-Za-z0-9_]*$`)

// UnmarshalText reads a name; the empty text is the zero value.
func (id *RowID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = RowID{}
		return nil
	}
	model, key, _ := strings.Cut(string(text), "/")
	if !rowPattern.MatchString(model) || key == "" || unstorable(key) {
		return errors.New("write the model and the key of a row, such as blog.Post/7")
	}
	*id = RowID{model, key}
	return nil
}

// FindRow returns the row that a name stands for, of the type that its model has:
// a *blog.Post for blog.Post/7. ErrNotFound says that it is not there, or that the site has no such model.
func FindRow(ctx context.Context, id RowID) (any, error) {
	found, err := FindRows(ctx, id)
	if err == nil && found[id] == nil {
		err = ErrNotFound
	}
	return found[id], err
}

// FindRows returns the rows that names stand for, by one query for each model.
// Those that are not there are not in the map.
func FindRows(ctx context.Context, ids ...RowID) (map[RowID]any, error) {
	h, err := handleOf(ctx)
	if err != nil {
		return nil, err
	}
	if h.registry == nil {
		return nil, errors.New("orm: the models are not known here: orm.WithRegistry makes them known")
	}
	keys := map[*Table][]any{}
	for _, id := range ids {
		t, known := h.registry.Table(id.Model)
		if !known {
			continue
		}
		if key, err := t.readKey(id.Key); err == nil {
			keys[t] = append(keys[t], key)
		}
	}
	found := map[RowID]any{}
	for _, t := range h.registry.tables { // in an order that is always the same
		if len(keys[t]) == 0 {
			continue
		}
		for row, err := range each[any](ctx, query{table: t}.filter(oneOf{t.keyCol, keys[t]})) {
			if err != nil {
				return nil, err
			}
			found[t.idOf(row)] = row
		}
	}
	return found, nil
}

// LeadsTo matches rows that name one of the rows of a queryset:
//
//	Notes.Filter(orm.LeadsTo(Notes.About, Posts.Filter(Posts.Status.Eq(StatusDraft))))
func LeadsTo[P, T any](e Expression[P, RowID], rows *QuerySet[T]) Pred[P] {
	return Pred[P]{among{of(e), rows.q, rowName{rows.q.table, rows.q.table.keyCol}}}
}

// rowName is the name of a row by an expression that is its key.
type rowName struct {
	table *Table
	key   expr
}

func (x rowName) parts() []expr { return []expr{x.key} }

func (x rowName) render(b *builder) {
	switch b.dialect {
	case postgresDialect:
		b.raw("(CAST(")
		b.bind(x.prefix())
		b.raw(" AS text) || CAST(")
		x.key.render(b)
		b.raw(" AS text))")
	case mysqlDialect:
		b.raw("CONCAT(")
		b.bind(x.prefix())
		b.raw(", ")
		x.key.render(b)
		b.raw(")")
	default:
		b.raw("(")
		b.bind(x.prefix())
		b.raw(" || ")
		x.key.render(b)
		b.raw(")")
	}
}

func (x rowName) prefix() string { return x.table.model.Key() + "/" }

// named returns the field by which rows of the collection name their owner, or
// nil if they have its key.
func (l link) named() *schema.Field {
	if l.collection.Table != "" {
		return nil
	}
	for i := range l.target.model.Fields {
		if f := &l.target.model.Fields[i]; f.Column == l.collection.By && f.Format == schema.Row {
			return f
		}
	}
	return nil
}

// keyIn is the key in the name of a row.
type keyIn struct {
	column expr
	owner  *Table
}

func (x keyIn) render(b *builder) {
	number := x.owner.keyCol.field.Kind.Number()
	if number {
		b.raw("CAST(")
	}
	b.raw("SUBSTR(")
	x.column.render(b)
	b.raw(", ")
	b.int(len(x.owner.model.Key()) + 2)
	b.raw(")")
	if number {
		b.raw(map[dialect]string{sqliteDialect: " AS integer)", postgresDialect: " AS bigint)", mysqlDialect: " AS SIGNED)"}[b.dialect])
	}
}
