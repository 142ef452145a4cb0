package orm

import (
	"context"
	"errors"
	"reflect"

	"github.com/gofw/gofw/framework/schema"
)

// GetOrCreate returns the only row of a queryset, or creates this one. The bool
// says that it was created. Of several requests at once one creates the row, if
// a unique set keeps the others from it:
//
//	tag, created, err := orm.GetOrCreate(ctx, Tags.Filter(Tags.Name.Eq("go")), &Tag{Name: "go"})
func GetOrCreate[P any](ctx context.Context, q *QuerySet[P], row P) (P, bool, error) {
	found, err := q.One(ctx)
	if !errors.Is(err, ErrNotFound) {
		return found, false, err
	}
	err = Atomic(ctx, func(ctx context.Context) error { return q.q.table.Create(ctx, row) })
	if errors.Is(err, ErrDuplicate) {
		if found, again := q.One(ctx); again == nil {
			return found, false, nil
		}
	}
	return row, err == nil, err
}

// UpdateOrCreate updates the only row of a queryset and returns it, or creates
// this one. The bool says that it was created.
func UpdateOrCreate[P any](ctx context.Context, q *QuerySet[P], row P, assigns ...Assign[P]) (P, bool, error) {
	var out P
	var created bool
	update := func(ctx context.Context) error {
		found, err := ForUpdate(q).One(ctx)
		if err != nil {
			return err
		}
		key := q.q.table.keyOf(found)
		if _, err := (query{table: q.q.table}).byKey(key).update(ctx, assignments(assigns)); err != nil {
			return err
		}
		out, err = one[P](ctx, query{table: q.q.table}.byKey(key))
		return err
	}
	err := Atomic(ctx, func(ctx context.Context) error {
		err := update(ctx)
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		err = Atomic(ctx, func(ctx context.Context) error { return q.q.table.Create(ctx, row) })
		if errors.Is(err, ErrDuplicate) { // another was quicker
			return update(ctx)
		}
		out, created = row, err == nil
		return err
	})
	return out, created && err == nil, err
}

// InBulk returns the rows of a queryset that have one of the keys, by key. K is the
// type of the model's key.
func InBulk[P any, K comparable](ctx context.Context, q *QuerySet[P], keys ...K) (map[K]P, error) {
	rows, err := all[P](ctx, q.q.cut().filter(oneOf{q.q.table.keyColumn(), list(keys)}))
	if err != nil {
		return nil, err
	}
	byKey := make(map[K]P, len(rows))
	for _, row := range rows {
		key, to := reflect.ValueOf(q.q.table.keyOf(row)), reflect.TypeFor[K]()
		if key.Type() != to && !(key.CanInt() && reflect.Zero(to).CanInt()) { // whole numbers are alike: 7 is an int
			return nil, q.q.table.noKey(*new(K))
		}
		byKey[key.Convert(to).Interface().(K)] = row
	}
	return byKey, nil
}

// Last returns the last row in the queryset's order, or by key if it has none;
// ErrNotFound if there is no row.
func Last[P any](ctx context.Context, q *QuerySet[P]) (P, error) {
	plain := q.q
	if len(plain.order) == 0 {
		plain.order = []ordering{{e: plain.table.keyColumn()}}
	}
	return first[P](ctx, plain.cut().reverse().first())
}

// BulkUpdate writes columns of many rows, and UpdatedAt, with few statements, in
// one transaction, and returns how many rows it found. Hooks do not run.
func BulkUpdate[P any](ctx context.Context, rows []P, columns ...Column[P]) (int64, error) {
	fields := fieldsOf(abouts(columns))
	if len(fields) == 0 || len(fields) < len(columns) {
		return 0, errors.New("orm: BulkUpdate needs columns of the rows themselves")
	}
	return know(columns[0]).root().updateMany(ctx, list(rows), fields)
}

// updateMany updates up to 200 rows with a statement: SET c = CASE id WHEN … END.
func (t *Table) updateMany(ctx context.Context, rows []any, fields []*schema.Field) (int64, error) {
	for i := range t.model.Fields {
		if f := &t.model.Fields[i]; f.AutoUpdate {
			fields = append(fields[:len(fields):len(fields)], f)
		}
	}
	var total int64
	err := Atomic(ctx, func(ctx context.Context) error {
		now := moment()
		for len(rows) > 0 {
			part := rows[:min(200, len(rows))]
			rows = rows[len(part):]
			for _, row := range part {
				t.stamp(row, now, false)
			}
			n, err := execute(ctx, updating, t, t.New(), &operation{silent: true, table: t, statement: written{
				func(b *builder) { t.updateManySQL(b, part, fields) }, runExec,
			}})
			if err != nil {
				return err
			}
			total += n
		}
		return nil
	})
	return total, err
}

func (t *Table) updateManySQL(b *builder, rows []any, fields []*schema.Field) {
	b.open(t)
	defer b.close()
	values := make([][]any, len(rows))
	ids := make([]any, len(rows))
	for i, row := range rows {
		values[i], ids[i] = t.bind(row, nil), t.keyOf(row)
	}
	b.raw("UPDATE ")
	b.name(t.model.Table)
	for n, f := range fields {
		b.raw([]string{" SET ", ", "}[min(n, 1)])
		b.name(f.Column)
		b.raw(" = CASE ")
		b.name(t.model.PrimaryKey().Column)
		at := t.position(f)
		for i := range rows {
			b.raw(" WHEN ")
			b.bindAs(t.keyCol.field, ids[i])
			b.raw(" THEN ")
			b.bindAs(f, values[i][at])
		}
		b.raw(" ELSE ") // never; it tells PostgreSQL the type
		b.name(f.Column)
		b.raw(" END")
	}
	query{table: t, where: []expr{oneOf{t.keyColumn(), ids}}}.affected(b)
}

func (t *Table) position(f *schema.Field) int {
	for i := range t.model.Fields {
		if &t.model.Fields[i] == f {
			return i
		}
	}
	return -1
}
