package responder

// Wire is how a protocol frames an answer. All calls come from the goroutine
// of the handler. Either part of a piece may be empty.
type Wire interface {
	// StatusLine is what comes before "200 OK": "Status: " or "HTTP/1.1 ".
	StatusLine() string
	// Send sends a piece, which others follow.
	Send(head, body []byte) error
	// End sends the last piece. Whole tells that the request has been read to its end.
	End(head, body []byte, whole bool) error
	// Abort says, as far as the protocol can, that the answer will never be whole.
	Abort()
	// Errors writes lines to the log of the server in front, or to that of this program.
	Errors(lines string)
}
