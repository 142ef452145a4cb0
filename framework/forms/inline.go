package forms

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// Inline is the rows of another model that belong to the row of a form, such as
// the lines of an order. They are edited and saved with it, in one transaction:
//
//	var OrderForm = forms.Model[Order]{
//		Fields: orm.Columns(Orders.Customer),
//		Inlines: []forms.Inlined{forms.Inline[Line]{
//			By:   Lines.Order(),
//			Form: forms.Model[Line]{Fields: orm.Columns(Lines.Article, Lines.Pieces)},
//		}},
//	}
//
// Rows that are new and in which nothing was typed are not written. Only rows of
// the form's own row can be changed or deleted. A model with a field tagged
// position has its rows in the order that people make.
type Inline[T any] struct {
	By    orm.Column[*T] // the relation to the row of the form
	Form  Model[T]       // what can be set in each row
	Name  string         // before the names of inputs; empty is the name of the model, in the plural
	Title string         // the heading; empty is what the model is called
	Extra int            // how many empty rows there are at first; there is a button for more
	Min   int            // fewer rows are a mistake
	Max   int            // more rows are a mistake; 0 is a thousand
	Keep  bool           // rows cannot be deleted
}

// Inlined is an [Inline] of any model.
type Inlined interface{ rows(parent *Form) *Rows }

func (i Inline[T]) rows(parent *Form) *Rows {
	d, by := i.Form.declaration(), orm.RefOf(i.By)
	model := d.table().Schema()
	owner := parent.decl.table()
	if by.Field == nil || by.Field.Relation == nil || owner == nil || by.Field.Relation.Target != owner.Schema().Key() {
		panic(fmt.Sprintf("forms: By of the inline of %s is no relation to the row of the form, %T", model.Key(), parent.row))
	}
	name, title := i.Name, i.Title
	if name == "" {
		name = schema.ColumnName(model.Plural)
	}
	if title == "" {
		title = model.LabelPlural
	}
	p := plan{form: d, title: title, one: model.Label, extra: i.Extra, min: i.Min, max: i.Max, keep: i.Keep, order: model.Position != ""}
	return &Rows{plan: p, name: join(parent.decl.Prefix, name), parent: parent, by: by.Field, sending: parent.sending}
}

// new is a new row of the form.
func (d Declaration) new() any {
	if d.shape != nil {
		return reflect.New(d.shape.typ).Interface()
	}
	return d.table().New()
}

// mine are the rows of the parent.
func (s *Rows) mine() *orm.QuerySet[any] {
	t := s.form.table()
	key := fieldOf(s.parent.row, s.parent.decl.table().Schema().PrimaryKey())
	return orm.RowsOf(t).Filter(orm.Equals(orm.FieldColumn(t, s.by), key.Interface())).Limit(mostRows)
}

// all is the rows that the set shows at first.
func (s *Rows) all(ctx context.Context) ([]any, error) {
	if s.by == nil || s.parent.isNew {
		return nil, nil
	}
	return s.ordered(s.mine()).All(ctx)
}

// ordered puts rows into the order that people make, if there is one.
func (s *Rows) ordered(q *orm.QuerySet[any]) *orm.QuerySet[any] {
	t := s.form.table()
	if f := t.Schema().Field(t.Schema().Position); f != nil {
		return q.OrderBy(orm.By(orm.FieldColumn(t, f), false))
	}
	return q
}

// stored is the rows of the parent with these keys.
func (s *Rows) stored(ctx context.Context, keys []string) (map[string]any, error) {
	found := map[string]any{}
	if s.by == nil || s.parent.isNew || len(keys) == 0 {
		return found, nil
	}
	t := s.form.table()
	rows, err := s.mine().Filter(orm.KeyIn(t, keys...)).All(ctx)
	for _, row := range rows {
		found[t.KeyOf(row)] = row
	}
	return found, err
}

// own says in a row to which parent it belongs, once that is known.
func (s *Rows) own(b *Form) {
	if s.by == nil {
		return
	}
	key := fieldOf(s.parent.row, s.parent.decl.table().Schema().PrimaryKey())
	if b.owned = !s.parent.isNew || !key.IsZero(); !b.owned {
		return
	}
	to := fieldOf(b.row, s.by)
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	to.Set(key.Convert(to.Type()))
}

// store writes the rows, inside of the transaction that writes the parent.
func (s *Rows) store(ctx context.Context) error {
	for _, b := range s.forms {
		if !b.deleted || b.isNew {
			continue
		}
		if err := s.form.table().Remove(ctx, b.row); err != nil && !errors.Is(err, orm.ErrNotFound) {
			b.told(err)
			return err
		}
	}
	for n, b := range s.written() {
		if err := s.storeRow(ctx, b, n+1); err != nil {
			b.told(err)
			return err
		}
	}
	return nil
}

// storeRow writes one row, if it is new or has changed.
func (s *Rows) storeRow(ctx context.Context, b *Form, place int) error {
	moved := b.put(place)
	s.own(b)
	changed, err := b.Changed(ctx)
	if err != nil || len(changed) == 0 && !moved && !b.isNew {
		return err
	}
	err = b.store(ctx)
	if errors.Is(err, orm.ErrNotFound) && !b.isNew {
		return errors.Join(errGone, err)
	}
	return err
}

// put gives a row its place among the others; false if it has it already.
func (b *Form) put(place int) bool {
	model := b.decl.table().Schema()
	f := model.Field(model.Position)
	if f == nil || fieldOf(b.row, f).Int() == int64(place) {
		return false
	}
	fieldOf(b.row, f).SetInt(int64(place))
	b.position = f
	return true
}
