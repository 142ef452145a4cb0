package blog

import (
	"context"
	"errors"
	"strings"

	"github.com/gofw/gofw/framework/orm"
)

// Validate refuses an event that ends before it begins, and a name twice on a day.
func (e *Event) Validate(ctx context.Context) error {
	var wrong []error
	if e.Until != nil && e.Until.Compare(e.Day) < 0 {
		wrong = append(wrong, orm.Wrong(Events.Until, "Choose a day that is not before the first."))
	}
	if strings.Contains(e.Name, "secret") {
		wrong = append(wrong, errors.New("secret events are not announced"))
	}
	twice, err := Events.Filter(Events.Name.Eq(e.Name), Events.Day.Eq(e.Day), Events.ID.Ne(e.ID)).Exists(ctx)
	if twice {
		wrong = append(wrong, orm.Wrong(Events.Name, "There is one of this name that day."))
	}
	return errors.Join(append(wrong, err)...)
}
