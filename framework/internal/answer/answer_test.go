package answer_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/internal/answer"
	"github.com/gofw/gofw/framework/web"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.FixedZone("", 3600))

var line = []byte(strings.Repeat("x", 1023) + "\n")

// small is up to where a document of these tests is small.
const small = 100 << 10

// send writes a document of some lines.
func send(state answer.State, lines int, method string, header ...string) (*httptest.ResponseRecorder, int, error) {
	r := httptest.NewRequest(method, "http://example.com/", nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	c := web.NewEcho().NewContext(r, rec)
	d := &answer.Document{
		Context: c, Type: "text/plain", State: state, Small: small,
		Head: func() []byte { return []byte("head\n") }, Modified: func() time.Time { return noon },
	}
	if state.Unchanged(c) {
		return rec, 0, nil
	}
	var err error
	written := 0
	for ; written < lines && err == nil; written++ {
		_, err = d.Write(line)
	}
	return rec, written, d.Close(err)
}

func TestASmallDocumentIsSentWhole(t *testing.T) {
	t.Parallel()
	rec, _, err := send(answer.State{}, 2, "GET")
	h := rec.Header()
	if err != nil || rec.Body.String() != "head\n"+string(line)+string(line) {
		t.Fatalf("%q, %v", rec.Body, err)
	}
	if h.Get("Content-Length") != "2053" || h.Get("Last-Modified") != "Sun, 01 Mar 2026 11:00:00 GMT" || !strings.HasPrefix(h.Get("Etag"), `"`) {
		t.Errorf("header %v", h)
	}
	if rec, _, err := send(answer.State{}, 2, "GET", "If-None-Match", h.Get("Etag")); err != nil || rec.Code != 304 {
		t.Errorf("again: %d, %v", rec.Code, err)
	}
	if rec, _, err := send(answer.State{}, 3, "GET", "If-None-Match", h.Get("Etag")); err != nil || rec.Code != 200 {
		t.Errorf("another: %d, %v", rec.Code, err)
	}
}

func TestALongDocumentIsAStream(t *testing.T) {
	t.Parallel()
	rec, _, err := send(answer.State{}, 1000, "GET")
	if err != nil || rec.Body.Len() != 5+1000<<10 {
		t.Fatalf("%d bytes, %v", rec.Body.Len(), err)
	}
	if h := rec.Header(); h.Get("Content-Length")+h.Get("Etag")+h.Get("Last-Modified") != "" || h.Get("Content-Type") != "text/plain" {
		t.Errorf("header %v", h)
	}
	rec, written, err := send(answer.State{}, 1000, "HEAD")
	if err != nil || rec.Body.Len() > 0 || rec.Code != 200 || written > small>>10 {
		t.Errorf("HEAD: %d, %d bytes, %d lines written, %v", rec.Code, rec.Body.Len(), written, err)
	}
}

func TestAKnownStateIsAskedFirst(t *testing.T) {
	t.Parallel()
	state := answer.State{Rows: 7, Modified: noon}
	first, _, err := send(state, 1000, "GET")
	if err != nil {
		t.Fatal(err)
	}
	tag, modified := first.Header().Get("Etag"), first.Header().Get("Last-Modified")
	if !strings.HasPrefix(tag, `W/"`) || modified != "Sun, 01 Mar 2026 11:00:00 GMT" {
		t.Fatalf("header %v", first.Header())
	}
	for _, tc := range []struct {
		name   string
		header []string
		code   int
	}{
		{"nothing", nil, 200},
		{"its tag", []string{"If-None-Match", tag}, 304},
		{"its tag, strong", []string{"If-None-Match", tag[2:]}, 304},
		{"its tag among others", []string{"If-None-Match", `"a" , ` + tag}, 304},
		{"its tag in a second line", []string{"If-None-Match", `"a"`, "If-None-Match", tag}, 304},
		{"any tag", []string{"If-None-Match", "*"}, 304},
		{"another tag", []string{"If-None-Match", `"a"`}, 200},
		{"another tag with its time", []string{"If-None-Match", `"a"`, "If-Modified-Since", modified}, 200},
		{"its time", []string{"If-Modified-Since", modified}, 304},
		{"a second before", []string{"If-Modified-Since", "Sun, 01 Mar 2026 10:59:59 GMT"}, 200},
		{"nonsense", []string{"If-Modified-Since", "yesterday"}, 200},
	} {
		rec, written, err := send(state, 1000, "GET", tc.header...)
		if err != nil || rec.Code != tc.code {
			t.Errorf("%s: %d, %v", tc.name, rec.Code, err)
		}
		if tc.code == 304 && (written > 0 || rec.Body.Len() > 0 || rec.Header().Get("Etag") != tag) {
			t.Errorf("%s: %d lines written, header %v", tc.name, written, rec.Header())
		}
	}
	for _, other := range []answer.State{{Rows: 6, Modified: noon}, {Rows: 7, Modified: noon.Add(time.Microsecond)}} {
		if rec, _, _ := send(other, 1, "GET", "If-None-Match", tag); rec.Code != 200 {
			t.Errorf("%v is taken for %v", other, state)
		}
	}
	short, _, err := send(state, 1, "GET")
	if err != nil || short.Header().Get("Etag") != tag || short.Header().Get("Content-Length") != "1029" {
		t.Errorf("a small one: %v, %v", short.Header(), err)
	}
}

// A reader over a connection sees that a document has not come to its end.
func TestWhatFailsOnTheWayIsBrokenOff(t *testing.T) {
	t.Parallel()
	for _, lines := range []int{1, 1000} {
		e := web.NewEcho()
		e.HTTPErrorHandler = web.ErrorHandler{Logger: slog.New(slog.DiscardHandler)}.Handle
		e.GET("/", func(c web.Context) error {
			d := &answer.Document{Context: c, Type: "text/plain", Head: func() []byte { return nil }}
			for range lines {
				if _, err := d.Write(line); err != nil {
					return d.Close(err)
				}
			}
			return d.Close(errors.New("the database is away"))
		})
		server := httptest.NewServer(e)
		defer server.Close()
		res, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		switch {
		case lines == 1 && (err != nil || res.StatusCode != 500 || bytes.Contains(body, line)):
			t.Errorf("a small document: %d, %v", res.StatusCode, err)
		case lines > 1 && !errors.Is(err, io.ErrUnexpectedEOF):
			t.Errorf("a long document: %d, %v", res.StatusCode, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	c := web.NewEcho().NewContext(httptest.NewRequest("GET", "http://example.com:8000/feed.xml", nil), httptest.NewRecorder())
	for in, want := range map[string]string{
		"/a?b=c&d":                  "http://example.com:8000/a?b=c&d",
		"a/b":                       "http://example.com:8000/a/b",
		"#top":                      "http://example.com:8000/#top",
		"//evil.com/x":              "http://example.com:8000/evil.com/x",
		"https://other.org/a b?c d": "https://other.org/a%20b?c%20d",
		"/café?q=é&x=<\">":          "http://example.com:8000/caf%C3%A9?q=%C3%A9&x=%3C%22%3E",
		"/caf%C3%A9%2Fx":            "http://example.com:8000/caf%C3%A9%2Fx",
		" /a\x00\n\tb\x7f ":         "http://example.com:8000/ab",
		"/a\xffb":                   "http://example.com:8000/ab",
		"":                          "", "  ": "", "javascript:alert(1)": "", "JAVASCRIPT:alert(1)": "", "data:text/html,x": "", "java\nscript:alert(1)": "",
		"mailto:a@b.c": "", "http:x": "", "http:///x": "", "/%zz": "", "ftp://a/b": "",
	} {
		if got := answer.Address(c, in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
