// Package messages shows a notice once, on the next page that a visitor sees:
//
//	messages.Success(c, "The post was published.")
//	return web.Redirect(c, PostListURL())
//
// The layout of the site asks for them with [All]. A page that does not ask
// pays nothing. Notices live in the session, each under a key of its own, so
// that two tabs do not undo each other's; the one that shows its page first
// gets those of both.
package messages

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"time"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/web"
)

// Level says how a notice is meant.
type Level string

// The levels of notices.
const (
	LevelSuccess Level = "success" // it was done
	LevelInfo    Level = "info"    // worth knowing
	LevelWarning Level = "warning" // it was done, but look
	LevelError   Level = "error"   // it was not done
)

// Message is one notice.
type Message struct {
	Level Level  `json:"l"`
	Text  string `json:"t"` // plain text; components escape it
}

// Success tells that something was done.
func Success(c web.Context, text string) { Add(c, Message{LevelSuccess, text}) }

// Info tells something worth knowing.
func Info(c web.Context, text string) { Add(c, Message{LevelInfo, text}) }

// Warning tells that something was done, but needs a look.
func Warning(c web.Context, text string) { Add(c, Message{LevelWarning, text}) }

// Error tells that something was not done.
func Error(c web.Context, text string) { Add(c, Message{LevelError, text}) }

const prefix = "_message:"

// most is how many notices wait at most; a visitor who never sees a page must
// not fill the session.
const most = 20

// Add keeps a notice for the next page. Beyond 20 the oldest gives way.
func Add(c web.Context, m Message) {
	keys := session.Keys(c, prefix)
	if len(keys) >= most {
		session.Delete(c, keys[:len(keys)-most+1]...)
	}
	// Time and count bring them into order, the random end keeps two requests
	// of the same moment apart.
	now := strconv.FormatInt(time.Now().UnixNano(), 36)
	session.Put(c, fmt.Sprintf("%s%s%02d%s", prefix, now, len(keys), rand.Text()[:8]), m)
}

// All returns the notices that wait, oldest first, and forgets them.
func All(c web.Context) []Message {
	keys := session.Keys(c, prefix)
	var out []Message
	for _, key := range keys {
		if m, ok := session.Get[Message](c, key); ok {
			out = append(out, m)
		}
	}
	session.Delete(c, keys...)
	return out
}
