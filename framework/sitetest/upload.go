package sitetest

import (
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
)

// File is a file that a form sends.
type File struct {
	Input   string // the name of the input
	Name    string // of the file, as a browser sends it
	Content io.Reader
}

// PostFiles sends a form with files from a page of the site. The files are read
// while they are sent.
func (c *Client) PostFiles(address string, form url.Values, files ...File) *Response {
	read, write := io.Pipe()
	parts := multipart.NewWriter(write)
	r := httptest.NewRequestWithContext(c.ctx, http.MethodPost, origin+address, read)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	go func() { write.CloseWithError(writeParts(parts, form, files)) }()
	defer read.Close() // an answer may come before all is read
	return c.Do(r)
}

func writeParts(parts *multipart.Writer, form url.Values, files []File) error {
	for name, values := range form {
		for _, v := range values {
			if err := parts.WriteField(name, v); err != nil {
				return err
			}
		}
	}
	for _, f := range files {
		w, err := parts.CreateFormFile(f.Input, f.Name)
		if err != nil {
			return err
		}
		if _, err := io.Copy(w, f.Content); err != nil {
			return err
		}
	}
	return parts.Close()
}
