package messages

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/web"
)

const prefix = session.MessagePrefix

// most is how many notices wait at most; a visitor who never sees a page must
// not fill the session.
const most = 20

// contextKey finds what a request did with notices in its context.
const contextKey = "gofw.messages"

// request is what one request did with notices.
type request struct {
	added []string // keys
	shown []string // keys
}

// of returns what a request did, from its first use.
func of(c web.Context) *request {
	if r, ok := c.Get(contextKey).(*request); ok {
		return r
	}
	r := &request{}
	c.Set(contextKey, r)
	session.BeforeSave(c, func(status int) { r.end(c, status) })
	return r
}

// Add keeps a notice for the next page. Beyond 20 the oldest gives way.
func Add(c web.Context, m Message) {
	r := of(c)
	keys := session.Keys(c, prefix)
	if len(keys) >= most {
		session.Delete(c, keys[:len(keys)-most+1]...)
	}
	// Time and count bring them into order, the random end keeps two requests
	// of the same moment apart.
	now := strconv.FormatInt(session.Now(c).UnixNano(), 36)
	key := fmt.Sprintf("%s%s%04d%s", prefix, now, len(r.added), rand.Text()[:8])
	session.Put(c, key, waiting{Message: m})
	r.added = append(r.added, key)
}

// All returns the notices that wait for this page, oldest first. They are
// forgotten once it has been answered; asked again, it returns what came since.
func All(c web.Context) []Message {
	if !seen(c.Request()) {
		return nil
	}
	var out []Message
	for _, key := range session.Keys(c, prefix) {
		w, ok := session.Get[waiting](c, key)
		r := of(c)
		if slices.Contains(r.shown, key) || w.reserved(c) && !slices.Contains(r.added, key) {
			continue
		}
		r.shown = append(r.shown, key)
		if ok {
			out = append(out, w.Message)
		}
	}
	return out
}

// Waiting returns all notices that were not shown yet, for whichever tab, oldest
// first, and leaves them.
func Waiting(c web.Context) []Message {
	var out []Message
	for _, key := range session.Keys(c, prefix) {
		if w, ok := session.Get[waiting](c, key); ok {
			out = append(out, w.Message)
		}
	}
	return out
}

// seen reports whether somebody sees the answer to a request.
func seen(r *http.Request) bool {
	return r.Method != http.MethodHead && !ahead(r)
}

// end forgets what was shown, and reserves what was added for the tab that
// follows a redirect.
func (r *request) end(c web.Context, status int) {
	switch {
	case status == 0: // another page comes instead
		c.Set(contextKey, nil)
	case status >= 300 && status < 400:
		if to := c.Response().Header().Get("Location"); to != "" {
			r.reserve(c, to)
		}
	case status != http.StatusNoContent:
		session.Delete(c, r.shown...)
	}
}

func (r *request) reserve(c web.Context, to string) {
	for _, key := range r.added {
		if w, ok := session.Get[waiting](c, key); ok {
			session.Put(c, key, w.reserve(c, to))
		}
	}
}
