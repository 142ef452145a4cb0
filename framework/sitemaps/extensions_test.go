package sitemaps_test

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/sitemaps"
)

// everything is a page of which everything is said that can be.
var everything = sitemaps.Entry{
	Location: "/a", Modified: noon, Frequency: sitemaps.Daily, Priority: 0.5,
	Alternates: []sitemaps.Alternate{{Language: "en-GB", Location: "/a"}, {Language: sitemaps.AnyLanguage, Location: "https://example.org/a?b&c"}},
	Images:     []sitemaps.Image{{Location: "/a.png", Title: "A & B", Caption: "<c>"}, {Location: "/b.png"}},
	Videos: []sitemaps.Video{{
		Thumbnail: "/v.png", Title: "A film", Description: "About tea", Content: "/v.mp4", Player: "/play?v=1&a=2", Duration: 90 * time.Second,
		Expires: noon.AddDate(1, 0, 0), Rating: 4.25, Views: 7, Published: noon, Tags: []string{"tea", "milk"}, Mature: true, Countries: []string{"GB", "IE"},
		Uploader: "Ada", Subscription: true, Live: true,
	}},
	News: &sitemaps.News{Publication: "The Times", Language: "en", Published: noon, Title: "Tea!"},
}

const wantEverything = `<url><loc>http://example.com/a</loc><lastmod>2026-03-01T11:00:00Z</lastmod><changefreq>daily</changefreq><priority>0.5</priority>` +
	`<xhtml:link rel="alternate" hreflang="en-GB" href="http://example.com/a"/><xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/a?b&amp;c"/>` +
	`<image:image><image:loc>http://example.com/a.png</image:loc><image:caption>&lt;c&gt;</image:caption><image:title>A &amp; B</image:title></image:image><image:image><image:loc>http://example.com/b.png</image:loc></image:image>` +
	`<video:video><video:thumbnail_loc>http://example.com/v.png</video:thumbnail_loc><video:title>A film</video:title><video:description>About tea</video:description><video:content_loc>http://example.com/v.mp4</video:content_loc><video:player_loc>http://example.com/play?v=1&amp;a=2</video:player_loc><video:duration>90</video:duration><video:expiration_date>2027-03-01T11:00:00Z</video:expiration_date><video:rating>4.2</video:rating><video:view_count>7</video:view_count><video:publication_date>2026-03-01T11:00:00Z</video:publication_date><video:tag>tea</video:tag><video:tag>milk</video:tag><video:family_friendly>no</video:family_friendly><video:restriction relationship="allow">GB IE</video:restriction><video:requires_subscription>yes</video:requires_subscription><video:uploader>Ada</video:uploader><video:live>yes</video:live></video:video>` +
	`<news:news><news:publication><news:name>The Times</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-03-01T11:00:00Z</news:publication_date><news:title>Tea!</news:title></news:news></url>`

// strange is pages that visitors might have written, and what becomes of them.
var strange = []struct {
	name string
	page sitemaps.Entry
	want string // empty is no page
}{
	{"everything", everything, wantEverything},
	{"no address", sitemaps.Entry{Modified: noon}, ""},
	{"an address that is a script", sitemaps.Entry{Location: "javascript:alert(1)"}, ""},
	{"an address with everything", sitemaps.Entry{Location: "/\x00]]>\xff 'é\u202e?\"<"}, "<url><loc>http://example.com/%5D%5D%3E%20%27%C3%A9%E2%80%AE?%22%3C</loc></url>"},
	{"a frequency that is none", sitemaps.Entry{Location: "/", Frequency: "</changefreq>"}, "<url><loc>http://example.com/</loc></url>"},
	{"a time before all", sitemaps.Entry{Location: "/", Modified: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)}, "<url><loc>http://example.com/</loc></url>"},
	{"a time after all", sitemaps.Entry{Location: "/", Modified: time.Unix(1<<60, 0)}, "<url><loc>http://example.com/</loc></url>"},
	{"a priority above all", sitemaps.Entry{Location: "/", Priority: math.Inf(1)}, "<url><loc>http://example.com/</loc><priority>1</priority></url>"},
	{"a priority below all", sitemaps.Entry{Location: "/", Priority: -1}, "<url><loc>http://example.com/</loc></url>"},
	{"a priority that is no number", sitemaps.Entry{Location: "/", Priority: math.NaN()}, "<url><loc>http://example.com/</loc></url>"},
	{"alternates that are none", sitemaps.Entry{Location: "/", Alternates: []sitemaps.Alternate{{Language: "en"}, {Location: "/"}, {Language: "en", Location: "data:x"}}}, "<url><loc>http://example.com/</loc></url>"},
	{"a language that is markup", sitemaps.Entry{Location: "/", Alternates: []sitemaps.Alternate{{Language: `"><x`, Location: "/"}}}, `<url><loc>http://example.com/</loc><xhtml:link rel="alternate" hreflang="&#34;&gt;&lt;x" href="http://example.com/"/></url>`},
	{"an image that is none", sitemaps.Entry{Location: "/", Images: []sitemaps.Image{{Title: "x"}, {Location: "javascript:x"}}}, "<url><loc>http://example.com/</loc></url>"},
	{"texts with what XML cannot hold", sitemaps.Entry{Location: "/", Images: []sitemaps.Image{{Location: "/a", Title: "a\x00\x0b]]>\xff", Caption: "\u202eא"}}}, "<url><loc>http://example.com/</loc><image:image><image:loc>http://example.com/a</image:loc><image:caption>\u202eא</image:caption><image:title>a]]&gt;</image:title></image:image></url>"},
	{"a video without a file", sitemaps.Entry{Location: "/", Videos: []sitemaps.Video{{Thumbnail: "/t", Title: "t", Description: "d"}}}, "<url><loc>http://example.com/</loc></url>"},
	{"a video without a picture", sitemaps.Entry{Location: "/", Videos: []sitemaps.Video{{Title: "t", Description: "d", Content: "/v"}}}, "<url><loc>http://example.com/</loc></url>"},
	{"a video with numbers that are none", sitemaps.Entry{Location: "/", Videos: []sitemaps.Video{{Thumbnail: "/t", Title: "t", Description: "d", Content: "/v", Duration: -time.Second, Rating: 99, Views: -1}}},
		"<url><loc>http://example.com/</loc><video:video><video:thumbnail_loc>http://example.com/t</video:thumbnail_loc><video:title>t</video:title><video:description>d</video:description><video:content_loc>http://example.com/v</video:content_loc><video:rating>5.0</video:rating></video:video></url>"},
	{"a video of more than eight hours", sitemaps.Entry{Location: "/", Videos: []sitemaps.Video{{Thumbnail: "/t", Title: strings.Repeat("é", 200), Description: "d", Player: "/v", Duration: 9 * time.Hour}}},
		"<url><loc>http://example.com/</loc><video:video><video:thumbnail_loc>http://example.com/t</video:thumbnail_loc><video:title>" + strings.Repeat("é", 100) + "</video:title><video:description>d</video:description><video:player_loc>http://example.com/v</video:player_loc></video:video></url>"},
	{"news without a time", sitemaps.Entry{Location: "/", News: &sitemaps.News{Publication: "x", Language: "en", Title: "x"}}, "<url><loc>http://example.com/</loc></url>"},
}

func TestWhatIsSaidOfAPage(t *testing.T) {
	t.Parallel()
	for _, tc := range strange {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			rec, err := ask(t.Context(), sitemaps.All{sitemaps.List{tc.page}}, "GET", "http://example.com/sitemap.xml")
			if err != nil {
				t.Fatal(err)
			}
			_, got, _ := strings.Cut(rec.Body.String(), root+"\n")
			if diff := cmp.Diff(tc.want, strings.TrimSuffix(strings.TrimSuffix(got, "</urlset>\n"), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
	crowd := sitemaps.Entry{Location: "/", Images: slices.Repeat([]sitemaps.Image{{Location: "/i"}}, 1001)}
	if rec, err := ask(t.Context(), sitemaps.All{sitemaps.List{crowd}}, "GET", "/sitemap.xml"); err != nil || strings.Count(rec.Body.String(), "<image:image>") != 1000 {
		t.Errorf("more images than a page may have: %v", err)
	}
}

// valid reports what Debian's xmllint says against a file as the schema in
// testdata has it.
func valid(t *testing.T, text []byte, schema string) string {
	t.Helper()
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		if os.Getenv("GOFW_TEST_ALL") != "" {
			t.Fatal("GOFW_TEST_ALL is set, but xmllint (libxml2-utils) is missing")
		}
		t.Skip("xmllint (libxml2-utils) is missing")
	}
	cmd := exec.Command(xmllint, "--nonet", "--noout", "--schema", "testdata/"+schema, "-")
	var problems bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(text), &problems
	if err := cmd.Run(); err != nil {
		return err.Error() + "\n" + problems.String()
	}
	return ""
}

func TestFilesAreValid(t *testing.T) {
	t.Parallel()
	var list sitemaps.List
	for _, tc := range strange {
		list = append(list, tc.page)
	}
	ctx := database(t, 5)
	few := tags
	few.PerFile, few.Modified = 2, tagModified
	for _, tc := range []struct {
		name   string
		all    sitemaps.All
		schema string
	}{
		{"pages of all kinds", sitemaps.All{list, tags, sitemaps.Pages{"/"}}, "sitemap.xsd"},
		{"an index", sitemaps.All{few, sitemaps.Pages{"/"}}, "siteindex.xsd"},
	} {
		rec, err := ask(ctx, tc.all, "GET", "http://example.com/sitemap.xml")
		if err != nil {
			t.Fatal(err)
		}
		if problem := valid(t, rec.Body.Bytes(), tc.schema); problem != "" {
			t.Errorf("%s: %s", tc.name, problem)
		}
	}
}

func TestTheSchemaSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	rec, err := ask(t.Context(), sitemaps.All{sitemaps.List{everything}}, "GET", "http://example.com/sitemap.xml")
	if err != nil {
		t.Fatal(err)
	}
	text := rec.Body.String()
	if problem := valid(t, []byte(text), "sitemap.xsd"); problem != "" {
		t.Fatal(problem)
	}
	for name, change := range map[string]*strings.Replacer{
		"half of it":                    strings.NewReplacer("</urlset>", ""),
		"a frequency that is none":      strings.NewReplacer("daily", "often"),
		"a priority above 1":            strings.NewReplacer("0.5", "1.5"),
		"a time that is none":           strings.NewReplacer("<lastmod>2026", "<lastmod>26"),
		"a page without an address":     strings.NewReplacer("<loc>http://example.com/a</loc>", ""),
		"an address that is a path":     strings.NewReplacer("<loc>http://example.com/a</loc>", "<loc>/a</loc>"),
		"an element nobody knows":       strings.NewReplacer("<url>", "<url><x/>"),
		"an image without an address":   strings.NewReplacer("<image:loc>http://example.com/b.png</image:loc>", ""),
		"a video without a title":       strings.NewReplacer("<video:title>A film</video:title>", ""),
		"a video of no length":          strings.NewReplacer("<video:duration>90<", "<video:duration>0<"),
		"news without a paper":          strings.NewReplacer("<news:name>The Times</news:name>", ""),
		"an alternate without language": strings.NewReplacer(` hreflang="en-GB"`, ""),
	} {
		changed := change.Replace(text)
		if changed == text || valid(t, []byte(changed), "sitemap.xsd") == "" {
			t.Errorf("%s is valid", name)
		}
	}
}
