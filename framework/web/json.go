package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// JSONBody reads the body of a request as JSON. The zero value is strict.
type JSONBody struct {
	Limit        int64 // in bytes; 0 is 1 MiB
	AllowUnknown bool  // members that the type does not have are skipped; else they are an error
}

// largestJSON is the limit of a [JSONBody] that names none.
const largestJSON = 1 << 20

// ReadJSON reads the body as JSON into the pointer v, strictly: at most 1 MiB, no
// member that v does not have. See [JSONBody].
func ReadJSON(c Context, v any) error { return JSONBody{}.Read(c, v) }

// Read reads the body, which must be one JSON value, into the pointer v. What is
// wrong with it is an [Error] that says where: 415 for a body of another type,
// 413 for one over the limit, 400 for all else.
func (b JSONBody) Read(c Context, v any) error {
	r := c.Request()
	if kind := r.Header.Get("Content-Type"); !isJSON(kind) {
		return &Error{Status: http.StatusUnsupportedMediaType, Message: "Send JSON with the header Content-Type: application/json."}
	}
	limit := b.Limit
	if limit == 0 {
		limit = largestJSON
	}
	AllowBody(r, limit)
	d := json.NewDecoder(http.MaxBytesReader(c.Response(), r.Body, limit))
	if !b.AllowUnknown {
		d.DisallowUnknownFields()
	}
	if err := d.Decode(v); err != nil {
		return badJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			return err
		}
		return BadRequest("There is more than one JSON value.")
	}
	return nil
}

// isJSON takes application/json and types that end in +json.
func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && (kind == "application/json" || strings.HasPrefix(kind, "application/") && strings.HasSuffix(kind, "+json"))
}

// badJSON says for the client what is wrong. An error of the caller's type stays
// what it is.
func badJSON(err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	var tooLong *http.MaxBytesError
	var invalid *json.InvalidUnmarshalError
	switch {
	case errors.As(err, &tooLong):
		return err
	case errors.As(err, &invalid):
		return fmt.Errorf("reading JSON: %w", err)
	case errors.Is(err, io.EOF):
		return BadRequest("The body is empty: send one JSON value.")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return BadRequest("The JSON ends too early.")
	case errors.As(err, &syntax):
		return &Error{Status: http.StatusBadRequest, Message: "The JSON is broken at byte " + strconv.FormatInt(syntax.Offset, 10) + ".", Err: err}
	case errors.As(err, &wrong):
		where := "byte " + strconv.FormatInt(wrong.Offset, 10)
		if wrong.Field != "" {
			where = strconv.Quote(wrong.Field)
		}
		return &Error{Status: http.StatusBadRequest, Message: "The JSON has a " + wrong.Value + " at " + where + ", which cannot be one.", Err: err}
	}
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return BadRequest("The JSON has the member " + field + ", which is not known here.")
	}
	return &Error{Status: http.StatusBadRequest, Message: "The JSON could not be read.", Err: err}
}
