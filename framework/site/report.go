package site

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/templates"
)

// report is what the error page of development says beside the request.
func (s *Site) report(c web.Context) []templates.Section {
	sections := []templates.Section{{Title: "Session", Facts: s.visit(c)}, {Title: "Statements", Facts: statements(c)}}
	settings := templates.Section{Title: "Settings"}
	for _, pair := range s.Settings.list() {
		settings.Facts = append(settings.Facts, templates.Fact{Name: pair[0], Value: pair[1]})
	}
	return append(sections, settings)
}

// visit is what the session holds. The request has failed, perhaps because
// sessions cannot be read: then it says that.
func (s *Site) visit(c web.Context) (facts []templates.Fact) {
	defer func() {
		if v := recover(); v != nil {
			if abort, ok := v.(web.Abort); ok {
				v = abort.Err
			}
			facts = []templates.Fact{{Name: "It cannot be read", Value: fmt.Sprint(v)}}
		}
	}()
	if _, err := c.Cookie(s.sessions.CookieName()); err != nil {
		return nil
	}
	for _, key := range session.Keys(c, "") {
		value, _ := session.Get[json.RawMessage](c, key)
		facts = append(facts, templates.Fact{Name: key, Value: string(value)})
	}
	return facts
}

// statements are what the request has asked the database so far.
func statements(c web.Context) []templates.Fact {
	ledger, ok := c.Request().Context().Value(ledgerKey{}).(*orm.Ledger)
	if !ok {
		return nil
	}
	var facts []templates.Fact
	for _, e := range ledger.Entries(1) {
		facts = append(facts, templates.Fact{
			Name:  fmt.Sprintf("%d × in %s %s", e.Times, e.Took.Round(time.Microsecond), e.Place),
			Value: e.Statement,
		})
	}
	return facts
}
