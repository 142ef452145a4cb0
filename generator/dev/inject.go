package dev

import (
	"bytes"
	"errors"
	"html"
	"io"
	"mime"
	"net/http"
	"strings"
)

// trailerLimit is how much may follow the closing tag of the body.
const trailerLimit = 4 << 10

// wantsPage reports whether a browser asks for a page to show, rather than a
// script for data or for a piece of a page.
func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html") && r.Header.Get("Hx-Request") == ""
}

// inject puts the script that reloads the page into a response, if the
// response is a page that may have it.
func inject(response *http.Response, version string) {
	request, header := response.Request, response.Header
	if request.Method != http.MethodGet || !isPage(response) {
		return
	}
	nonce, ok := scriptAllowed(header.Values("Content-Security-Policy"))
	if !ok {
		return
	}
	response.Body = &injector{source: response.Body, tag: scriptTag(version, nonce)}
	response.ContentLength = -1
	for _, name := range []string{"Content-Length", "Etag", "Last-Modified", "Accept-Ranges"} {
		header.Del(name)
	}
	header.Set("Cache-Control", "no-store") // a kept page would ask for the reload again and again
}

// isPage reports whether a response is a whole page as plain HTML.
func isPage(response *http.Response) bool {
	switch response.StatusCode {
	case http.StatusSwitchingProtocols, http.StatusNoContent, http.StatusPartialContent, http.StatusNotModified:
		return false
	}
	if response.Header.Get("Content-Encoding") != "" {
		return false
	}
	kind, parameters, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	return err == nil && kind == "text/html" && !strings.HasPrefix(strings.ToLower(parameters["charset"]), "utf-16")
}

// scriptTag is the element that loads the script.
func scriptTag(version, nonce string) []byte {
	attribute := ""
	if nonce != "" {
		attribute = ` nonce="` + html.EscapeString(nonce) + `"`
	}
	return []byte(`<script src="` + scriptPath + `?v=` + html.EscapeString(version) + `"` + attribute + `></script>`)
}

// injector copies a page and puts a tag before the last closing tag of the
// body. What comes before passes at once, so a page that streams still does;
// what has no such tag is a piece of a page and stays as it is.
type injector struct {
	source io.ReadCloser
	tag    []byte
	ready  []byte // to be read
	held   []byte // begins with the closing tag, or with what may become it
	err    error  // of source, once ready is read
}

// closing is the beginning of the tag that closes the body.
const closing = "</body"

// Read reads the page with the tag.
func (i *injector) Read(p []byte) (int, error) {
	for len(i.ready) == 0 {
		if i.err != nil {
			return 0, i.err
		}
		i.fill()
	}
	n := copy(p, i.ready)
	i.ready = i.ready[n:]
	return n, nil
}

// fill reads on and decides what can pass.
func (i *injector) fill() {
	chunk := make([]byte, 16<<10)
	n, err := i.source.Read(chunk)
	page := append(i.held, chunk[:n]...)
	at := lastClosing(page)
	if at < 0 || len(page)-at > trailerLimit {
		at = len(page) - begins(page)
	}
	i.ready, i.held = page[:at:at], page[at:]
	if err == nil {
		return
	}
	i.err = err
	if errors.Is(err, io.EOF) && lastClosing(i.held) == 0 {
		i.ready = append(i.ready, i.tag...)
	}
	i.ready, i.held = append(i.ready, i.held...), nil
}

// Close closes the source.
func (i *injector) Close() error { return i.source.Close() }

// lastClosing returns where the last closing tag of a body begins, or -1.
func lastClosing(page []byte) int {
	for end := len(page); ; {
		at := bytes.LastIndexByte(page[:end], '<')
		if at < 0 {
			return -1
		}
		if len(page)-at >= len(closing) && strings.EqualFold(string(page[at:at+len(closing)]), closing) {
			return at
		}
		end = at
	}
}

// begins returns the length of the end of page with which a closing tag may begin.
func begins(page []byte) int {
	for n := min(len(page), len(closing)-1); n > 0; n-- {
		if strings.EqualFold(string(page[len(page)-n:]), closing[:n]) {
			return n
		}
	}
	return 0
}
