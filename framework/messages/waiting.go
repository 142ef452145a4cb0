package messages

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/web"
)

// waiting is a notice as the session keeps it.
type waiting struct {
	Message
	To    string `json:"to,omitempty"` // mark of the page that a redirect led to
	From  string `json:"fr,omitempty"` // mark of the page where the request came from
	Until int64  `json:"un,omitempty"` // for so long it is theirs, in seconds of Unix time
}

// grace is how long a notice is kept for the tab that is redirected.
const grace = 10 * time.Second

// reserve is the notice for the tab that follows a redirect.
func (w waiting) reserve(c web.Context, to string) waiting {
	r := c.Request()
	w.To, w.From = mark(r.URL, to), referrer(r)
	w.Until = session.Now(c).Add(grace).Unix()
	return w
}

// reserved reports whether the notice is for another tab. A browser that follows
// a redirect names the page that it came from, also behind further redirects.
func (w waiting) reserved(c web.Context) bool {
	if w.Until == 0 || session.Now(c).Unix() > w.Until {
		return false
	}
	r := c.Request()
	return w.To != mark(r.URL, "") && (w.From == "" || w.From != referrer(r))
}

func referrer(r *http.Request) string {
	if from := r.Referer(); from != "" {
		return mark(r.URL, from)
	}
	return ""
}

// mark is a short name of an address of the site, which may be relative to base:
// cookies have little room.
func mark(base *url.URL, address string) string {
	u, err := base.Parse(address)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.TrimSuffix(u.EscapedPath(), "/") + "?" + u.RawQuery))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// ahead reports whether a browser fetches a page that may never be seen.
func ahead(r *http.Request) bool {
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Moz"} {
		if strings.Contains(r.Header.Get(name), "prefetch") {
			return true
		}
	}
	return false
}
