package admin

import (
	"errors"
	"net/http"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/admin"
	formview "github.com/gofw/gofw/templates/forms"
)

// userKey is the model of the users, whose admin has a page for the password.
const userKey = "auth.User"

// Access is the admin of users and groups, for a site with these models.
func Access(r *orm.Registry) []AnyModel {
	granted := map[string][]orm.Choice{"permissions": permissions(r)}
	return []AnyModel{
		Model[auth.User]{
			List:    orm.Columns[*auth.User](auth.Users.Username, auth.Users.Email, auth.Users.FirstName, auth.Users.LastName, auth.Users.Staff, auth.Users.Active),
			Filters: orm.Columns[*auth.User](auth.Users.Staff, auth.Users.Superuser, auth.Users.Active, auth.Users.Groups),
			Search:  orm.Columns[*auth.User](auth.Users.Username, auth.Users.Email, auth.Users.FirstName, auth.Users.LastName),
			Sections: []Section[auth.User]{
				{Fields: orm.Columns[*auth.User](auth.Users.Username, auth.Users.FirstName, auth.Users.LastName, auth.Users.Email)},
				{Title: "Permissions", Fields: orm.Columns[*auth.User](auth.Users.Groups, auth.Users.Permissions)},
				{Title: "Access", Side: true, Fields: orm.Columns[*auth.User](auth.Users.Active, auth.Users.Staff, auth.Users.Superuser, auth.Users.LastLogin)},
			},
			Reserved:  orm.Columns[*auth.User](auth.Users.Groups, auth.Users.Permissions, auth.Users.Superuser),
			Protected: func(u *auth.User) bool { return u.Superuser },
			Clean:     cleanUser,
			Several:   granted,
			Tools:     []Tool{{Label: "Set password", URL: "password"}},
		},
		Model[auth.Group]{
			List:     orm.Columns[*auth.Group](auth.Groups.Name),
			Fields:   orm.Columns[*auth.Group](auth.Groups.Name, auth.Groups.Permissions),
			Reserved: orm.Columns[*auth.Group](auth.Groups.Permissions),
			Several:  granted,
		},
	}
}

// cleanUser keeps names in the form in which they are looked up at login.
func cleanUser(u *auth.User) error {
	u.Username, u.Email = auth.NormalizeUsername(u.Username), auth.NormalizeEmail(u.Email)
	if err := auth.CheckUsername(u.Username); err != nil {
		return forms.Wrong(auth.Users.Username, schema.Capital(err.Error())+".")
	}
	return nil
}

// permissions lists what can be granted: four verbs for every model, and those of its Meta.
func permissions(r *orm.Registry) []orm.Choice {
	var out []orm.Choice
	for _, t := range r.Tables() {
		m := t.Schema()
		if m.App == "sessions" {
			continue
		}
		for _, verb := range []string{"view", "add", "change", "delete"} {
			out = append(out, orm.Choice{Value: auth.PermissionFor(verb, m), Label: appLabel(m.App) + " · " + verb + " " + m.LabelPlural})
		}
		for _, p := range m.Permissions {
			out = append(out, orm.Choice{Value: auth.PermissionFor(p.Verb, m), Label: appLabel(m.App) + " · " + p.Label})
		}
	}
	return out
}

// password sets the password of a user.
func (s *Site) password(c web.Context) error {
	r := s.byPath["auth/user"]
	if err := s.may(c, "change", r); err != nil {
		return err
	}
	id, err := web.Int64Param(c, "id")
	if err != nil {
		return err
	}
	user, err := auth.Users.Get(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if err := r.mayTouch(c, user); err != nil {
		return err
	}
	fields := []formview.Field{
		{Name: "password", Label: "New password", Kind: formview.Password, Required: true, Autocomplete: "new-password", Help: "At least 8 characters, not only digits, and none that everybody uses."},
		{Name: "again", Label: "The same again", Kind: formview.Password, Required: true, Autocomplete: "new-password"},
	}
	status := http.StatusOK
	if c.Request().Method == http.MethodPost {
		typed, again := c.FormValue("password"), c.FormValue("again")
		var weak auth.PasswordError
		err := auth.CheckPassword(typed, user)
		switch {
		case typed != again:
			fields[1].Error = "The two passwords differ."
		case errors.As(err, &weak):
			fields[0].Error = weak.Error()
		case err != nil:
			return err
		default:
			if err := auth.SetPassword(c.Request().Context(), user, typed); err != nil {
				return err
			}
			if me, err := auth.UserOf(c); err == nil && me != nil && me.ID == user.ID {
				if err := auth.Renew(c, user); err != nil { // else the change would end this session too
					return err
				}
			}
			messages.Success(c, "The password of “"+user.Username+"” was set. Its other sessions have ended.")
			return web.Redirect(c, s.urlOf(r))
		}
		status = http.StatusUnprocessableEntity
	}
	v := view.Password{Form: formview.Form{Submit: "Set password", Cancel: s.urlOf(r), Sections: []formview.Section{{Fields: fields}}}}
	if v.Frame, err = s.frame(c, "Password of "+user.Username, r, view.Link{Label: "Users", URL: s.urlOf(r)}); err != nil {
		return err
	}
	return web.PageStatus(c, status, view.PasswordPage(v))
}
