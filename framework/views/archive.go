package views

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// Archive shows the rows of a time, newest first, page by page. The parameters of
// its route say which time that is:
//
//	var PostYear, PostMonth, PostDay = archive, archive, archive
//
//	urls.Show("/:year<int>", PostYear),
//	urls.Show("/:year<int>/:month<int>", PostMonth),
//	urls.Show("/:year<int>/:month<int>/:day<int>", PostDay),
//	urls.Show("/:year<int>/week/:week<int>", PostWeek), // of ISO 8601
//
// Without parameters it is all time, or today. Times are in UTC. A period without
// rows is not found.
type Archive[T any] struct {
	Query    *orm.QuerySet[*T] // its order, and a limit of its own, are not used
	By       orm.Column[*T]    // a moment or a day, with an index; rows without one are not shown
	Today    bool              // a route without parameters shows the rows of today, not of all time
	Future   bool              // rows of the future are shown, too; Django's allow_future
	Empty    bool              // a period without rows is a page, too; Django's allow_empty
	Oldest   bool              // the oldest rows come first
	PageSize int               // 0 is DefaultPageSize
	Numbered bool              // pages have numbers, and end at MostRows

	// Require lets a request through or answers it: auth.Required,
	// auth.RequirePermission("blog.view_post"). nil lets everybody through.
	Require web.MiddlewareFunc
	// Rows narrows Query for one request, such as to the rows of a user. nil is
	// all of it.
	Rows func(c web.Context, q *orm.QuerySet[*T]) (*orm.QuerySet[*T], error)

	Template func(Period[T]) templ.Component
	// Render is a Template that may fail, for pages that need more than the rows.
	Render func(c web.Context, p Period[T]) (templ.Component, error)
}

// Period is a time and its rows, page by page.
type Period[T any] struct {
	Listing[T]

	Unit Unit      // how long it is
	From time.Time // when it begins; zero for all time
	To   time.Time // when the next one begins

	Earlier, Later Step   // the nearest periods that have rows
	Parts          []Part // those of the parts of this period that have rows: years of all time, months of a year, days of a month or week
}

// Step leads to another period of the same length. The zero value leads nowhere.
type Step struct {
	From time.Time // when it begins
	URL  string    // its address; empty for today's neighbours, whose address is another view's
}

// Part is a part of a period.
type Part struct {
	From time.Time // when it begins
	Rows int64
}

// Methods says that an archive is only read.
func (v Archive[T]) Methods() []string { return slices.Clone(reads) }

// Check reports what is missing in the declaration and whether the parameters of
// the route are a time.
func (v Archive[T]) Check(params []string) error {
	switch s, ok := unitOf(params); {
	case undeclared(v.Query):
		return errNoQuery
	case v.By == nil:
		return errors.New("the archive has no By: name the moment or day that rows are filed by")
	case !ok:
		return errPeriodParams
	case v.Today && s != AllTime:
		return errors.New("the archive of Today has its time: leave the parameters out")
	}
	return errors.Join(checkDated(orm.AnyColumn(v.By)), v.shows().check(), v.choices().check())
}

func (v Archive[T]) shows() shows[Period[T]] { return shows[Period[T]]{v.Template, v.Render} }

func (v Archive[T]) choices() choices { return choices{size: v.PageSize, numbered: v.Numbered} }

// Serve shows one page of the period.
func (v Archive[T]) Serve(c web.Context) error { return guarded(c, v.Require, v.serve) }

func (v Archive[T]) serve(c web.Context) error {
	p, err := v.period(c)
	if err != nil {
		return err
	}
	q, err := narrowed(c, v.Query, v.Rows)
	if err != nil {
		return err
	}
	q = q.Limit(0).Offset(0).Filter(orm.Not(orm.Equals(v.By, nil)))
	if !v.Future {
		q = past(q, v.By)
	}
	key := orm.KeyColumn(orm.TableOf(v.By))
	rows := orm.Typed[any](orm.Untyped(within(q, v.By, p))).OrderBy(orm.By(orm.AnyColumn(v.By), !v.Oldest), orm.By(key, !v.Oldest))
	listing, err := listingOf(c, orm.Typed[*T](orm.Untyped(rows)), v.choices())
	if err != nil {
		return err
	}
	if len(listing.Items) == 0 && p.unit != AllTime && !v.Empty {
		return web.NotFound()
	}
	a := filed{orm.Typed[any](orm.Untyped(q)), orm.AnyColumn(v.By), p, v.Today}
	out := Period[T]{Listing: listing, Unit: p.unit, From: p.from, To: p.to}
	if out.Earlier, out.Later, err = a.neighbours(c); err != nil {
		return err
	}
	if out.Parts, err = a.parts(c.Request().Context()); err != nil {
		return err
	}
	return v.shows().page(c, http.StatusOK, out)
}

// period is the one that a request asks for. One that has not begun is not found,
// unless rows of the future are shown.
func (v Archive[T]) period(c web.Context) (period, error) {
	now := time.Now().UTC()
	if v.Today {
		return lying(Day, now), nil
	}
	p, err := periodOf(c)
	if err == nil && !v.Future && p.from.After(now) {
		return period{}, web.NotFound()
	}
	return p, err
}
