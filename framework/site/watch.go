package site

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gofw/gofw/framework/orm"
)

const (
	// oftenInAPage is from how many times on a statement of one place is taken for
	// one that runs for each row of a list.
	oftenInAPage = 5

	// slowInAPage is how long a statement may take before it is told.
	slowInAPage = 100 * time.Millisecond
)

type ledgerKey struct{}

// watch counts the statements of a request while a site is developed; what it
// returns says afterwards which ran for each row of a list, and which were slow.
func (s *Site) watch(r **http.Request) func() {
	ctx, ledger := orm.Watch((*r).Context())
	*r = (*r).WithContext(context.WithValue(ctx, ledgerKey{}, ledger))
	path := (*r).URL.Path
	return func() {
		for _, e := range ledger.Entries(1) {
			switch {
			case e.Times >= oftenInAPage:
				slog.Warn("the same statement for each row", "path", path, "times", e.Times, "place", e.Place, "remedy", e.Remedy, "statement", e.Statement)
			case e.Took >= slowInAPage*time.Duration(e.Times):
				slog.Warn("a slow statement", "path", path, "took", e.Took, "place", e.Place, "statement", e.Statement)
			}
		}
	}
}
