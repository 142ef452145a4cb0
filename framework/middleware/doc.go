// Package middleware is what every request of a site passes through.
//
// Each middleware is a struct whose zero value is useful and whose Middleware
// method gives what Echo's Use takes. A site stacks them in this order:
//
//	RequestID   each request has a name in the log
//	Log         one line a request
//	Recover     a panic becomes an error, which Log has answered
//	Hosts       requests for other hosts are refused
//	Headers     what browsers should and should not do with the pages
//	CrossOrigin pages of other sites cannot act in a visitor's name
//
// None of them wraps the response writer: what the server's writer can do
// (flush, hijack, send a file) it can do in the handler.
package middleware
