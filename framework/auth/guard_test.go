package auth_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

func secret(c web.Context) error { return c.String(http.StatusOK, "secret") }

func TestRequired(t *testing.T) {
	t.Parallel()
	s := newSite(t, settings{Options: auth.Options{LoginURL: "/enter"}},
		urls.Get("/in", secret, auth.Required), urls.Post("/in", secret, auth.Required))
	newUser(t, s.ctx, "ada")
	cases := []struct {
		name, method, target string
		header               map[string]string
		status               int
		location             string
		htmx                 string
	}{
		{"a page leads to the login and back", "GET", "/in?a=1&b=2", nil, 303, "/enter?next=%2Fin%3Fa%3D1%26b%3D2", ""},
		{"a form leads back to its page", "POST", "/in", map[string]string{"Referer": "http://example.com/form?x=1"}, 303, "/enter?next=%2Fform%3Fx%3D1", ""},
		{"a form of nowhere leads to the login", "POST", "/in", nil, 303, "/enter", ""},
		{"a form of another site leads to the login", "POST", "/in", map[string]string{"Referer": "https://evil.example/"}, 303, "/enter", ""},
		{"a script gets a status", "GET", "/in", map[string]string{"Accept": "application/json"}, 401, "", ""},
		{"a browser that also takes JSON gets a page", "GET", "/in", map[string]string{"Accept": "text/html,application/json;q=0.5"}, 303, "/enter?next=%2Fin", ""},
		{"htmx gets the address of the login", "GET", "/in", map[string]string{"HX-Request": "true", "HX-Current-URL": "http://example.com/list"}, 401, "", "/enter?next=%2Flist"},
		{"htmx of nowhere gets the login", "GET", "/in", map[string]string{"HX-Request": "true"}, 401, "", "/enter"},
		{"htmx of another site gets the login", "GET", "/in", map[string]string{"HX-Request": "true", "HX-Current-URL": "https://evil.example/"}, 401, "", "/enter"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(c.method, c.target, nil)
			for k, v := range c.header {
				r.Header.Set(k, v)
			}
			rec := s.browser().send(r)
			if rec.Code != c.status || rec.Header().Get("Location") != c.location || rec.Header().Get("HX-Redirect") != c.htmx {
				t.Errorf("%d to %q, htmx to %q", rec.Code, rec.Header().Get("Location"), rec.Header().Get("HX-Redirect"))
			}
			if rec.Header().Get("Cache-Control") != "no-store" || strings.Contains(rec.Body.String(), "secret") {
				t.Errorf("%v %s", rec.Header(), rec.Body)
			}
		})
	}
	b := s.browser()
	b.login(t, "ada", goodPassword)
	if rec := b.get("/in"); rec.Code != http.StatusOK || rec.Body.String() != "secret" {
		t.Errorf("a user gets %d %s", rec.Code, rec.Body)
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	editors := &auth.Group{Name: "editors", Permissions: []string{"blog.change_post", "blog.view_post"}}
	readers := &auth.Group{Name: "readers", Permissions: []string{"blog.view_post"}}
	ok(t, auth.Groups.Create(ctx, editors))
	ok(t, auth.Groups.Create(ctx, readers))
	add := func(name string, change func(*auth.User), groups ...*auth.Group) {
		u := newUser(t, ctx, name)
		change(u)
		ok(t, auth.Users.Save(ctx, u))
		var ids []int64
		for _, g := range groups {
			ids = append(ids, g.ID)
		}
		ok(t, auth.Users.Groups.Set(ctx, u, ids...))
	}
	add("plain", func(*auth.User) {})
	add("own", func(u *auth.User) { u.Permissions = []string{"blog.add_post"} })
	add("editor", func(*auth.User) {}, editors, readers)
	add("both", func(u *auth.User) { u.Permissions = []string{"blog.delete_post"} }, readers)
	add("super", func(u *auth.User) { u.Superuser = true })
	add("staff", func(u *auth.User) { u.Staff = true })
	add("former", func(u *auth.User) { u.Superuser, u.Active, u.Permissions = true, false, []string{"blog.add_post"} }, editors)
	all := []string{"blog.add_post", "blog.change_post", "blog.delete_post", "blog.view_post", "", "blog.*", "blog"}
	want := map[string][]string{
		"own": {"blog.add_post"}, "editor": {"blog.change_post", "blog.view_post"}, "both": {"blog.delete_post", "blog.view_post"}, "super": all,
		"plain": nil, "staff": nil, "former": nil,
	}
	for name, can := range want {
		u, err := auth.ByUsername(ctx, name)
		ok(t, err)
		var got []string
		for _, p := range all {
			yes, err := u.Can(ctx, p)
			ok(t, err)
			if yes {
				got = append(got, p)
			}
		}
		if diff := cmp.Diff(can, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	var nobody *auth.User
	if yes, err := nobody.Can(ctx, "blog.view_post"); yes || err != nil {
		t.Errorf("nobody: %v, %v", yes, err)
	}
}

func TestPermissionNames(t *testing.T) {
	t.Parallel()
	got := auth.Permissions(auth.Users.Def.Table.Schema())
	if diff := cmp.Diff([]string{"auth.add_user", "auth.change_user", "auth.delete_user", "auth.view_user"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRequirePermission(t *testing.T) {
	t.Parallel()
	s := newSite(t, settings{}, urls.Get("/reports", secret, auth.RequirePermission("shop.view_report", "shop.view_sum")))
	u := newUser(t, s.ctx, "ada")
	b := s.browser()
	if rec := b.get("/reports"); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/login?next=%2Freports" {
		t.Errorf("a visitor gets %d", rec.Code)
	}
	b.login(t, "ada", goodPassword)
	for _, c := range []struct {
		permissions []string
		status      int
	}{{nil, 403}, {[]string{"shop.view_report"}, 403}, {[]string{"shop.view_sum", "shop.view_report"}, 200}} {
		u.Permissions = c.permissions
		ok(t, auth.Users.Save(s.ctx, u, auth.Users.Permissions))
		if rec := b.get("/reports"); rec.Code != c.status {
			t.Errorf("with %v: %d, want %d", c.permissions, rec.Code, c.status)
		}
	}
}
