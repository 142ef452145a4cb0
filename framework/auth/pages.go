package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/auth"
	"github.com/gofw/gofw/templates/forms"
)

// NextParam is the name of the parameter with the address that login leads to.
const NextParam = "next"

// Pages are the pages with which people log in, log out and change their
// password. The zero value puts them at /login, /logout and /password.
type Pages struct {
	Prefix string // before the addresses, such as "/accounts"
	Site   string // the site's name; empty shows none
	Home   string // where login leads if nobody asked for a page; empty is Prefix + "/"

	// Frame makes a whole page of a title and a content; nil is the
	// framework's own plain one.
	Frame func(c web.Context, title string, content templ.Component) templ.Component
}

// Routes are the addresses of the pages.
func Routes(p Pages) urls.Routes {
	if p.Home == "" {
		p.Home = p.Prefix + "/"
	}
	inside := requiredAt(p.Prefix + "/login")
	return urls.Under(p.Prefix,
		urls.Get("/login", p.showLogin),
		urls.Post("/login", p.login),
		urls.Post("/logout", p.logout),
		urls.Get("/password", p.showPassword, inside),
		urls.Post("/password", p.password, inside),
		urls.Get("/password/done", p.passwordDone, inside),
	)
}

// show answers with a page that no cache keeps.
func (p Pages) show(c web.Context, status int, title string, content templ.Component) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	if p.Frame != nil {
		return web.PageStatus(c, status, p.Frame(c, title, content))
	}
	return web.PageStatus(c, status, view.Whole(view.Page{Title: title, Site: p.Site, Home: p.Home}, content))
}

func (p Pages) showLogin(c web.Context) error {
	return p.askLogin(c, http.StatusOK, "", "")
}

// askLogin shows the form, with what is wrong.
func (p Pages) askLogin(c web.Context, status int, username, problem string) error {
	f := forms.Form{Submit: "Log in", Sections: []forms.Section{{Fields: []forms.Field{
		{Name: "username", Label: "Username", Kind: forms.Text, Value: username, Required: true, MaxLength: longestUsername, Autocomplete: "username", Autofocus: problem == "" && username == ""},
		{Name: "password", Label: "Password", Kind: forms.Password, Required: true, Autocomplete: "current-password"},
		{Name: NextParam, Kind: forms.Hidden, Value: p.next(c)},
	}}}}
	if problem != "" {
		f.Errors = []string{problem}
	}
	return p.show(c, status, "Log in", view.LoginForm(view.Login{Form: f}))
}

const (
	smallForm = 64 << 10 // bytes of a form of these pages
	badLogin  = "Username and password do not match an active account. Both must be written exactly, with capital and small letters."
)

func (p Pages) login(c web.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	username, password := c.Request().PostForm.Get("username"), c.Request().PostForm.Get("password")
	u, err := Attempt(c, username, password)
	var wait *WaitError
	switch {
	case errors.As(err, &wait):
		return p.askLogin(c, tooSoon(c, wait), username, wait.sentence())
	case errors.Is(err, ErrBadLogin):
		if errors.Is(err, errUnread) {
			slog.Warn("a login failed because of the database", "error", err)
		}
		return p.askLogin(c, http.StatusUnprocessableEntity, username, badLogin)
	case err != nil:
		return err
	}
	if err := Login(c, u); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return web.Redirect(c, p.next(c))
}

// next is where login leads: never off the site.
func (p Pages) next(c web.Context) string {
	asked := c.Request().PostForm.Get(NextParam)
	if asked == "" {
		asked = c.QueryParam(NextParam)
	}
	return web.SafeNext(c, asked, p.Home)
}

func (p Pages) logout(c web.Context) error {
	Logout(c)
	c.Response().Header().Set("Cache-Control", "no-store")
	return web.Redirect(c, p.Prefix+"/login")
}

// readForm parses a form that is not long.
func readForm(c web.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, smallForm)
	if err := r.ParseForm(); err != nil {
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			return err
		}
		return web.BadRequest("The form could not be read.")
	}
	return nil
}

// tooSoon says in the header how long to wait, and returns the status for it.
func tooSoon(c web.Context, w *WaitError) int {
	c.Response().Header().Set("Retry-After", strconv.Itoa(int((w.Wait+time.Second-1)/time.Second)))
	return http.StatusTooManyRequests
}

// sentence tells people how long to wait.
func (e *WaitError) sentence() string {
	return "There were too many attempts. Please wait " + e.InWords() + " and try again."
}

func (p Pages) showPassword(c web.Context) error {
	return p.askPassword(c, http.StatusOK, nil)
}

// askPassword shows the form, with what is wrong by field.
func (p Pages) askPassword(c web.Context, status int, problems map[string]string) error {
	f := forms.Form{Submit: "Change password", Cancel: p.Home, Sections: []forms.Section{{Fields: []forms.Field{
		{Name: "old", Label: "Current password", Kind: forms.Password, Required: true, Autocomplete: "current-password", Autofocus: problems == nil},
		{Name: "new", Label: "New password", Kind: forms.Password, Required: true, Autocomplete: "new-password", Help: PasswordHelp},
		{Name: "again", Label: "The new password again", Kind: forms.Password, Required: true, Autocomplete: "new-password"},
	}}}}
	for i, field := range f.Sections[0].Fields {
		f.Sections[0].Fields[i].Error = problems[field.Name]
	}
	return p.show(c, status, "Change password", view.PasswordForm(view.Password{Form: f}))
}

func (p Pages) password(c web.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	u, err := UserOf(c)
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	problems := map[string]string{}
	status := http.StatusUnprocessableEntity
	_, err = attempt(c, u.Username, func(ctx context.Context) (*User, error) {
		same, err := VerifyPassword(ctx, form.Get("old"), u.Password)
		if err == nil && !same {
			err = ErrBadLogin
		}
		return u, err
	})
	var wait *WaitError
	switch {
	case errors.As(err, &wait):
		problems["old"], status = wait.sentence(), tooSoon(c, wait)
	case errors.Is(err, ErrBadLogin):
		problems["old"] = "This is not your current password."
	case err != nil:
		return err
	}
	if err := CheckPassword(form.Get("new"), u); err != nil {
		problems["new"] = err.Error()
	}
	if form.Get("new") != form.Get("again") {
		problems["again"] = "The two new passwords differ."
	}
	if len(problems) > 0 {
		return p.askPassword(c, status, problems)
	}
	if err := SetPassword(c.Request().Context(), u, form.Get("new")); err != nil {
		return err
	}
	if err := Renew(c, u); err != nil {
		return err
	}
	return web.Redirect(c, p.Prefix+"/password/done")
}

func (p Pages) passwordDone(c web.Context) error {
	return p.show(c, http.StatusOK, "Password changed", view.PasswordForm(view.Password{Done: true, Home: p.Home}))
}
