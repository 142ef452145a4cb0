package views

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/internal/facet"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

// Unit is how long a period is.
type Unit string

// The lengths of periods. The zero value is all time.
const (
	AllTime Unit = ""
	Year    Unit = "year"
	Month   Unit = "month"
	Week    Unit = "week" // of ISO 8601, from Monday on
	Day     Unit = "day"
)

var (
	errDayParams    = errors.New("a view with a Date needs the parameters :year<int>, :month<int> and :day<int>")
	errPeriodParams = errors.New("the parameters of an archive are :year<int>; with :month<int>, and :day<int>; with :week<int>; or none")
)

// unitOf tells from the names of a route's parameters; false if they make no
// sense.
func unitOf(params []string) (Unit, bool) {
	has := func(name string) bool { return slices.Contains(params, name) }
	switch year, month, week, day := has("year"), has("month"), has("week"), has("day"); {
	case year && month && day && !week:
		return Day, true
	case year && month && !day && !week:
		return Month, true
	case year && week && !month && !day:
		return Week, true
	case year && !month && !week && !day:
		return Year, true
	case !year && !month && !week && !day:
		return AllTime, true
	}
	return AllTime, false
}

// period is a time on the calendar, in UTC. The zero value is all time.
type period struct {
	unit     Unit
	from, to time.Time // to is no longer in it
}

// lastYear is the last that archives have: every database can write the one behind.
const lastYear = 9998

// periodOf reads the period out of an address; a time that does not exist is not
// found.
func periodOf(c web.Context) (period, error) {
	s, ok := unitOf(c.ParamNames())
	if !ok {
		return period{}, errPeriodParams
	}
	parts := map[string]int{"month": 1, "day": 1}
	for _, name := range []string{"year", "month", "week", "day"} {
		if !slices.Contains(c.ParamNames(), name) {
			continue
		}
		n, err := web.Int64Param(c, name)
		if err != nil || n < 1 || n > lastYear {
			return period{}, web.NotFound()
		}
		parts[name] = int(n)
	}
	if s == AllTime {
		return period{}, nil
	}
	if s == Week {
		return weekOf(parts["year"], parts["week"])
	}
	at := time.Date(parts["year"], time.Month(parts["month"]), parts["day"], 0, 0, 0, 0, time.UTC)
	if at.Month() != time.Month(parts["month"]) || at.Day() != parts["day"] {
		return period{}, web.NotFound()
	}
	return lying(s, at), nil
}

// weekOf is a week of ISO 8601: it begins on a Monday and belongs to the year of
// its Thursday.
func weekOf(year, week int) (period, error) {
	fourth := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC) // in week 1
	p := lying(Week, fourth.AddDate(0, 0, 7*(week-1)))
	if y, w := p.from.ISOWeek(); y != year || w != week {
		return period{}, web.NotFound()
	}
	return p, nil
}

// lying is the period in which a moment lies.
func lying(s Unit, at time.Time) period {
	at = at.UTC()
	year, month, day := at.Date()
	switch s {
	case Year:
		month, day = time.January, 1
	case Month:
		day = 1
	case Week:
		day -= (int(at.Weekday()) + 6) % 7
	}
	from := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	to := map[Unit]time.Time{Year: from.AddDate(1, 0, 0), Month: from.AddDate(0, 1, 0), Week: from.AddDate(0, 0, 7), Day: from.AddDate(0, 0, 1)}
	return period{s, from, to[s]}
}

// params are the parts of a period's address, by the names of parameters.
func (p period) params() map[string]int {
	year, month, day := p.from.Date()
	if p.unit == Week {
		year, week := p.from.ISOWeek()
		return map[string]int{"year": year, "week": week}
	}
	return map[string]int{"year": year, "month": int(month), "day": day}
}

// url is the address of another period in the place of the one that a request
// asked for.
func (p period) url(c web.Context) string {
	pattern, parts := c.Path(), p.params()
	var values []string
	for segment := range strings.SplitSeq(pattern, "/") {
		name, ok := strings.CutPrefix(segment, ":")
		if !ok {
			continue
		}
		value := c.Param(name)
		if n, dated := parts[name]; dated {
			value = strconv.Itoa(n)
		}
		values = append(values, value)
	}
	return urls.Path(pattern, values...)
}

// checkDated reports a column that is neither a moment nor a day of the row itself.
func checkDated(c orm.Column[any]) error {
	ref := orm.RefOf(c)
	if ref.Field == nil || len(ref.Relations) > 0 || ref.Field.Kind != schema.DateTime && ref.Field.Kind != schema.Date {
		return fmt.Errorf("%s is neither a moment nor a day of the row itself", ref.Name())
	}
	return nil
}

// past keeps the rows whose moment or day is not in the future.
func past[P any](q *orm.QuerySet[P], c orm.Column[P]) *orm.QuerySet[P] {
	return q.Filter(orm.Compare(c, "<=", facet.Moment(orm.RefOf(c).Field, time.Now().UTC())))
}

// ofDay keeps the rows of the day that an address names, unless it is in the
// future.
func ofDay[T any](c web.Context, q *orm.QuerySet[*T], by orm.Column[*T]) (*orm.QuerySet[*T], error) {
	p, err := periodOf(c)
	if err != nil {
		return nil, err
	}
	return past(within(q, by, p), by), nil
}

// within keeps the rows of a period.
func within[P any](q *orm.QuerySet[P], by orm.Column[P], p period) *orm.QuerySet[P] {
	if p.unit == AllTime {
		return q
	}
	f := orm.RefOf(by).Field
	return q.Filter(orm.Compare(by, ">=", facet.Moment(f, p.from)), orm.Compare(by, "<", facet.Moment(f, p.to)))
}
