package feeds_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/feeds"
)

// parse is what the program does with a feed on its standard input.
const parse = `
import sys, json, feedparser
d = feedparser.parse(sys.stdin.buffer.read(), response_headers={"content-type": sys.argv[1], "content-location": "http://example.com/feed.xml"})
print(json.dumps({
  "complaint": str(d.get("bozo_exception", "")), "version": d.version,
  "feed": {k: d.feed.get(k, "") for k in ("title", "link", "id", "language", "subtitle")},
  "hub": [l.href for l in d.feed.get("links", []) if l.rel == "hub"],
  "entries": [{"title": e.get("title"), "link": e.get("link"), "id": e.get("id"), "permalink": e.get("guidislink"),
     "published": e.get("published"), "updated": e.get("updated"), "author": e.get("author_detail", {}).get("name", "") + " " + e.get("author_detail", {}).get("email", ""),
     "tags": [t.term for t in e.get("tags", [])], "summary": e.get("summary"), "content": [c.value for c in e.get("content", [])],
     "enclosures": [[l.get("href"), l.get("type"), l.get("length")] for l in e.get("enclosures", [])],
     "episode": e.get("itunes_episode"), "duration": e.get("itunes_duration")} for e in d.entries],
}))`

type parsed struct {
	Complaint string
	Version   string
	Feed      map[string]string
	Hub       []string
	Entries   []struct {
		Title, Link, ID, Published, Updated, Author, Summary, Episode, Duration string
		Permalink                                                               bool
		Tags, Content                                                           []string
		Enclosures                                                              [][]string
	}
}

// feedparser reads a feed with Debian's python3-feedparser.
func feedparser(t *testing.T, feed []byte, contentType string) parsed {
	t.Helper()
	python := ""
	for _, name := range []string{"/usr/bin/python3", "python3"} { // Debian's packages are for Debian's Python
		if exec.Command(name, "-c", "import feedparser").Run() == nil {
			python = name
			break
		}
	}
	if python == "" {
		if os.Getenv("GOFW_TEST_ALL") != "" {
			t.Fatal("GOFW_TEST_ALL is set, but python3-feedparser is missing")
		}
		t.Skip("python3-feedparser is missing")
	}
	cmd := exec.Command(python, "-c", parse, contentType)
	var out, problems bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(feed), &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("feedparser: %v %s", err, &problems)
	}
	var p parsed
	if err := json.Unmarshal(out.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAParserUnderstandsEverything(t *testing.T) {
	t.Parallel()
	ctx := database(t, "green tea", "black tea")
	for format, version := range map[feeds.Format]string{feeds.RSS: "rss20", feeds.Atom: "atom10"} {
		rec, err := ask(ctx, full(format), "GET")
		if err != nil {
			t.Fatal(err)
		}
		p := feedparser(t, rec.Body.Bytes(), rec.Header().Get("Content-Type"))
		if p.Complaint != "" || p.Version != version || len(p.Entries) != 2 {
			t.Fatalf("%q: %q, %s, %d entries", format, p.Complaint, p.Version, len(p.Entries))
		}
		e := p.Entries[0]
		got := []any{p.Feed["title"], p.Feed["link"], p.Feed["language"], p.Feed["subtitle"], p.Hub, e.Title, e.Link, e.ID, e.Author, e.Tags, e.Content, e.Summary, e.Enclosures[0][:2], e.Enclosures[1][0]}
		want := []any{"Tea", "http://example.com/tags/", "en-GB", "All about it", []string{"https://hub.example.org/"}, "green tea", "http://example.com/tags/1", "http://example.com/?p=1",
			"Bob bob@example.com", []string{"green"}, []string{"<p>Long</p>"}, "Short", []string{"http://example.com/1.mp3", "audio/mpeg"}, "http://example.com/1.bin"}
		if format == feeds.RSS {
			got, want = append(got, e.Published, e.Episode, e.Duration), append(want, "Sun, 01 Mar 2026 11:00:00 +0000", "1", "61")
		} else {
			got, want = append(got, e.Published, e.Updated), append(want, "2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", format, diff)
		}
	}
}

func TestAParserSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	ctx := database(t, "tea")
	rec, err := ask(ctx, full(feeds.RSS), "GET")
	if err != nil {
		t.Fatal(err)
	}
	half := rec.Body.Bytes()[:rec.Body.Len()/2]
	if p := feedparser(t, half, "application/rss+xml"); p.Complaint == "" {
		t.Error("half of a feed is taken for a whole one")
	}
	if got := len(feedparser(t, rec.Body.Bytes(), "application/rss+xml").Entries); got != 1 {
		t.Errorf("%d entries", got)
	}
}
