package dev

import (
	_ "embed"
	"fmt"
	"io"
	"net/http"
)

// ownPrefix begins the addresses that this process answers itself.
const ownPrefix = "/__gofw/"

const (
	scriptPath = ownPrefix + "reload.js"
	eventsPath = ownPrefix + "reload"
)

//go:embed reload.js
var script string

// serveOwn answers the addresses under ownPrefix.
func (f *front) serveOwn(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case scriptPath:
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		io.WriteString(w, script)
	case eventsPath:
		f.serveEvents(w, r)
	default:
		http.NotFound(w, r)
	}
}

// serveEvents tells a page to reload as soon as there is another version of
// the site than the one that the page came from.
func (f *front) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	control := http.NewResponseController(w)
	io.WriteString(w, "retry: 300\n\n")
	if control.Flush() != nil {
		return
	}
	for {
		version, next := f.settledVersion()
		if version != "" && version != r.URL.Query().Get("v") {
			fmt.Fprintf(w, "event: reload\ndata: %s\n\n", version)
			control.Flush()
			return
		}
		select {
		case <-next:
		case <-r.Context().Done():
			return
		case <-f.stopped:
			return
		}
	}
}
