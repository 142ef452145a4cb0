package session

import (
	"net/http"
	"time"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/web"
)

// save writes what the request did to its session, and the cookie.
func (st *state) save(c web.Context) error {
	s, r, o := st.session, c.Request(), st.m.options
	cookies := header{}
	if st.retired && !st.renewed {
		return st.saveRetired(r)
	}
	now := o.Now()
	if s.IsNew || st.renewed {
		setSeconds(s, bornKey, now)
	}
	setSeconds(s, savedKey, now)
	life := st.m.end(s, now, seconds(s, bornKey)).Sub(now)
	s.Options = o.cookie(c, life)
	if err := st.write(r, cookies, life); err != nil {
		return err
	}
	st.send(c, cookies)
	return nil
}

// write has the store save, and chooses how.
func (st *state) write(r *http.Request, w http.ResponseWriter, life time.Duration) error {
	s, store := st.session, st.m.store
	merger, merges := store.(Merger)
	renewer, renews := store.(Renewer)
	empty := bare(s)
	switch {
	case life <= 0, st.flushed && empty, empty && (s.IsNew || !merges):
		return st.end(r, w, s)
	case s.IsNew:
		return store.Save(r, w, s)
	case st.flushed, st.renewed && (!renews || st.retired):
		return st.replace(r, w)
	case st.renewed:
		return renewer.Renew(r, w, s, append(st.changed, savedKey, bornKey))
	case merges:
		return merger.SaveChanged(r, w, s, append(st.changed, savedKey))
	}
	return store.Save(r, w, s)
}

// saveRetired saves the changes of a request whose ID got a successor meanwhile.
func (st *state) saveRetired(r *http.Request) error {
	merger, ok := st.m.store.(Merger)
	if !ok || len(st.changed) == 0 {
		return nil
	}
	st.session.Options = &sessions.Options{}
	return merger.SaveChanged(r, header{}, st.session, st.changed)
}

// replace saves the values under a new ID and ends the old one at once.
func (st *state) replace(r *http.Request, w http.ResponseWriter) error {
	s := st.session
	old := *s
	s.ID, s.IsNew = "", true
	if err := st.m.store.Save(r, w, s); err != nil {
		return err
	}
	return st.end(r, header{}, &old)
}

// end removes a session from the store and, by w, from the browser. One that has a
// successor ends by itself: that one belongs to another request.
func (st *state) end(r *http.Request, w http.ResponseWriter, s *sessions.Session) error {
	if s.IsNew || st.retired {
		return nil
	}
	options := *s.Options
	options.MaxAge = -1
	s.Options = &options
	return st.m.store.Save(r, w, s)
}

// send sets the cookies that the store made. Those of a session that ends with
// the browser have no date.
func (st *state) send(c web.Context, cookies header) {
	for _, line := range http.Header(cookies).Values("Set-Cookie") {
		if st.m.lifeOf(st.session).Browser {
			if cookie, err := http.ParseSetCookie(line); err == nil && cookie.MaxAge > 0 {
				cookie.MaxAge, cookie.Expires = 0, time.Time{}
				line = cookie.String()
			}
		}
		c.Response().Header().Add("Set-Cookie", line)
	}
}

// header takes what a store would send, which is cookies.
type header http.Header

func (h header) Header() http.Header       { return http.Header(h) }
func (header) Write(b []byte) (int, error) { return len(b), nil }
func (header) WriteHeader(int)             {}
