package dev

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// problemsShown is how many problems a page shows with their source.
const problemsShown = 20

// page is what page.html shows.
type page struct {
	Title    string
	Problems []placedProblem
	Output   string
	Advice   string
	Script   string // address of the script that reloads; empty: none
}

// placedProblem is a problem with the source around it.
type placedProblem struct {
	Problem
	Excerpt []sourceLine
}

// serveFailure answers a request with what is wrong: a page for who wants
// one, plain text for all others.
func (f *front) serveFailure(w http.ResponseWriter, r *http.Request, status int, now shown) {
	if !wantsPage(r) {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, now.failure.Title+"\n"+now.failure.Error(), status)
		return
	}
	p := page{Title: now.failure.Title, Output: now.failure.Output, Advice: "This page reloads when a change has been saved and built."}
	for i, problem := range now.failure.Problems {
		if i == problemsShown {
			p.Advice = fmt.Sprintf("%d more problems are in the terminal. %s", len(now.failure.Problems)-i, p.Advice)
			break
		}
		p.Problems = append(p.Problems, placedProblem{problem, excerpt(problem, f.dir)})
	}
	writePage(w, r, status, p, now.version)
}

// serveBusy answers a request that has waited for too long.
func (f *front) serveBusy(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Retry-After", "2")
	p := page{Title: "The site is being built", Advice: "The first build takes a minute. This page reloads when it is done."}
	if !wantsPage(r) {
		http.Error(w, p.Title+".", http.StatusServiceUnavailable)
		return
	}
	writePage(w, r, http.StatusServiceUnavailable, p, "") // out of date whatever comes
}

// writePage writes a page of this process.
func writePage(w http.ResponseWriter, r *http.Request, status int, p page, version string) {
	if r.Method == http.MethodGet { // another page would be sent again
		p.Script = scriptPath + "?v=" + url.QueryEscape(version)
	}
	var text bytes.Buffer
	if err := pageTemplate.Execute(&text, p); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(text.Len()))
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'")
	w.WriteHeader(status)
	w.Write(text.Bytes())
}
