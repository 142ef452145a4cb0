package admin

import (
	"net/http"
	"slices"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/admin"
)

// staffOnly lets in who may enter the admin, and sends everybody else to the
// login. Pages are never kept by caches, and errors get the admin's look.
func (s *Site) staffOnly(next web.HandlerFunc) web.HandlerFunc {
	return func(c web.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		user, err := auth.UserOf(c)
		if err != nil {
			return err
		}
		if user == nil || !user.Active || !user.Staff {
			if user != nil {
				return s.problem(c, http.StatusForbidden, "You are signed in as "+user.Username+", who may not enter the admin. Ask an administrator to tick “Staff” for this account.")
			}
			return auth.Ask(c, s.Prefix+"/login")
		}
		err = next(c)
		if status := web.StatusOf(err); err != nil && (status == http.StatusNotFound || status == http.StatusForbidden) {
			return s.problem(c, status, web.MessageOf(err))
		}
		return err
	}
}

// can reports whether the person may do something to a model: view, add,
// change or delete. Who may change may also view.
func (s *Site) can(c web.Context, verb string, r *pages) bool {
	user, err := auth.UserOf(c)
	if err != nil || user == nil {
		return false
	}
	return s.allowed(c, user, verb, r.schema()) || verb == "view" && s.allowed(c, user, "change", r.schema())
}

func (s *Site) allowed(c web.Context, user *auth.User, verb string, m *schema.Model) bool {
	yes, err := user.Can(c.Request().Context(), auth.PermissionFor(verb, m))
	return err == nil && yes
}

// may is can as an error that says which right is missing.
func (s *Site) may(c web.Context, verb string, r *pages) error {
	if s.can(c, verb, r) {
		return nil
	}
	return web.Forbidden("You need the permission “" + auth.PermissionFor(verb, r.schema()) + "” for this. An administrator can grant it to you or to one of your groups.")
}

// mayTouch is the error of who wants to change or delete a row that only
// superusers may.
func (p *pages) mayTouch(c web.Context, rows ...any) error {
	if p.decl.guarded == nil || superuser(c) {
		return nil
	}
	for _, row := range rows {
		if p.decl.guarded(row) {
			return web.Forbidden("Only a superuser may change or delete “" + orm.LabelOf(row) + "”.")
		}
	}
	return nil
}

// superuser reports whether the person is one.
func superuser(c web.Context) bool {
	user, err := auth.UserOf(c)
	return err == nil && user != nil && user.Active && user.Superuser
}

// reserved reports whether a column is for superusers, and the person is none.
func (p *pages) reserved(c web.Context, column orm.Column[any]) bool {
	return !superuser(c) && slices.ContainsFunc(p.decl.reserved, func(r orm.Column[any]) bool {
		return forms.InputName(r) == forms.InputName(column)
	})
}

// problem is an error page within the admin.
func (s *Site) problem(c web.Context, status int, message string) error {
	titles := map[int]string{http.StatusNotFound: "This is not here", http.StatusForbidden: "You may not do this"}
	if status == http.StatusNotFound {
		message = "There is nothing at this address, or no longer. It may have been deleted, or the address may have a slip."
	}
	f, err := s.frame(c, titles[status], nil, view.Link{})
	if err != nil {
		return err
	}
	v := view.Problem{Frame: f, Status: status, Message: message, Home: s.Prefix + "/"}
	if user, err := auth.UserOf(c); err == nil && (user == nil || !user.Staff) {
		v.Home = "/" // the admin's home would say the same
	}
	return web.PageStatus(c, status, view.ProblemPage(v))
}

func (s *Site) missing(web.Context) error { return web.NotFound() }
