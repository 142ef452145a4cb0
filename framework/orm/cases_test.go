package orm_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// The files strings_test.go, numbers_test.go and so on are tables of questions
// with answers that a person worked out. Each database gives the same ones.

// rowsCase asks for rows. The answer is their names, one after the other, with a
// blank between: see nameOf.
type rowsCase[P any] struct {
	name string
	q    *orm.QuerySet[P]
	want string
}

// valueCase asks for anything else; the answer is what fmt.Sprint makes of it.
type valueCase struct {
	name string
	ask  func(ctx context.Context) (any, error)
	want string
}

func (c rowsCase[P]) sentence() string { return c.name }

func (c valueCase) sentence() string { return c.name }

// check reads the rows and counts them, in two statements that must agree.
func (c rowsCase[P]) check(t *testing.T, ctx context.Context) {
	rows, err := c.q.All(ctx)
	ok(t, err)
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i] = nameOf(row)
	}
	if got := strings.Join(names, " "); got != c.want {
		t.Errorf("got %q, want %q", got, c.want)
	}
	n, err := c.q.Count(ctx)
	ok(t, err)
	if want := int64(len(strings.Fields(c.want))); n != want {
		t.Errorf("counted %d, want %d", n, want)
	}
}

func (c valueCase) check(t *testing.T, ctx context.Context) {
	v, err := c.ask(ctx)
	ok(t, err)
	if got := fmt.Sprint(v); got != c.want {
		t.Errorf("got %q, want %q", got, c.want)
	}
}

// nameOf is one word for a row.
func nameOf(row any) string {
	switch r := row.(type) {
	case *Post:
		return r.Slug
	case *Author:
		return r.Name
	case *Tag:
		return r.Name
	case *Comment:
		return r.Body
	case *Event:
		return r.Name
	}
	panic(fmt.Sprintf("%T has no name", row))
}

// listed is what orm.List finds, for a valueCase.
func listed[T any](q *orm.ListQuery[T]) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return q.All(ctx) }
}

// oneValue is an aggregate over the rows of a queryset, for a valueCase.
func oneValue[P, T any](q *orm.QuerySet[P], of *orm.Computed[P, T]) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) {
		var v T
		err := orm.Aggregate(ctx, q, of.To(&v))
		return v, err
	}
}

// asked counts the cases that have run, over all databases.
var asked atomic.Int64

// run runs the cases of a table on the rows that are there. None of them changes
// a row.
func run[C interface {
	sentence() string
	check(*testing.T, context.Context)
}](t *testing.T, ctx context.Context, cases []C) {
	t.Helper()
	names := map[string]bool{}
	for _, c := range cases {
		if names[c.sentence()] {
			t.Errorf("two cases are named %q", c.sentence())
		}
		names[c.sentence()] = true
		t.Run(c.sentence(), func(t *testing.T) {
			asked.Add(1)
			c.check(t, ctx)
		})
	}
	t.Logf("%d cases so far", asked.Load())
}

// TestTheTablesHoldTheirCases counts what is declared, so that no table is lost.
func TestTheTablesHoldTheirCases(t *testing.T) {
	declared := 0
	for _, n := range []int{
		len(textCases), len(textValueCases),
		len(integerCases), len(decimalCases), len(numberValueCases),
		len(momentCases), len(dayCases), len(timeValueCases),
		len(nullPostCases), len(nullAuthorCases), len(nullValueCases),
		len(toOneCommentCases), len(toOneAuthorCases), len(collectionCases), len(authorCollectionCases), len(loadedCases),
		len(aggregateCases), len(groupCases), len(collectionValueCases), len(windowCases),
		len(amongCases), len(existsCases), len(scalarCases), len(setCases), len(subqueryAuthorCases), len(subqueryValueCases),
		len(sliceCases), len(pageCases), len(singleCases),
		len(updateCases), len(deleteCases), len(manyRowsCases),
	} {
		declared += n
	}
	if declared < leastCases {
		t.Errorf("the tables hold %d cases, want %d at least", declared, leastCases)
	}
	t.Logf("%d cases for each database", declared)
}

// leastCases is how many cases there must be for each database.
const leastCases = 850

// The names that the tables use over and over.
var (
	postsByID  = Posts.OrderBy(Posts.ID.Asc())
	eventsByID = Events.OrderBy(Events.ID.Asc())
)
