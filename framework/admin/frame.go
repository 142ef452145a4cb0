package admin

import (
	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/admin"
)

// frame is what surrounds a page: navigation by the person's rights, notices,
// theme.
func (s *Site) frame(c web.Context, title string, current *pages, parent view.Link) (view.Frame, error) {
	f := view.Frame{Site: s.Name, Title: title, Prefix: s.Prefix, Debug: s.Debug, Parent: parent}
	user, err := auth.UserOf(c)
	if err != nil {
		return f, err
	}
	if user != nil {
		f.User = user.FullName()
	}
	if cookie, err := c.Cookie("gofw_theme"); err == nil && (cookie.Value == "light" || cookie.Value == "dark") {
		f.Theme = cookie.Value
	}
	for _, m := range messages.All(c) {
		f.Messages = append(f.Messages, view.Message{Level: string(m.Level), Text: m.Text})
	}
	f.Groups = s.groups(c, current)
	return f, nil
}

// groups is the navigation: the models that the person may see, by app.
func (s *Site) groups(c web.Context, current *pages) []view.Group {
	var groups []view.Group
	at := map[string]int{}
	for _, r := range s.models {
		if !s.can(c, "view", r) {
			continue
		}
		m := r.schema()
		i, ok := at[m.App]
		if !ok {
			i = len(groups)
			at[m.App] = i
			groups = append(groups, view.Group{Label: schema.Capital(appLabel(m.App))})
		}
		item := view.Item{Label: schema.Capital(m.LabelPlural), One: m.Label, URL: s.urlOf(r), Current: r == current}
		if s.can(c, "add", r) {
			item.Add = s.urlOf(r, "/add")
		}
		groups[i].Items = append(groups[i].Items, item)
	}
	return groups
}

// appLabel is the words for an app; that of the users says what it holds.
func appLabel(app string) string {
	if app == "auth" {
		return "access"
	}
	return app
}
