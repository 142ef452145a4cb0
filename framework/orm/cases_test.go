package orm_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// The cases of this package are questions to one library of rows (library_test.go)
// with their answers written out. Each file has those of one topic; they run on
// every database, and the answers are the same on all.

// question is one case.
type question struct {
	name string
	ask  func(ctx context.Context) (string, error)
	want string
}

// topics are the questions by topic. What is added to a table is asked and
// counted; a new table stands here.
var topics = []struct {
	name      string
	questions []question
}{
	{"numbers", numberCases()},
	{"kinds", kindCases()},
	{"json", jsonCases()},
	{"strings", stringCases()},
	{"times", timeCases()},
	{"relations", relationCases()},
	{"collections", collectionCases()},
	{"loading", loadingCases()},
	{"nulls", nullCases()},
	{"orders", orderCases()},
	{"pages", pageCases()},
	{"sets", setCases()},
	{"functions", functionCases()},
	{"subqueries", subqueryCases()},
	{"aggregates", aggregateCases()},
	{"groups", groupCases()},
	{"windows", windowCases()},
	{"updates", updateCases()},
	{"rows", rowCases()},
}

func TestCases(t *testing.T) { Each(t, testCases) }

func testCases(t *testing.T, ctx context.Context) {
	library(t, ctx)
	for _, topic := range topics {
		t.Run(topic.name, func(t *testing.T) {
			for _, q := range topic.questions {
				t.Run(q.name, func(t *testing.T) {
					got, err := q.ask(ctx)
					ok(t, err)
					if got != q.want {
						t.Errorf("got  %q\nwant %q", got, q.want)
					}
				})
			}
		})
	}
}

func TestThereAreEnoughCases(t *testing.T) {
	total, names := 0, map[string]bool{}
	for _, topic := range topics {
		total += len(topic.questions)
		for _, q := range topic.questions {
			name := topic.name + ": " + q.name
			if names[name] {
				t.Errorf("two cases have the name %q", name)
			}
			names[name] = true
		}
	}
	if total < 400 {
		t.Errorf("%d cases, want at least 400", total)
	}
	t.Logf("%d cases on each database", total)
}

// filter is a case: a sentence, a condition, and the rows that meet it.
type filter[P any] struct {
	name string
	pred orm.Pred[P]
	want string
}

// filters asks for the rows that meet each condition, in the order of base, and
// for their number.
func filters[P any](base *orm.QuerySet[P], cases []filter[P]) []question {
	var out []question
	for _, c := range cases {
		out = append(out, querysets([]queryset[P]{{c.name, base.Filter(c.pred), c.want}})...)
	}
	return out
}

// queryset is a case: a sentence, a queryset, and its rows.
type queryset[P any] struct {
	name string
	q    *orm.QuerySet[P]
	want string
}

// querysets asks each queryset for its rows and for their number.
func querysets[P any](cases []queryset[P]) []question {
	var out []question
	for _, c := range cases {
		out = append(out, question{c.name, func(ctx context.Context) (string, error) {
			rows, err := c.q.All(ctx)
			if err != nil {
				return "", err
			}
			n, err := c.q.Count(ctx)
			if err == nil && n != int64(len(rows)) {
				err = fmt.Errorf("there are %d rows, but %d are counted", len(rows), n)
			}
			return namesOf(rows), err
		}, c.want})
	}
	return out
}

// list is a case: a sentence, one value of each row, and those values as fmt.Sprint
// writes them.
type list[T any] struct {
	name string
	l    *orm.ListQuery[T]
	want string
}

func lists[T any](cases []list[T]) []question {
	var out []question
	for _, c := range cases {
		out = append(out, question{c.name, func(ctx context.Context) (string, error) {
			values, err := c.l.All(ctx)
			return fmt.Sprint(values), err
		}, c.want})
	}
	return out
}

// table is a case of [orm.Rows].
func table[P, R any](name string, rows *orm.RowSet[P, R], want string) question {
	return question{name, func(ctx context.Context) (string, error) {
		all, err := rows.All(ctx)
		var lines []string
		for _, row := range all {
			lines = append(lines, strings.Trim(fmt.Sprint(row), "{}"))
		}
		return strings.Join(lines, ", "), err
	}, want}
}

// change is a case that writes. It is undone, so that the next one finds the
// library as it was; then is what is to be seen afterwards.
type change struct {
	name string
	do   func(ctx context.Context) (any, error)
	then func(ctx context.Context) (string, error)
	want string // what do returns, a colon, and what then returns
}

var errUndone = errors.New("undone")

func changes(cases []change) []question {
	var out []question
	for _, c := range cases {
		out = append(out, question{c.name, func(ctx context.Context) (string, error) {
			var got string
			err := orm.Atomic(ctx, func(ctx context.Context) error {
				n, err := c.do(ctx)
				if err != nil {
					return err
				}
				after, err := c.then(ctx)
				if err != nil {
					return err
				}
				got = fmt.Sprint(n, ": ", after)
				return errUndone
			})
			if errors.Is(err, errUndone) {
				err = nil
			}
			return got, err
		}, c.want})
	}
	return out
}

// named is what then often is: the rows of a queryset.
func named[P any](q *orm.QuerySet[P]) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		rows, err := q.All(ctx)
		return namesOf(rows), err
	}
}

// valued is what then often is, too: one value of each row of a queryset.
func valued[P, T any](q *orm.QuerySet[P], e orm.Expression[P, T]) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		values, err := orm.List(q, e).All(ctx)
		return strings.Trim(fmt.Sprint(values), "[]"), err
	}
}

// namesOf is the short names of rows.
func namesOf[P any](rows []P) string {
	var names []string
	for _, row := range rows {
		switch row := any(row).(type) {
		case *Post:
			names = append(names, row.Slug)
		case *Author:
			names = append(names, row.Name)
		case *Tag:
			names = append(names, row.Name)
		case *Comment:
			names = append(names, fmt.Sprint("c", row.ID))
		case *Sample:
			names = append(names, row.Name)
		case *Saying:
			names = append(names, row.Name)
		default:
			names = append(names, fmt.Sprint(row))
		}
	}
	return strings.Join(names, " ")
}
