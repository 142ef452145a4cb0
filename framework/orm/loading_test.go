package orm_test

import (
	"context"
	"fmt"
	"strings"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Relations and collections that are loaded with the rows.
func loadingCases() []question {
	p, a := Posts, Authors
	byKey := p.OrderBy(p.ID.Asc())
	show := func(q *orm.QuerySet[*Post], of func(*Post) string) func(context.Context) (string, error) {
		return func(ctx context.Context) (string, error) {
			rows, err := q.All(ctx)
			var out []string
			for _, row := range rows {
				out = append(out, row.Slug+":"+of(row))
			}
			return strings.Join(out, " "), err
		}
	}
	author := func(p *Post) string {
		if p.Author == nil {
			return "?"
		}
		name := p.Author.Name
		for e := p.Author.Editor; e != nil; e = e.Editor {
			name += "<" + e.Name
		}
		return name
	}
	tags := func(p *Post) string {
		if p.Tags == nil {
			return "?"
		}
		var names []string
		for _, t := range p.Tags {
			names = append(names, t.Name)
		}
		return strings.Join(names, ",")
	}
	comments := func(p *Post) string { return fmt.Sprint(len(p.Comments)) }
	byName := Tags.OrderBy(Tags.Name.Asc())
	cases := []question{
		{"nothing is loaded by itself", show(byKey.Limit(2), author), "alpha:? beta:?"},
		{"a relation", show(byKey.Limit(2).SelectRelated(p.Author()), author), "alpha:Ada beta:Bob"},
		{"a relation that may be missing", show(byKey.Limit(3).SelectRelated(p.Author().Editor()), author), "alpha:Ada beta:Bob<Ada gamma:Ada"},
		{"four steps of relations, as far as they go", show(byKey.SelectRelated(p.Author().Editor().Editor().Editor()), author),
			"alpha:Ada beta:Bob<Ada gamma:Ada delta:Bob<Ada epsilon:Bob<Ada zeta:Cy<Bob<Ada eta:Örn<Cy<Bob<Ada theta:Örn<Cy<Bob<Ada"},
		{"a relation with a condition on it", show(byKey.SelectRelated(p.Author()).Filter(p.Author().Name.Eq("Cy")), author), "zeta:Cy"},
		{"a relation with a condition behind it", show(byKey.SelectRelated(p.Author()).Filter(p.Author().Editor().Name.Eq("Bob")), author), "zeta:Cy"},
		{"a relation twice", show(byKey.SelectRelated(p.Author(), p.Author()).Limit(1), author), "alpha:Ada"},
		{"a relation in the order of another", show(p.SelectRelated(p.Author()).OrderBy(p.Author().Editor().Name.Desc(), p.ID.Asc()).Limit(3), author), "eta:Örn theta:Örn zeta:Cy"},

		{"no collection is loaded by itself", show(byKey.Limit(1), tags), "alpha:?"},
		{"a collection, empty where it is", show(byKey.Prefetch(p.Tags.With(byName)).Limit(4), tags), "alpha:go,sql beta:sql gamma: delta:go,web"},
		{"a collection in an order of its own", show(byKey.Prefetch(p.Tags.With(byName.Reverse())).Limit(1), tags), "alpha:sql,go"},
		{"some rows of a collection", show(byKey.Prefetch(p.Tags.With(byName.Filter(Tags.Name.Ne("go")))).Limit(4), tags), "alpha:sql beta:sql gamma: delta:web"},
		{"rows of a collection by a collection of theirs", show(byKey.Prefetch(p.Comments.With(Comments.Filter(Comments.Post().Tags.Has(3)))).Filter(p.Views.Ge(10)), comments), "alpha:0 beta:0 zeta:1"},
		{"no rows of a collection", show(byKey.Prefetch(p.Tags.With(Tags.None())).Limit(2), tags), "alpha: beta:"},
		{"two collections, which do not multiply each other", show(byKey.Prefetch(p.Tags, p.Comments).Limit(2), func(p *Post) string { return fmt.Sprint(len(p.Tags), len(p.Comments)) }), "alpha:2 2 beta:1 1"},
		{"a collection of rows whose relation is loaded too", show(byKey.SelectRelated(p.Author()).Prefetch(p.Tags.With(byName)).Limit(1), func(p *Post) string { return author(p) + "," + tags(p) }), "alpha:Ada,go,sql"},
		{"a collection of a page of rows", show(byKey.Prefetch(p.Tags.With(byName)).Offset(3).Limit(2), tags), "delta:go,web epsilon:web"},
		{"a relation of rows one by one", func(ctx context.Context) (string, error) {
			var out []string
			for row, err := range byKey.SelectRelated(p.Author().Editor()).Limit(2).Each(ctx) {
				if err != nil {
					return "", err
				}
				out = append(out, author(row))
			}
			return strings.Join(out, " "), nil
		}, "Ada Bob<Ada"},
		{"a collection of no rows", show(p.Filter(p.ID.Eq(99)).Prefetch(p.Tags), tags), ""},
		{"a collection of one row", func(ctx context.Context) (string, error) {
			post, err := p.Prefetch(p.Tags.With(byName)).Get(ctx, 6)
			if err != nil {
				return "", err
			}
			return tags(post), nil
		}, "go,sql,web"},
	}
	two := a.Filter(a.Name.In("Ada", "Bob")).OrderBy(a.ID.Asc())
	posts := func(q *orm.QuerySet[*Author]) func(context.Context) (string, error) {
		return func(ctx context.Context) (string, error) {
			rows, err := q.All(ctx)
			var out []string
			for _, row := range rows {
				text := row.Name
				for _, p := range row.Posts {
					text += " " + p.Slug + ":" + author(&p)
				}
				out = append(out, text)
			}
			return strings.Join(out, ", "), err
		}
	}
	return append(cases, []question{
		{"rows that point back", posts(two.Prefetch(a.Posts.With(byKey))), "Ada alpha:? gamma:?, Bob beta:? delta:? epsilon:?"},
		{"a relation of a collection", posts(two.Prefetch(a.Posts.With(byKey.SelectRelated(p.Author()).Filter(p.Views.Gt(7))))), "Ada alpha:Ada, Bob beta:Bob"},
		{"rows that point back, of rows that have none", posts(a.Filter(a.Name.Eq("Eve")).Prefetch(a.Posts)), "Eve"},
	}...)
}
