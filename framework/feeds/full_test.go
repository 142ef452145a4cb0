package feeds_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/feeds"
	. "github.com/gofw/gofw/framework/internal/blog"
)

// full is a podcast that says everything that can be said.
func full(f feeds.Format) feeds.Feed[Tag] {
	return feeds.Feed[Tag]{
		Title: "Tea", Description: "All about it", Link: "/tags/", Query: Tags.OrderBy(Tags.ID.Asc()), Format: f,
		Language: "en-GB", Author: "Ada", Authors: []feeds.Person{{Name: "Bob", Email: "bob@example.com", Link: "/bob"}, {Email: "cy@example.com"}},
		Categories: []string{"tea", "milk"}, Copyright: "© 2026 Ada", Image: "/tea.png", ID: "tag:example.com,2026:tea", Self: "/feed",
		TTL: 90 * time.Second, Hubs: []string{"https://hub.example.org/"},
		Stylesheets: []feeds.Stylesheet{{Link: "/feed.xsl"}, {Link: "/feed.css?v=1", Media: "screen"}, {Link: "/x", Type: "text/x"}},
		Podcast: &feeds.Podcast{
			Owner: feeds.Person{Name: "Ada", Email: "ada@example.com"}, Categories: []string{"Arts/Food", "Technology"},
			Explicit: true, Serial: true, Complete: true, Hidden: true, MovedTo: "/new", GUID: "9b024349-ccf0-5f69-a609-6b82873eab3c",
		},
		Elements: []feeds.Element{{Name: "geo:where", Space: "http://example.org/geo", Elements: []feeds.Element{{Name: "geo:point", Text: "1 < 2", Attributes: []feeds.Attribute{{Name: "unit", Value: "°"}}}}}},
		Item: func(t *Tag) feeds.Item {
			return feeds.Item{
				Title: t.Name, Link: "/tags/1", Summary: "Short", Content: "<p>Long</p>", Authors: []feeds.Person{{Name: "Bob", Email: "bob@example.com"}},
				Published: noon, Updated: noon.Add(time.Hour), Categories: []string{"green"}, ID: "http://example.com/?p=1", Permalink: true,
				Enclosures: []feeds.Enclosure{{Link: "/1.mp3", Type: "audio/mpeg", Length: 1234}, {Link: "/1.bin", Length: -5}},
				Image:      "/1.png", Language: "de", Comments: "/tags/1#comments", Copyright: "© Bob",
				Episode: &feeds.Episode{
					Title: "One", Duration: 61400 * time.Millisecond, Number: 1, Season: 2, Kind: feeds.BonusEpisode, Explicit: true, Hidden: true,
					Transcripts: []feeds.Enclosure{{Link: "/1.vtt", Type: "text/vtt"}},
				},
				Elements: []feeds.Element{{Name: "x", Space: "http://example.org/x", Text: "y"}},
			}
		},
	}
}

const fullRSS = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="http://example.com/feed.xsl" type="text/xsl"?>
<?xml-stylesheet href="http://example.com/feed.css?v=1" type="text/css" media="screen"?>
<?xml-stylesheet href="http://example.com/x" type="text/x"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Tea</title><link>http://example.com/tags/</link><description>All about it</description><atom:link href="http://example.com/feed" rel="self" type="application/rss+xml"/><atom:link href="https://hub.example.org/" rel="hub"/><language>en-GB</language><copyright>© 2026 Ada</copyright><dc:creator>Ada</dc:creator><managingEditor>bob@example.com (Bob)</managingEditor><dc:creator>cy@example.com</dc:creator><category>tea</category><category>milk</category><ttl>2</ttl><image><url>http://example.com/tea.png</url><title>Tea</title><link>http://example.com/tags/</link></image><lastBuildDate>Sun, 01 Mar 2026 12:00:00 +0000</lastBuildDate><itunes:image href="http://example.com/tea.png"/><itunes:author>Ada</itunes:author><itunes:type>serial</itunes:type><itunes:explicit>true</itunes:explicit><itunes:category text="Arts"><itunes:category text="Food"/></itunes:category><itunes:category text="Technology"/><itunes:owner><itunes:name>Ada</itunes:name><itunes:email>ada@example.com</itunes:email></itunes:owner><itunes:complete>Yes</itunes:complete><itunes:block>Yes</itunes:block><itunes:new-feed-url>http://example.com/new</itunes:new-feed-url><podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid><geo:where xmlns:geo="http://example.org/geo"><geo:point unit="°">1 &lt; 2</geo:point></geo:where>
<item><title>green tea</title><link>http://example.com/tags/1</link><description>Short</description><content:encoded>&lt;p&gt;Long&lt;/p&gt;</content:encoded><author>bob@example.com (Bob)</author><category>green</category><comments>http://example.com/tags/1#comments</comments><enclosure url="http://example.com/1.mp3" length="1234" type="audio/mpeg"/><enclosure url="http://example.com/1.bin" length="0" type="application/octet-stream"/><guid isPermaLink="true">http://example.com/?p=1</guid><pubDate>Sun, 01 Mar 2026 11:00:00 +0000</pubDate><dc:rights>© Bob</dc:rights><itunes:image href="http://example.com/1.png"/><itunes:title>One</itunes:title><itunes:duration>61</itunes:duration><itunes:episode>1</itunes:episode><itunes:season>2</itunes:season><itunes:episodeType>bonus</itunes:episodeType><itunes:explicit>true</itunes:explicit><itunes:block>Yes</itunes:block><podcast:transcript url="http://example.com/1.vtt" type="text/vtt"/><x xmlns="http://example.org/x">y</x></item>
</channel></rss>
`

const fullAtom = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="http://example.com/feed.xsl" type="text/xsl"?>
<?xml-stylesheet href="http://example.com/feed.css?v=1" type="text/css" media="screen"?>
<?xml-stylesheet href="http://example.com/x" type="text/x"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" xml:base="http://example.com/tags/"><title>Tea</title><subtitle>All about it</subtitle><link href="http://example.com/tags/" rel="alternate"/><link href="http://example.com/feed" rel="self" type="application/atom+xml"/><id>tag:example.com,2026:tea</id><link href="https://hub.example.org/" rel="hub"/><updated>2026-03-01T12:00:00Z</updated><author><name>Ada</name></author><author><name>Bob</name><uri>http://example.com/bob</uri><email>bob@example.com</email></author><author><name>cy@example.com</name><email>cy@example.com</email></author><category term="tea"/><category term="milk"/><logo>http://example.com/tea.png</logo><rights>© 2026 Ada</rights><geo:where xmlns:geo="http://example.org/geo"><geo:point unit="°">1 &lt; 2</geo:point></geo:where>
<entry xml:lang="de"><title>green tea</title><link href="http://example.com/tags/1" rel="alternate"/><id>http://example.com/?p=1</id><link href="http://example.com/1.mp3" rel="enclosure" length="1234" type="audio/mpeg"/><link href="http://example.com/1.bin" rel="enclosure" type="application/octet-stream"/><link href="http://example.com/tags/1#comments" rel="replies"/><published>2026-03-01T11:00:00Z</published><updated>2026-03-01T12:00:00Z</updated><author><name>Bob</name><email>bob@example.com</email></author><category term="green"/><summary>Short</summary><content type="html">&lt;p&gt;Long&lt;/p&gt;</content><rights>© Bob</rights><x xmlns="http://example.org/x">y</x></entry>
</feed>
`

const fullJSON = `{"version":"https://jsonfeed.org/version/1.1","title":"Tea","home_page_url":"http://example.com/tags/","feed_url":"http://example.com/feed","description":"All about it","icon":"http://example.com/tea.png","authors":[{"name":"Ada"},{"name":"Bob","url":"http://example.com/bob"},{"name":"cy@example.com"}],"language":"en-GB","hubs":[{"type":"WebSub","url":"https://hub.example.org/"}],"items":[
{"id":"http://example.com/?p=1","url":"http://example.com/tags/1","title":"green tea","summary":"Short","content_html":"\u003cp\u003eLong\u003c/p\u003e","image":"http://example.com/1.png","date_published":"2026-03-01T11:00:00Z","date_modified":"2026-03-01T12:00:00Z","authors":[{"name":"Bob"}],"tags":["green"],"language":"de","attachments":[{"url":"http://example.com/1.mp3","mime_type":"audio/mpeg","size_in_bytes":1234,"duration_in_seconds":61.4},{"url":"http://example.com/1.bin","mime_type":"application/octet-stream"}]}
]}
`

func TestEverythingThatCanBeSaid(t *testing.T) {
	t.Parallel()
	ctx := database(t, "green tea")
	for format, want := range map[feeds.Format]string{feeds.RSS: fullRSS, feeds.Atom: fullAtom, feeds.JSON: fullJSON} {
		rec, err := ask(ctx, full(format), "GET")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, rec.Body.String()); diff != "" {
			t.Errorf("%q: %s", format, diff)
		}
		if got, want := rec.Header().Get("Link"), `<https://hub.example.org/>; rel="hub", <http://example.com/feed>; rel="self"`; got != want {
			t.Errorf("Link: %s", got)
		}
	}
}
