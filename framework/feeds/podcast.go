package feeds

import (
	"strconv"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/internal/answer"
	"github.com/gofw/gofw/framework/internal/markup"
	"github.com/gofw/gofw/framework/web"
)

// The vocabularies of podcasts: Apple's, which every directory reads, and
// Podcasting 2.0.
const (
	itunes     = "http://www.itunes.com/dtds/podcast-1.0.dtd"
	podcasting = "https://podcastindex.org/namespace/1.0"
)

// Podcast is what directories of podcasts want to know beside the feed's Title,
// Description, Language and Image. The image is a square of 1400 to 3000 pixels.
type Podcast struct {
	Author     string   // empty is the feed's author
	Owner      Person   // whom a directory asks; the link is not used
	Categories []string // Apple's: "Technology", or "Society & Culture/Documentary"
	Explicit   bool     // not for children
	Serial     bool     // the oldest episode first
	Complete   bool     // there will be no more episodes
	Hidden     bool     // directories must not show it
	MovedTo    string   // the feed's new address
	GUID       string   // the podcast's identity wherever it moves, a UUID
}

// Episode is what directories want to know about an item of a podcast, beside its
// Title, Image and first enclosure.
type Episode struct {
	Title       string        // without number and season; empty is the item's
	Duration    time.Duration // 0 is not known
	Number      int           // 0 is none
	Season      int           // 0 is none
	Kind        EpisodeKind
	Explicit    bool // not for children
	Hidden      bool // directories must not show it
	Transcripts []Enclosure
}

// EpisodeKind is what an episode is.
type EpisodeKind string

// The kinds of episodes. The zero value is a full one.
const (
	FullEpisode    EpisodeKind = ""
	TrailerEpisode EpisodeKind = "trailer"
	BonusEpisode   EpisodeKind = "bonus"
)

func (p Podcast) normal(c web.Context, authors []Person) Podcast {
	if p.Author == "" && len(authors) > 0 {
		p.Author = authors[0].name()
	}
	p.MovedTo = answer.Address(c, p.MovedTo)
	p.Categories = words(p.Categories)
	return p
}

// write writes what stands in the channel. A nil podcast writes nothing.
func (p *Podcast) write(w *markup.Writer, h heading) {
	if p == nil {
		return
	}
	kind := "episodic"
	if p.Serial {
		kind = "serial"
	}
	w.Element("itunes:image", "", "href", h.picture)
	w.Element("itunes:author", p.Author)
	w.Element("itunes:type", kind)
	w.Element("itunes:explicit", strconv.FormatBool(p.Explicit))
	for _, name := range p.Categories {
		outer, inner, nested := strings.Cut(name, "/")
		if !nested {
			w.Element("itunes:category", "", "text", outer)
			continue
		}
		w.Open("itunes:category", "text", outer)
		w.Element("itunes:category", "", "text", inner)
		w.Close("itunes:category")
	}
	if p.Owner.Name != "" || p.Owner.Email != "" {
		w.Open("itunes:owner")
		w.Element("itunes:name", p.Owner.Name)
		w.Element("itunes:email", p.Owner.Email)
		w.Close("itunes:owner")
	}
	yes(w, "itunes:complete", p.Complete)
	yes(w, "itunes:block", p.Hidden)
	w.Element("itunes:new-feed-url", p.MovedTo)
	w.Element("podcast:guid", p.GUID)
}

func (e Episode) normal(c web.Context) Episode {
	e.Transcripts = enclosures(c, e.Transcripts)
	e.Duration = max(e.Duration, 0)
	return e
}

// write writes what stands in the item i. A nil episode writes its picture alone.
func (e *Episode) write(w *markup.Writer, i Item) {
	w.Element("itunes:image", "", "href", i.Image)
	if e == nil {
		return
	}
	w.Element("itunes:title", e.Title)
	if e.Duration > 0 {
		w.Element("itunes:duration", strconv.FormatInt(int64(e.Duration.Round(time.Second)/time.Second), 10))
	}
	number(w, "itunes:episode", e.Number)
	number(w, "itunes:season", e.Season)
	if e.Kind == TrailerEpisode || e.Kind == BonusEpisode {
		w.Element("itunes:episodeType", string(e.Kind))
	}
	w.Element("itunes:explicit", strconv.FormatBool(e.Explicit))
	yes(w, "itunes:block", e.Hidden)
	for _, t := range e.Transcripts {
		w.Element("podcast:transcript", "", "url", t.Link, "type", t.Type)
	}
}

func yes(w *markup.Writer, name string, set bool) {
	if set {
		w.Element(name, "Yes")
	}
}

func number(w *markup.Writer, name string, n int) {
	if n > 0 {
		w.Element(name, strconv.Itoa(n))
	}
}
