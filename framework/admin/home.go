package admin

import (
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/admin"
)

// home shows the models that the person may see, with capped counts.
func (s *Site) home(c web.Context) error {
	f, err := s.frame(c, "Home", nil, view.Link{})
	if err != nil {
		return err
	}
	v := view.Home{Frame: f, Counts: map[string]string{}}
	for _, r := range s.models {
		if !s.can(c, "view", r) {
			continue
		}
		n, err := r.count(c.Request().Context())
		if err != nil {
			return err
		}
		v.Counts[s.urlOf(r)] = counted(n)
	}
	return web.Page(c, view.HomePage(v))
}
