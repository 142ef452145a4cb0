package main

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/gofw/gofw/example-site/newsroom"
	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/sitetest"
)

func TestBrowserUsersAreAddedChangedAndDeleted(t *testing.T) {
	s := startNews(t, 0)
	p := s.login(t, "root")
	p.follow("Users")
	p.shot("users")
	p.fill("Search users", "thorn")
	p.press("Search")
	if names := column(p, "Username"); !slices.Equal(names, []string{"ithornbury"}) {
		t.Errorf("the search finds %q", names)
	}

	p.follow("Add user")
	p.fill("Username", "mara")
	p.fill("E-mail address", "mara@example.com")
	p.press("Save")
	p.sees("Password of mara")
	p.fill("New password", "12345678")
	p.fill("The same again", "12345678")
	p.press("Set password")
	p.answers(http.StatusUnprocessableEntity)
	p.shot("password-wrong")
	p.fill("New password", sitetest.Password)
	p.fill("The same again", "another one")
	p.press("Set password")
	p.sees("The two passwords differ.")
	p.fill("New password", sitetest.Password)
	p.fill("The same again", sitetest.Password)
	p.press("Set password")
	p.sees("The password of “mara” was set.")

	theirs := s.visit(t, "/admin/")
	theirs.login("mara", sitetest.Password)
	theirs.answers(http.StatusForbidden)
	theirs.sees("You are signed in as mara, who may not enter the admin.")
	theirs.shot("forbidden")

	p.follow("mara")
	p.shot("user")
	p.tick("Staff", "newsroom · view posts")
	p.press("Save")
	p.sees("The user “mara” was changed.")
	theirs.open("/admin/")
	theirs.answers(http.StatusOK)
	theirs.sees("Posts")
	theirs.misses("Tags", "Users", "Add post")

	p.follow("mara")
	p.follow("Delete")
	p.press("Delete")
	p.sees("The user “mara” was deleted.")
	theirs.open("/admin/")
	theirs.sees("Log in")
}

func TestBrowserGroupsGrantWhatTheirMembersMayDo(t *testing.T) {
	s := startNews(t, 0)
	s.User("mara", func(u *auth.User) { u.Staff = true })
	p := s.login(t, "root")
	p.follow("Groups")
	p.sees("There are no groups yet.")
	p.shot("groups-none")
	p.follow("Add the first group")
	p.fill("Name", "Editors")
	p.tick("newsroom · change posts", "newsroom · add tags")
	p.press("Save")
	p.sees("The group “Editors” was added.")
	p.open("/admin/auth/user?q=mara")
	p.follow("mara")
	p.tick("Editors")
	p.press("Save")

	theirs := s.login(t, "mara")
	theirs.sees("Posts")
	theirs.follow("Posts")
	theirs.misses("Add post")
	theirs.follow(column(theirs, "Title")[0])
	theirs.misses("Delete")
	theirs.fill("Summary", "Changed by a member.")
	theirs.press("Save and stay")
	theirs.answers(http.StatusOK)
	theirs.holds("Summary", "Changed by a member.")

	p.follow("Groups")
	p.follow("Editors")
	p.fill("Name", "Writers")
	p.press("Save")
	p.sees("The group “Writers” was changed.")
	p.fill("Search groups", "writ")
	p.press("Search")
	p.follow("Writers")
	p.follow("Delete")
	p.press("Delete")
	p.sees("The group “Writers” was deleted.")
	theirs.open("/admin/newsroom/post")
	theirs.answers(http.StatusForbidden)
}

func TestBrowserWhoMayOnlyViewCannotEdit(t *testing.T) {
	s := startNews(t, 0)
	s.User("reader", func(u *auth.User) { u.Staff, u.Permissions = true, []string{"newsroom.view_post"} })
	p := s.login(t, "reader")
	p.follow("Posts")
	p.misses("Add post")
	title := column(p, "Title")[0]
	p.follow(title)
	p.sees(title, "Published", "View on site")
	p.misses("Save", "Delete")
	p.holds("Title", "(not shown)")
	post := got[*newsroom.Post](t)(newsroom.Posts.Filter(newsroom.Posts.Slug.Eq("chandler-street-library-reopens")).One(s.Context()))
	p.open(fmt.Sprintf("/admin/newsroom/post/%d", post.ID))
	p.sees("pwetherell", "Community, Council", "2025-11-09 09:00")
	p.shot("read-only")
	p.open("/admin/newsroom/post/add")
	p.answers(http.StatusForbidden)
	p.sees("You need the permission “newsroom.add_post”")
	p.open("/admin/newsroom/post/999999")
	p.answers(http.StatusNotFound)
	p.sees("There is nothing at this address")
	p.open("/admin/newsroom/post/not-a-number")
	p.answers(http.StatusNotFound)
}
