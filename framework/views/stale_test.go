package views_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/forms"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/views"
	"github.com/gofw/gofw/framework/web"
)

func TestTwoPeopleChangeOneRow(t *testing.T) {
	t.Parallel()
	c := press(t)
	newPost(t, c, Post{Slug: "a", Title: "A", Body: "x", AuthorID: 1})
	c.Login(c.User("ada"))
	first, second := c.Visit("/posts/a/change?next=/mine"), c.Visit("/posts/a/change")
	first.Fill("Title", "By the first")
	sitetest.Redirects(t, first.Press("Save"), "/mine")
	second.Fill("Title", "By the second")
	second = second.Press("Save")
	if second.Status != http.StatusConflict || second.Value("Title") != "By the second" || !second.Shows("Somebody else has changed this meanwhile.") {
		t.Fatalf("the second is not told: %s", second)
	}
	if p, err := Posts.First(c.Context()); err != nil || p.Title != "By the first" {
		t.Errorf("stored is %q, %v", p.Title, err)
	}
	sitetest.Redirects(t, second.Press("Save"), "/posts/a")
	if p, err := Posts.First(c.Context()); err != nil || p.Title != "By the second" {
		t.Errorf("stored is %q, %v", p.Title, err)
	}
}

// send posts a form to a site that has no sessions.
func send(e *web.Echo, ctx context.Context, method, target string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, r.WithContext(ctx))
	return rec
}

func TestWhatHappensMeanwhile(t *testing.T) {
	t.Parallel()
	Each(t, func(t *testing.T, ctx context.Context) {
		library(t, ctx)
		form := forms.Model[Post]{Fields: orm.Columns(Posts.Title, Posts.Slug, Posts.Body, Posts.Status)}
		then := func(p *Post) string { return "/" + p.Slug }
		gone := func(ctx context.Context, p *Post) error {
			_, err := Posts.Filter(Posts.ID.Eq(p.ID)).Delete(ctx)
			return err
		}
		taken := func(ctx context.Context, p *Post) error {
			_, err := Posts.Filter(Posts.Slug.Eq("beta")).Update(ctx, Posts.Slug.Set("fresh"))
			return err
		}
		if err := orm.Gorm(ctx).Exec("CREATE TABLE held (author_id bigint, FOREIGN KEY (author_id) REFERENCES blog_author(id))").Error; err != nil {
			t.Fatal(err)
		}
		if err := orm.Gorm(ctx).Exec("INSERT INTO held VALUES (2)").Error; err != nil {
			t.Fatal(err)
		}
		e := mount(t,
			urls.Show("/change/:slug", views.Update[Post]{Query: Posts.QuerySet, By: Posts.Slug, Form: form, Then: then}),
			urls.Show("/gone/:slug", views.Update[Post]{Query: Posts.QuerySet, By: Posts.Slug, Form: form, Then: then, Before: gone}),
			urls.Show("/taken/:slug", views.Update[Post]{Query: Posts.QuerySet, By: Posts.Slug, Form: form, Then: then, Before: taken}),
			urls.Show("/delete/:slug", views.Delete[Post]{Query: Posts.QuerySet, By: Posts.Slug, Then: then, Before: gone}),
			urls.Show("/author/:id", views.Delete[Author]{Query: Authors.QuerySet, Then: func(*Author) string { return "/" }}),
		)
		for _, tc := range []struct {
			name, method, target, slug string
			status                     int
			shows                      string
		}{
			{"a form is sent by PUT", "PUT", "/change/gamma", "new", 303, ""},
			{"the version is made up", "PUT", "/change/new?version=x", "new", 409, "Somebody else"},
			{"the version is hostile", "PUT", "/change/new?version=%00%27", "new", 409, "Somebody else"},
			{"the row goes before it is stored", "POST", "/gone/alpha", "other", 404, ""},
			{"the value is taken before it is stored", "POST", "/taken/alpha", "fresh", 409, "Another post has this slug already."},
			{"the row goes before it is deleted", "DELETE", "/delete/alpha", "", 404, ""},
			{"something else needs the row", "POST", "/author/2", "", 409, "something else needs it"},
			{"nothing needs the row", "POST", "/author/1", "", 303, ""},
			{"a method that is none of a form's", "PATCH", "/change/beta", "beta", 405, ""},
		} {
			rec := send(e, ctx, tc.method, tc.target, url.Values{"title": {"T"}, "slug": {tc.slug}, "body": {"x"}, "status": {"draft"}})
			if rec.Code != tc.status || !strings.Contains(rec.Body.String(), tc.shows) {
				t.Errorf("%s: %d %s", tc.name, rec.Code, rec.Body)
			}
		}
		if n, err := Authors.Count(ctx); n != 1 || err != nil {
			t.Errorf("%d authors, %v", n, err)
		}
	})
}

func TestHostileFormsNeverBreakAView(t *testing.T) {
	t.Parallel()
	ctx := Open(t, ":memory:")
	library(t, ctx)
	form := forms.Model[Post]{Fields: orm.Columns(Posts.Title, Posts.Slug, Posts.Views, Posts.Status, Posts.PublishedAt, Posts.Author(), Posts.Tags)}
	then := func(p *Post) string { return "/" + p.Slug }
	e := mount(t,
		urls.Show("/add", views.Create[Post]{Form: form, Then: then}),
		urls.Show("/change/:slug", views.Update[Post]{Query: Posts.QuerySet, By: Posts.Slug, Form: form, Then: then}),
		urls.Show("/delete/:slug", views.Delete[Post]{Query: Posts.QuerySet.Filter(Posts.Status.Eq(StatusDraft)), By: Posts.Slug, Then: then}),
	)
	for _, kind := range []string{"", "text/plain", "application/json", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "%%%"} {
		for _, body := range []string{"", "{}", "%", "title=%00&author=1", "title=a&author=99", "author=x&tags=y&tags=%00", "--x\r\n", "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n\x00\r\n--x--", strings.Repeat("title=a&", 5000)} {
			for _, target := range []string{"/add", "/add?title=x&next=//evil", "/change/alpha", "/change/alpha?version=%00", "/delete/alpha", "/delete/%27"} {
				r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
				r.Header.Set("Content-Type", kind)
				rec := httptest.NewRecorder()
				e.ServeHTTP(rec, r.WithContext(ctx))
				if rec.Code != 422 && rec.Code != 400 && rec.Code != 404 && rec.Code != 413 {
					t.Errorf("%s with %q of %.30q: %d", target, kind, body, rec.Code)
				}
			}
		}
	}
	if n, err := Posts.Count(ctx); n != 4 || err != nil {
		t.Errorf("%d posts, %v", n, err)
	}
}
