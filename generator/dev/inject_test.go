package dev

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
)

func TestTheTagStandsBeforeTheLastClosingTagOfTheBody(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", trailerLimit)
	tests := []struct{ name, page, want string }{
		{"a page", "<body>a</body></html>\n", "<body>aTAG</body></html>\n"},
		{"capitals and spaces", "<BODY>a</BODY >", "<BODY>aTAG</BODY >"},
		{"a closing tag in a script", `<script>"</body>"</script><p></body>`, `<script>"</body>"</script><p>TAG</body>`},
		{"a piece of a page", "<li>a</li>", "<li>a</li>"},
		{"a page that breaks off in the tag", "<body>a</bod", "<body>a</bod"},
		{"nothing", "", ""},
		{"almost the tag", "<<</</b</bo</body", "<<</</b</boTAG</body"},
		{"much after the tag", "<body></body>" + long, "<body></body>" + long},
		{"much between two tags", "</body>" + long + "</body>", "</body>" + long + "TAG</body>"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for name, source := range map[string]io.Reader{
				"whole":         strings.NewReader(test.page),
				"byte by byte":  iotest.OneByteReader(strings.NewReader(test.page)),
				"with the end":  iotest.DataErrReader(strings.NewReader(test.page)),
				"half by half":  iotest.HalfReader(strings.NewReader(test.page)),
				"in two pieces": io.MultiReader(strings.NewReader(test.page[:len(test.page)/2]), strings.NewReader(test.page[len(test.page)/2:])),
			} {
				got, err := io.ReadAll(&injector{source: io.NopCloser(source), tag: []byte("TAG")})
				if err != nil || string(got) != test.want {
					t.Errorf("%s: got %q, %v, want %q", name, got, err, test.want)
				}
			}
		})
	}
}

func TestAPageThatBreaksStaysBroken(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	source := io.MultiReader(strings.NewReader("<body></body>"), iotest.ErrReader(broken))
	got, err := io.ReadAll(&injector{source: io.NopCloser(source), tag: []byte("TAG")})
	if !errors.Is(err, broken) || string(got) != "<body></body>" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestOnlyPagesGetTheScript(t *testing.T) {
	t.Parallel()
	const page = "<body></body>"
	tests := []struct {
		name   string
		method string
		status int
		header http.Header
		want   string
	}{
		{"a page", "GET", 200, http.Header{"Content-Type": {"text/html; charset=utf-8"}}, `<script src="/__gofw/reload.js?v=v-1"></script>`},
		{"a page of an error", "GET", 404, http.Header{"Content-Type": {"text/html"}}, "reload.js"},
		{"a policy with a nonce", "GET", 200, http.Header{"Content-Type": {"text/html"}, "Content-Security-Policy": {"script-src 'nonce-aA1+/=-_'"}}, `v-1" nonce="aA1+/=-_">`},
		{"a policy without scripts", "GET", 200, http.Header{"Content-Type": {"text/html"}, "Content-Security-Policy": {"default-src 'none'"}}, ""},
		{"what was posted", "POST", 200, http.Header{"Content-Type": {"text/html"}}, ""},
		{"a head", "HEAD", 200, http.Header{"Content-Type": {"text/html"}}, ""},
		{"a part", "GET", 206, http.Header{"Content-Type": {"text/html"}}, ""},
		{"what is compressed", "GET", 200, http.Header{"Content-Type": {"text/html"}, "Content-Encoding": {"gzip"}}, ""},
		{"UTF-16", "GET", 200, http.Header{"Content-Type": {"text/html; charset=UTF-16LE"}}, ""},
		{"plain text", "GET", 200, http.Header{"Content-Type": {"text/plain"}}, ""},
		{"no type", "GET", 200, http.Header{}, ""},
		{"rubbish for a type", "GET", 200, http.Header{"Content-Type": {"text/html;;;="}}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.header.Set("Etag", `"1"`)
			response := &http.Response{
				StatusCode: test.status, Header: test.header, Request: &http.Request{Method: test.method},
				Body: io.NopCloser(strings.NewReader(page)), ContentLength: int64(len(page)),
			}
			inject(response, "v-1")
			got, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			if test.want == "" {
				if string(got) != page || response.ContentLength != int64(len(page)) || response.Header.Get("Etag") == "" {
					t.Errorf("the response was changed: %s, %v", got, response.Header)
				}
				return
			}
			if !bytes.Contains(got, []byte(test.want)) {
				t.Errorf("the page lacks %s: %s", test.want, got)
			}
			if response.ContentLength != -1 || response.Header.Get("Etag") != "" || response.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("the page could be kept: %d, %v", response.ContentLength, response.Header)
			}
		})
	}
}

func TestPoliciesSayWhetherTheScriptMayRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		policies []string
		nonce    string
		ok       bool
	}{
		{"none", nil, "", true},
		{"nothing about scripts", []string{"img-src 'none'"}, "", true},
		{"the same origin", []string{"default-src 'self'"}, "", true},
		{"scripts before the default", []string{"default-src 'none'; script-src 'self'"}, "", true},
		{"elements before scripts", []string{"script-src 'self'; script-src-elem 'none'"}, "", false},
		{"everything", []string{"script-src *"}, "", true},
		{"capitals", []string{"SCRIPT-SRC 'SELF'"}, "", true},
		{"only inline", []string{"script-src 'unsafe-inline'"}, "", false},
		{"another host", []string{"script-src https://cdn.example"}, "", false},
		{"a nonce", []string{"script-src 'nonce-abc'"}, "abc", true},
		{"a nonce and what it loads", []string{"script-src 'self' 'strict-dynamic' 'nonce-abc'"}, "abc", true},
		{"only what it loads", []string{"script-src 'self' 'strict-dynamic' 'sha256-x'"}, "", false},
		{"a nonce that breaks out", []string{`script-src 'nonce-"><script>'`}, "", false},
		{"a nonce without an end", []string{"script-src 'nonce-abc"}, "", false},
		{"an empty nonce", []string{"script-src 'nonce-'"}, "", false},
		{"two policies, one against", []string{"script-src 'self'", "default-src 'none'"}, "", false},
		{"two in one header", []string{"script-src 'self', script-src 'nonce-abc'"}, "abc", true},
		{"two nonces", []string{"script-src 'nonce-a'", "script-src 'nonce-b'"}, "", false},
		{"the first directive counts", []string{"script-src 'none'; script-src 'self'"}, "", false},
		{"a sandbox", []string{"sandbox; script-src 'self'"}, "", false},
		{"a sandbox with scripts", []string{"sandbox allow-scripts"}, "", true},
		{"rubbish", []string{";;,,; ,"}, "", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if nonce, ok := scriptAllowed(test.policies); nonce != test.nonce || ok != test.ok {
				t.Errorf("got %q, %v, want %q, %v", nonce, ok, test.nonce, test.ok)
			}
		})
	}
}
