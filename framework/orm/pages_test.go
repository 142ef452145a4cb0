package orm_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// The posts are those of newsroom. The events:
//
//	key name price  deposit day     until   opens  lasts
//	1   a    10.00  0.10    March 5         9:00   1 h
//	2   b    9.99           March 5 April 1 10:00  −1 h
//	3   c    100.01 0.10    March 1         9:00.5 0
//	4   d    -1.00          March 9 April 1 9:00   1 h
func TestPages(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		newsroom(t, ctx)
		small, until := amount("0.10"), date(2026, 4, 1)
		for _, e := range []*Event{
			{Name: "a", Price: amount("10"), Deposit: &small, Day: day(5), Opens: orm.TimeOfDay{Hour: 9}, Lasts: time.Hour},
			{Name: "b", Price: amount("9.99"), Day: day(5), Until: &until, Opens: orm.TimeOfDay{Hour: 10}, Lasts: -time.Hour},
			{Name: "c", Price: amount("100.01"), Deposit: &small, Day: day(1), Opens: orm.TimeOfDay{Hour: 9, Nanosecond: 500000000}},
			{Name: "d", Price: amount("-1"), Day: day(9), Until: &until, Opens: orm.TimeOfDay{Hour: 9}, Lasts: time.Hour},
		} {
			e.Code, e.Host = orm.NewUUID(), orm.IP{Addr: netip.IPv6Loopback()}
			ok(t, Events.Create(ctx, e))
		}
		run(t, ctx, sliceCases)
		run(t, ctx, pageCases)
		run(t, ctx, singleCases)
	})
}

var sliceCases = []rowsCase[*Post]{
	{"the first three", viewed().Limit(3), "alpha beta gamma"},
	{"a limit of nothing is no limit", viewed().Limit(0), everyOne},
	{"a negative limit is no limit", viewed().Limit(-1), everyOne},
	{"a limit beyond the end", viewed().Limit(100), everyOne},
	{"a limit is replaced by the next", viewed().Limit(5).Limit(2), "alpha beta"},
	{"a limit is taken back", viewed().Limit(2).Limit(0), everyOne},
	{"all but the first five", viewed().Offset(5), "zeta eta"},
	{"all but the first seven", viewed().Offset(7), ""},
	{"an offset beyond the end", viewed().Offset(100), ""},
	{"a negative offset is none", viewed().Offset(-3).Limit(1), "alpha"},
	{"an offset is replaced by the next", viewed().Offset(1).Offset(6), "eta"},
	{"two in the middle", viewed().Limit(2).Offset(2), "gamma delta"},
	{"two in the middle, said the other way round", viewed().Offset(2).Limit(2), "gamma delta"},
	{"a limit that goes over the end", viewed().Offset(5).Limit(10), "zeta eta"},
	{"the last two, from the end", viewed().Reverse().Limit(2), "eta zeta"},
	{"the last two, said the other way round", viewed().Limit(2).Reverse(), "eta zeta"},
	{"all but the last five, from the end", viewed().Reverse().Offset(5), "beta alpha"},
	{"a reverse of a reverse", viewed().Reverse().Reverse(), everyOne},
	{"a reverse of two orders", Posts.OrderBy(Posts.Status.Asc(), key.Desc()).Reverse(), "alpha gamma eps eta beta delta zeta"},
	{"a reverse of the order of the model", Posts.QuerySet.Reverse(), "zeta delta beta gamma eta alpha eps"},
	{"an order replaces the one before", Posts.OrderBy(views.Desc()).OrderBy(key.Asc()), everyOne},
	{"an order after a limit", Posts.QuerySet.Limit(2).OrderBy(key.Desc()), "eta zeta"},
	{"a filter within the first rows", viewed(draft).Limit(2), "beta delta"},
	{"an exclusion within the first rows", viewed().Exclude(draft).Limit(2).Offset(1), "gamma eps"},
	{"rows with relations are limited by themselves", viewed(tags.Any()).SelectRelated(ofAuthor.Editor()).Limit(3), "alpha gamma delta"},
	{"rows with collections are limited by themselves", viewed(tags.Any()).Prefetch(tags, Posts.Comments).Offset(3), "eps eta"},
	{"a limit in an order of a relation", Posts.OrderBy(ofAuthor.Name.Desc(), key.Asc()).Limit(2), "eta eps"},
	{"nothing, limited", viewed().None().Limit(3), ""},
	{"nothing, filtered", Posts.None().Filter(draft), ""},
	{"nothing, in reverse", viewed().None().Reverse(), ""},
}

// pages walks through a queryset and back, and shows what stands on each page.
// What it meets on its way back must be what it met before.
func pages[P any](q *orm.QuerySet[P], size int) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) {
		var there, back []string
		cursor, previous := "", ""
		for n := 0; n == 0 || cursor != "" && n < 20; n++ {
			page, err := orm.PageAt(ctx, q, size, cursor)
			if err != nil {
				return nil, err
			}
			there = append(there, shown(page.Rows))
			cursor, previous = page.Next, page.Previous
		}
		for previous != "" && len(back) < 20 {
			page, err := orm.PageAt(ctx, q, size, previous)
			if err != nil {
				return nil, err
			}
			back = append([]string{shown(page.Rows)}, back...)
			previous = page.Previous
		}
		if got, want := strings.Join(back, " | "), strings.Join(there[:len(there)-1], " | "); got != want {
			return "there " + want + ", back " + got, nil
		}
		return strings.Join(there, " | "), nil
	}
}

func shown[P any](rows []P) string {
	var names []string
	for _, row := range rows {
		names = append(names, nameOf(row))
	}
	return strings.Join(names, " ")
}

var pageCases = []valueCase{
	{"pages of three", pages(viewed(), 3), "alpha beta gamma | delta eps zeta | eta"},
	{"pages of one", pages(viewed(key.Le(3)), 1), "alpha | beta | gamma"},
	{"pages of as many as there are", pages(viewed(), 7), everyOne},
	{"pages of more than there are", pages(viewed(), 100), everyOne},
	{"pages that come out even", pages(viewed(key.Le(4)), 2), "alpha beta | gamma delta"},
	{"pages of nothing have one row", pages(viewed(key.Le(2)), 0), "alpha | beta"},
	{"no rows are one empty page", pages(nothing, 3), ""},
	{"a queryset without a row is one empty page", pages(Posts.None(), 3), ""},
	{"pages in the order of the key", pages(Posts.OrderBy(), 4), "alpha beta gamma delta | eps zeta eta"},
	{"pages in the order of the key, from the end", pages(Posts.OrderBy(key.Desc()), 3), "eta zeta eps | delta gamma beta | alpha"},
	{"pages in an order with equals", pages(Posts.OrderBy(views.Asc()), 3), "delta gamma eps | zeta alpha beta | eta"},
	{"pages in an order with equals, from the end", pages(Posts.OrderBy(views.Desc()), 2), "eta beta | alpha zeta | eps gamma | delta"},
	{"pages in the order of a text", pages(Posts.OrderBy(Posts.Slug.Desc()), 3), "zeta gamma eta | eps delta beta | alpha"},
	{"pages in the order of yes and no, then of a number", pages(Posts.OrderBy(Posts.Featured.Desc(), views.Asc()), 2), "gamma eta | delta eps | zeta alpha | beta"},
	{"pages in the order of the model", pages(Posts.QuerySet, 3), "eps alpha eta | gamma beta delta | zeta"},
	{"pages with NULL first", pages(Posts.OrderBy(appeared.Asc()), 2), "beta delta | zeta gamma | alpha eta | eps"},
	{"pages with NULL last", pages(Posts.OrderBy(appeared.Desc()), 3), "eps eta alpha | gamma zeta delta | beta"},
	{"pages with NULL last when ascending", pages(Posts.OrderBy(orm.NullsLast(appeared.Asc())), 3), "gamma alpha eta | eps beta delta | zeta"},
	{"pages with NULL first when descending", pages(Posts.OrderBy(orm.NullsFirst(appeared.Desc()), key.Asc()), 2), "beta delta | zeta eps | alpha eta | gamma"},
	{"pages in an order that mixes directions", pages(Posts.OrderBy(Posts.AuthorID.Desc(), appeared.Asc(), key.Asc()), 2), "eta zeta | eps delta | gamma beta | alpha"},
	{"pages of some rows", pages(viewed(draft), 2), "beta delta | zeta"},
	{"pages of rows with a tag", pages(viewed(tags.Any(goTag)), 2), "alpha eps | eta"},
	{"pages of rows behind a relation", pages(said(ofPost.Author().Name.Eq("Cleo")), 3), "fine-4 good-5 bad-6 | bad-7"},
	{"pages of a union", pages(inOrder(orm.Union(topThree, fewest)), 2), "alpha beta | gamma delta | eta"},
	{"a limit of the queryset is not used", pages(viewed().Limit(2), 4), "alpha beta gamma delta | eps zeta eta"},
	{"an offset of the queryset is not used", pages(viewed().Offset(6), 4), "alpha beta gamma delta | eps zeta eta"},
	{"pages in reverse", pages(viewed().Reverse(), 4), "eta zeta eps delta | gamma beta alpha"},
	{"pages in the order of amounts", pages(Events.OrderBy(price.Asc()), 1), "d | b | a | c"},
	{"pages in the order of amounts that may be NULL", pages(Events.OrderBy(deposit.Asc()), 1), "b | d | a | c"},
	{"pages in the order of days", pages(Events.OrderBy(onDay.Desc()), 1), "d | b | a | c"},
	{"pages in the order of days that may be NULL", pages(Events.OrderBy(orm.NullsLast(untilDay.Asc())), 1), "b | d | a | c"},
	{"pages in the order of durations", pages(Events.OrderBy(lasts.Asc()), 1), "b | c | a | d"},
	{"pages of names", pages(people(editor.IsNull()), 2), "Ada"},
}

// single is the one row that something returns, or which error it returns.
func single[P any](ask func(context.Context) (P, error)) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) {
		row, err := ask(ctx)
		switch {
		case errors.Is(err, orm.ErrNotFound):
			return "not found", nil
		case errors.Is(err, orm.ErrSeveral):
			return "several", nil
		case err != nil:
			return nil, err
		}
		return nameOf(row), nil
	}
}

func last[P any](q *orm.QuerySet[P]) func(context.Context) (any, error) {
	return single(func(ctx context.Context) (P, error) { return orm.Last(ctx, q) })
}

func get[P any](q *orm.QuerySet[P], id int64) func(context.Context) (any, error) {
	return single(func(ctx context.Context) (P, error) { return q.Get(ctx, id) })
}

func upTo(q *orm.QuerySet[*Post], n int) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return q.CountUpTo(ctx, n) }
}

func exists(q *orm.QuerySet[*Post]) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return q.Exists(ctx) }
}

var singleCases = []valueCase{
	{"the first", single(viewed().First), "alpha"},
	{"the first in an order", single(Posts.OrderBy(views.Desc()).First), "eta"},
	{"the first by key without an order", single(Posts.OrderBy().First), "alpha"},
	{"the first in an order with NULL", single(Posts.OrderBy(appeared.Asc(), key.Asc()).First), "beta"},
	{"the first in an order with NULL last", single(Posts.OrderBy(orm.NullsLast(appeared.Asc())).First), "gamma"},
	{"the first behind an offset", single(viewed().Offset(2).First), "gamma"},
	{"the first of some", single(viewed(draft).First), "beta"},
	{"the first of none", single(nothing.First), "not found"},
	{"the first in reverse", single(viewed().Reverse().First), "eta"},
	{"the first by a relation", single(Posts.OrderBy(ofAuthor.Name.Desc()).First), "eta"},
	{"the last", last(viewed()), "eta"},
	{"the last in an order", last(Posts.OrderBy(views.Desc())), "delta"},
	{"the last by key without an order", last(Posts.OrderBy()), "eta"},
	{"the last in an order with NULL last", last(Posts.OrderBy(orm.NullsLast(appeared.Asc()), key.Asc())), "zeta"},
	{"the last of some", last(viewed(draft)), "zeta"},
	{"the last of none", last(nothing), "not found"},
	{"the only one", single(viewed(Posts.Slug.Eq("eps")).One), "eps"},
	{"the only one of none", single(nothing.One), "not found"},
	{"the only one of several", single(viewed(draft).One), "several"},
	{"the only one behind a relation", single(viewed(ofAuthor.Name.Eq("Dan")).One), "eta"},
	{"the only one of a collection with several matches", single(viewed(tags.Any(Tags.Name.In("go", "sql", "web")), key.Eq(7)).One), "eta"},
	{"the only one of nothing", single(Posts.None().One), "not found"},
	{"one by key", get(viewed(), 5), "eps"},
	{"one by key that is not there", get(viewed(), 99), "not found"},
	{"one by a key below all", get(viewed(), -1), "not found"},
	{"one by key of those that are drafts", get(viewed(draft), 4), "delta"},
	{"one by key that is no draft", get(viewed(draft), 5), "not found"},
	{"one by key of those behind a relation", get(viewed(ofAuthor.Editor().Name.Eq("Bob")), 6), "zeta"},
	{"one by key of nothing", get(Posts.None(), 1), "not found"},
	{"count up to fewer than there are", upTo(viewed(), 3), "4"},
	{"count up to as many as there are", upTo(viewed(), 7), "7"},
	{"count up to more than there are", upTo(viewed(), 100), "7"},
	{"count up to more than a limit", upTo(viewed().Limit(2), 5), "2"},
	{"count up behind an offset", upTo(viewed().Offset(4), 5), "3"},
	{"count up in nothing", upTo(Posts.None(), 5), "0"},
	{"some exist", exists(viewed(draft)), "true"},
	{"none exist", exists(nothing), "false"},
	{"some exist behind an offset", exists(viewed().Offset(6)), "true"},
	{"none exist behind the end", exists(viewed().Offset(7)), "false"},
	{"nothing exists in nothing", exists(Posts.None()), "false"},
	{"rows by their keys", func(ctx context.Context) (any, error) {
		rows, err := orm.InBulk(ctx, viewed(draft), 1, 2, 4, 99)
		return len(rows), err
	}, "2"},
	{"some columns only", func(ctx context.Context) (any, error) {
		row, err := orm.Only(viewed(), Posts.Slug).Get(ctx, 7)
		if err != nil {
			return nil, err
		}
		return []any{row.ID, row.Slug, row.Title, row.Views}, nil
	}, "[7 eta  0]"},
	{"all columns but some", func(ctx context.Context) (any, error) {
		row, err := orm.Defer(viewed(), Posts.Title, views).Get(ctx, 7)
		if err != nil {
			return nil, err
		}
		return []any{row.ID, row.Slug, row.Title, row.Views}, nil
	}, "[7 eta  0]"},
	{"rows one at a time, until one is found", func(ctx context.Context) (any, error) {
		seen := ""
		for p, err := range viewed().Each(ctx) {
			if err != nil {
				return nil, err
			}
			if seen += p.Slug + " "; p.Slug == "gamma" {
				break
			}
		}
		return seen, nil
	}, "alpha beta gamma "},
}
