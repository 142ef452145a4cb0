package admin

import (
	"context"
	"slices"
	"time"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	view "github.com/gofw/gofw/templates/admin"
)

// filterLimit is how many rows of a relation a filter's menu offers.
const filterLimit = 50

// none is the value of a filter that asks for rows without a value.
const none = "none"

// spans are the times that a filter offers.
var spans = []struct {
	value, label string
	since        func(now time.Time) time.Time
}{
	{"today", "Today", midnight},
	{"7d", "Past 7 days", func(now time.Time) time.Time { return midnight(now).AddDate(0, 0, -6) }},
	{"month", "This month", func(now time.Time) time.Time { return time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC) }},
	{"year", "This year", func(now time.Time) time.Time { return time.Date(now.Year(), 1, 1, 0, 0, 0, 0, time.UTC) }},
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// condition is what a filter's value asks for; false if it makes no sense.
func condition(c orm.Column[any], text string) (orm.Pred[any], bool) {
	ref := orm.RefOf(c)
	if ref.Collection != nil {
		return orm.HasKey(c, text), orm.IsKey(c, text)
	}
	if text == none && ref.Field.Null {
		return orm.Equals(c, nil), true
	}
	if ref.Field.Kind == schema.DateTime {
		now := time.Now().UTC()
		for _, s := range spans {
			if s.value == text {
				from := s.since(now)
				return orm.And(orm.Compare(c, ">=", from), orm.Compare(c, "<", midnight(now).AddDate(0, 0, 1))), true
			}
		}
		return orm.Pred[any]{}, false
	}
	v, ok := valueOf(ref.Field, text)
	return orm.Equals(c, v), ok
}

// filterMenus is the menus above a list.
func (p *pages) filterMenus(ctx context.Context, a asked) ([]view.Filter, error) {
	var menus []view.Filter
	for _, c := range p.decl.filters {
		name := forms.InputName(c)
		choices, err := filterChoices(ctx, c, a.query.Get(name))
		if err != nil {
			return nil, err
		}
		menu := view.Filter{Label: schema.Capital(orm.RefOf(c).Label()), Clear: p.with(a, name, "")}
		for _, o := range choices {
			chosen := a.query.Get(name) == o.Value
			if chosen {
				menu.Chosen = o.Label
			}
			menu.Options = append(menu.Options, view.FilterOption{Label: o.Label, URL: p.with(a, name, o.Value), Chosen: chosen})
		}
		menus = append(menus, menu)
	}
	return menus, nil
}

func filterChoices(ctx context.Context, c orm.Column[any], chosen string) ([]schema.Choice, error) {
	ref := orm.RefOf(c)
	var out []schema.Choice
	switch f := ref.Field; {
	case f == nil || f.Relation != nil:
		rows, err := related(ctx, c, chosen)
		if err != nil {
			return nil, err
		}
		for _, o := range rows {
			out = append(out, schema.Choice{Value: o.Key, Label: o.Label})
		}
	case f.Kind == schema.Bool:
		out = []schema.Choice{{Value: "true", Label: "Yes"}, {Value: "false", Label: "No"}}
	case f.Kind == schema.DateTime:
		for _, s := range spans {
			out = append(out, schema.Choice{Value: s.value, Label: s.label})
		}
	default:
		out = append(out, f.Choices...)
	}
	if ref.Field != nil && ref.Field.Null {
		out = append(out, schema.Choice{Value: none, Label: "None"})
	}
	return out, nil
}

// related is the first rows of a relation, and the chosen one.
func related(ctx context.Context, c orm.Column[any], chosen string) ([]orm.Option, error) {
	rows, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Limit: filterLimit})
	if err != nil {
		return nil, err
	}
	if chosen == "" || slices.ContainsFunc(rows, func(o orm.Option) bool { return o.Key == chosen }) {
		return rows, nil
	}
	more, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Keys: []string{chosen}})
	return append(more, rows...), err
}
