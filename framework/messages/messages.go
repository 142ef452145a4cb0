// Package messages shows a notice once, on the next page that a visitor sees:
//
//	messages.Success(c, "The post was published.")
//	return web.Redirect(c, PostListURL())
//
// The layout of the site asks for them with [All]. A page that does not ask pays
// nothing, and for a visitor without a session asking costs nothing either.
//
// A notice of a request that redirects is for the tab that follows: the page at
// that address, or one that is reached from the same page as the request. Other
// tabs leave it alone for ten seconds, and then it is for whichever page comes
// first, so that it is not lost. Two tabs that go from one page to one page at the
// same time cannot be told apart.
//
// A notice counts as shown when a page was answered that asked for it: not by a
// redirect, an error, HEAD, 304, or a browser that only fetches ahead.
//
// Notices live in the session, each under a key of its own, so that requests at
// once do not undo each other's. With a session in the cookie the browser keeps
// those of the answer that comes last.
package messages

import (
	"github.com/gofw/gofw/framework/web"
)

// Level says how a notice is meant. A site may have more than these.
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
