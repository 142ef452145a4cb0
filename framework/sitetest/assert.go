package sitetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/messages"
)

// Status fails the test unless the answer has this status.
func Status(t testing.TB, r *Response, want int) {
	t.Helper()
	if r.Status != want {
		t.Errorf("status %d %s, want %d: %s", r.Status, http.StatusText(r.Status), want, r)
	}
}

// Redirects fails the test unless the answer leads to an address of the site, or
// has been followed there.
func Redirects(t testing.TB, r *Response, want string) {
	t.Helper()
	got := r.Address()
	switch {
	case r.redirects():
		to, err := r.at.Parse(r.Location())
		if err != nil {
			t.Errorf("it leads to no address: %v: %s", err, r)
			return
		}
		if got = to.String(); to.Scheme == r.at.Scheme && to.Host == r.at.Host {
			got = strings.TrimPrefix(got, to.Scheme+"://"+to.Host)
		}
	case len(r.Via) == 0:
		t.Errorf("it leads nowhere, want %s: %s", want, r)
		return
	}
	if got != want {
		t.Errorf("it leads to %s, want %s", got, want)
	}
}

// Contains fails the test unless the source of a page that was found holds all the
// texts.
func Contains(t testing.TB, r *Response, texts ...string) {
	t.Helper()
	found(t, r)
	for _, text := range texts {
		if !strings.Contains(r.Body, text) {
			t.Errorf("the source does not hold %q: %s", text, r)
		}
	}
}

// NotContains fails the test if the source of a page that was found holds one of
// the texts.
func NotContains(t testing.TB, r *Response, texts ...string) {
	t.Helper()
	found(t, r)
	for _, text := range texts {
		if strings.Contains(r.Body, text) {
			t.Errorf("the source holds %q: %s", text, r)
		}
	}
}

// Shows fails the test unless a person reads all the texts on a page that was
// found. Blanks and line ends are the same.
func Shows(t testing.TB, r *Response, texts ...string) {
	t.Helper()
	found(t, r)
	read := r.Text()
	for _, text := range texts {
		if !strings.Contains(read, text) {
			t.Errorf("the page does not show %q, but:\n%s", text, read)
		}
	}
}

// NotShows fails the test if a person reads one of the texts on a page that was
// found.
func NotShows(t testing.TB, r *Response, texts ...string) {
	t.Helper()
	found(t, r)
	read := r.Text()
	for _, text := range texts {
		if strings.Contains(read, text) {
			t.Errorf("the page shows %q:\n%s", text, read)
		}
	}
}

// found fails the test if there is no page: an error page holds no secrets either.
// Forms that are shown again have 422.
func found(t testing.TB, r *Response) {
	t.Helper()
	if r.Status >= 300 && r.Status != http.StatusUnprocessableEntity {
		t.Errorf("there is no page to look at: status %d, location %q", r.Status, r.Location())
	}
}

// Messages fails the test unless these notices wait for the visitor, and no
// others. They stay.
func Messages(t testing.TB, c *Client, want ...messages.Message) {
	t.Helper()
	if diff := cmp.Diff(want, c.Messages()); diff != "" {
		t.Errorf("other notices wait (-want +have):\n%s", diff)
	}
}

// HTMLEqual fails the test unless two pieces of HTML are the same but for blanks,
// comments, and the order of attributes and classes.
func HTMLEqual(t testing.TB, got, want string) {
	t.Helper()
	if diff := cmp.Diff(markup(want), markup(got)); diff != "" {
		t.Errorf("the HTML differs (-want +have):\n%s", diff)
	}
}

// HTMLContains is HTMLEqual for a piece of a page, or of a part of it.
func HTMLContains(t testing.TB, r *Response, want string) {
	t.Helper()
	have, piece := outline(r.root()), strings.Join(markup(want), "\n")
	if !strings.Contains("\n"+strings.Join(have, "\n")+"\n", "\n"+piece+"\n") {
		t.Errorf("the page does not hold\n%s\nbut is\n%s", piece, strings.Join(have, "\n"))
	}
}

// JSONEqual fails the test unless two texts are the same as JSON: order of keys
// and blanks do not count.
func JSONEqual(t testing.TB, got, want string) {
	t.Helper()
	a, err := readJSON(want)
	if err != nil {
		t.Fatalf("what is wanted is no JSON: %v", err)
	}
	b, err := readJSON(got)
	if err != nil {
		t.Errorf("it is no JSON: %v: %s", err, got)
		return
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("the JSON differs (-want +have):\n%s", diff)
	}
}

// readJSON keeps numbers as they are written.
func readJSON(text string) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, errors.New("there is more behind it")
	}
	return v, nil
}
