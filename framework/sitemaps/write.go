package sitemaps

import (
	"strconv"
	"time"

	"github.com/gofw/gofw/framework/internal/answer"
	"github.com/gofw/gofw/framework/internal/markup"
)

// What the extensions let one page have.
const (
	mostImages   = 1000
	mostTags     = 32
	mostLetters  = 2047 // of an address
	mostSeconds  = 28_800
	mostTitle    = 100  // letters of a video's title
	mostDescribe = 2048 // letters of a video's description
)

// entry writes a page, if it has an address.
func (w *writer) entry(e Entry) bool {
	location := w.address(e.Location)
	if location == "" {
		return false
	}
	modified := moment(e.Modified)
	w.note(modified)
	w.Open("url")
	w.Element("loc", location)
	w.Element("lastmod", spell(modified))
	switch e.Frequency {
	case Always, Hourly, Daily, Weekly, Monthly, Yearly, Never:
		w.Element("changefreq", string(e.Frequency))
	}
	if e.Priority > 0 {
		w.Element("priority", strconv.FormatFloat(min(e.Priority, 1), 'f', -1, 32))
	}
	w.alternates(e.Alternates)
	for _, i := range e.Images[:min(len(e.Images), mostImages)] {
		w.image(i)
	}
	for _, v := range e.Videos {
		w.video(v)
	}
	if e.News != nil {
		w.news(*e.News)
	}
	w.Close("url")
	return true
}

// address is an address that a file can hold, or nothing.
func (w *writer) address(raw string) string {
	address := answer.Address(w.c, raw)
	if len(address) > mostLetters {
		return ""
	}
	return address
}

func (w *writer) alternates(alternates []Alternate) {
	for _, a := range alternates {
		if address := w.address(a.Location); address != "" && a.Language != "" {
			w.Element("xhtml:link", "", "rel", "alternate", "hreflang", a.Language, "href", address)
		}
	}
}

func (w *writer) image(i Image) {
	address := w.address(i.Location)
	if address == "" {
		return
	}
	w.Open("image:image")
	w.Element("image:loc", address)
	w.Element("image:caption", i.Caption)
	w.Element("image:title", i.Title)
	w.Close("image:image")
}

func (w *writer) video(v Video) {
	thumbnail, content, player := w.address(v.Thumbnail), w.address(v.Content), w.address(v.Player)
	title, description := first(v.Title, mostTitle), first(v.Description, mostDescribe)
	if thumbnail == "" || title == "" || description == "" || content == "" && player == "" {
		return
	}
	w.Open("video:video")
	w.Element("video:thumbnail_loc", thumbnail)
	w.Element("video:title", title)
	w.Element("video:description", description)
	w.Element("video:content_loc", content)
	w.Element("video:player_loc", player)
	if seconds := int64(v.Duration.Round(time.Second) / time.Second); seconds >= 1 && seconds <= mostSeconds {
		w.Element("video:duration", strconv.FormatInt(seconds, 10))
	}
	w.Element("video:expiration_date", spell(moment(v.Expires)))
	if v.Rating > 0 {
		w.Element("video:rating", strconv.FormatFloat(min(v.Rating, 5), 'f', 1, 64))
	}
	if v.Views > 0 {
		w.Element("video:view_count", strconv.FormatInt(v.Views, 10))
	}
	w.Element("video:publication_date", spell(moment(v.Published)))
	for _, tag := range v.Tags[:min(len(v.Tags), mostTags)] {
		w.Element("video:tag", tag)
	}
	w.when(v.Mature, "video:family_friendly", "no")
	w.countries(v.Countries)
	w.when(v.Subscription, "video:requires_subscription", "yes")
	w.Element("video:uploader", v.Uploader)
	w.when(v.Live, "video:live", "yes")
	w.Close("video:video")
}

// countries writes where alone a video can be seen.
func (w *writer) countries(codes []string) {
	if len(codes) == 0 {
		return
	}
	w.Open("video:restriction", "relationship", "allow")
	for i, code := range codes {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.Text(code)
	}
	w.Close("video:restriction")
}

// when writes a fact that is not what is taken for granted.
func (w *writer) when(unusual bool, name, text string) {
	if unusual {
		w.Element(name, text)
	}
}

func (w *writer) news(n News) {
	published := moment(n.Published)
	if n.Publication == "" || n.Language == "" || n.Title == "" || published.IsZero() {
		return
	}
	w.Open("news:news")
	w.Open("news:publication")
	w.Element("news:name", n.Publication)
	w.Element("news:language", n.Language)
	w.Close("news:publication")
	w.Element("news:publication_date", spell(published))
	w.Element("news:title", n.Title)
	w.Close("news:news")
}

// first is the first letters of a text.
func first(text string, most int) string {
	letters := []rune(markup.Clean(text))
	return string(letters[:min(len(letters), most)])
}

// moment is a time in UTC; one that the protocol cannot spell is no time.
func moment(t time.Time) time.Time {
	t = t.UTC()
	if t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// spell writes a time, or nothing if there is none.
func spell(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
