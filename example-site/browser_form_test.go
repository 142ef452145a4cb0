package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/example-site/newsroom"
	"github.com/gofw/gofw/framework/auth"
)

func TestBrowserChangesAPost(t *testing.T) {
	s := startNews(t, 0)
	manyAuthors(t, s)
	p := s.login(t, "root")
	p.open("/admin/newsroom/post?q=library")
	title := column(p, "Title")[0]
	p.follow(title)
	p.sees("Publication", "Created at")
	p.shot("change")
	p.fill("Title", "The library opens on Sundays")
	p.sees("Unsaved changes")
	p.choose("Author", "writer17")
	p.choose("Status", "Published")
	p.fill("Published at", "2026-03-14T15:30")
	p.tick("Harbour", "Gardening")
	p.press("Save")
	p.answers(http.StatusOK)
	p.sees("The post “The library opens on Sundays” was changed.")

	post := got[*newsroom.Post](t)(newsroom.Posts.SelectRelated(newsroom.Posts.Author()).Prefetch(newsroom.Posts.Tags).
		Filter(newsroom.Posts.Title.Eq("The library opens on Sundays")).One(s.Context()))
	if at := time.Date(2026, 3, 14, 15, 30, 0, 0, time.UTC); post.Author.Username != "writer17" || post.PublishedAt == nil || !post.PublishedAt.Equal(at) {
		t.Errorf("stored: author %s, published at %v", post.Author.Username, post.PublishedAt)
	}
	var tags []string
	for _, tag := range post.Tags {
		tags = append(tags, tag.Name)
	}
	if !slices.Contains(tags, "Harbour") || !slices.Contains(tags, "Gardening") {
		t.Errorf("stored tags: %q", tags)
	}
	p.open(post.URL())
	p.sees("The library opens on Sundays", "Writer 17", "14 March 2026", "Harbour", "Gardening")
}

func TestBrowserAsksBeforeTypedWordsAreLost(t *testing.T) {
	s := startNews(t, 0)
	p := s.login(t, "root")
	p.open("/admin/newsroom/tag")
	p.follow("Gardening")
	p.follow("Home")
	if p.questions() != 0 {
		t.Error("nothing was typed, and the browser asks")
	}
	p.open("/admin/newsroom/tag")
	p.follow("Gardening")
	p.fill("Name", "Gardens")
	p.follow("Home")
	if p.questions() != 1 {
		t.Error("the browser does not ask")
	}
}

func TestBrowserShowsMistakesAndKeepsWhatWasTyped(t *testing.T) {
	s := startNews(t, 0)
	posts := got[[]*newsroom.Post](t)(newsroom.Posts.Limit(2).All(s.Context()))
	p := s.login(t, "root")
	for _, tc := range []struct{ name, title, slug, want string }{
		{"an empty title", "", "a-slug", "This field is required."},
		{"a title that is too long", strings.Repeat("long", 40), "a-slug", "120"},
		{"a slug that is taken", "A title", posts[1].Slug, "Another post has this slug already."},
	} {
		p.open(fmt.Sprintf("/admin/newsroom/post/%d", posts[0].ID))
		eval[bool](p, "trusting")
		p.fill("Title", tc.title)
		p.fill("Slug", tc.slug)
		p.fill("Body", "These words were **typed**.\n\n<b>All</b> of them.")
		p.tick("Gardening")
		before := p.value("Gardening")
		p.press("Save")
		p.answers(http.StatusUnprocessableEntity)
		p.sees("One thing needs your attention", tc.want)
		p.holds("Title", tc.title)
		p.holds("Slug", tc.slug)
		p.holds("Body", "These words were **typed**.\n\n<b>All</b> of them.")
		p.holds("Gardening", before)
		if focus := eval[string](p, "focused"); !strings.Contains(focus, "summary") {
			t.Errorf("%s: the focus is on %s, not on the summary", tc.name, focus)
		}
		if tc.title == "" {
			p.shot("change-wrong")
		}
	}
	post := got[*newsroom.Post](t)(newsroom.Posts.Get(s.Context(), posts[0].ID))
	if post.Title != posts[0].Title || post.Body != posts[0].Body {
		t.Error("something was stored")
	}
}

func TestBrowserAddsAndDeletesAPost(t *testing.T) {
	s := startNews(t, 0)
	p := s.login(t, "root")
	p.open("/admin/newsroom/post")
	p.follow("Add post")
	p.shot("add")
	p.fill("Title", "Fish & chips: “cheaper” at Émile's")
	p.holds("Slug", "fish-chips-cheaper-at-emile-s")
	p.fill("Summary", "A short summary.")
	p.fill("Body", "Some words.")
	p.choose("Author", "cdray")
	p.press("Save and stay")
	p.sees("was added.")
	p.holds("Slug", "fish-chips-cheaper-at-emile-s")
	p.holds("Title", "Fish & chips: “cheaper” at Émile's")

	p.follow("Delete")
	p.sees("This cannot be undone", "Nothing else depends on it")
	p.shot("delete")
	p.follow("Cancel")
	p.holds("Summary", "A short summary.")
	p.follow("Delete")
	p.press("Delete")
	p.sees("was deleted.")
	if n := got[int64](t)(newsroom.Posts.Filter(newsroom.Posts.Slug.Eq("fish-chips-cheaper-at-emile-s")).Count(s.Context())); n != 0 {
		t.Error("the post is still there")
	}
}

func TestBrowserSaysWhyAnAuthorCannotBeDeleted(t *testing.T) {
	s := startNews(t, 0)
	p := s.login(t, "root")
	p.open("/admin/auth/user?q=ithornbury")
	p.follow("ithornbury")
	p.follow("Delete")
	p.sees("cannot be deleted", "posts", "need another author first")
	p.shot("delete-refused")
	p.follow("Go back")
	p.holds("Username", "ithornbury")
	if _, err := auth.ByUsername(s.Context(), "ithornbury"); err != nil {
		t.Error(err)
	}
}

// manyAuthors makes more users than a plain list would offer.
func manyAuthors(t *testing.T, s newsSite) {
	t.Helper()
	var users []*auth.User
	for i := range 30 {
		users = append(users, &auth.User{Username: fmt.Sprintf("writer%d", i), FirstName: "Writer", LastName: fmt.Sprint(i), Active: true, Password: auth.UnusablePassword()})
	}
	must(t, auth.Users.BulkCreate(s.Context(), users))
}
