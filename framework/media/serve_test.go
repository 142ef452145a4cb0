package media_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/media"
)

func TestFilesAreShownAndCanDoNothing(t *testing.T) {
	s := media.Folder{Dir: t.TempDir()}
	ctx := media.With(t.Context(), s)
	for _, key := range []string{"a/x.png", "a/x.html", "a/x.svg", "a/x.pdf", "a/x.txt", "a/x.unknown", "a/Ärger b.docx", "private/x.txt", "pending/t/x.txt"} {
		if _, err := s.Create(ctx, key, strings.NewReader("0123456789")); err != nil {
			t.Fatal(err)
		}
	}
	sandbox, forEver := "default-src 'none'; sandbox", "public, max-age=31536000, immutable"
	tests := []struct {
		what, method, path, ask string
		status                  int
		mime, disposition, csp  string
	}{
		{"a picture in place", "GET", "/media/a/x.png", "", 200, "image/png", "inline; filename=x.png", sandbox},
		{"its head", "HEAD", "/media/a/x.png", "", 200, "image/png", "inline; filename=x.png", sandbox},
		{"a part of it", "GET", "/media/a/x.png", "bytes=2-4", 206, "image/png", "inline; filename=x.png", sandbox},
		{"a part that is not there", "GET", "/media/a/x.png", "bytes=20-", 416, "text/plain; charset=utf-8", "inline; filename=x.png", sandbox},
		{"a page only as a download of no type", "GET", "/media/a/x.html", "", 200, "application/octet-stream", "attachment; filename=x.html", sandbox},
		{"a drawing only as a download", "GET", "/media/a/x.svg", "", 200, "image/svg+xml", "attachment; filename=x.svg", sandbox},
		{"a paper in place", "GET", "/media/a/x.pdf", "", 200, "application/pdf", "inline; filename=x.pdf", ""},
		{"a text in place", "GET", "/media/a/x.txt", "", 200, "text/plain; charset=utf-8", "inline; filename=x.txt", sandbox},
		{"anything else as a download", "GET", "/media/a/x.unknown", "", 200, "application/octet-stream", "attachment; filename=x.unknown", sandbox},
		{"a name beyond ASCII", "GET", "/media/a/%C3%84rger%20b.docx", "", 200, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment; filename*=utf-8''%C3%84rger%20b.docx", sandbox},
		{"nothing private", "GET", "/media/private/x.txt", "", 404, "", "", ""},
		{"nothing that waits", "GET", "/media/pending/t/x.txt", "", 404, "", "", ""},
		{"nothing private by a detour", "GET", "/media/a/../private/x.txt", "", 404, "", "", ""},
		{"nothing private by another detour", "GET", "/media//private/x.txt", "", 404, "", "", ""},
		{"nothing private with a dot", "GET", "/media/./private/x.txt", "", 404, "", "", ""},
		{"no list of files", "GET", "/media/a/", "", 404, "", "", ""},
		{"no list of files either", "GET", "/media/a", "", 404, "", "", ""},
		{"no list of everything", "GET", "/media/", "", 404, "", "", ""},
		{"what is not there", "GET", "/media/a/none.png", "", 404, "", "", ""},
		{"nothing is taken", "POST", "/media/a/x.png", "", 405, "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, tt.path, nil)
			if tt.ask != "" {
				r.Header.Set("Range", tt.ask)
			}
			rec := httptest.NewRecorder()
			media.Handler(s, "/media/").ServeHTTP(rec, r)
			h := rec.Header()
			if rec.Code != tt.status {
				t.Fatalf("status %d, want %d", rec.Code, tt.status)
			}
			if rec.Code > 299 && rec.Code != 416 {
				if h.Get("Cache-Control") == forEver {
					t.Error("the error is kept for ever")
				}
				return
			}
			if h.Get("Content-Type") != tt.mime || h.Get("Content-Disposition") != tt.disposition || h.Get("Content-Security-Policy") != tt.csp || h.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers %v", h)
			}
			if rec.Code < 300 && h.Get("Cache-Control") != forEver {
				t.Errorf("kept as %q", h.Get("Cache-Control"))
			}
		})
	}

	t.Run("a browser that has it gets no copy", func(t *testing.T) {
		rec := httptest.NewRecorder()
		media.Handler(s, "/media/").ServeHTTP(rec, httptest.NewRequest("GET", "/media/a/x.png", nil))
		r := httptest.NewRequest("GET", "/media/a/x.png", nil)
		r.Header.Set("If-None-Match", rec.Header().Get("ETag"))
		again := httptest.NewRecorder()
		media.Handler(s, "/media/").ServeHTTP(again, r)
		if again.Code != http.StatusNotModified || rec.Body.String() != "0123456789" {
			t.Errorf("status %d, first %q", again.Code, rec.Body)
		}
	})

	t.Run("a view gives a private file out, and nobody keeps it", func(t *testing.T) {
		rec := httptest.NewRecorder()
		media.Serve(rec, httptest.NewRequest("GET", "/letters/1", nil).WithContext(ctx), "private/x.txt")
		if rec.Code != 200 || rec.Body.String() != "0123456789" || rec.Header().Get("Cache-Control") != "private, no-cache" {
			t.Errorf("%d %q %v", rec.Code, rec.Body, rec.Header())
		}
	})
}
