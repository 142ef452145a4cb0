package views

import (
	"context"
	"errors"
	"time"

	"github.com/gofw/gofw/framework/internal/facet"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// filed is all rows of an archive, without their type, and the period that is
// looked at.
type filed struct {
	rows   *orm.QuerySet[any]
	by     orm.Column[any]
	period period
	today  bool
}

// neighbours are the nearest periods with rows on both sides.
func (a filed) neighbours(c web.Context) (earlier, later Step, err error) {
	if a.period.unit == AllTime {
		return Step{}, Step{}, nil
	}
	if earlier, err = a.step(c, "<", a.period.from, true); err != nil {
		return Step{}, Step{}, err
	}
	later, err = a.step(c, ">=", a.period.to, false)
	return earlier, later, err
}

// step is the period of the first row beyond a moment.
func (a filed) step(c web.Context, op string, from time.Time, desc bool) (Step, error) {
	beyond := a.rows.Filter(orm.Compare(a.by, op, facet.Moment(orm.RefOf(a.by).Field, from)))
	day := orm.DayBegins[any](a.moment())
	first, err := orm.Rows(beyond.OrderBy(), func(s *Step) orm.Cols[any] { return orm.Cols[any]{day.To(&s.From)} }).
		OrderBy(orm.By(a.by, desc)).First(c.Request().Context())
	if errors.Is(err, orm.ErrNotFound) {
		return Step{}, nil
	}
	if err != nil {
		return Step{}, err
	}
	p := lying(a.period.unit, first.From)
	s := Step{From: p.from}
	if !a.today {
		s.URL = p.url(c)
	}
	return s, nil
}

// moment is the column that rows are filed by, as one of moments.
func (a filed) moment() *orm.Value[any, time.Time] {
	return orm.NewValue[any, time.Time](orm.TableOf(a.by), orm.RefOf(a.by).Field.Name)
}

// parts are the parts of the period that have rows.
func (a filed) parts(ctx context.Context) ([]Part, error) {
	if a.period.unit == Day {
		return nil, nil
	}
	moment := a.moment()
	begins := orm.DayBegins[any](moment)
	switch a.period.unit {
	case AllTime:
		begins = orm.YearBegins[any](moment)
	case Year:
		begins = orm.MonthBegins[any](moment)
	}
	q := within(a.rows, a.by, a.period).OrderBy()
	return orm.Rows(q, func(p *Part) orm.Cols[any] {
		return orm.Cols[any]{begins.To(&p.From), orm.CountOf(a.by).To(&p.Rows)}
	}).OrderBy(begins.Asc()).All(ctx)
}
