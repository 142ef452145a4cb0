package main

import (
	"net/http"
	"slices"
	"testing"

	"github.com/gofw/gofw/example-site/newsroom"
	"github.com/gofw/gofw/framework/sitetest"
)

func TestBrowserAdminWorksWithoutScript(t *testing.T) {
	s := startNews(t, 100)
	manyAuthors(t, s)
	p := newPage(t, s.url).withoutScript()
	p.open("/admin/")
	p.login("root", "wrong")
	p.answers(http.StatusUnprocessableEntity)
	p.login("root", sitetest.Password)
	p.follow("Posts")
	if n := len(column(p, "Title")); n != 50 {
		t.Errorf("the list has %d rows", n)
	}
	p.follow("Next")
	p.sees("51–100 of 132")
	p.click("Status")
	p.follow("Draft")
	drafts := column(p, "Title")
	if states := slices.Compact(column(p, "Status")); !slices.Equal(states, []string{"Draft"}) {
		t.Errorf("drafts alone are %q", states)
	}
	p.tick(drafts[0])
	p.press("Publish the selected posts")
	p.sees("Publish the selected posts: 1 post changed.")
	p.fill("Search posts", drafts[0])
	p.press("Search")
	p.sees("Published")

	p.follow("Add post")
	p.shot("plain-add")
	eval[bool](p, "trusting")
	p.fill("Title", "Written without script")
	p.press("Save")
	p.answers(http.StatusUnprocessableEntity)
	p.holds("Title", "Written without script")
	p.fill("Summary", "A summary.")
	p.fill("Body", "A body.")
	p.choose("Author", "writer29")
	p.choose("Status", "Published")
	p.fill("Published at", "2026-03-14T15:30")
	p.tick("Harbour", "Council")
	p.press("Save")
	p.sees("The post “Written without script” was added.")
	post := got[*newsroom.Post](t)(newsroom.Posts.Prefetch(newsroom.Posts.Tags).Filter(newsroom.Posts.Slug.Eq("written-without-script")).One(s.Context()))
	if post.PublishedAt == nil || len(post.Tags) != 2 {
		t.Errorf("stored: published at %v, %d tags", post.PublishedAt, len(post.Tags))
	}

	p.fill("Search posts", "without script")
	p.enter()
	p.follow("Written without script")
	p.fill("Title", "Changed without script")
	p.tick("Council")
	p.press("Save")
	p.sees("The post “Changed without script” was changed.")
	p.fill("Search posts", "without script")
	p.press("Search")
	p.follow("Changed without script")
	p.follow("Delete")
	p.press("Delete")
	p.sees("The post “Changed without script” was deleted.")
	p.click("root")
	p.press("Sign out")
	p.sees("Log in")
}
