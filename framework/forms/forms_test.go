package forms_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/forms"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/forms"
)

var postForm = forms.Model[Post]{
	Fields: orm.Columns[*Post](Posts.Title, Posts.Slug, Posts.Body, Posts.Status, Posts.Views, Posts.Featured, Posts.PublishedAt, Posts.Author(), Posts.Tags),
	Clean: func(p *Post) error {
		if strings.Contains(p.Title, "forbidden") {
			return errors.Join(forms.Wrong(Posts.Title, "Not this word."), errors.New("The post is no good."))
		}
		return nil
	},
}

// send is a request with a form.
func send(ctx context.Context, values url.Values) web.Context {
	r := httptest.NewRequest("POST", "/", strings.NewReader(values.Encode())).WithContext(ctx)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return web.NewEcho().NewContext(r, httptest.NewRecorder())
}

// start is a database with an author and two tags, and values that are fine.
func start(t *testing.T) (context.Context, url.Values) {
	ctx := Open(t, sqlite.Memory)
	must(t, Authors.Create(ctx, &Author{Name: "Ada"}))
	must(t, Tags.BulkCreate(ctx, []*Tag{{Name: "go"}, {Name: "sql"}}))
	return ctx, url.Values{
		"title": {"Crème & Brûlée"}, "body": {"Text\r\nof two lines"}, "status": {"published"}, "views": {"3"},
		"featured": {"true"}, "published_at": {"2026-03-01T12:30"}, "author": {"1"}, "tags": {"1", "2"},
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsTypedIsStored(t *testing.T) {
	ctx, values := start(t)
	form, _, err := postForm.Bind(send(ctx, values))
	must(t, err)
	if !form.Valid() {
		t.Fatal(form.Errors())
	}
	ok, err := form.Save(ctx)
	must(t, err)
	got, err := Posts.SelectRelated(Posts.Author()).Prefetch(Posts.Tags).Get(ctx, 1)
	must(t, err)
	when := time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC)
	if !ok || got.Title != "Crème & Brûlée" || got.Slug != "creme-brulee" || got.Body != "Text\nof two lines" || got.Status != StatusPublished ||
		got.Views != 3 || !got.Featured || !got.PublishedAt.Equal(when) || got.Author.Name != "Ada" || len(got.Tags) != 2 {
		t.Errorf("stored %+v", got)
	}
}

func TestARowIsChangedInTheColumnsOfTheFormAlone(t *testing.T) {
	ctx, values := start(t)
	p := &Post{Title: "Old", Slug: "old", Body: "kept", AuthorID: 1, Views: 9}
	must(t, Posts.Create(ctx, p))
	narrow := forms.Model[Post]{Fields: orm.Columns[*Post](Posts.Title, Posts.Tags)}
	form, err := narrow.BindRow(send(ctx, values), p)
	must(t, err)
	_, err = Posts.Filter(Posts.ID.Eq(p.ID)).Update(ctx, Posts.Views.Set(10)) // somebody else, meanwhile
	must(t, err)
	_, err = form.Save(ctx)
	must(t, err)
	got, err := Posts.Prefetch(Posts.Tags).Get(ctx, p.ID)
	must(t, err)
	if got.Title != "Crème & Brûlée" || got.Slug != "old" || got.Views != 10 || len(got.Tags) != 2 {
		t.Errorf("stored %+v", got)
	}
}

func TestMistakes(t *testing.T) {
	cases := []struct {
		name  string
		field string
		value string
		want  map[string][]string
	}{
		{"a missing title", "title", "  ", map[string][]string{"title": {"This field is required."}}},
		{"a title that is too long", "title", strings.Repeat("é", 201), map[string][]string{"title": {"Use at most 200 characters; this has 201."}}},
		{"text that is not UTF-8", "title", "\xff", map[string][]string{"title": {"The text holds characters that cannot be stored."}}},
		{"a zero byte", "body", "a\x00b", map[string][]string{"body": {"The text holds characters that cannot be stored."}}},
		{"a slug with spaces", "slug", "a b", map[string][]string{"slug": {"Use letters, digits, hyphens and underscores only."}}},
		{"a title without a letter for the slug", "title", "!!!", map[string][]string{"slug": {"Enter a slug: none can be made from the title."}}},
		{"a choice that is not offered", "status", "deleted", map[string][]string{"status": {"Choose one of the values offered."}}},
		{"a number that is none", "views", "many", map[string][]string{"views": {"Enter a whole number."}}},
		{"a number beyond 64 bits", "views", "9223372036854775808", map[string][]string{"views": {"Enter a whole number."}}},
		{"a date that is none", "published_at", "2026-02-30T12:00", map[string][]string{"published_at": {"Enter a date and time, such as 2026-03-14 15:30."}}},
		{"a relation that is not chosen", "author", "", map[string][]string{"author": {"This field is required."}}},
		{"a relation that is not a key", "author", "1 OR 1=1", map[string][]string{"author": {"Choose one of the rows offered."}}},
		{"a related row that is gone", "author", "99", map[string][]string{"author": {"The row you chose is no longer there. Choose another."}}},
		{"a collection with a key that is none", "tags", "x", map[string][]string{"tags": {"Choose among the rows offered."}}},
		{"what only the site knows", "title", "forbidden", map[string][]string{"title": {"Not this word."}, "": {"The post is no good."}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, values := start(t)
			values.Set(c.field, c.value)
			form, _, err := postForm.Bind(send(ctx, values))
			must(t, err)
			if diff := cmp.Diff(c.want, form.Errors()); diff != "" {
				t.Error(diff)
			}
			shown, err := form.View(ctx, forms.Look{})
			must(t, err)
			for _, f := range shown.Failed() {
				if f.Name == c.field && c.want[c.field] != nil && strings.TrimSpace(f.Value) != strings.TrimSpace(c.value) && f.Kind != "checkboxes" && f.Kind != "select" {
					t.Errorf("the typed text is lost: %q", f.Value)
				}
			}
		})
	}
}

func TestSlugsAreNumberedAndTakenOnesRefused(t *testing.T) {
	ctx, values := start(t)
	for i, want := range []string{"creme-brulee", "creme-brulee-2", "creme-brulee-3"} {
		form, post, err := postForm.Bind(send(ctx, values))
		must(t, err)
		if ok, err := form.Save(ctx); err != nil || !ok {
			t.Fatal(i, err)
		}
		if post.Slug != want {
			t.Errorf("slug %d is %q, want %q", i, post.Slug, want)
		}
	}
	values.Set("slug", "creme-brulee")
	form, _, err := postForm.Bind(send(ctx, values))
	must(t, err)
	if diff := cmp.Diff(map[string][]string{"slug": {"Another post has this slug already."}}, form.Errors()); diff != "" {
		t.Error(diff)
	}
}

func TestAValueTakenMeanwhileIsAMistakeNotAnError(t *testing.T) {
	ctx, values := start(t)
	form, _, err := postForm.Bind(send(ctx, values))
	must(t, err)
	must(t, Posts.Create(ctx, &Post{Title: "First", Slug: "creme-brulee", AuthorID: 1}))
	ok, err := form.Save(ctx)
	if ok || err != nil || len(form.Errors()["slug"]) != 1 {
		t.Errorf("ok %v, error %v, mistakes %v", ok, err, form.Errors())
	}
}

func TestInputs(t *testing.T) {
	ctx, _ := start(t)
	shown, err := postForm.Blank().View(ctx, forms.Look{})
	must(t, err)
	var got []string
	for _, f := range shown.Sections[0].Fields {
		got = append(got, fmt.Sprintf("%s %s %q %s required=%t max=%d", f.Name, f.Kind, f.Value, options(f.Options), f.Required, f.MaxLength))
	}
	want := []string{
		`title text ""  required=true max=200`,
		`slug text ""  required=false max=80`,
		`body textarea ""  required=true max=0`,
		`status select "draft" [draft]published required=true max=10`,
		`views number ""  required=true max=0`,
		`featured checkbox "false"  required=false max=0`,
		`published_at datetime-local ""  required=false max=0`,
		`author select "" []1 required=true max=0`,
		`tags checkboxes "" 12 required=false max=0`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestManyRowsAreSearchedNotListed(t *testing.T) {
	ctx, _ := start(t)
	var authors []*Author
	for i := range 150 {
		authors = append(authors, &Author{Name: fmt.Sprintf("Author %03d", i)})
	}
	must(t, Authors.BulkCreate(ctx, authors))
	p := &Post{Title: "x", Slug: "x", AuthorID: 150}
	must(t, Posts.Create(ctx, p))
	in, err := postForm.Of(p).Input(ctx, orm.AnyColumn[*Post](Posts.Author()), forms.Look{Search: func(input string) string { return "/find/" + input }})
	must(t, err)
	if in.Kind != "combobox" || in.Search != "/find/author" || len(in.Options) != 101 || in.Options[0].Label != "Author 148" || !in.Options[0].Selected {
		t.Errorf("got %s with %d options, the first %+v", in.Kind, len(in.Options), in.Options[0])
	}
}

// options writes the values, the chosen ones in brackets.
func options(list []view.Option) string {
	out := ""
	for _, o := range list {
		if o.Selected {
			out += "[" + o.Value + "]"
			continue
		}
		out += o.Value
	}
	return out
}
