package auth_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/web"
)

func TestLoginPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, settings{pages: auth.Pages{Prefix: "/accounts", Site: "Example <Site>"}})
	rec := s.browser().get("/accounts/login?next=%2Fblog%2F%3Fpage%3D2")
	page := rec.Body.String()
	if rec.Code != http.StatusOK || rec.Header().Get("Cache-Control") != "no-store" || rec.Header().Get("Set-Cookie") != "" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	for _, want := range []string{
		"<h1>Log in</h1>", `<label for="id_username">`, `<label for="id_password">`, `autocomplete="username"`, `autocomplete="current-password"`,
		`<input type="password"`, `<html lang="en">`, `method="post"`, `name="next" value="/blog/?page=2"`, "Example &lt;Site&gt;",
		`href="/static/gofw/admin.css"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s:\n%s", want, page)
		}
	}
	for _, inline := range []string{"<script", "<style", "style=", "onclick"} {
		if strings.Contains(page, inline) {
			t.Errorf("the page has %s", inline)
		}
	}
}

func TestLoginFailures(t *testing.T) {
	t.Parallel()
	s := newSite(t, settings{Options: auth.Options{Throttle: auth.Throttle{Free: 1000}}})
	newUser(t, s.ctx, "ada")
	former := newUser(t, s.ctx, "former")
	former.Active = false
	ok(t, auth.Users.Save(s.ctx, former))
	b := s.browser()
	messages := map[string]bool{}
	for name, form := range map[string][]string{
		"a wrong password":           {"username", "ada", "password", "wrong"},
		"no such user":               {"username", "bob", "password", goodPassword},
		"a user who is not active":   {"username", "former", "password", goodPassword},
		"nothing":                    {},
		"a password of 20 kilobytes": {"username", "ada", "password", strings.Repeat("x", 20_000)},
		"a name with a zero byte":    {"username", "ada\x00", "password", goodPassword},
	} {
		rec := b.post("/login", append(form, "next", "/blog/")...)
		if rec.Code != http.StatusUnprocessableEntity || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", name, rec.Code, rec.Header())
		}
		said := text(rec)
		if i := strings.Index(said, "Username and password do not match"); i >= 0 {
			messages[said[i:strings.Index(said, "small letters.")]] = true
		} else {
			t.Errorf("%s: the page says %s", name, said)
		}
		if !strings.Contains(rec.Body.String(), `role="alert"`) || !strings.Contains(rec.Body.String(), `name="next" value="/blog/"`) {
			t.Errorf("%s: no summary, or the next page is lost", name)
		}
		if strings.Contains(rec.Body.String(), goodPassword) || strings.Contains(rec.Body.String(), "wrong") {
			t.Errorf("%s: the page shows the password", name)
		}
	}
	if len(messages) != 1 {
		t.Errorf("failures say different things: %v", messages)
	}
	rec := b.post("/login", "username", `"><b>ada`, "password", "x")
	if !strings.Contains(rec.Body.String(), `value="&#34;&gt;&lt;b&gt;ada"`) {
		t.Errorf("the name is not kept as it was typed: %s", rec.Body)
	}
	b.is(t, "nobody")
}

func TestNextPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, settings{pages: auth.Pages{Home: "/home"}})
	newUser(t, s.ctx, "ada")
	for next, want := range map[string]string{
		"":                              "/home",
		"/blog/?page=2":                 "/blog/?page=2",
		"http://example.com/blog/":      "/blog/",
		"https://evil.example/":         "/home",
		"//evil.example/":               "/home",
		"///evil.example/":              "/home",
		`/\evil.example/`:               "/home",
		`\\evil.example/`:               "/home",
		"/\t/evil.example/":             "/home",
		"javascript:alert(1)":           "/home",
		"data:text/html,x":              "/home",
		"http:evil.example":             "/home",
		"/x\r\nSet-Cookie: a=b":         "/home",
		"//user@example.com/":           "/home",
		"/" + strings.Repeat("x", 5000): "/home",
	} {
		rec := s.browser().post("/login", "username", "ada", "password", goodPassword, "next", next)
		if got := rec.Header().Get("Location"); rec.Code != http.StatusSeeOther || got != want {
			t.Errorf("next %.40q: %d to %q, want %q", next, rec.Code, got, want)
		}
	}
	rec := s.browser().post("/login?next=/from-the-address", "username", "ada", "password", goodPassword)
	if got := rec.Header().Get("Location"); got != "/from-the-address" {
		t.Errorf("next in the address leads to %q", got)
	}
}

func TestTooManyLogins(t *testing.T) {
	t.Parallel()
	s := newSite(t, settings{})
	newUser(t, s.ctx, "ada")
	b := s.browser()
	for range 5 {
		if rec := b.post("/login", "username", "ada", "password", "wrong"); rec.Code != http.StatusUnprocessableEntity {
			t.Fatalf("%d", rec.Code)
		}
	}
	rec := b.post("/login", "username", "ada", "password", goodPassword)
	if rec.Code != http.StatusTooManyRequests || rec.Header().Get("Retry-After") != "30" || !strings.Contains(text(rec), "Please wait 30 seconds and try again.") {
		t.Errorf("%d, Retry-After %s: %s", rec.Code, rec.Header().Get("Retry-After"), text(rec))
	}
	if !strings.Contains(rec.Body.String(), `value="ada"`) {
		t.Error("the name is lost")
	}
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader("username=ada&password=x"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-For", "203.0.113.9")
	r.Header.Set("X-Real-IP", "203.0.113.9")
	if rec := b.send(r); rec.Code != http.StatusTooManyRequests {
		t.Errorf("who says to come from elsewhere gets %d", rec.Code)
	}
	elsewhere := s.browser()
	elsewhere.address = "198.51.100.7:1234"
	elsewhere.login(t, "ada", goodPassword)
}

func TestLoginForms(t *testing.T) {
	t.Parallel()
	s := newSite(t, settings{})
	newUser(t, s.ctx, "ada")
	var parts bytes.Buffer
	form := multipart.NewWriter(&parts)
	ok(t, form.WriteField("username", "ada"))
	ok(t, form.WriteField("password", goodPassword))
	ok(t, form.Close())
	for _, c := range []struct {
		name, contentType, body string
		status                  int
	}{
		{"a form that is too long", "application/x-www-form-urlencoded", "username=" + strings.Repeat("x", 100_000), http.StatusRequestEntityTooLarge},
		{"a form with a broken escape", "application/x-www-form-urlencoded", "username=%zz", http.StatusBadRequest},
		{"JSON is no form", "application/json", `{"username":"ada","password":"` + goodPassword + `"}`, http.StatusUnprocessableEntity},
		{"a form in parts is not read", form.FormDataContentType(), parts.String(), http.StatusUnprocessableEntity},
		{"text of a browser's trick", "text/plain", "username=ada&password=" + url.QueryEscape(goodPassword), http.StatusUnprocessableEntity},
	} {
		r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.contentType)
		if rec := s.browser().send(r); rec.Code != c.status {
			t.Errorf("%s: %d, want %d", c.name, rec.Code, c.status)
		}
	}
	rec := s.browser().post("/login?username=ada&password=" + url.QueryEscape(goodPassword))
	if rec.Code != http.StatusUnprocessableEntity {
		t.Errorf("a password in the address logs in: %d", rec.Code)
	}
}

func TestChangingThePassword(t *testing.T) {
	t.Parallel()
	const fresh = "nine copper lanterns"
	s := newSite(t, settings{pages: auth.Pages{Prefix: "/accounts"}})
	newUser(t, s.ctx, "ada")
	b, other := s.browser(), s.browser()
	if rec := b.get("/accounts/password"); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/accounts/login?next=%2Faccounts%2Fpassword" {
		t.Errorf("a visitor is sent to %s", rec.Header().Get("Location"))
	}
	for _, each := range []*browser{b, other} {
		if rec := each.post("/accounts/login", "username", "ada", "password", goodPassword); rec.Code != http.StatusSeeOther {
			t.Fatal(rec.Code)
		}
	}
	page := b.get("/accounts/password").Body.String()
	for _, want := range []string{`autocomplete="current-password"`, `autocomplete="new-password"`, `aria-describedby="id_new_help"`, "At least 8 characters"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	for _, c := range []struct{ name, old, new, again, says string }{
		{"the current password is wrong", "wrong", fresh, fresh, "This is not your current password."},
		{"the new one is weak", goodPassword, "1234", "1234", "only digits"},
		{"the new one is like the name", goodPassword, "ada@example.com", "ada@example.com", "too much like the e-mail address"},
		{"the new ones differ", goodPassword, fresh, fresh + "x", "The two new passwords differ."},
		{"nothing was filled in", "", "", "", "too short"},
	} {
		rec := b.post("/accounts/password", "old", c.old, "new", c.new, "again", c.again)
		if rec.Code != http.StatusUnprocessableEntity || !strings.Contains(text(rec), c.says) {
			t.Errorf("%s: %d %s", c.name, rec.Code, text(rec))
		}
		if strings.Contains(rec.Body.String(), `aria-invalid="true"`) == false {
			t.Errorf("%s: no field is marked", c.name)
		}
	}
	before := b.cookie
	rec := b.post("/accounts/password", "old", goodPassword, "new", fresh, "again", fresh)
	if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/accounts/password/done" || b.cookie == before {
		t.Fatalf("%d to %s", rec.Code, rec.Header().Get("Location"))
	}
	if said := text(b.get("/accounts/password/done")); !strings.Contains(said, "Your password was changed") {
		t.Errorf("the page says %s", said)
	}
	b.is(t, "ada")
	other.is(t, "nobody")
	if _, err := auth.Authenticate(s.ctx, "ada", fresh); err != nil {
		t.Error(err)
	}
}

func TestGuessingTheCurrentPasswordIsSlowedDown(t *testing.T) {
	t.Parallel()
	s := newSite(t, settings{})
	newUser(t, s.ctx, "ada")
	b := s.browser()
	b.login(t, "ada", goodPassword)
	for range 5 {
		b.post("/password", "old", "wrong", "new", "nine copper lanterns", "again", "nine copper lanterns")
	}
	rec := b.post("/password", "old", goodPassword, "new", "nine copper lanterns", "again", "nine copper lanterns")
	if rec.Code != http.StatusTooManyRequests || !strings.Contains(text(rec), "Please wait 30 seconds") {
		t.Errorf("%d %s", rec.Code, text(rec))
	}
}

func TestFrameOfASite(t *testing.T) {
	t.Parallel()
	frame := func(c web.Context, title string, content templ.Component) templ.Component {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			io.WriteString(w, "<title>"+title+" at "+c.Path()+"</title>")
			return content.Render(ctx, w)
		})
	}
	s := newSite(t, settings{pages: auth.Pages{Frame: frame}})
	page := s.browser().get("/login").Body.String()
	if !strings.HasPrefix(page, "<title>Log in at /login</title>") || !strings.Contains(page, "<h1>Log in</h1>") || strings.Contains(page, "<html") {
		t.Errorf("the page is %s", page)
	}
}
