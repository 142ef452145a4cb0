package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/admin"
	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/internal/keyed"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
)

func TestRowsWithKeysOfAnyTypeInTheAdmin(t *testing.T) {
	tables := []*orm.Table{keyed.Countries.Def.Table, keyed.Cities.Def.Table, keyed.Lines.Def.Table, keyed.Remarks.Def.Table}
	c := sitetest.New(t, site.App{
		Name: "keyed", Models: tables, Migrations: sitetest.Migrations(t, "keyed", tables...),
		Admin: []admin.AnyModel{admin.Model[keyed.Country]{}, admin.Model[keyed.City]{}, admin.Model[keyed.Line]{}, admin.Model[keyed.Remark]{}},
	})
	ctx := c.Context()
	ok(t, keyed.Countries.BulkCreate(ctx, []*keyed.Country{{Code: "at", Name: "Austria"}, {Code: "~x", Name: "Tilde"}, {Code: "a/", Name: "Slash"}}))
	wien := &keyed.City{Name: "Wien", CountryCode: "at"}
	ok(t, keyed.Cities.Create(ctx, wien))
	ok(t, keyed.Lines.Create(ctx, &keyed.Line{Number: 501, Name: "south"}))
	ok(t, keyed.Remarks.Create(ctx, &keyed.Remark{About: orm.IDOf(wien), Text: "big"}))
	c.Login(c.User("root", func(u *auth.User) { u.Staff, u.Superuser = true, true }))

	for path, want := range map[string]string{
		"/admin/keyed/country":                     `href="/admin/keyed/country/a%2F"`,
		"/admin/keyed/country/at":                  "Austria",
		"/admin/keyed/country/~~x":                 "Tilde",
		"/admin/keyed/country/a%2F":                "Slash",
		"/admin/keyed/country/a%2F/delete":         "Slash",
		"/admin/keyed/country/at/delete":           "will be deleted too",
		"/admin/keyed/city":                        `href="/admin/keyed/country/at"`,
		"/admin/keyed/city/" + wien.ID.String():    "Wien",
		"/admin/keyed/city?country=at":             "Wien",
		"/admin/keyed/remark":                      `href="/admin/keyed/city/` + wien.ID.String() + `"`,
		"/admin/keyed/line/501":                    "south",
		"/admin/keyed/city/options?input=country":  "Austria",
		"/admin/keyed/city/options?input=twin&q=W": wien.ID.String(),
	} {
		if got := c.Get(path); got.Status != http.StatusOK || !strings.Contains(got.Body, want) {
			t.Errorf("%s: status %d, %q is not there", path, got.Status, want)
		}
	}
	for _, path := range []string{"/admin/keyed/country/xx", "/admin/keyed/city/7", "/admin/keyed/city/" + strings.ToUpper(wien.ID.String()), "/admin/keyed/line/0501", "/admin/keyed/line/x"} {
		if got := c.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, got.Status)
		}
	}
	got := c.Post("/admin/keyed/city/"+wien.ID.String(), url.Values{"name": {"Vienna"}, "country": {"a/"}, "lines": {"501"}})
	if got.Status != http.StatusSeeOther {
		t.Fatalf("status %d: %s", got.Status, got.Body)
	}
	saved, err := keyed.Cities.Get(ctx, wien.ID)
	if err != nil || saved.Name != "Vienna" || saved.CountryCode != "a/" {
		t.Errorf("saved %+v (%v)", saved, err)
	}
	if got := c.Post("/admin/keyed/country/add", url.Values{"name": {"Chile"}, "code": {"cl"}}); got.Status != http.StatusSeeOther {
		t.Errorf("a row with a key of its own: status %d", got.Status)
	}
	if got := c.Post("/admin/keyed/country/bulk", url.Values{"action": {"delete"}, "ids": {"a/", "at"}, "confirmed": {"1"}}); got.Status != http.StatusSeeOther {
		t.Errorf("a delete of several: status %d", got.Status)
	}
	if n, err := keyed.Cities.Count(ctx); err != nil || n != 0 {
		t.Errorf("%d cities are left (%v)", n, err)
	}
	if n, err := keyed.Remarks.Count(ctx); err != nil || n != 0 {
		t.Errorf("%d remarks are left (%v)", n, err)
	}
}
