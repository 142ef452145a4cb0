package forms

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"

	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// How much a form may send beside its files.
const (
	maxText  = 10 << 20 // bytes of all texts together
	maxParts = 2000
)

// sending is what one request sent, for all forms that it fills.
type sending struct {
	values   url.Values          // nil if nothing was sent
	received map[string]received // files, by input
	stored   map[string]string   // the keys that the row had before, by input
}

func newSending() *sending {
	return &sending{received: map[string]received{}, stored: map[string]string{}}
}

// receiver knows which inputs are for files.
type receiver interface {
	upload(input string) *schema.Field // nil if it is for none
	room() int64                       // for all its files, in bytes
}

// Sent reports whether a request sends this form, rather than another with its
// own prefix: the address that a form is sent to has its prefix as a parameter.
func (d Declaration) Sent(c web.Context) bool {
	method := c.Request().Method
	return method != http.MethodGet && method != http.MethodHead && (d.Prefix == "" || c.QueryParams().Has(d.Prefix))
}

// parse reads what a request sent: texts into memory, files straight into the
// storage.
func (s *sending) parse(c web.Context, to receiver) error {
	r := c.Request()
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" || r.MultipartForm != nil {
		values, err := c.FormParams()
		if err != nil {
			return unread(err)
		}
		s.values = values
		return s.parsed(r, to)
	}
	web.AllowBody(r, maxText+to.room())
	if err := r.ParseForm(); err != nil { // the query alone
		return unread(err)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return unread(err)
	}
	if err := s.readParts(r.Context(), parts, to, r.PostForm); err != nil {
		return unread(err)
	}
	for name, values := range r.PostForm {
		r.Form[name] = append(values, r.Form[name]...)
	}
	r.MultipartForm = &multipart.Form{Value: r.PostForm} // for whoever asks the request for more
	s.values = r.Form
	return nil
}

// readParts reads one part after the other, as they come.
func (s *sending) readParts(ctx context.Context, parts *multipart.Reader, to receiver, texts url.Values) error {
	left, name := int64(maxText), ""
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return s.unfinished(to.upload(name), name, err)
		}
		name = part.FormName()
		f := to.upload(name)
		switch {
		case n >= maxParts:
			return tooLarge("The form has too many fields.", nil)
		case f != nil && part.FileName() != "":
			if err := s.receive(ctx, f, name, part.FileName(), part); err != nil {
				return err
			}
		case f != nil || part.FileName() != "": // no file was chosen, or nobody asked for one
		default:
			text, err := io.ReadAll(io.LimitReader(part, left+1))
			if err != nil {
				return err
			}
			if left -= int64(len(text)); left < 0 {
				return tooLarge("The form is too large.", nil)
			}
			texts.Add(name, string(text))
		}
	}
}

// unfinished explains why there is no part behind that of an input: if the rest
// of its file is more than is read, the file is what was too large.
func (s *sending) unfinished(f *schema.Field, input string, err error) error {
	var large *http.MaxBytesError
	if refused := s.received[input].refused; f != nil && refused != nil && errors.As(err, &large) {
		return tooLarge(schema.Capital(f.Label)+": "+refused.Error(), err)
	}
	return err
}

// receive stores a file. What is wrong with it is noted; the error is that it
// could not be read or stored.
func (s *sending) receive(ctx context.Context, f *schema.Field, input, name string, r io.Reader) error {
	u, err := media.Receive(ctx, name, r, rulesOf(f))
	var refused media.Refused
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return tooLarge(schema.Capital(f.Label)+": The file is too large.", err)
	case errors.Is(err, media.ErrBroken):
		return err
	case err != nil && !errors.As(err, &refused):
		return &web.Error{Status: http.StatusInternalServerError, Message: "The file could not be stored.", Err: err}
	}
	s.received[input] = received{u, err}
	return nil
}

// parsed takes the files of a request that somebody else has read before.
func (s *sending) parsed(r *http.Request, to receiver) error {
	if r.MultipartForm == nil {
		return nil
	}
	for name, headers := range r.MultipartForm.File {
		f := to.upload(name)
		for _, header := range headers {
			if f == nil {
				continue
			}
			in, err := header.Open()
			if err != nil {
				return unread(err)
			}
			if err := errors.Join(s.receive(r.Context(), f, name, header.Filename, in), in.Close()); err != nil {
				return unread(err)
			}
		}
	}
	return nil
}

// unread is the answer to a request that cannot be read.
func unread(err error) error {
	var known *web.Error
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &known):
		return err
	case errors.As(err, &large):
		return tooLarge("The form is too large.", err)
	}
	return &web.Error{Status: http.StatusBadRequest, Message: "The form could not be read.", Err: err}
}

func tooLarge(message string, err error) error {
	return &web.Error{Status: http.StatusRequestEntityTooLarge, Message: message, Err: err}
}
