package answer

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/web"
)

// State is what tells one version of a document from another, found out without
// writing it: how many rows it is of, and when the newest of them changed. The
// zero value is not known.
type State struct {
	Rows     int64
	Modified time.Time
}

func (s State) known() bool { return !s.Modified.IsZero() }

// tag is the entity tag. It is weak: what it is made of says nothing about bytes.
func (s State) tag() string {
	return `W/"` + strconv.FormatInt(s.Rows, 36) + "-" + strconv.FormatInt(s.Modified.UnixMicro(), 36) + `"`
}

func (s State) announce(h http.Header) {
	if s.known() {
		h.Set("Etag", s.tag())
		h.Set("Last-Modified", s.Modified.UTC().Format(http.TimeFormat))
	}
}

// Unchanged answers with 304 and returns true if the reader has this version
// already. As RFC 9110 §13.2.2 has it, a tag decides where there is one, and the
// time only otherwise.
func (s State) Unchanged(c web.Context) bool {
	if !s.known() {
		return false
	}
	r := c.Request()
	if tags := r.Header.Values("If-None-Match"); len(tags) > 0 {
		if !s.among(strings.Join(tags, ",")) {
			return false
		}
	} else {
		since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
		if err != nil || s.Modified.Truncate(time.Second).After(since) {
			return false
		}
	}
	s.announce(c.Response().Header())
	c.Response().WriteHeader(http.StatusNotModified)
	return true
}

// among reports whether the tag is in a list such as `W/"a", "b"`, or the list
// is a star. Its own text holds neither quotes nor commas.
func (s State) among(list string) bool {
	own := strings.TrimPrefix(s.tag(), "W/")
	for tag := range strings.SplitSeq(list, ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == own {
			return true
		}
	}
	return false
}
