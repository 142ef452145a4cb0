package views_test

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/a-h/templ"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/views"
)

// day is a time as a test writes it; empty if there is none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func parts(all []views.Part) string {
	var out []string
	for _, p := range all {
		out = append(out, fmt.Sprintf("%s:%d", day(p.From), p.Rows))
	}
	return strings.Join(out, " ")
}

func showPeriod(p views.Period[Post]) templ.Component {
	return write("%s|%s|%s %s|%s %s|%s", slugs(p.Items), day(p.From), day(p.Earlier.From), p.Earlier.URL, day(p.Later.From), p.Later.URL, parts(p.Parts))
}

var filed = views.Archive[Post]{Query: Posts.QuerySet.SelectRelated(Posts.Author()).Prefetch(Posts.Tags), By: Posts.PublishedAt, Template: showPeriod}

func TestArchives(t *testing.T) {
	t.Parallel()
	Each(t, func(t *testing.T, ctx context.Context) {
		library(t, ctx)
		empty := filed
		empty.Empty = true
		e := mount(t,
			urls.Show("/all", filed),
			urls.Show("/:year<int>", filed),
			urls.Show("/:year<int>/:month<int>", filed),
			urls.Show("/:year<int>/week/:week<int>", filed),
			urls.Show("/:year<int>/:month<int>/:day<int>", filed),
			urls.Show("/empty/:year<int>/:month<int>/", empty),
			urls.Show("/text/:year/:month", filed),
			urls.Show("/post/:year/:month/:day/:slug", views.Detail[Post]{
				Query: Posts.QuerySet, By: Posts.Slug, Date: Posts.PublishedAt, Template: func(p *Post) templ.Component { return write("%s", p.Title) },
			}),
		)
		for target, want := range map[string]string{
			"/all":                  "beta alpha delta|| | |2025-01-01:1 2026-01-01:2",
			"/2026":                 "beta alpha|2026-01-01|2025-01-01 /2025| |2026-02-01:1 2026-03-01:1",
			"/2025":                 "delta|2025-01-01| |2026-01-01 /2026|2025-03-01:1",
			"/2026/2":               "alpha|2026-02-01|2025-03-01 /2025/3|2026-03-01 /2026/3|2026-02-20:1",
			"/2026/3/1":             "beta|2026-03-01|2026-02-20 /2026/2/20| |",
			"/2026/2/20":            "alpha|2026-02-20|2025-03-01 /2025/3/1|2026-03-01 /2026/3/1|",
			"/2026/week/9":          "beta|2026-02-23|2026-02-16 /2026/week/8| |2026-03-01:1",
			"/2025/week/9":          "delta|2025-02-24| |2026-02-16 /2026/week/8|2025-03-01:1",
			"/empty/2026/1/":        "|2026-01-01|2025-03-01 /empty/2025/3/|2026-02-01 /empty/2026/2/|",
			"/text/2026/2":          "alpha|2026-02-01|2025-03-01 /text/2025/3|2026-03-01 /text/2026/3|2026-02-20:1",
			"/2024":                 "",
			"/2026/1":               "", // a month without rows
			"/2026/13":              "",
			"/2026/0":               "",
			"/2026/2/29":            "",
			"/2026/2/0":             "",
			"/2026/week/0":          "",
			"/2026/week/54":         "",
			"/2025/week/53":         "", // only some years have one
			"/0":                    "",
			"/9999":                 "",
			"/99999999999999999":    "",
			"/empty/9999/12/":       "",
			"/empty/9998/12/":       "", // has not begun
			"/text/-1/2":            "",
			"/text/2026/+2":         "",
			"/text/2026/02":         "", // a page has one address
			"/text/%00/2":           "",
			"/text/x/y":             "",
			"/2026?after=x":         "",
			"/2026?page=x":          "beta alpha|2026-01-01|2025-01-01 /2025| |2026-02-01:1 2026-03-01:1",
			"/post/2026/2/20/alpha": "First of all",
			"/post/2026/2/21/alpha": "",
			"/post/2026/2/30/alpha": "",
			"/post/2026/2/20/beta":  "",
			"/post/a/b/c/alpha":     "",
		} {
			if rec := get(e, ctx, target); rec.Body.String() != want || want == "" && rec.Code != 404 {
				t.Errorf("%s: %d %q, want %q", target, rec.Code, rec.Body, want)
			}
		}
	})
}

func TestArchivesOfDays(t *testing.T) {
	t.Parallel()
	Each(t, func(t *testing.T, ctx context.Context) {
		for i, d := range []orm.Date{{Year: 2026, Month: 2, Day: 20}, {Year: 2025, Month: 12, Day: 31}, {Year: 2026, Month: 2, Day: 21}} {
			if err := Samples.Create(ctx, &Sample{Name: fmt.Sprint(i), Day: d, At: time.Now(), Clock: orm.TimeOfDay{Hour: 1}, Host: orm.IP{Addr: netip.MustParseAddr("127.0.0.1")}, Level: LevelLow, State: StatusDraft}); err != nil {
				t.Fatal(err)
			}
		}
		archive := views.Archive[Sample]{Query: Samples.QuerySet, By: Samples.Day, Template: func(p views.Period[Sample]) templ.Component {
			names := ""
			for _, s := range p.Items {
				names += s.Name
			}
			return write("%s|%s %s|%s", names, p.Earlier.URL, p.Later.URL, parts(p.Parts))
		}}
		e := mount(t, urls.Show("/", archive), urls.Show("/:year<int>", archive), urls.Show("/:year<int>/:month<int>", archive), urls.Show("/:year<int>/week/:week<int>", archive))
		for target, want := range map[string]string{
			"/":             "201| |2025-01-01:1 2026-01-01:2",
			"/2026":         "20|/2025 |2026-02-01:2",
			"/2025":         "1| /2026|2025-12-01:1",
			"/2026/2":       "20|/2025/12 |2026-02-20:1 2026-02-21:1",
			"/2026/week/1":  "1| /2026/week/8|2025-12-31:1", // the year of a week is that of its Thursday
			"/2026/week/53": "20|/2025/week/1|",
		} {
			if target == "/2026/week/53" { // 2026 has 53 weeks, the last of which has not begun
				want = ""
			}
			if rec := get(e, ctx, target); rec.Body.String() != want {
				t.Errorf("%s: %d %q, want %q", target, rec.Code, rec.Body, want)
			}
		}
	})
}

// The clock of the bubble stands at midnight of January 1st, 2000.
func TestTodayAndTheFuture(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := Open(t, sqlite.Memory)
		if err := Authors.Create(ctx, &Author{Name: "Ada"}); err != nil {
			t.Fatal(err)
		}
		for slug, at := range map[string]time.Duration{"yesterday": -time.Hour, "now": time.Hour, "tonight": 23 * time.Hour, "tomorrow": 25 * time.Hour} {
			when := time.Now().Add(at)
			if err := Posts.Create(ctx, &Post{Slug: slug, AuthorID: 1, PublishedAt: &when}); err != nil {
				t.Fatal(err)
			}
		}
		today, future, futureDays, detail := filed, filed, filed, views.Detail[Post]{
			Query: Posts.QuerySet, By: Posts.Slug, Date: Posts.PublishedAt, Template: func(p *Post) templ.Component { return write("%s", p.Slug) },
		}
		today.Today, future.Future, future.Today, futureDays.Future, futureDays.Oldest = true, true, true, true, true
		e := mount(t,
			urls.Show("/today", today), urls.Show("/future", future), urls.Show("/:year<int>/:month<int>/:day<int>", filed), urls.Show("/future/:year<int>", futureDays),
			urls.Show("/post/:year/:month/:day/:slug", detail),
		)
		check := func(target, want string) {
			t.Helper()
			rec := get(e, ctx, target)
			if got, _, _ := strings.Cut(rec.Body.String(), "|"); got != want || want == "" && rec.Code != 404 {
				t.Errorf("%s: %d %q, want %q", target, rec.Code, rec.Body, want)
			}
		}
		check("/today", "") // nothing yet
		check("/future", "tonight now")
		check("/future/2000", "now tonight tomorrow")
		check("/2000/1/2", "")
		check("/post/2000/1/1/now", "")
		time.Sleep(2 * time.Hour)
		check("/today", "now")
		check("/post/2000/1/1/now", "now")
		check("/2000/1/1", "now")
		check("/1999/12/31", "yesterday")
		time.Sleep(24 * time.Hour)
		check("/today", "tomorrow")
		check("/2000/1/1", "tonight now")
	})
}
