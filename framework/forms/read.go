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

// parse reads what a request sent: texts into memory, files straight into the
// storage.
func (b *Form) parse(c web.Context) error {
	r := c.Request()
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" || r.MultipartForm != nil {
		values, err := c.FormParams()
		if err != nil {
			return unread(err)
		}
		b.typed = values
		return b.parsed(r)
	}
	files := b.files()
	allowed := int64(maxText)
	for _, f := range files {
		allowed += rulesOf(f).Limit() + 4096
	}
	web.AllowBody(r, allowed)
	if err := r.ParseForm(); err != nil { // the query alone
		return unread(err)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return unread(err)
	}
	if err := b.readParts(r.Context(), parts, files, r.PostForm); err != nil {
		return unread(err)
	}
	for name, values := range r.PostForm {
		r.Form[name] = append(values, r.Form[name]...)
	}
	r.MultipartForm = &multipart.Form{Value: r.PostForm} // for whoever asks the request for more
	b.typed = r.Form
	return nil
}

// readParts reads one part after the other, as they come.
func (b *Form) readParts(ctx context.Context, parts *multipart.Reader, files map[string]*schema.Field, texts url.Values) error {
	left, name := int64(maxText), ""
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return b.unfinished(files[name], name, err)
		}
		name = part.FormName()
		f := files[name]
		switch {
		case n >= maxParts:
			return tooLarge("The form has too many fields.", nil)
		case f != nil && part.FileName() != "":
			if err := b.receive(ctx, f, name, part.FileName(), part); err != nil {
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
func (b *Form) unfinished(f *schema.Field, input string, err error) error {
	var large *http.MaxBytesError
	if refused := b.received[input].refused; f != nil && refused != nil && errors.As(err, &large) {
		return tooLarge(schema.Capital(f.Label)+": "+refused.Error(), err)
	}
	return err
}

// receive stores a file. What is wrong with it is noted; the error is that it
// could not be read or stored.
func (b *Form) receive(ctx context.Context, f *schema.Field, input, name string, r io.Reader) error {
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
	b.received[input] = received{u, err}
	return nil
}

// parsed takes the files of a request that somebody else has read before.
func (b *Form) parsed(r *http.Request) error {
	if r.MultipartForm == nil {
		return nil
	}
	for name, f := range b.files() {
		for _, header := range r.MultipartForm.File[name] {
			in, err := header.Open()
			if err != nil {
				return unread(err)
			}
			if err := errors.Join(b.receive(r.Context(), f, name, header.Filename, in), in.Close()); err != nil {
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
