package orm_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Rows that are written one by one, or many at once.
func rowCases() []question {
	p, a, s := Posts, Authors, Samples
	byKey := p.OrderBy(p.ID.Asc())
	all := named(byKey)
	tags := named(Tags.OrderBy(Tags.Name.Asc()))
	views := valued(byKey, p.Views)
	tagsOf := func(id int64) func(context.Context) (string, error) {
		return func(ctx context.Context) (string, error) {
			post, err := p.Prefetch(p.Tags.With(Tags.OrderBy(Tags.ID.Asc()))).Get(ctx, id)
			if err != nil {
				return "", err
			}
			var names []string
			for _, t := range post.Tags {
				names = append(names, t.Name)
			}
			return strings.Join(names, " "), nil
		}
	}
	// refused says which of the errors that callers test for it is.
	refused := func(err error) (any, error) {
		for _, known := range []error{orm.ErrDuplicate, orm.ErrForeignKey, orm.ErrNotFound, orm.ErrNoFilter, orm.ErrSeveral, orm.ErrInvalid} {
			if errors.Is(err, known) {
				return known, nil
			}
		}
		return nil, err
	}
	// within runs fn in a savepoint, so that the transaction outlives its error.
	within := func(fn func(ctx context.Context) error) func(context.Context) (any, error) {
		return func(ctx context.Context) (any, error) { return refused(orm.Atomic(ctx, fn)) }
	}
	// edit reads a post, changes it and saves it.
	edit := func(id int64, change func(*Post), only ...orm.Column[*Post]) func(context.Context) (any, error) {
		return within(func(ctx context.Context) error {
			row, err := p.Get(ctx, id)
			if err != nil {
				return err
			}
			change(row)
			return p.Save(ctx, row, only...)
		})
	}
	tag := func(q *orm.QuerySet[*Tag], row *Tag) func(context.Context) (any, error) {
		return func(ctx context.Context) (any, error) {
			t, created, err := orm.GetOrCreate(ctx, q, &Tag{Name: row.Name})
			if err != nil {
				return refused(err)
			}
			return fmt.Sprint(t.Name, " ", created), nil
		}
	}
	post := func(slug string, to ...orm.Assign[*Post]) func(context.Context) (any, error) {
		return func(ctx context.Context) (any, error) {
			row, created, err := orm.UpdateOrCreate(ctx, p.Filter(p.Slug.Eq(slug)), &Post{Slug: slug, Title: slug, AuthorID: 1, Views: 3}, to...)
			if err != nil {
				return refused(err)
			}
			return fmt.Sprint(row.Slug, row.Views, " ", created), nil
		}
	}
	bulk := func(on ...orm.Conflict[*Post]) func(context.Context) (any, error) {
		return func(ctx context.Context) (any, error) {
			rows := []*Post{{Title: "new", Slug: "iota", AuthorID: 1, Views: 1}, {Title: "new", Slug: "alpha", AuthorID: 1, Views: 2}}
			return refused(orm.Atomic(ctx, func(ctx context.Context) error { return p.BulkCreate(ctx, rows, on...) }))
		}
	}
	return changes([]change{
		{"create", within(func(ctx context.Context) error { return p.Create(ctx, &Post{Slug: "iota", AuthorID: 5}) }), all, "<nil>: alpha beta gamma delta epsilon zeta eta theta iota"},
		{"create with an empty choice, which takes its default", within(func(ctx context.Context) error { return p.Create(ctx, &Post{Slug: "iota", AuthorID: 5}) }), named(byKey.Filter(p.Status.Eq(StatusDraft))), "<nil>: gamma epsilon eta iota"},
		{"create a row that is there", within(func(ctx context.Context) error { return p.Create(ctx, &Post{Slug: "alpha", AuthorID: 5}) }), views, orm.ErrDuplicate.Error() + ": 10 20 0 5 7 20 0 7"},
		{"create a row whose relation leads nowhere", within(func(ctx context.Context) error { return p.Create(ctx, &Post{Slug: "iota", AuthorID: 99}) }), views, orm.ErrForeignKey.Error() + ": 10 20 0 5 7 20 0 7"},
		{"create a row with a hostile text", within(func(ctx context.Context) error { return Tags.Create(ctx, &Tag{Name: `'"\%_;--` + "`"}) }), named(Tags.Filter(Tags.Name.Eq(`'"\%_;--` + "`"))), "<nil>: '\"\\%_;--`"},

		{"save all", edit(2, func(p *Post) { p.Title, p.Views = "two", 2 }), valued(byKey.Filter(p.ID.Eq(2)), orm.Concat(p.Title, p.Slug)), "<nil>: twobeta"},
		{"save a column alone", edit(2, func(p *Post) { p.Title, p.Views = "two", 2 }, p.Views), named(byKey.Filter(p.Title.Eq("beta 100%"), p.Views.Eq(2))), "<nil>: beta"},
		{"save NULL", edit(1, func(p *Post) { p.PublishedAt = nil }, p.PublishedAt), named(byKey.Filter(p.PublishedAt.IsNull())), "<nil>: alpha gamma epsilon eta"},
		{"save a row that is not there", within(func(ctx context.Context) error {
			return p.Save(ctx, &Post{Model: orm.Model{ID: 99}, AuthorID: 1, Slug: "x"})
		}), views, orm.ErrNotFound.Error() + ": 10 20 0 5 7 20 0 7"},
		{"save a value that another row has", edit(2, func(p *Post) { p.Slug = "alpha" }), all, orm.ErrDuplicate.Error() + ": alpha beta gamma delta epsilon zeta eta theta"},
		{"save every kind of value", within(func(ctx context.Context) error {
			row, err := s.Filter(s.Name.Eq("high")).One(ctx)
			if err != nil {
				return err
			}
			row.Name = "higher"
			return s.Save(ctx, row)
		}), named(s.Filter(s.Large.EqF(s.MaybeLarge), s.Exact.EqF(s.MaybeExact), s.Day.EqF(s.MaybeDay), s.Clock.EqF(s.MaybeClock), s.Took.EqF(s.MaybeTook), s.Code.EqF(s.MaybeCode), s.Host.EqF(s.MaybeHost), s.At.EqF(s.MaybeAt))), "<nil>: higher"},
		{"remove", within(func(ctx context.Context) error { return p.Remove(ctx, &Post{Model: orm.Model{ID: 3}}) }), all, "<nil>: alpha beta delta epsilon zeta eta theta"},
		{"remove a row that is not there", within(func(ctx context.Context) error { return p.Remove(ctx, &Post{Model: orm.Model{ID: 99}}) }), views, orm.ErrNotFound.Error() + ": 10 20 0 5 7 20 0 7"},
		{"update every row by oversight", within(func(ctx context.Context) error { _, err := p.QuerySet.Update(ctx, p.Views.Set(1)); return err }), views, orm.ErrNoFilter.Error() + ": 10 20 0 5 7 20 0 7"},
		{"delete every row by oversight", within(func(ctx context.Context) error { _, err := p.OrderBy(p.ID.Asc()).Delete(ctx); return err }), views, orm.ErrNoFilter.Error() + ": 10 20 0 5 7 20 0 7"},
		{"update by an empty filter is of every row, too", within(func(ctx context.Context) error { _, err := p.Filter().Update(ctx, p.Views.Set(1)); return err }), views, orm.ErrNoFilter.Error() + ": 10 20 0 5 7 20 0 7"},

		{"get or create what is there", tag(Tags.Filter(Tags.Name.Eq("go")), &Tag{Name: "go"}), tags, "go false: go sql void web"},
		{"get or create what is not", tag(Tags.Filter(Tags.Name.Eq("new")), &Tag{Name: "new"}), tags, "new true: go new sql void web"},
		{"get or create one of several", tag(Tags.Filter(Tags.Name.HasPrefix("")), &Tag{Name: "new"}), tags, orm.ErrSeveral.Error() + ": go sql void web"},
		{"get or create what another value keeps out", tag(Tags.Filter(Tags.Name.Eq("new")), &Tag{Name: "go"}), tags, orm.ErrDuplicate.Error() + ": go sql void web"},
		{"update or create what is there", post("beta", p.Views.SetF(p.Views.Add(1))), views, "beta21 false: 10 21 0 5 7 20 0 7"},
		{"update or create what is not", post("iota", p.Views.Set(1)), views, "iota3 true: 10 20 0 5 7 20 0 7 3"},

		{"create many", func(ctx context.Context) (any, error) {
			return nil, p.BulkCreate(ctx, []*Post{{Slug: "iota", AuthorID: 1}, {Slug: "kappa", AuthorID: 2}})
		}, named(byKey.Filter(p.ID.Gt(8))), "<nil>: iota kappa"},
		{"create none", func(ctx context.Context) (any, error) { return nil, p.BulkCreate(ctx, nil) }, all, "<nil>: alpha beta gamma delta epsilon zeta eta theta"},
		{"create many, of which one is there", bulk(), views, orm.ErrDuplicate.Error() + ": 10 20 0 5 7 20 0 7"},
		{"create many and leave alone what is there", bulk(orm.OnConflict(p.Slug)), views, "<nil>: 10 20 0 5 7 20 0 7 1"},
		{"create many and update what is there", bulk(orm.OnConflict(p.Slug).Update(p.Views)), views, "<nil>: 2 20 0 5 7 20 0 7 1"},
		{"create many and update what is there: other columns stay", bulk(orm.OnConflict(p.Slug).Update(p.Views)), named(byKey.Filter(p.Title.Eq("new"))), "<nil>: iota"},
		{"update many", func(ctx context.Context) (any, error) {
			rows, err := byKey.Filter(p.ID.In(1, 3, 5)).All(ctx)
			for i, row := range rows {
				row.Views, row.Title = int64(100+i), "not written"
			}
			n, err2 := orm.BulkUpdate(ctx, rows, p.Views)
			return n, errors.Join(err, err2)
		}, views, "3: 100 20 101 5 102 20 0 7"},
		{"update many with NULL and exact numbers", func(ctx context.Context) (any, error) {
			rows, err := s.OrderBy(s.ID.Asc()).All(ctx)
			for _, row := range rows {
				row.MaybeExact, row.Exact, row.MaybeDay = nil, amount("1.125"), nil
			}
			n, err2 := orm.BulkUpdate(ctx, rows, s.Exact, s.MaybeExact, s.MaybeDay)
			return n, errors.Join(err, err2)
		}, named(s.OrderBy(s.ID.Asc()).Filter(s.MaybeExact.IsNull(), s.MaybeDay.IsNull(), s.Exact.Eq(amount("1.125")))), "4: low zero some high"},
		{"update many with every kind of value", func(ctx context.Context) (any, error) {
			rows, err := s.OrderBy(s.ID.Asc()).All(ctx)
			if err != nil {
				return nil, err
			}
			for i := range rows {
				row := *rows[3]
				row.ID = rows[i].ID
				rows[i] = &row
			}
			return orm.BulkUpdate(ctx, rows, s.Tiny, s.Small, s.Middle, s.Large, s.Octet, s.Port, s.Natural, s.Wide, s.Single, s.Double, s.Exact, s.Flag, s.Level, s.State, s.At, s.Day, s.Clock, s.Took, s.Code, s.Host, s.Blob, s.Tree,
				s.MaybeSmall, s.MaybeLarge, s.MaybeDouble, s.MaybeExact, s.MaybeFlag, s.MaybeState, s.MaybeAt, s.MaybeDay, s.MaybeClock, s.MaybeTook, s.MaybeCode, s.MaybeHost)
		}, named(s.OrderBy(s.ID.Asc()).Filter(s.Tiny.Eq(127), s.Large.EqF(s.MaybeLarge), s.Double.EqF(s.MaybeDouble), s.Exact.EqF(s.MaybeExact), s.MaybeFlag.IsTrue(), s.State.EqF(s.MaybeState), s.At.EqF(s.MaybeAt), s.Day.EqF(s.MaybeDay),
			s.Clock.EqF(s.MaybeClock), s.Took.EqF(s.MaybeTook), s.Code.EqF(s.MaybeCode), s.Host.EqF(s.MaybeHost), orm.JSONText(s.Tree, "theme").Eq("plain"))), "4: low zero some high"},
		{"create many and update every kind of value of what is there", func(ctx context.Context) (any, error) {
			row, err := s.Filter(s.Name.Eq("high")).One(ctx)
			if err != nil {
				return nil, err
			}
			row.ID, row.Name = 0, "low"
			return nil, s.BulkCreate(ctx, []*Sample{row}, orm.OnConflict(s.Name).Update(s.Large, s.Exact, s.Tree, s.Blob, s.At, s.MaybeCode))
		}, named(s.OrderBy(s.ID.Asc()).Filter(s.Large.Gt(0), s.Exact.Gt(amount("1")), s.MaybeCode.Eq(uuid.Max), orm.JSONText(s.Tree, "theme").Eq("plain"))), "<nil>: low high"},
		{"update none of many", func(ctx context.Context) (any, error) { return orm.BulkUpdate(ctx, []*Post{}, p.Views) }, views, "0: 10 20 0 5 7 20 0 7"},

		{"set a collection", func(ctx context.Context) (any, error) {
			return nil, p.Tags.Set(ctx, &Post{Model: orm.Model{ID: 1}}, 2, 4)
		}, tagsOf(1), "<nil>: sql void"},
		{"set a collection to nothing", func(ctx context.Context) (any, error) { return nil, p.Tags.Set(ctx, &Post{Model: orm.Model{ID: 6}}) }, tagsOf(6), "<nil>: "},
		{"set a collection to the same twice", func(ctx context.Context) (any, error) {
			return nil, p.Tags.Set(ctx, &Post{Model: orm.Model{ID: 6}}, 3, 3, 3)
		}, tagsOf(6), "<nil>: web"},
		{"set a collection to what is not there", within(func(ctx context.Context) error { return p.Tags.Set(ctx, &Post{Model: orm.Model{ID: 6}}, 1, 99) }), tagsOf(6), orm.ErrForeignKey.Error() + ": go sql web"},
		{"the keys of a collection", func(ctx context.Context) (any, error) { return p.Tags.IDs(ctx, &Post{Model: orm.Model{ID: 6}}) }, tagsOf(6), "[1 2 3]: go sql web"},
		{"the keys of rows that point back", func(ctx context.Context) (any, error) { return a.Posts.IDs(ctx, &Author{Model: orm.Model{ID: 2}}) }, all, "[2 4 5]: alpha beta gamma delta epsilon zeta eta theta"},
		{"rows by key", func(ctx context.Context) (any, error) {
			rows, err := orm.InBulk(ctx, p.Filter(p.Featured.IsFalse()), 1, 2, 3, 99)
			return fmt.Sprint(len(rows), rows[1], rows[3]), err
		}, views, "2 Alpha Gamma_x: 10 20 0 5 7 20 0 7"},
		{"a transaction that fails undoes its writes", within(func(ctx context.Context) error {
			if _, err := p.Everything().Update(ctx, p.Views.Set(1)); err != nil {
				return err
			}
			return orm.ErrNotFound
		}), views, orm.ErrNotFound.Error() + ": 10 20 0 5 7 20 0 7"},
	})
}
