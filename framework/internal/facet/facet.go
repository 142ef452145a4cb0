// Package facet reads what a list is narrowed by out of an address: a column and a
// text that asks for some of its values. It offers the values to choose from, too.
//
// A text that is no value of its column is refused, so that it never reaches the
// database.
package facet

import (
	"context"
	"slices"
	"time"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/schema/civil"
)

const (
	// None is the text that asks for rows without a value.
	None = "none"
	// Limit is how many rows of a relation are offered.
	Limit = 50
)

// Name is what a column is called in an address: author, published_at, tags.
func Name(c orm.Column[any]) string { return schema.ColumnName(orm.RefOf(c).Name()) }

// Condition is what a text asks of a column; false if it makes no sense.
func Condition(c orm.Column[any], text string) (orm.Pred[any], bool) {
	ref := orm.RefOf(c)
	if leads(ref) && text != None {
		return orm.HasKey(c, text), orm.IsKey(c, text)
	}
	if ref.Field == nil {
		return orm.Pred[any]{}, false
	}
	if text == None && ref.Field.Null {
		return orm.Equals(c, nil), true
	}
	if dated(ref.Field) {
		return days(c, text)
	}
	v, ok := Value(ref.Field, text)
	if !ok {
		return orm.Pred[any]{}, false
	}
	return orm.Equals(c, v), true
}

// leads reports whether a column leads to other rows.
func leads(ref orm.Ref) bool { return ref.Field == nil || ref.Field.Relation != nil }

func dated(f *schema.Field) bool { return f.Kind == schema.DateTime || f.Kind == schema.Date }

// days asks for a span of days up to today, or for one day.
func days(c orm.Column[any], text string) (orm.Pred[any], bool) {
	now := time.Now().UTC()
	for _, s := range spans {
		if s.value == text {
			return Within(c, s.since(now), midnight(now).AddDate(0, 0, 1)), true
		}
	}
	day, ok := dayOf(text)
	return Within(c, day, day.AddDate(0, 0, 1)), ok
}

// Within matches rows whose moment or day is at from or later, and before to.
func Within(c orm.Column[any], from, to time.Time) orm.Pred[any] {
	f := orm.RefOf(c).Field
	return orm.And(orm.Compare(c, ">=", Moment(f, from)), orm.Compare(c, "<", Moment(f, to)))
}

// Moment is a moment as a column of moments or of days has it.
func Moment(f *schema.Field, t time.Time) any {
	if f.Kind == schema.Date {
		return civil.DateOf(t)
	}
	return t
}

// Ranged reports whether a column can be asked for values between two.
func Ranged(c orm.Column[any]) bool {
	f := orm.RefOf(c).Field
	return f != nil && f.Relation == nil && len(f.Choices) == 0 && !f.Own &&
		(dated(f) || f.Kind == schema.Decimal || f.Kind == schema.Time || f.Kind.Number() && !f.PrimaryKey)
}

// From asks for the values of a ranged column that are not below the one that a
// text stands for; false if it stands for none.
func From(c orm.Column[any], text string) (orm.Pred[any], bool) { return bound(c, ">=", text) }

// To asks for the values of a ranged column up to the one that a text stands for,
// which is in it: the whole of a day.
func To(c orm.Column[any], text string) (orm.Pred[any], bool) { return bound(c, "<=", text) }

func bound(c orm.Column[any], op, text string) (orm.Pred[any], bool) {
	f := orm.RefOf(c).Field
	if !dated(f) {
		v, ok := Value(f, text)
		if !ok {
			return orm.Pred[any]{}, false
		}
		return orm.Compare(c, op, v), true
	}
	day, ok := dayOf(text)
	if !ok {
		return orm.Pred[any]{}, false
	}
	if op == "<=" {
		op, day = "<", day.AddDate(0, 0, 1)
	}
	return orm.Compare(c, op, Moment(f, day)), true
}

// Options are the values of a column to choose from; none for one with too many.
// Of a relation they are its first rows, and the chosen one.
func Options(ctx context.Context, c orm.Column[any], chosen string) ([]schema.Choice, error) {
	ref := orm.RefOf(c)
	var out []schema.Choice
	switch f := ref.Field; {
	case leads(ref):
		rows, err := related(ctx, c, chosen)
		if err != nil {
			return nil, err
		}
		for _, o := range rows {
			out = append(out, schema.Choice{Value: o.Key, Label: o.Label})
		}
	case f.Kind == schema.Bool:
		out = []schema.Choice{{Value: "true", Label: "Yes"}, {Value: "false", Label: "No"}}
	case dated(f):
		for _, s := range spans {
			out = append(out, schema.Choice{Value: s.value, Label: s.label})
		}
	default:
		out = append(out, f.Choices...)
	}
	if ref.Field != nil && ref.Field.Null {
		out = append(out, schema.Choice{Value: None, Label: "None"})
	}
	return out, nil
}

// related is the first rows of a relation, and the chosen one.
func related(ctx context.Context, c orm.Column[any], chosen string) ([]orm.Option, error) {
	rows, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Limit: Limit})
	if err != nil {
		return nil, err
	}
	if chosen == "" || !orm.IsKey(c, chosen) || slices.ContainsFunc(rows, func(o orm.Option) bool { return o.Key == chosen }) {
		return rows, nil
	}
	more, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Keys: []string{chosen}})
	return append(more, rows...), err
}
