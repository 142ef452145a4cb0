package main

import (
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/gofw/gofw/example-site/pictures"
)

// attach chooses a file in an input.
func (p *page) attach(label, file string) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		var found struct {
			Result struct {
				ObjectID string `json:"objectId"`
			} `json:"result"`
		}
		if err := t.Call(ctx, "Runtime.evaluate", map[string]any{"expression": script("input", label)}, &found); err != nil {
			return err
		}
		return t.Call(ctx, "DOM.setFileInputFiles", map[string]any{"files": []string{file}, "objectId": found.Result.ObjectID}, nil)
	}))
}

// picture is a sunset in a file.
func picture(t *testing.T, name string, w, h int) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(250 - 120*y/h), uint8(120 - 60*y/h), uint8(60 + 100*y/h), 255}
			if dx, dy := x-w/2, y-h/2; dx*dx+dy*dy < h*h/40 {
				c = color.RGBA{255, 230, 150, 255}
			}
			m.Set(x, y, c)
		}
	}
	name = filepath.Join(t.TempDir(), name)
	file, err := os.Create(name)
	must(t, err)
	must(t, jpeg.Encode(file, m, nil))
	must(t, file.Close())
	return name
}

func TestBrowserReadersSendPictures(t *testing.T) {
	s := startNews(t, 0, pictures.App)
	note := filepath.Join(t.TempDir(), "note.jpg")
	must(t, os.WriteFile(note, []byte("No picture at all"), 0o600))
	p := s.visit(t, "/pictures/")
	p.sees("Nobody has sent a picture yet.", "At most 5 MB.")
	eval[bool](p, "trusting")
	p.fill("Title", "Sunset over the harbour")
	p.attach("Photo", note)
	p.fill("Your name", "A reader")
	p.press("Send the picture")
	p.answers(http.StatusUnprocessableEntity)
	p.sees("This is plain text, going by its content.", "This field is required.")
	eval[bool](p, "trusting")
	p.attach("Photo", picture(t, "Sunset 1.JPG", 640, 400))
	p.press("Send the picture") // still without words
	p.answers(http.StatusUnprocessableEntity)
	p.sees("Sunset-1.jpg", "640 × 400 pixels", "not saved yet")
	p.shot("picture-wrong")
	p.fill("What it shows", "The sun above the sea")
	p.press("Send the picture")
	p.sees("Thank you. Your picture appears once an editor has looked at it.", "Nobody has sent a picture yet.")

	editor := s.login(t, "root")
	editor.follow("Pictures")
	editor.shot("picture-list")
	editor.follow("Sunset over the harbour")
	editor.sees("Sunset-1.jpg")
	editor.shot("picture-form")
	editor.attach("Photo", picture(t, "other.jpg", 900, 300))
	editor.tick("Approved")
	editor.press("Save")
	editor.sees("The picture “Sunset over the harbour” was changed.")

	row := got[*pictures.Picture](t)(pictures.Pictures.First(s.Context()))
	if row.Width != 900 || row.Photo.Name() != "other.jpg" {
		t.Errorf("stored %+v", row)
	}
	p.open("/pictures/")
	p.sees("Sunset over the harbour")
	if w := eval[int](p, "pictureWidth", "The sun above the sea"); w != 900 {
		t.Errorf("the picture is %d pixels wide", w)
	}
	p.shot("picture-page")
}

func TestBrowserRefusesALargeFileBeforeItIsSent(t *testing.T) {
	s := startNews(t, 0, pictures.App)
	p := s.login(t, "root")
	p.open("/admin/pictures/picture/add")
	large := filepath.Join(t.TempDir(), "large.jpg")
	must(t, os.WriteFile(large, make([]byte, 6_000_000), 0o600))
	p.attach("Photo", large)
	if got := eval[string](p, "complaint", "Photo"); got != "large.jpg has 6 MB. At most 5 MB are possible." {
		t.Errorf("the browser says %q", got)
	}
}
