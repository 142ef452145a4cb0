package sitemaps

import "time"

// Entry is one page. What is empty is not said.
type Entry struct {
	Location   string // a path or an address; empty leaves the page out
	Modified   time.Time
	Frequency  Frequency
	Priority   float64     // among the site's pages, up to 1; 0 says nothing, which is 0.5
	Alternates []Alternate // the page in all its languages, this one too
	Images     []Image     // on the page, at most 1,000
	Videos     []Video     // on the page
	News       *News       // for pages of the last two days
}

// Frequency is how often a page is expected to change.
type Frequency string

// The frequencies that search engines know.
const (
	Always  Frequency = "always"
	Hourly  Frequency = "hourly"
	Daily   Frequency = "daily"
	Weekly  Frequency = "weekly"
	Monthly Frequency = "monthly"
	Yearly  Frequency = "yearly"
	Never   Frequency = "never"
)

// AnyLanguage is the language of a page for those who read none of the others.
const AnyLanguage = "x-default"

// Alternate is a page in a language.
type Alternate struct {
	Language string // "de", "en-GB" or [AnyLanguage]
	Location string // a path or an address
}

// Image is a picture on a page.
type Image struct {
	Location string // a path or an address
	Title    string
	Caption  string
}

// Video is a film on a page. It needs a Thumbnail, a Title, a Description and
// either Content or Player; one that lacks them is left out.
type Video struct {
	Thumbnail    string // the address of a picture
	Title        string
	Description  string
	Content      string        // the address of the file
	Player       string        // the address of something that plays it
	Duration     time.Duration // up to eight hours
	Expires      time.Time     // when it will be gone
	Rating       float64       // up to 5; 0 says nothing
	Views        int64
	Published    time.Time
	Tags         []string // at most 32
	Mature       bool     // only for adults
	Countries    []string // where alone it can be seen: "GB"
	Uploader     string
	Subscription bool // it is seen by subscribers only
	Live         bool // it is being sent as it happens
}

// News is an article. It needs all its fields; one that lacks them is left out.
type News struct {
	Publication string // the name of the paper
	Language    string // "en"
	Published   time.Time
	Title       string
}
