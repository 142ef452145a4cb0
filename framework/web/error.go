package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/gofw/gofw/framework/orm"
)

// StatusClientGone is the status of a request whose client hung up before the
// answer; it is only ever logged. Other servers use the number too.
const StatusClientGone = 499

// Error is an error with the status that it should become. The zero value is an
// internal server error.
type Error struct {
	Status  int    // 0 is 500
	Message string // for the person at the browser; empty is the status in words
	Err     error  // the cause, for the log alone; may be nil
}

// Error says status, message and cause, for the log.
func (e *Error) Error() string {
	s := fmt.Sprintf("%d %s", e.status(), e.message())
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func (e *Error) status() int {
	if e.Status < 400 || e.Status > 599 {
		return http.StatusInternalServerError
	}
	return e.Status
}

func (e *Error) message() string {
	if e.Message == "" {
		return StatusText(e.status())
	}
	return e.Message
}

// NotFound is the error of an address that shows nothing: 404.
func NotFound() *Error { return &Error{Status: http.StatusNotFound} }

// Forbidden is the error of a request that this person may not make: 403. The
// message is shown to them.
func Forbidden(message string) *Error {
	return &Error{Status: http.StatusForbidden, Message: message}
}

// BadRequest is the error of a request that makes no sense: 400. The message is
// shown to the person who made it.
func BadRequest(message string) *Error {
	return &Error{Status: http.StatusBadRequest, Message: message}
}

// Abort stops a handler from deep inside: panic(web.Abort{Err: err}) has the
// effect of the handler returning err. It is for helpers without an error
// result whose failure must not pass for an empty answer, such as reading a
// session while the database is away. It needs the Recover middleware.
type Abort struct{ Err error }

// Panic is the error that the Recover middleware makes of any other panic.
type Panic struct {
	Value any    // what was passed to panic
	Stack []byte // where, as runtime/debug.Stack prints it
}

// Error says what the panic said.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// Unwrap returns the value if it is an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// StatusOf is the status that an error becomes: its own for [Error] and for
// Echo's errors, 404 for a row that is not there, 413 for a body that is too
// long, 499 for a client that hung up, 503 for a deadline, else 500. A panic
// is 500 whatever was thrown. The status of nil is 200.
func StatusOf(err error) int {
	var own *Error
	var echoes *echo.HTTPError
	var tooLong *http.MaxBytesError
	var panicked *Panic
	switch {
	case err == nil:
		return http.StatusOK
	case errors.As(err, &panicked):
		return http.StatusInternalServerError
	case errors.As(err, &own):
		return own.status()
	case errors.As(err, &tooLong):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &echoes):
		return (&Error{Status: echoes.Code}).status()
	case errors.Is(err, orm.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, context.Canceled):
		return StatusClientGone
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// MessageOf is what a person may read about an error: the message of an [Error]
// or of Echo's error below 500, else the status in words. It never shows the
// text of any other error.
func MessageOf(err error) string {
	status := StatusOf(err)
	var own *Error
	if errors.As(err, &own) && own.status() == status {
		return own.message()
	}
	var echoes *echo.HTTPError
	if status < 500 && errors.As(err, &echoes) && echoes.Code == status {
		if text, ok := echoes.Message.(string); ok && text != http.StatusText(status) {
			return text
		}
	}
	return StatusText(status)
}

// StatusText is a status in a calm sentence for people.
func StatusText(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "The request could not be understood."
	case http.StatusForbidden:
		return "You do not have permission to see this page."
	case http.StatusNotFound:
		return "There is no page at this address."
	case http.StatusMethodNotAllowed:
		return "This page cannot be used in that way."
	case http.StatusRequestEntityTooLarge:
		return "What you sent is too large."
	case http.StatusTooManyRequests:
		return "There were too many requests. Please wait a moment and try again."
	case http.StatusServiceUnavailable:
		return "The site is too busy to answer. Please try again in a moment."
	}
	if status >= 400 && status < 500 {
		return "The request could not be answered."
	}
	return "Something went wrong on our side. The people who run this site can see it in their log."
}
