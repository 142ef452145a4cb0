package web_test

import (
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/gofw/gofw/framework/web"
)

// streamFS has files that cannot seek, as those of an archive.
type streamFS struct{ fs.FS }

func (s streamFS) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return struct{ fs.File }{f}, nil
}

func TestFiles(t *testing.T) {
	t.Parallel()
	modified := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	files := fstest.MapFS{"a/report.txt": {Data: []byte("0123456789"), ModTime: modified}, "odd.xyzzy": {Data: []byte("<script>")}}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name    string
		file    web.File
		method  string
		headers []string
		status  int
		body    string
		has     string // "Header: value"
	}{
		{"the whole", web.File{FS: files, Name: "a/report.txt"}, "GET", nil, 200, "0123456789", "Content-Type: text/plain; charset=utf-8"},
		{"HEAD", web.File{FS: files, Name: "a/report.txt"}, "HEAD", nil, 200, "", "Content-Length: 10"},
		{"a part", web.File{FS: files, Name: "a/report.txt"}, "GET", []string{"Range", "bytes=2-4"}, 206, "234", "Content-Range: bytes 2-4/10"},
		{"the end", web.File{FS: files, Name: "a/report.txt"}, "GET", []string{"Range", "bytes=-3"}, 206, "789", ""},
		{"a part of a file that cannot seek", web.File{FS: streamFS{files}, Name: "a/report.txt"}, "GET", []string{"Range", "bytes=2-4"}, 206, "234", ""},
		{"a part behind the end", web.File{FS: files, Name: "a/report.txt"}, "GET", []string{"Range", "bytes=50-60"}, 416, "invalid", ""},
		{"a range that is none", web.File{FS: files, Name: "a/report.txt"}, "GET", []string{"Range", "bytes=4-2"}, 416, "invalid", ""},
		{"so many parts that it is an attack", web.File{FS: files, Name: "a/report.txt"}, "GET", []string{"Range", "bytes=0-0" + strings.Repeat(",0-0", 500)}, 200, "0123456789", ""},
		{"what the client has", web.File{FS: files, Name: "a/report.txt"}, "GET", []string{"If-Modified-Since", "Sun, 01 Mar 2026 12:00:00 GMT"}, 304, "", ""},
		{"a part of another version", web.File{FS: files, Name: "a/report.txt"}, "GET", []string{"Range", "bytes=2-4", "If-Range", "Sun, 01 Mar 2020 12:00:00 GMT"}, 200, "0123456789", ""},
		{"a download", web.File{FS: files, Name: "a/report.txt", Download: "Bericht März.txt"}, "GET", nil, 200, "", `Content-Disposition: attachment; filename="Bericht M_rz.txt"; filename*=UTF-8''Bericht%20M%C3%A4rz.txt`},
		{"a type that nobody knows is not guessed from the content", web.File{FS: files, Name: "odd.xyzzy"}, "GET", nil, 200, "<script>", "Content-Type: application/octet-stream"},
		{"a type of its own", web.File{FS: files, Name: "odd.xyzzy", Type: "text/csv"}, "GET", nil, 200, "", "Content-Type: text/csv"},
		{"a file that is not there", web.File{FS: files, Name: "b.txt"}, "GET", nil, 404, "", ""},
		{"a folder", web.File{FS: files, Name: "a"}, "GET", nil, 404, "", ""},
		{"a way out", web.File{FS: os.DirFS(filepath.Join(folder, "x")), Name: "../secret"}, "GET", nil, 404, "", ""},
		{"an absolute path", web.File{FS: files, Name: "/a/report.txt"}, "GET", nil, 404, "", ""},
		{"no name", web.File{FS: files}, "GET", nil, 404, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, rec := request(tc.method, "/")
			for i := 0; i < len(tc.headers); i += 2 {
				c.Request().Header.Set(tc.headers[i], tc.headers[i+1])
			}
			err := tc.file.Send(c)
			status := rec.Code
			if err != nil {
				status = web.StatusOf(err)
			}
			if status != tc.status || !strings.HasPrefix(rec.Body.String(), tc.body) || tc.body == "" && tc.method == "HEAD" && rec.Body.Len() > 0 {
				t.Errorf("%d %q, %v", status, rec.Body, err)
			}
			if name, value, ok := strings.Cut(tc.has, ": "); ok && rec.Header().Get(name) != value {
				t.Errorf("%s: %s", name, rec.Header().Get(name))
			}
		})
	}
}

func TestDisposition(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"report.pdf":           `attachment; filename="report.pdf"`,
		`say "hi".txt`:         `attachment; filename="say \"hi\".txt"`,
		"Zoë.txt":              `attachment; filename="Zo_.txt"; filename*=UTF-8''Zo%C3%AB.txt`,
		"100%.txt":             `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`,
		"../../etc/passwd":     `attachment; filename="passwd"`,
		`C:\windows\cmd.exe`:   `attachment; filename="cmd.exe"`,
		"a\r\nSet-Cookie: b=c": `attachment; filename="aSet-Cookie: b=c"`,
		"a;b=c,d.txt":          `attachment; filename="a;b=c,d.txt"`,
		"photo\u202egpj.exe":   `attachment; filename="photogpj.exe"`,
		"..":                   "attachment",
		"":                     "attachment",
		"\xff.txt":             `attachment; filename="_.txt"`,
		"日本.txt":               `attachment; filename="__.txt"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.txt`,
	} {
		if got := web.Disposition("attachment", name); got != want {
			t.Errorf("%q\ngot  %s\nwant %s", name, got, want)
		}
	}
}

func FuzzDisposition(f *testing.F) {
	for _, v := range []string{"a", `"`, `\`, "é", "\r\n", "%", "a/b", "\x00", "''"} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, name string) {
		value := web.Disposition("attachment", name)
		if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Fatalf("%q gives %q", name, value)
		}
		kind, params, err := mime.ParseMediaType(value)
		if err != nil || kind != "attachment" {
			t.Fatalf("%q gives %q: %v", name, value, err)
		}
		got := params["filename"]
		if strings.ContainsAny(got, "/\\\r\n\x00") {
			t.Fatalf("%q gives the name %q", name, got)
		}
		if utf8.ValidString(name) && !strings.ContainsAny(name, "/\\") && strings.TrimSpace(name) == name && !strings.ContainsFunc(name, func(r rune) bool {
			return r < ' ' || r >= 0x7f && r <= 0x9f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		}) && name != "." && name != ".." && got != name {
			t.Fatalf("%q arrives as %q by %s", name, got, value)
		}
	})
}

func TestAnUnseekableFileThatIsLong(t *testing.T) {
	t.Parallel()
	files := streamFS{fstest.MapFS{"long": {Data: make([]byte, 9<<20)}}}
	c, rec := request("GET", "/")
	if err := (web.File{FS: files, Name: "long"}).Send(c); err == nil || !strings.Contains(err.Error(), "io.Seeker") || rec.Body.Len() > 0 {
		t.Errorf("%v", err)
	}
}

func TestStreams(t *testing.T) {
	t.Parallel()
	c, rec := request("GET", "/")
	err := web.Stream(c, "text/csv", func(w io.Writer) error {
		for range 1000 {
			if _, err := io.WriteString(w, strings.Repeat("x", 99)+"\n"); err != nil {
				return err
			}
		}
		if !rec.Flushed || rec.Body.Len() < 64<<10 {
			t.Errorf("%d bytes are out, flushed: %v", rec.Body.Len(), rec.Flushed)
		}
		return nil
	})
	if err != nil || rec.Body.Len() != 100_000 || rec.Header().Get("Content-Type") != "text/csv" {
		t.Errorf("%v, %d bytes, %v", err, rec.Body.Len(), rec.Header())
	}
	c, rec = request("GET", "/")
	broken := errors.New("broken")
	err = web.Stream(c, "text/csv", func(w io.Writer) error { _, _ = io.WriteString(w, "half"); return broken })
	if !errors.Is(err, broken) || c.Response().Committed || rec.Body.Len() > 0 {
		t.Errorf("an early error sends %q, %v", rec.Body, err)
	}
	c, rec = request("HEAD", "/")
	if err := web.Stream(c, "text/csv", func(io.Writer) error { t.Error("written for HEAD"); return nil }); err != nil || rec.Code != 200 {
		t.Error(err)
	}
	rows := func(yield func(map[string]int, error) bool) {
		_ = yield(map[string]int{"n": 1}, nil) && yield(map[string]int{"n": 2}, nil)
	}
	c, rec = request("GET", "/")
	if err := web.JSONLines(c, rows); err != nil || rec.Body.String() != "{\"n\":1}\n{\"n\":2}\n" {
		t.Errorf("%v %q", err, rec.Body)
	}
	fails := func(yield func(int, error) bool) { _ = yield(1, nil) && yield(0, broken) && yield(2, nil) }
	c, rec = request("GET", "/")
	if err := web.JSONLines(c, fails); !errors.Is(err, broken) || rec.Body.Len() > 0 {
		t.Errorf("%v %q", err, rec.Body)
	}
}

func TestAStreamEndsWithItsClient(t *testing.T) {
	t.Parallel()
	gone := make(chan error, 1)
	e := web.NewEcho()
	e.GET("/", func(c web.Context) error {
		gone <- web.Stream(c, "text/plain", func(w io.Writer) error {
			for {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return err
				}
			}
		})
		return nil
	})
	server := httptest.NewServer(e)
	defer server.Close()
	res, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.ReadFull(res.Body, make([]byte, 10))
	res.Body.Close()
	if err := <-gone; err == nil {
		t.Error("it has an end without the client")
	}
}
