package views_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/forms"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/views"
	"github.com/gofw/gofw/framework/web"
)

var postForm = forms.Model[Post]{Fields: orm.Columns(Posts.Title, Posts.Slug, Posts.Body, Posts.Status, Posts.Tags)}

func postURL(p *Post) string { return "/posts/" + p.Slug }

// authorOf is the author who has the name of the user who asks.
func authorOf(c web.Context) (*Author, error) {
	u, err := auth.UserOf(c)
	if err != nil || u == nil {
		return nil, errors.Join(err, web.Forbidden("Nobody is there."))
	}
	return Authors.Filter(Authors.Name.Eq(u.Username)).One(c.Request().Context())
}

// own is the posts of the user who asks.
func own(c web.Context, q *orm.QuerySet[*Post]) (*orm.QuerySet[*Post], error) {
	a, err := authorOf(c)
	if err != nil {
		return nil, err
	}
	return q.Filter(Posts.AuthorID.Eq(a.ID)), nil
}

var addPost = views.Create[Post]{
	Form:    postForm,
	Require: auth.Required,
	Initial: func(c web.Context, p *Post) error { p.Title = c.QueryParam("title"); return nil },
	Prepare: func(c web.Context, p *Post) error {
		a, err := authorOf(c)
		if err != nil {
			return err
		}
		if strings.Contains(p.Body, "spam") {
			return forms.Wrong(Posts.Body, "No spam.")
		}
		p.AuthorID = a.ID
		return nil
	},
	After: func(ctx context.Context, p *Post) error {
		if p.Title == "Undo" {
			return forms.Wrong(Posts.Title, "It was undone.")
		}
		return Comments.Create(ctx, &Comment{PostID: p.ID, Body: "written"})
	},
	Then:    postURL,
	Message: func(p *Post) string { return "“" + p.Title + "” was written." },
}

var changePost = views.Update[Post]{
	Query: Posts.SelectRelated(Posts.Author()), By: Posts.Slug, Form: postForm, Require: auth.Required, Rows: own,
	Allow: func(_ web.Context, p *Post) error {
		if p.Featured {
			return web.Forbidden("A featured post stays as it is.")
		}
		return nil
	},
	Then: postURL, Message: func(p *Post) string { return "Changed." },
}

var deletePost = views.Delete[Post]{
	Query: Posts.QuerySet, By: Posts.Slug, Require: auth.RequirePermission("blog.delete_post"),
	Before: func(ctx context.Context, p *Post) error {
		if p.Slug == "kept" {
			return forms.Wrong(Posts.Slug, "This one is kept.")
		}
		return nil
	},
	Then: func(*Post) string { return "/" }, Message: func(p *Post) string { return "“" + p.Title + "” is gone." },
}

func press(t *testing.T) *sitetest.Client {
	t.Helper()
	tables := []*orm.Table{Authors.Def.Table, Tags.Def.Table, Posts.Def.Table, Comments.Def.Table}
	c := sitetest.New(t, site.App{Name: "blog", Models: tables, Migrations: sitetest.Migrations(t, "blog", tables...), Routes: urls.Routes{
		urls.Get("/", func(c web.Context) error { return c.HTML(http.StatusOK, "<p>front</p>") }),
		urls.Show("/mine", views.List[Post]{Query: Posts.OrderBy(Posts.ID.Asc()), Require: auth.Required, Rows: own, Template: showPosts}),
		urls.Show("/add", addPost),
		urls.Show("/posts/:slug", views.Detail[Post]{Query: Posts.QuerySet, By: Posts.Slug, Template: func(p *Post) templ.Component { return write("<h1>%s</h1>", p.Title) }}),
		urls.Show("/posts/:slug/change", changePost),
		urls.Show("/posts/:slug/delete", deletePost),
		urls.Show("/authors/:id/delete", views.Delete[Author]{Query: Authors.QuerySet, Then: func(*Author) string { return "/" }}),
	}})
	ctx := c.Context()
	for _, name := range []string{"ada", "bob"} {
		if err := Authors.Create(ctx, &Author{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	if err := Tags.Create(ctx, &Tag{Name: "go"}); err != nil {
		t.Fatal(err)
	}
	return c
}

func newPost(t *testing.T, c *sitetest.Client, p Post) {
	t.Helper()
	if err := Posts.Create(c.Context(), &p); err != nil {
		t.Fatal(err)
	}
}

func TestAPersonWritesAPost(t *testing.T) {
	t.Parallel()
	c := press(t)
	sitetest.Redirects(t, c.Get("/add"), "/admin/login?next=%2Fadd")
	sitetest.Redirects(t, c.Post("/add", url.Values{"title": {"x"}}), "/admin/login")
	c.Login(c.User("ada"))
	page := c.Visit("/add?title=Hello")
	if got := page.Value("Title"); got != "Hello" {
		t.Errorf("the form begins with %q", got)
	}
	page.Fill("Title", "Hello <world>")
	page.Fill("Body", "spam")
	page.Check("go")
	page = page.Press("Save")
	if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Described("Body"), "No spam.") || page.Value("Title") != "Hello <world>" {
		t.Fatalf("a mistake: %s", page)
	}
	page.Fill("Body", "Words.")
	page = page.Press("Save")
	sitetest.Redirects(t, page, "/posts/hello-world")
	sitetest.Messages(t, c, messages.Message{Level: messages.LevelSuccess, Text: "“Hello <world>” was written."})
	p, err := Posts.Prefetch(Posts.Tags, Posts.Comments).One(c.Context())
	if err != nil || p.AuthorID != 1 || len(p.Tags) != 1 || len(p.Comments) != 1 || p.Status != StatusDraft {
		t.Errorf("stored is %+v, %v", p, err)
	}
}

func TestWhatGoesWrongBehindTheFormUndoesAll(t *testing.T) {
	t.Parallel()
	c := press(t)
	c.Login(c.User("ada"))
	page := c.Visit("/add")
	page.Fill("Title", "Undo")
	page.Fill("Body", "Words.")
	page = page.Press("Save")
	if page.Status != http.StatusConflict || !strings.Contains(page.Described("Title"), "It was undone.") {
		t.Errorf("the page is %s", page)
	}
	if n, err := Posts.Count(c.Context()); n != 0 || err != nil {
		t.Errorf("%d posts are stored, %v", n, err)
	}
	c.Login(c.User("eve")) // who is no author
	if got := c.Post("/add", url.Values{"title": {"Hi"}, "body": {"Hi"}, "status": {"draft"}}); got.Status != http.StatusNotFound {
		t.Errorf("a refusal: %s", got)
	}
}

func TestAPersonChangesOnlyTheirOwn(t *testing.T) {
	t.Parallel()
	c := press(t)
	newPost(t, c, Post{Slug: "a", Title: "A", Body: "x", AuthorID: 1, Views: 7})
	newPost(t, c, Post{Slug: "b", Title: "B", Body: "x", AuthorID: 2})
	newPost(t, c, Post{Slug: "f", Title: "F", Body: "x", AuthorID: 1, Featured: true})
	sitetest.Redirects(t, c.Get("/posts/a/change"), "/admin/login?next=%2Fposts%2Fa%2Fchange")
	c.Login(c.User("ada"))
	sitetest.Contains(t, c.Get("/mine"), "a f")
	for address, status := range map[string]int{"/posts/b/change": 404, "/posts/f/change": 403, "/posts/none/change": 404, "/posts/%27/change": 404} {
		if got := c.Get(address); got.Status != status {
			t.Errorf("%s: %s", address, got)
		}
		if got := c.Post(address, url.Values{"title": {"Taken"}, "slug": {"t"}, "body": {"x"}, "status": {"draft"}}); got.Status != status {
			t.Errorf("POST %s: %s", address, got)
		}
	}
	got := c.Post("/posts/a/change", url.Values{"title": {""}, "slug": {"b"}, "body": {"x"}, "status": {"draft"}, "views": {"99"}, "author": {"2"}})
	if got.Status != http.StatusUnprocessableEntity || !got.Shows("Change post") {
		t.Errorf("mistakes: %s", got)
	}
	page := c.Visit("/posts/a/change")
	page.Fill("Title", "A2")
	sitetest.Redirects(t, page.Press("Save"), "/posts/a")
	sitetest.Messages(t, c, messages.Message{Level: messages.LevelSuccess, Text: "Changed."})
	p, err := Posts.Filter(Posts.Slug.Eq("a")).One(c.Context())
	if err != nil || p.Title != "A2" || p.Views != 7 || p.AuthorID != 1 {
		t.Errorf("stored is %+v, %v", p, err)
	}
}

func TestNextLeadsWithinTheSite(t *testing.T) {
	t.Parallel()
	c := press(t)
	newPost(t, c, Post{Slug: "a", Title: "A", Body: "x", AuthorID: 1})
	c.Login(c.User("ada"))
	form := url.Values{"title": {"A"}, "slug": {"a"}, "body": {"x"}, "status": {"draft"}}
	for next, want := range map[string]string{
		"/mine":                      "/mine",
		"/mine?page=2":               "/mine?page=2",
		"https://evil.example/":      "/posts/a",
		"//evil.example/":            "/posts/a",
		`/\evil.example`:             "/posts/a",
		"javascript:alert(1)":        "/posts/a",
		"/mine\r\nSet-Cookie: a=b":   "/posts/a",
		"":                           "/posts/a",
		strings.Repeat("/a", 10_000): "/posts/a",
	} {
		if got := c.Post("/posts/a/change?next="+url.QueryEscape(next), form); got.Location() != want {
			t.Errorf("next=%.40q leads to %q, want %q", next, got.Location(), want)
		}
	}
}

func TestAPersonDeletes(t *testing.T) {
	t.Parallel()
	c := press(t)
	newPost(t, c, Post{Slug: "a", Title: "A <b>", Body: "x", AuthorID: 1})
	newPost(t, c, Post{Slug: "kept", Title: "Kept", Body: "x", AuthorID: 1})
	c.Login(c.User("bob"))
	for _, got := range []*sitetest.Response{c.Get("/posts/a/delete"), c.Post("/posts/a/delete", nil), c.Delete("/posts/a/delete")} {
		if got.Status != http.StatusForbidden {
			t.Errorf("without the permission: %s", got)
		}
	}
	c.Login(c.User("ada", func(u *auth.User) { u.Permissions = []string{"blog.delete_post"} }))
	page := c.Visit("/posts/a/delete")
	sitetest.Shows(t, page, "Delete “A <b>”?")
	if n, _ := Posts.Count(c.Context()); n != 2 {
		t.Error("asking has deleted it")
	}
	sitetest.Redirects(t, page.Press("Delete"), "/")
	sitetest.Messages(t, c, messages.Message{Level: messages.LevelSuccess, Text: "“A <b>” is gone."})
	if got := c.Post("/posts/a/delete", nil); got.Status != http.StatusNotFound {
		t.Errorf("once more: %s", got)
	}
	if got := c.Delete("/posts/kept/delete"); got.Status != http.StatusConflict || !got.Shows("This one is kept.") {
		t.Errorf("what is kept: %s", got)
	}
	if n, _ := Posts.Count(c.Context()); n != 1 {
		t.Errorf("%d posts are left", n)
	}
}
