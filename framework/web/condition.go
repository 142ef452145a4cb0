package web

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

// Version tells one state of a page from another, found out without making the
// page: the time of its newest row, a number that counts changes. The zero value
// is not known.
type Version struct {
	// Tag is any text that changes with the page; it is made an entity tag.
	Tag string
	// Modified is when the page last changed; zero is not known.
	Modified time.Time
	// Weak says that the same tag may stand for other bytes of the same
	// meaning, as behind templates that show the time. Parts of such an answer
	// are not joined.
	Weak bool
}

// etag is the entity tag, "" without Tag.
func (v Version) etag() string {
	if v.Tag == "" {
		return ""
	}
	tag := v.Tag
	if len(tag) > 64 || strings.ContainsFunc(tag, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == ',' || r == '\\' }) {
		sum := sha256.Sum256([]byte(tag))
		tag = base64.RawURLEncoding.EncodeToString(sum[:16])
	}
	if v.Weak {
		return `W/"` + tag + `"`
	}
	return `"` + tag + `"`
}

// Unchanged announces the version of a page and answers for the handler if the
// client needs no page: with 304 if it has this version, and with 412 if it
// wants to change another one. Then it returns true, and there is nothing more
// to do (RFC 9110, 13.2.2).
//
//	if web.Unchanged(c, web.Version{Modified: post.UpdatedAt}) {
//		return nil
//	}
func Unchanged(c Context, v Version) bool {
	r, res := c.Request(), c.Response()
	h := res.Header()
	tag := v.etag()
	if tag != "" {
		h.Set("Etag", tag)
	}
	if !v.Modified.IsZero() {
		h.Set("Last-Modified", v.Modified.UTC().Format(http.TimeFormat))
	}
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	if v.stale(r, tag) {
		res.WriteHeader(http.StatusPreconditionFailed)
		return true
	}
	if !v.has(r, tag, reads) {
		return false
	}
	if !reads {
		res.WriteHeader(http.StatusPreconditionFailed)
		return true
	}
	for _, name := range []string{"Content-Type", "Content-Length", cspHeader, cspReportHeader} {
		h.Del(name) // what the browser has kept stays, with the nonce of its own page
	}
	res.WriteHeader(http.StatusNotModified)
	return true
}

// stale reports whether the client speaks of another version than this one.
func (v Version) stale(r *http.Request, tag string) bool {
	if match := r.Header["If-Match"]; len(match) > 0 {
		return !names(match, tag, true)
	}
	since, err := http.ParseTime(r.Header.Get("If-Unmodified-Since"))
	return err == nil && !v.Modified.IsZero() && v.Modified.Truncate(time.Second).After(since)
}

// has reports whether the client has this version.
func (v Version) has(r *http.Request, tag string, reads bool) bool {
	if match := r.Header["If-None-Match"]; len(match) > 0 {
		return names(match, tag, false)
	}
	if !reads || v.Modified.IsZero() {
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !v.Modified.Truncate(time.Second).After(since)
}

// names reports whether a list of entity tags names one, or is a star. In the
// strong comparison weak tags are never equal (RFC 9110, 8.8.3.2).
func names(lines []string, tag string, strong bool) bool {
	if strong && strings.HasPrefix(tag, "W/") {
		tag = ""
	}
	tag = strings.TrimPrefix(tag, "W/")
	for _, line := range lines {
		for given := range strings.SplitSeq(line, ",") {
			given = strings.TrimSpace(given)
			if given == "*" {
				return true
			}
			if !strong {
				given = strings.TrimPrefix(given, "W/")
			}
			if tag != "" && given == tag {
				return true
			}
		}
	}
	return false
}
