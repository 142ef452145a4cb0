package media_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/media"
)

func picture(t testing.TB, format string, w, h int) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	m.Set(0, 0, color.RGBA{200, 100, 50, 255})
	var b bytes.Buffer
	var err error
	switch format {
	case "png":
		err = png.Encode(&b, m)
	case "jpeg":
		err = jpeg.Encode(&b, m, nil)
	case "gif":
		err = gif.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func archive(t testing.TB, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, "<x/>")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatAFieldAccepts(t *testing.T) {
	png1, jpeg1 := picture(t, "png", 3, 2), picture(t, "jpeg", 40, 30)
	bomb := []byte(picture(t, "png", 1, 1))
	copy(bomb[16:], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // says that it is 65,536 pixels wide and high
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	pdf := "%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n"
	html := "<!DOCTYPE html><script>alert(1)</script>"
	svg := `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	anyPicture := media.Rules{Image: true}
	papers := media.Rules{Accept: []string{"application/pdf", "text/plain"}}
	tests := []struct {
		what  string
		name  string
		data  string
		rules media.Rules
		want  string // name, type and size; or what is wrong, after "!"
	}{
		{"a picture", "Sonne über Köln.PNG", png1, anyPicture, "Sonne-über-Köln.png image/png 3x2"},
		{"a picture with another's extension gets its own", "x.gif", jpeg1, anyPicture, "x.jpg image/jpeg 40x30"},
		{"its extension may be spelt in either way", "x.jpeg", jpeg1, anyPicture, "x.jpeg image/jpeg 40x30"},
		{"a picture called a program becomes a picture", "x.exe", jpeg1, anyPicture, "x.jpg image/jpeg 40x30"},
		{"a page is no picture, whatever it is called", "x.png", html, anyPicture, "!This is HTML, going by its content. Choose PNG, JPEG, GIF, WEBP."},
		{"nor is a drawing with a script", "x.svg", svg, anyPicture, "!This is image/svg+xml"},
		{"a damaged picture", "x.png", png1[:30], anyPicture, "!The picture is damaged"},
		{"a picture of too many pixels", "x.png", string(bomb), anyPicture, "!The picture has 65536 × 65536 pixels; at most 100 million"},
		{"only some pictures", "x.png", png1, media.Rules{Image: true, Accept: []string{"image/jpeg"}}, "!This is PNG, going by its content. Choose JPEG."},
		{"any picture", "x.gif", picture(t, "gif", 1, 1), media.Rules{Accept: []string{"image/*"}}, "x.gif image/gif 0x0"},
		{"a paper", "Paper.pdf", pdf, papers, "Paper.pdf application/pdf 0x0"},
		{"a text", "notes.txt", "Hello\n", papers, "notes.txt text/plain 0x0"},
		{"a text that is called a paper is a text", "x.pdf", "Hello\n", papers, "x.txt text/plain 0x0"},
		{"a page is no text", "x.html", html, papers, "!This is HTML"},
		{"no file of a field that takes papers is an archive", "x.pdf", archive(t, "a.txt"), papers, "!This is ZIP"},
		{"a table of text, going by its name", "x.csv", "a\n", media.Rules{Accept: []string{"text/csv"}}, "x.csv text/csv 0x0"},
		{"a page in a field for anything stays a page", "x.html", html, media.Rules{}, "x.html text/html 0x0"},
		{"a page that is called a picture does not", "x.png", html, media.Rules{}, "x.html text/html 0x0"},
		{"an archive that is called a picture", "x.png", archive(t, "a.txt"), media.Rules{}, "x.zip application/zip 0x0"},
		{"a document that is an archive inside", "x.odt", archive(t, "a.txt"), media.Rules{}, "x.odt application/zip 0x0"},
		{"unknown bytes keep a name that nobody shows", "x.dat", "\x00\x01\x02\x03", media.Rules{}, "x.dat application/octet-stream 0x0"},
		{"unknown bytes that are called a picture", "x.png", "\x00\x01\x02\x03", media.Rules{}, "x application/octet-stream 0x0"},
		{"nothing", "x.txt", "", media.Rules{}, "!The file is empty."},
		{"as much as is allowed", "x.txt", strings.Repeat("x", 5000), media.Rules{Max: 5000}, "x.txt text/plain 0x0"},
		{"one byte more", "x.txt", strings.Repeat("x", 5001), media.Rules{Max: 5000}, "!The file is larger than 5 kB."},
		{"a path instead of a name", `..\..\C:\boot.ini`, "x=1", media.Rules{}, "boot.ini text/plain 0x0"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			s := &media.Memory{}
			ctx := media.With(t.Context(), s)
			u, err := media.Receive(ctx, tt.name, iotest.OneByteReader(strings.NewReader(tt.data)), tt.rules)
			got := fmt.Sprintf("%s %s %dx%d", u.Name, u.Type, u.Width, u.Height)
			if err != nil {
				var refused media.Refused
				if got = "!" + err.Error(); !errors.As(err, &refused) {
					t.Errorf("the error is not for people: %v", err)
				}
			}
			if !strings.HasPrefix(got, tt.want) || tt.want[0] != '!' && got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if left := keys(t, s, ""); err != nil && len(left) > 0 {
				t.Errorf("a refused file was kept: %q", left)
			}
			if err != nil {
				return
			}
			if int(u.Size) != len(tt.data) || text(t, s, u.Key()) != tt.data {
				t.Errorf("%d bytes are stored as %d", len(tt.data), u.Size)
			}
			if again, err := media.Resume(ctx, u.Token, tt.rules); err != nil || again != u {
				t.Errorf("found again as %+v, %v; want %+v", again, err, u)
			}
		})
	}
}

func TestAFileWaitsIsKeptAndGivenBack(t *testing.T) {
	s := &media.Memory{}
	ctx := media.With(t.Context(), s)
	u, err := media.Receive(ctx, "report.txt", strings.NewReader("text"), media.Rules{})
	if err != nil {
		t.Fatal(err)
	}
	if got := media.File(u.Key()).URL(ctx); got != "" {
		t.Errorf("a file that waits has the address %s", got)
	}
	key, err := u.Keep(ctx, "a/%Y/%m-%d")
	now := time.Now().UTC().Format("a/2006/01-02/")
	if err != nil || !strings.HasPrefix(key, now) || !strings.HasSuffix(key, "/report.txt") || len(key) != len(now)+10+len("/report.txt") {
		t.Errorf("kept as %s, %v", key, err)
	}
	if _, err := media.Resume(ctx, u.Token, media.Rules{}); err == nil {
		t.Error("the token is good twice")
	}
	if _, err := u.Keep(ctx, "b"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("kept twice: %v", err)
	}
	if err := u.Release(ctx, key); err != nil {
		t.Error(err)
	}
	if again, err := media.Resume(ctx, u.Token, media.Rules{}); err != nil || again.Name != "report.txt" {
		t.Errorf("after it was given back: %+v, %v", again, err)
	}
}

func TestATokenIsCheckedAsIfTheFileCameNow(t *testing.T) {
	s := &media.Memory{}
	ctx := media.With(t.Context(), s)
	u, err := media.Receive(ctx, "x.html", strings.NewReader("<html>"+strings.Repeat("x", 2000)), media.Rules{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Create(ctx, "private/x.txt", strings.NewReader("secret")); err != nil {
		t.Fatal(err)
	}
	for what, tt := range map[string]struct {
		token string
		rules media.Rules
	}{
		"of a field that takes anything, in one that takes pictures": {u.Token, media.Rules{Image: true}},
		"in a field for smaller files":                               {u.Token, media.Rules{Max: 1000}},
		"that somebody made up":                                      {"aaaaaaaaaaaaaaaaaaaaaaaaaa/x.html", media.Rules{}},
		"that leads elsewhere":                                       {"../private/x.txt", media.Rules{}},
		"that leads elsewhere, of the right length":                  {"aaaaaaaaaaaaaaaaaaaaaaaaaa/../../private/x.txt", media.Rules{}},
		"that is a path":                                             {strings.Repeat("../", 8) + "ab/x.txt", media.Rules{}},
		"that is empty":                                              {"", media.Rules{}},
	} {
		var refused media.Refused
		if got, err := media.Resume(ctx, tt.token, tt.rules); !errors.As(err, &refused) {
			t.Errorf("a token %s: %+v, %v", what, got, err)
		}
	}
}

func TestAVisitorWhoLeavesLeavesNothing(t *testing.T) {
	s := &media.Memory{}
	ctx := media.With(t.Context(), s)
	for what, r := range map[string]io.Reader{
		"at once":    iotest.ErrReader(io.ErrUnexpectedEOF),
		"on the way": io.MultiReader(strings.NewReader(strings.Repeat("x", 50_000)), iotest.ErrReader(io.ErrUnexpectedEOF)),
		"by time":    iotest.TimeoutReader(strings.NewReader(strings.Repeat("x", 50_000))),
	} {
		if _, err := media.Receive(ctx, "x.txt", r, media.Rules{}); !errors.Is(err, media.ErrBroken) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := keys(t, s, ""); len(got) > 0 {
		t.Errorf("kept %q", got)
	}
}

func TestSafeNames(t *testing.T) {
	for name, want := range map[string]string{
		"Report 2026 (final).PDF": "Report-2026-final.pdf", "Ärger & Öl.txt": "Ärger-Öl.txt", "文書.docx": "文書.docx",
		"": "file", ".": "file", "..": "file", "...": "file", ".htaccess": "file.htaccess", ".bashrc": "file.bashrc", "/etc/passwd": "passwd",
		`C:\Users\me\a b.txt`: "a-b.txt", "a/../../b.txt": "b.txt", "a\x00.php\x00.png": "a-.php.png", "x.tar.gz": "x.tar.gz",
		"CON": "file-CON", "con.txt": "file-con.txt", "lpt1.tar.gz": "file-lpt1.tar.gz", "console.txt": "console.txt",
		"a\u202egpj.exe": "a-gpj.exe", "<script>.svg": "script.svg", "a..b.txt": "a.b.txt", "x.": "x", "x. ": "x", "-rf.txt": "rf.txt", "--.txt": "file.txt",
		"\xff\xfe.txt": "file.txt", "x.verylongextension": "x", "x.p h": "x", "e\u0301.txt": "e\u0301.txt",
		strings.Repeat("ü", 200) + ".txt": strings.Repeat("ü", 48) + ".txt", "a:b.txt": "a-b.txt", "a.TXT;.png": "a.TXT.png",
	} {
		if got := media.SafeName(name); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

func FuzzSafeName(f *testing.F) {
	for _, name := range hostile {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := media.SafeName(name)
		if err := media.CheckKey(got); err != nil || strings.Contains(got, "/") || len(got) > 100 || media.SafeName(got) != got {
			t.Errorf("%q became %q, then %q: %v", name, got, media.SafeName(got), err)
		}
	})
}

func TestWhatNoRowNamesIsSweptAfterAWhile(t *testing.T) {
	s := &media.Memory{}
	ctx := context.Background()
	for _, key := range []string{"a/used.txt", "a/orphan.txt", "pending/x/waits.txt", "private/orphan.txt"} {
		if _, err := s.Create(ctx, key, strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
	}
	used := func(key string) bool { return key == "a/used.txt" }
	for _, tt := range []struct {
		later time.Duration
		want  []string
	}{
		{time.Hour, nil},
		{25 * time.Hour, []string{"pending/x/waits.txt"}},
		{49 * time.Hour, []string{"a/orphan.txt", "pending/x/waits.txt", "private/orphan.txt"}},
	} {
		found, err := media.Orphans(ctx, s, time.Now().Add(tt.later), used)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			got = append(got, f.Key)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", tt.later, diff)
		}
		if tt.later > 48*time.Hour {
			if err := errors.Join(media.Sweep(ctx, s, found), media.Sweep(ctx, s, found)); err != nil {
				t.Error(err)
			}
		}
	}
	if diff := cmp.Diff([]string{"a/used.txt 1"}, keys(t, s, "")); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]string{"1": "1 bytes", "500kB": "500 kB", "1500000": "1.5 MB", "2 GB": "2 GB"} {
		var s media.Size
		if err := s.UnmarshalText([]byte(text)); err != nil || s.String() != want {
			t.Errorf("%s is %s, %v; want %s", text, s, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "1.5MB", "10MiB", "many", "99999999999GB", "MB"} {
		var s media.Size
		if err := s.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is %d", text, s)
		}
	}
}
