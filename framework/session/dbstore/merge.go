package dbstore

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/session"
)

type values = map[string]json.RawMessage

// nextKey is the key of a value: the key of the record under which a session
// goes on.
const nextKey = "_next"

// SaveChanged writes the changed values over those that are kept, and keeps what
// other requests changed there. A session that ended meanwhile stays ended. One
// that got a new ID meanwhile is changed there, as [session.Renewer] says.
func (st *Store) SaveChanged(r *http.Request, w http.ResponseWriter, s *sessions.Session, changed []string) error {
	mine, err := session.Encode(s)
	if err != nil {
		return err
	}
	var next string
	var empty bool
	found, err := st.update(r.Context(), Key(s.ID), func(record *Record, kept values) error {
		next, empty = successor(kept), false
		if next != "" {
			return nil
		}
		assign(kept, mine, changed)
		if empty = session.Bare(kept); empty {
			record.Data = nil
			return nil
		}
		fresh, err := st.record(s, kept)
		*record = fresh
		return err
	})
	if err != nil || !found {
		return err
	}
	if next != "" {
		return st.forward(r.Context(), next, mine, changed)
	}
	options, value := *s.Options, s.ID
	if empty {
		options.MaxAge, value = -1, ""
	}
	http.SetCookie(w, sessions.NewCookie(s.Name(), value, &options))
	return nil
}

// forward gives the changes of a request under an old ID to the session as it
// goes on. It may have got a new ID again.
func (st *Store) forward(ctx context.Context, key string, mine values, changed []string) error {
	changed = slices.DeleteFunc(slices.Clone(changed), private)
	if len(changed) == 0 {
		return nil
	}
	for range 5 {
		next := ""
		_, err := st.update(ctx, key, func(record *Record, kept values) error {
			if next = successor(kept); next != "" {
				return nil
			}
			assign(kept, mine, changed)
			return encode(record, kept)
		})
		if err != nil || next == "" {
			return err
		}
		key = next
	}
	return nil
}

// private reports whether a key is the framework's, so that an old ID must not
// change it.
func private(key string) bool {
	return strings.HasPrefix(key, "_") && !strings.HasPrefix(key, session.MessagePrefix)
}

// Renew saves a session under a new ID with what other requests changed
// meanwhile, and leaves the old one for a moment. If it ended meanwhile, only
// what this request put goes on.
func (st *Store) Renew(r *http.Request, w http.ResponseWriter, s *sessions.Session, changed []string) error {
	mine, err := session.Encode(s)
	if err != nil {
		return err
	}
	old, token := Key(s.ID), newToken()
	s.ID = token
	record, err := st.record(s, mine)
	if err != nil {
		return err
	}
	if err := st.backend.Save(r.Context(), record); err != nil { // first, so that it cannot be lost
		return down("storing a session", err)
	}
	all, err := st.retire(r.Context(), old, record.Key)
	if err != nil {
		return err
	}
	assign(all, mine, changed)
	if session.Bare(all) {
		if err := st.backend.Delete(r.Context(), record.Key); err != nil {
			return down("ending a session", err)
		}
		options := *s.Options
		options.MaxAge = -1
		http.SetCookie(w, sessions.NewCookie(s.Name(), "", &options))
		return nil
	}
	if err := st.settle(r.Context(), record.Key, mine, all); err != nil {
		return err
	}
	http.SetCookie(w, sessions.NewCookie(s.Name(), token, s.Options))
	return nil
}

// retire marks a record as one that goes on under another key, and returns its
// values. One that has a successor keeps it. Where there is none, neither are
// values.
func (st *Store) retire(ctx context.Context, key, next string) (values, error) {
	var left values
	found, err := st.update(ctx, key, func(record *Record, kept values) error {
		left = values{}
		for k, v := range kept {
			if k != nextKey {
				left[k] = v
			}
		}
		if successor(kept) != "" {
			return nil
		}
		kept[nextKey], _ = json.Marshal(next)
		if end := st.now().Add(session.Grace).UTC(); end.Before(record.Expires) {
			record.Expires = end
		}
		return encode(record, kept)
	})
	if !found {
		left = values{}
	}
	return left, err
}

// settle brings what a session had when it was retired into its successor, where
// it differs from what was saved there.
func (st *Store) settle(ctx context.Context, key string, saved, all values) error {
	var differ []string
	for k, v := range all {
		if !bytes.Equal(v, saved[k]) {
			differ = append(differ, k)
		}
	}
	for k := range saved {
		if _, ok := all[k]; !ok {
			differ = append(differ, k)
		}
	}
	if len(differ) == 0 {
		return nil
	}
	_, err := st.update(ctx, key, func(record *Record, kept values) error {
		assign(kept, all, differ)
		return encode(record, kept)
	})
	return err
}

// update changes the values of a record that is alive.
func (st *Store) update(ctx context.Context, key string, change func(*Record, values) error) (alive bool, err error) {
	var wrong error
	found, err := st.backend.Update(ctx, key, func(r *Record) error {
		alive, wrong = st.alive(r), nil
		if !alive {
			return nil
		}
		var kept values
		if kept, wrong = decode(r); wrong == nil {
			wrong = change(r, kept)
		}
		return wrong
	})
	if err != nil && wrong == nil {
		err = down("changing a session", err)
	}
	return found && alive, err
}

// assign sets the keys to what they are in from; without a value there they go.
func assign(to, from values, keys []string) {
	for _, key := range keys {
		if v, ok := from[key]; ok {
			to[key] = v
		} else {
			delete(to, key)
		}
	}
}

func successor(kept values) string {
	var key string
	_ = json.Unmarshal(kept[nextKey], &key)
	return key
}
