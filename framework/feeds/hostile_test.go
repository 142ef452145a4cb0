package feeds_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/feeds"
	. "github.com/gofw/gofw/framework/internal/blog"
)

// strange is items that visitors might have written.
var strange = map[string]feeds.Item{
	"control":   {Title: "a\x00\x08\x0b\x0c\x1b\x1f\x7fb", Link: "/a\x00\nb"},
	"section":   {Title: "]]>", Summary: "<![CDATA[ ]]>", Content: "<p>]]></p>"},
	"bytes":     {Title: "a\xff\xc3\x28", Summary: "\xed\xa0\x80", Categories: []string{"\xfe", " ", "x\xff"}},
	"markup":    {Title: `<script>alert("1")</script> & 'more'`, Summary: "</description></item>", Author: "<b>", Categories: []string{`"/><x`}},
	"direction": {Title: "\u202eabc\u202c \u200fאבג", Link: "/אבג"},
	"script":    {Title: "script", Link: "javascript:alert(1)", Comments: "data:text/html,x", Enclosures: []feeds.Enclosure{{Link: "vbscript:x"}}, Authors: []feeds.Person{{Name: "x", Link: "JAVASCRIPT:x"}}},
	"relative":  {Title: "relative", Link: "a b?c=<d>", Enclosures: []feeds.Enclosure{{Link: "../x.mp3", Type: "audio/mpeg", Length: -1}}},
	"no link":   {Title: "no link", Summary: "text"},
	"nothing":   {},
	"old":       {Title: "old", Published: time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)},
	"far":       {Title: "far", Published: time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC), Updated: time.Unix(1<<60, 0)},
	"zone":      {Title: "zone", Published: time.Date(2026, 1, 1, 0, 30, 0, 0, time.FixedZone("east", 14*3600)), Episode: &feeds.Episode{Duration: -time.Second, Number: -1}},
	"people":    {Title: "people", Author: " ", Authors: []feeds.Person{{}, {Email: "a@b.c\x00 (x) <y>"}}},
}

func TestHostileItems(t *testing.T) {
	t.Parallel()
	var names []string
	for name := range strange {
		names = append(names, name)
	}
	slices.Sort(names)
	ctx := database(t, names...)
	f := feeds.Feed[Tag]{
		Title: "a\x00<b>]]>\xff", Description: "&", Link: "javascript:x", Self: "data:x", Image: "javascript:x", Language: "en\x00", Author: "\x1f",
		Hubs: []string{"javascript:x", ""}, Categories: []string{"", "\x00"}, Stylesheets: []feeds.Stylesheet{{Link: "javascript:x"}, {Link: "/?>", Type: "?>", Media: `"?>`}},
		Query: Tags.OrderBy(Tags.ID.Asc()), Item: func(t *Tag) feeds.Item { return strange[t.Name] },
	}
	for _, format := range []feeds.Format{feeds.RSS, feeds.Atom} {
		rec, err := ask(ctx, f.As(format), "GET")
		if err != nil {
			t.Fatal(err)
		}
		text := rec.Body.String()
		if strings.Contains(strings.ToLower(text), "javascript:") || strings.Contains(text, "vbscript:") {
			t.Errorf("%q: an address is a script: %s", format, text)
		}
		p := feedparser(t, rec.Body.Bytes(), rec.Header().Get("Content-Type"))
		if p.Complaint != "" || len(p.Entries) != len(names) {
			t.Fatalf("%q: %q with %d entries in %s", format, p.Complaint, len(p.Entries), text)
		}
		for i, name := range names {
			e := p.Entries[i]
			got := []string{e.Title, e.Link, e.Published}
			if e.Link == e.ID && strings.HasPrefix(e.ID, "urn:") { // the parser's own idea
				got[1] = ""
			}
			want := map[string][]string{
				"control":   {"a\x7fb", "http://example.com/ab", ""},
				"section":   {"]]>", "", ""},
				"direction": {"\u202eabc\u202c \u200fאבג", "http://example.com/%D7%90%D7%91%D7%92", ""},
				"script":    {"script", "", ""},
				"relative":  {"relative", "http://example.com/a%20b?c=%3Cd%3E", ""},
				"old":       {"old", "", ""},
				"far":       {"far", "", ""},
				"zone":      {"zone", "", map[feeds.Format]string{feeds.RSS: "Wed, 31 Dec 2025 10:30:00 +0000", feeds.Atom: "2025-12-31T10:30:00Z"}[format]},
			}[name]
			if want != nil && !slices.Equal(got, want) {
				t.Errorf("%q, %s: got %q, want %q", format, name, got, want)
			}
			if e.ID == "" {
				t.Errorf("%q, %s: no id", format, name)
			}
			if name == "script" && len(e.Enclosures) > 0 || name == "relative" && (len(e.Enclosures) != 1 || strings.HasPrefix(e.Enclosures[0][2], "-")) {
				t.Errorf("%q, %s: %q", format, name, e.Enclosures)
			}
		}
	}
	rec, err := ask(ctx, f.As(feeds.JSON), "GET")
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Title string
		Items []struct{ ID, Title, URL string }
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || len(got.Items) != len(names) || got.Title != "a<b>]]>" {
		t.Fatalf("%v in %s", err, rec.Body)
	}
	if got := got.Items[slices.Index(names, "bytes")].Title; got != "a(" {
		t.Errorf("bytes that are no characters: %q", got)
	}
}

func TestAnItemWithAnElementThatIsMarkupIsAnError(t *testing.T) {
	t.Parallel()
	ctx := database(t, "tea")
	f := feed(feeds.RSS)
	f.Item = func(*Tag) feeds.Item { return feeds.Item{Elements: []feeds.Element{{Name: "a><b"}}} }
	if rec, err := ask(ctx, f, "GET"); err == nil || rec.Body.Len() > 0 {
		t.Errorf("%v, %s", err, rec.Body)
	}
}

func TestIdentities(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		name          string
		item          feeds.Item
		id, permalink string
	}{
		{"the link", feeds.Item{Link: "/a"}, "http://example.com/a", "true"},
		{"the link, said again", feeds.Item{Link: "/a", ID: "http://example.com/a"}, "http://example.com/a", "true"},
		{"an address that is no page", feeds.Item{Link: "/a", ID: "http://example.com/?p=1"}, "http://example.com/?p=1", "false"},
		{"an address that is a page", feeds.Item{Link: "/a", ID: "http://example.com/?p=1", Permalink: true}, "http://example.com/?p=1", "true"},
		{"a tag", feeds.Item{Link: "/a", ID: feeds.TagURI("http://example.org:8000/a/#b", day)}, "tag:example.org,2026-03-01:/a//b", "false"},
		{"a tag of this site", feeds.Item{Link: "/a", ID: feeds.TagURI("/a", day)}, "tag:example.com,2026-03-01:/a/", "false"},
		{"a tag of this site without a day", feeds.Item{Link: "/a", ID: feeds.TagURI("/a,:b", time.Time{})}, "tag:example.com:/a,:b/", "false"},
		{"a tag of another site without a day", feeds.Item{ID: feeds.TagURI("http://example.org/é", time.Time{})}, "tag:example.org:/%C3%A9/", "false"},
		{"a tag of what is no address", feeds.Item{ID: feeds.TagURI("%zz", day)}, "tag:example.com,2026-03-01:%25zz/", "false"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := feed(feeds.RSS)
			f.Item = func(*Tag) feeds.Item { return tc.item }
			rec, err := ask(database(t, "tea"), f, "GET")
			if want := `<guid isPermaLink="` + tc.permalink + `">` + tc.id + "</guid>"; err != nil || !strings.Contains(rec.Body.String(), want) {
				t.Errorf("%v: no %s in %s", err, want, rec.Body)
			}
		})
	}
}

func TestEntriesWithoutALinkAreToldApart(t *testing.T) {
	t.Parallel()
	f := feed(feeds.Atom)
	f.Item = func(t *Tag) feeds.Item { return feeds.Item{Title: t.Name} }
	ids := func() (ids []string) {
		rec, err := ask(database(t, "green", "black"), f, "GET")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range feedparser(t, rec.Body.Bytes(), "application/atom+xml").Entries {
			ids = append(ids, e.ID)
		}
		return ids
	}
	first, again := ids(), ids()
	if diff := cmp.Diff(first, again); diff != "" || len(first) != 2 || first[0] == first[1] {
		t.Errorf("%q, and again %q", first, again)
	}
}
