package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/sitetest"
)

func TestBrowserAdminAsksForALogin(t *testing.T) {
	s := startNews(t, 0)
	p := s.visit(t, "/admin/newsroom/post?status=draft")
	p.sees("Log in")
	p.shot("login")
	p.login("root", "not the password")
	p.answers(http.StatusUnprocessableEntity)
	p.sees("Username and password do not match")
	p.holds("Username", "root")
	p.holds("Password", "")
	p.shot("login-wrong")
	p.login("root", sitetest.Password)
	p.answers(http.StatusOK)
	if p.path() != "/admin/newsroom/post?status=draft" {
		t.Errorf("the login leads to %s", p.path())
	}
	p.open("/admin/")
	p.sees("Newsroom", "Posts", "Tags", "Comments", "Access", "Users", "Groups")
	p.shot("home")

	p.click("root")
	p.press("Sign out")
	p.sees("Log in")
	p.open("/admin/")
	p.sees("Log in")
}

func TestBrowserListsFilterSearchSortAndTurnPages(t *testing.T) {
	s := startNews(t, 300)
	p := s.login(t, "root")
	p.follow("Posts")
	p.shot("list")
	if authors := column(p, "Author"); len(authors) != 50 || !slices.Contains(authors, "ithornbury") {
		t.Errorf("the authors are %q", authors)
	}
	dates := column(p, "Published at")
	if !slices.IsSortedFunc(dates, func(a, b string) int { return strings.Compare(b, a) }) || len(dates[0]) != len("2026-11-20 08:00") {
		t.Errorf("the dates are %q, want the newest first", dates)
	}

	p.click("Status")
	p.follow("Draft")
	if states := slices.Compact(column(p, "Status")); !slices.Equal(states, []string{"Draft"}) {
		t.Errorf("drafts alone are %q", states)
	}
	p.shot("list-filtered")
	draft := column(p, "Title")[3]
	p.fill("Search posts", strings.ToUpper(draft))
	p.press("Search")
	if titles := column(p, "Title"); !slices.Equal(titles, []string{draft}) {
		t.Errorf("the search for %q finds %q", draft, titles)
	}
	p.fill("Search posts", "no such words")
	p.press("Search")
	p.sees("No posts match “no such words”", "Without Status: Draft")
	p.shot("list-nothing")
	p.follow("Clear all")

	p.follow("Title")
	first := column(p, "Title")
	if !slices.IsSorted(first) || len(first) != 50 {
		t.Errorf("sorted titles are %q", first)
	}
	p.follow("Next")
	second := column(p, "Title")
	if !slices.IsSorted(second) || second[0] <= first[49] {
		t.Errorf("the second page begins with %q behind %q", second[0], first[49])
	}
	p.sees("51–100 of")
	p.follow("Previous")
	if !slices.Equal(column(p, "Title"), first) {
		t.Error("the way back leads to another page")
	}
	p.follow("Title")
	if last := column(p, "Title"); last[0] < second[0] {
		t.Errorf("descending begins with %q", last[0])
	}
}

func TestBrowserActionsChangeTheChosenRows(t *testing.T) {
	s := startNews(t, 100)
	p := s.login(t, "root")
	p.open("/admin/newsroom/post?status=draft")
	drafts := column(p, "Title")
	if len(drafts) < 3 {
		t.Fatalf("there are %d drafts", len(drafts))
	}
	p.tick(drafts[0], drafts[1])
	p.sees("2 chosen")
	p.shot("list-chosen")
	p.press("Publish the selected posts")
	p.sees("Publish the selected posts: 2 posts changed.")
	p.open("/admin/newsroom/post?status=draft")
	if left := column(p, "Title"); !slices.Equal(left, drafts[2:]) {
		t.Errorf("%d drafts are left of %d", len(left), len(drafts))
	}

	p.tick("All posts on this page")
	p.press("Delete the selected posts")
	p.sees("This cannot be undone")
	p.shot("delete-several")
	p.follow("Cancel")
	p.open("/admin/newsroom/post?status=draft")
	p.tick(drafts[2])
	p.press("Delete the selected posts")
	p.press("Delete")
	p.sees("1 post was deleted.")
	p.misses(drafts[2])
}

// column is the text of one column of the list.
func column(p *page, name string) []string {
	p.t.Helper()
	return eval[[]string](p, "column", name)
}
