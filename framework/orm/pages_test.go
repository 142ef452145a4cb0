package orm_test

import (
	"context"
	"errors"
	"slices"
	"strings"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// pages is a question for all pages of a queryset, forwards and back again.
func pages[P any](name string, q *orm.QuerySet[P], size int, want string) question {
	return question{name, func(ctx context.Context) (string, error) {
		var forwards, back []string
		var page orm.Page[P]
		var err error
		for cursor := ""; len(forwards) == 0 || cursor != ""; cursor = page.Next {
			if page, err = orm.PageAt(ctx, q, size, cursor); err != nil {
				return "", err
			}
			if forwards = append(forwards, namesOf(page.Rows)); len(forwards) > 9 {
				return strings.Join(forwards, " | "), errors.New("the pages do not end")
			}
		}
		for back = append(back, namesOf(page.Rows)); page.Previous != "" && len(back) < 9; back = append(back, namesOf(page.Rows)) {
			if page, err = orm.PageAt(ctx, q, size, page.Previous); err != nil {
				return "", err
			}
		}
		if slices.Reverse(back); !slices.Equal(back, forwards) {
			err = errors.New("the way back is " + strings.Join(back, " | "))
		}
		return strings.Join(forwards, " | "), err
	}, want}
}

// Pages by their place in the order.
func pageCases() []question {
	p, s := Posts, Samples
	byKey := p.OrderBy(p.ID.Asc())
	return []question{
		pages("pages by key", byKey, 3, "alpha beta gamma | delta epsilon zeta | eta theta"),
		pages("pages by key, from the end", byKey.Reverse(), 3, "theta eta zeta | epsilon delta gamma | beta alpha"),
		pages("pages in no order are by key", p.OrderBy(), 4, "alpha beta gamma delta | epsilon zeta eta theta"),
		pages("pages in the order of Meta", p.QuerySet, 4, "zeta beta theta alpha | delta gamma epsilon eta"),
		pages("pages by a column with equals, which are in the order of the key in the same direction", p.OrderBy(p.Views.Desc()), 3, "zeta beta alpha | theta epsilon delta | eta gamma"),
		pages("pages by two columns in two directions", p.OrderBy(p.Featured.Desc(), p.Views.Asc()), 3, "eta epsilon beta | gamma delta theta | alpha zeta"),
		pages("pages by a text", p.OrderBy(p.Slug.Asc()), 3, "alpha beta delta | epsilon eta gamma | theta zeta"),
		pages("pages by a text with hostile signs, empty first", Sayings.Filter(Sayings.Name.In("empty", "percent", "number", "tab")).OrderBy(Sayings.Words.Asc()), 1, "empty | number | percent | tab"),
		pages("pages by a column with NULL first", p.OrderBy(p.PublishedAt.Asc()), 2, "gamma epsilon | eta delta | alpha beta | theta zeta"),
		pages("pages by a column with NULL last", p.OrderBy(orm.NullsLast(p.PublishedAt.Asc())), 3, "delta alpha beta | theta zeta gamma | epsilon eta"),
		pages("pages by a column with NULL first when descending", p.OrderBy(orm.NullsFirst(p.PublishedAt.Desc()), p.ID.Asc()), 3, "gamma epsilon eta | zeta beta theta | alpha delta"),
		pages("pages of some rows", byKey.Filter(p.Author().Editor().Name.Eq("Ada")), 2, "beta delta | epsilon"),
		pages("pages of rows that a collection chooses", byKey.Filter(p.Tags.Any()), 2, "alpha beta | delta epsilon | zeta"),
		pages("a page that is all", byKey.Filter(p.Views.Ge(20)), 5, "beta zeta"),
		pages("a page of none", byKey.Filter(p.Views.Gt(20)), 5, ""),

		pages("pages by a number of 8 bits", s.OrderBy(s.Tiny.Desc()), 1, "high | some | zero | low"),
		pages("pages by a number of 64 bits", s.OrderBy(s.Large.Asc()), 1, "low | zero | some | high"),
		pages("pages by a number that may be missing", s.OrderBy(s.MaybeLarge.Desc()), 1, "high | zero | low | some"),
		pages("pages by an unsigned number", s.OrderBy(s.Wide.Desc(), s.ID.Asc()), 1, "high | some | low | zero"),
		pages("pages by a short floating number", s.OrderBy(s.Single.Asc()), 1, "low | zero | some | high"),
		pages("pages by a long floating number", s.OrderBy(s.Double.Desc()), 1, "high | some | zero | low"),
		pages("pages by a floating number that may be missing", s.OrderBy(s.MaybeDouble.Asc()), 1, "some | low | zero | high"),
		pages("pages by an exact number", s.OrderBy(s.Exact.Asc()), 1, "low | zero | some | high"),
		pages("pages by an exact number that may be missing", s.OrderBy(orm.NullsLast(s.MaybeExact.Desc())), 1, "high | zero | low | some"),
		pages("pages by yes and no", s.OrderBy(s.Flag.Desc(), s.ID.Asc()), 1, "some | high | low | zero"),
		pages("pages by yes and no that may be missing", s.OrderBy(orm.NullsFirst(s.MaybeFlag.Desc()), s.ID.Asc()), 1, "some | low | high | zero"),
		pages("pages by a choice", s.OrderBy(s.State.Desc(), s.ID.Asc()), 1, "some | high | low | zero"),
		pages("pages by a choice of numbers", s.OrderBy(s.Level.Asc(), s.ID.Desc()), 1, "zero | low | high | some"),
		pages("pages by a moment", s.OrderBy(s.At.Desc()), 1, "high | some | zero | low"),
		pages("pages by a moment that may be missing", s.OrderBy(s.MaybeAt.Asc()), 1, "some | low | zero | high"),
		pages("pages by a day", s.OrderBy(s.Day.Asc()), 1, "low | zero | some | high"),
		pages("pages by a day that may be missing", s.OrderBy(orm.NullsLast(s.MaybeDay.Asc())), 1, "low | zero | high | some"),
		pages("pages by a duration", s.OrderBy(s.Took.Desc()), 1, "high | some | zero | low"),
		pages("pages by an identifier", s.OrderBy(s.Code.Asc()), 1, "low | some | zero | high"),
		pages("pages by an identifier that may be missing", s.OrderBy(s.MaybeCode.Desc()), 1, "high | low | zero | some"),
	}
}
