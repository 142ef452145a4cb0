package sitetest

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"path/filepath"
)

// File is a file that a form sends.
type File struct {
	Input   string // the name of the input; Attach knows it
	Name    string // of the file, as a browser sends it
	Content io.Reader
}

// PostFiles sends a form with files from a page of the site. The files are read
// while they are sent.
func (c *Client) PostFiles(address string, form url.Values, files ...File) *Response {
	var all []entry
	for name, values := range form {
		for _, v := range values {
			all = append(all, entry{name: name, value: v})
		}
	}
	for _, f := range files {
		all = append(all, entry{name: f.Input, file: &f})
	}
	return c.multipart(address, all)
}

// multipart sends entries one after the other, as they are read.
func (c *Client) multipart(address string, all []entry, header ...string) *Response {
	read, write := io.Pipe()
	parts := multipart.NewWriter(write)
	r := httptest.NewRequestWithContext(c.ctx, http.MethodPost, c.origin.String()+address, read)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	go func() { write.CloseWithError(writeParts(parts, all)) }()
	defer read.Close() // an answer may come before all is read
	return c.Do(r)
}

func writeParts(parts *multipart.Writer, all []entry) error {
	for _, e := range all {
		if e.file == nil {
			if err := parts.WriteField(e.name, e.value); err != nil {
				return err
			}
			continue
		}
		w, err := parts.CreatePart(fileHeader(e.name, e.file.Name))
		if err != nil {
			return err
		}
		if _, err := io.Copy(w, e.file.Content); err != nil {
			return err
		}
	}
	return parts.Close()
}

// fileHeader names a file and its type, which browsers take from the extension.
func fileHeader(input, name string) textproto.MIMEHeader {
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", multipart.FileContentDisposition(input, name))
	h.Set("Content-Type", "application/octet-stream")
	if kind := mime.TypeByExtension(filepath.Ext(name)); kind != "" {
		h.Set("Content-Type", kind)
	}
	return h
}
