package forms_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/web"
)

// letter has a file, beside a text that is required.
type letter struct {
	Subject string     `gorm:"size:40"`
	Paper   media.File `gofw:"upload=letters,accept=text/plain"`
}

var letters = forms.Set[letter]{Name: "letters", One: "letter"}

// post is a request with texts and files.
func post(t *testing.T, ctx context.Context, values url.Values, files map[string]string) web.Context {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name := range values {
		must(t, w.WriteField(name, values.Get(name)))
	}
	for name, text := range files {
		part, err := w.CreateFormFile(name, "a.txt")
		must(t, err)
		_, err = part.Write([]byte(text))
		must(t, err)
	}
	must(t, w.Close())
	r := httptest.NewRequest("POST", "/", &b).WithContext(ctx)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return web.NewEcho().NewContext(r, httptest.NewRecorder())
}

func TestAFileInARowSurvivesAFailedTry(t *testing.T) {
	t.Parallel()
	ctx := media.With(t.Context(), &media.Memory{})
	rows, _, err := letters.Bind(post(t, ctx, url.Values{"letters-total": {"2"}, "letters-add": {"1"}}, map[string]string{"letters-1-paper": "Dear Ada"}))
	must(t, err)
	var b strings.Builder
	must(t, rows.Component(forms.Look{}).Render(ctx, &b))
	again := page(t, b.String())
	if again.Get("letters-1-paper-kept") == "" || again.Get("letters-total") != "3" {
		t.Fatalf("the file is lost: %v", again)
	}
	again.Set("letters-1-subject", "Hello")
	rows, list, err := letters.Bind(post(t, ctx, again, nil))
	must(t, err)
	if !rows.Valid() || len(list) != 1 {
		t.Fatal(rows.Errors(), list)
	}
	if ok, err := rows.Save(ctx); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if info, err := list[0].Paper.Info(ctx); err != nil || info.Size != 8 || !strings.HasPrefix(string(list[0].Paper), "letters/") {
		t.Errorf("kept as %q: %+v %v", list[0].Paper, info, err)
	}
}

func TestAFileForNoInputIsNotStored(t *testing.T) {
	t.Parallel()
	s := &media.Memory{}
	ctx := media.With(t.Context(), s)
	for _, name := range []string{"letters-9999-paper", "letters--1-paper", "letters-x-paper", "letters-0-subject", "letters-0-", "paper", ""} {
		_, _, err := letters.Bind(post(t, ctx, url.Values{"letters-total": {"1"}}, map[string]string{name: "x"}))
		must(t, err)
		for f := range s.List(ctx, "") {
			t.Errorf("%q has stored %s", name, f.Key)
		}
	}
}
