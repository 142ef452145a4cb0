package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/web"
)

// UserKey is the key of the signed-in user's ID, an int64. Stores that can end
// all sessions of a user go by it.
const UserKey = "_user"

// ErrNoList is returned by [EndOthers] when the store does not know which
// sessions there are.
var ErrNoList = errors.New("session: this store keeps no list of sessions")

var (
	errNoMiddleware = errors.New("session: there is no session here: put session.Middleware around the handler")
	errTooLate      = errors.New("session: changed after the response began: change it before the first byte")
)

// Get returns the value that was put under key. It is false if there is none,
// or if the one there is not a T, as after a deployment that changed the type.
func Get[T any](c web.Context, key string) (T, bool) {
	var v T
	raw, ok := of(c).load(c).Values[key].(string)
	if !ok {
		return v, false
	}
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		return *new(T), false
	}
	return v, true
}

// Put keeps a value, which must be fit for JSON.
func Put(c web.Context, key string, v any) {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(web.Abort{Err: fmt.Errorf("keeping %q in the session: %w", key, err)})
	}
	of(c).change(c, key).Values[key] = string(raw)
}

// Delete forgets the values under the keys.
func Delete(c web.Context, keys ...string) {
	st := of(c)
	for _, key := range keys {
		if _, ok := st.load(c).Values[key]; ok {
			delete(st.change(c, key).Values, key)
		}
	}
}

// Pop is Get and Delete: a value that is used once.
func Pop[T any](c web.Context, key string) (T, bool) {
	v, ok := Get[T](c, key)
	Delete(c, key)
	return v, ok
}

// Keys lists the keys that begin with prefix, in order.
func Keys(c web.Context, prefix string) []string {
	var keys []string
	for k := range of(c).load(c).Values {
		if s, ok := k.(string); ok && strings.HasPrefix(s, prefix) && !bookkeeping(s) {
			keys = append(keys, s)
		}
	}
	slices.Sort(keys)
	return keys
}

// Flush forgets everything, ends the old ID at once, and gives what is put
// afterwards a new one: for signing out.
func Flush(c web.Context) {
	st := of(c)
	clear(st.change(c).Values)
	st.flushed, st.renewed = true, true
}

// Rotate keeps the values under a new ID and ends the old one. Call it whenever
// what the session may do changes, as when someone signs in: an ID that was
// known before is worth nothing afterwards. Requests that are under way may use
// the old ID for another [Grace], as it was before: see [Renewer].
func Rotate(c web.Context) {
	st := of(c)
	st.change(c)
	st.renewed = true
}

// EndOthers ends all sessions of a user but this one, as after a change of
// password. A store that cannot returns [ErrNoList].
func EndOthers(c web.Context, userID int64) error {
	st := of(c)
	store, ok := st.m.store.(interface {
		DeleteUser(ctx context.Context, userID int64, exceptID string) error
	})
	if !ok {
		return ErrNoList
	}
	return unavailable(store.DeleteUser(c.Request().Context(), userID, st.load(c).ID))
}

// BeforeSave runs fn just before the session is saved, with the status of the
// answer, also where nothing was changed so far. fn may change the session. If
// the handler fails instead, fn runs at once with 0: what it was about to show is
// not shown. For answers of 500 and above it does not run.
func BeforeSave(c web.Context, fn func(status int)) {
	st := of(c)
	st.load(c)
	st.before = append(st.before, fn)
}

// Now is the time of the site's sessions.
func Now(c web.Context) time.Time { return of(c).m.options.Now() }
