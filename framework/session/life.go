package session

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/web"
)

// Keys under which a session keeps what is known about itself. Each has one of
// its own, so that requests at once do not undo each other's.
const (
	savedKey = "_at"   // when it was last saved, in seconds of Unix time
	bornKey  = "_born" // when it got its ID, likewise
	lifeKey  = "_life" // a Life
	nextKey  = "_next" // it has got a new ID: the key of that
)

func bookkeeping(key string) bool {
	return key == savedKey || key == bornKey || key == lifeKey || key == nextKey
}

// Life says how long one session lives. The zero value is what the site's
// options say.
type Life struct {
	// Idle is how long it lives after it was last saved; 0 is Options.Idle.
	Idle time.Duration `json:"i,omitempty"`
	// Until is when it ends at the latest. The zero time is never. Options.Absolute
	// holds besides.
	Until time.Time `json:"u,omitzero"`
	// Browser ends it when the browser is closed, unless it ends before.
	Browser bool `json:"b,omitempty"`
}

var errLife = errors.New("session: a life cannot be negative: end a session with Flush")

// SetLife gives this session a life of its own, as for people who ask to stay
// signed in. The zero Life goes back to the options. It counts from the end of
// this request. Flush forgets it, Rotate does not.
func SetLife(c web.Context, l Life) {
	if l.Idle < 0 {
		panic(web.Abort{Err: errLife})
	}
	if l == (Life{}) {
		Delete(c, lifeKey)
		return
	}
	Put(c, lifeKey, l)
}

// LifeOf is the life that was set, and what the options say where nothing was.
// Idle is never zero.
func LifeOf(c web.Context) Life {
	st := of(c)
	return st.m.lifeOf(st.load(c))
}

// Ends is when this session ends if nobody comes back to it.
// What this request changes counts as saved.
func Ends(c web.Context) time.Time {
	st := of(c)
	s := st.load(c)
	now := st.m.options.Now()
	saved, born := seconds(s, savedKey), seconds(s, bornKey)
	if st.dirty || s.IsNew {
		saved = now
	}
	if st.renewed || s.IsNew {
		born = now
	}
	return st.m.end(s, saved, born)
}

func (m *Manager) lifeOf(s *sessions.Session) Life {
	l := Life{Browser: m.options.Browser}
	if raw, ok := s.Values[lifeKey].(string); ok {
		var own Life
		if json.Unmarshal([]byte(raw), &own) == nil {
			l = own
		}
	}
	if l.Idle <= 0 {
		l.Idle = m.options.Idle
	}
	return l
}

// end is when a session ends that was saved and got its ID at these times.
func (m *Manager) end(s *sessions.Session, saved, born time.Time) time.Time {
	l := m.lifeOf(s)
	end := saved.Add(l.Idle)
	if absolute := m.options.Absolute; absolute > 0 && born.Add(absolute).Before(end) {
		end = born.Add(absolute)
	}
	if !l.Until.IsZero() && l.Until.Before(end) {
		end = l.Until
	}
	return end
}

// seconds is a time that a session keeps; without one it is 1970.
func seconds(s *sessions.Session, key string) time.Time {
	raw, _ := s.Values[key].(string)
	n, _ := strconv.ParseInt(raw, 10, 64)
	return time.Unix(n, 0)
}

func setSeconds(s *sessions.Session, key string, t time.Time) {
	s.Values[key] = strconv.FormatInt(t.Unix(), 10)
}

// Bare reports whether values hold nothing but what a session knows about itself.
func Bare(values map[string]json.RawMessage) bool {
	for key := range values {
		if !bookkeeping(key) {
			return false
		}
	}
	return true
}

func bare(s *sessions.Session) bool {
	for key := range s.Values {
		if name, ok := key.(string); !ok || !bookkeeping(name) {
			return false
		}
	}
	return true
}
