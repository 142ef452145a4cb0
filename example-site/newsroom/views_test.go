package newsroom

import (
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/sitetest"
)

func TestReadersFindOldNews(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, App)
	author := c.User("mara", func(u *auth.User) { u.FirstName, u.LastName = "Mara", "Holt" })
	harbour := &Tag{Name: "Harbour", Slug: "harbour"}
	if err := Tags.Create(c.Context(), harbour); err != nil {
		t.Fatal(err)
	}
	for slug, day := range map[string]string{"ferry": "2024-05-03", "crane": "2024-05-17", "gale": "2023-11-30"} {
		at, _ := time.Parse(time.DateOnly, day)
		p := &Post{Title: "The " + slug, Slug: slug, Summary: "About it.", Status: StatusPublished, PublishedAt: &at, AuthorID: author.ID}
		if err := Posts.Create(c.Context(), p); err != nil {
			t.Fatal(err)
		}
		if slug == "crane" {
			if err := Posts.Tags.Set(c.Context(), p, harbour.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	page := c.Visit("/news/").Click("Harbour")
	sitetest.Shows(t, page, "The crane")
	sitetest.NotShows(t, page, "The ferry")
	page = page.Click("All").Click("By year and month")
	sitetest.Shows(t, page, "2023 (1)", "2024 (2)", "The gale")
	page = page.Click("2024").Click("May").Click("17 May")
	if got := page.Address(); got != PostDayURL(2024, 5, 17) {
		t.Errorf("the day is at %s", got)
	}
	sitetest.Shows(t, page, "The crane")
	page = page.Click("Before")
	sitetest.Shows(t, page, "The ferry")
	sitetest.Contains(t, c.Visit("/news/tags/harbour"), "The crane")
	c.Crawl("/", func(address string) bool { return strings.HasPrefix(address, "/pictures/") }) // of another app
}
