package admin_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/admin"
	"github.com/gofw/gofw/framework/auth"
	. "github.com/gofw/gofw/framework/internal/gallery"
	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
)

// gallery is a site whose rows have files, kept in s, and a superuser signed in.
func gallery(t *testing.T, s media.Storage) *sitetest.Client {
	t.Helper()
	table := Exhibits.Def.Table
	c := sitetest.NewWith(t, site.Settings{Storage: s}, site.App{
		Name: "gallery", Models: []*orm.Table{table},
		Admin: []admin.AnyModel{admin.Model[Exhibit]{
			List: orm.Columns(Exhibits.Title, Exhibits.Photo, Exhibits.Paper, Exhibits.Letter),
			Clean: func(e *Exhibit) error {
				if e.Title == "forbidden" {
					return errors.New("Not this title.")
				}
				return nil
			},
		}},
		Migrations: sitetest.Migrations(t, "gallery", table),
	})
	c.Login(c.User("root", func(u *auth.User) { u.Staff, u.Superuser = true, true }))
	return c
}

func photo(t *testing.T, w, h int) io.Reader {
	t.Helper()
	var b bytes.Buffer
	ok(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))))
	return &b
}

// stored lists the keys in a storage, without what is random in them.
func stored(t *testing.T, s media.Storage) string {
	t.Helper()
	var keys []string
	for f, err := range s.List(t.Context(), "") {
		ok(t, err)
		keys = append(keys, random.ReplaceAllString(f.Key, "/*/"))
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

var (
	random = regexp.MustCompile("/(?:2[0-9]{3}/)?[a-z2-7]{10,26}/")
	kept   = regexp.MustCompile(`name="(\w+)-kept" value="([^"]+)"`)
)

func TestFilesAreStoredShownReplacedAndRemoved(t *testing.T) {
	t.Parallel()
	s := &media.Memory{}
	c := gallery(t, s)
	const path = "/admin/gallery/exhibit"

	got := c.Get(path + "/add")
	for _, want := range []string{`enctype="multipart/form-data"`, `accept="image/png,image/jpeg,image/gif,image/webp" data-max="1000000"`, `accept="application/pdf,text/plain" data-max="10000000"`, "At most 1 MB."} {
		if !strings.Contains(got.Body, want) {
			t.Errorf("the empty form does not hold %s", want)
		}
	}
	got = c.PostFiles(path+"/add", url.Values{"title": {"Sunrise"}, "_continue": {"1"}},
		sitetest.File{Input: "photo", Name: "Sun rise.PNG", Content: photo(t, 30, 20)},
		sitetest.File{Input: "paper", Name: "About.txt", Content: strings.NewReader("About it.")},
		sitetest.File{Input: "letter", Name: "", Content: strings.NewReader("")},
		sitetest.File{Input: "unasked", Name: "virus.exe", Content: strings.NewReader("MZ")})
	if got.Status != http.StatusSeeOther || got.Header.Get("Location") != path+"/1" {
		t.Fatal(got)
	}
	row, err := Exhibits.Get(c.Context(), 1)
	ok(t, err)
	if row.Photo.Name() != "Sun-rise.png" || row.Paper.Name() != "About.txt" || row.Letter != nil || row.Width != 30 || row.Height == nil || *row.Height != 20 {
		t.Errorf("the row is %+v", row)
	}
	if got := stored(t, s); got != "gallery/exhibit/*/About.txt photos/*/Sun-rise.png" {
		t.Errorf("stored %s", got)
	}
	address := row.Photo.URL(c.Context())
	if got := c.Get(address); got.Status != 200 || got.Header.Get("Content-Type") != "image/png" {
		t.Error(got)
	}
	if got := c.Get(path + "/1"); !got.Shows("Sun-rise.png") || !strings.Contains(got.Body, `<img src="`+address+`"`) || !got.Shows("Remove this file") {
		t.Error(got)
	}
	if got := c.Get(path); !strings.Contains(got.Body, `<a class="picture" href="`+address+`">`) || !got.Shows("About.txt") {
		t.Error(got)
	}

	// Nothing chosen keeps what is there; a box removes; a new file replaces.
	ok(t, saved(c.PostFiles(path+"/1", url.Values{"title": {"Dawn"}})))
	again, err := Exhibits.Get(c.Context(), 1)
	ok(t, err)
	if again.Title != "Dawn" || again.Photo != row.Photo || again.Paper != row.Paper || again.Width != 30 {
		t.Errorf("a form without files changed %+v", again)
	}
	ok(t, saved(c.PostFiles(path+"/1", url.Values{"title": {"Dawn"}, "paper-clear": {"true"}, "photo-clear": {"true"}},
		sitetest.File{Input: "photo", Name: "b.png", Content: photo(t, 5, 6)},
		sitetest.File{Input: "letter", Name: "b.txt", Content: strings.NewReader("Dear")})))
	again, err = Exhibits.Get(c.Context(), 1)
	ok(t, err)
	if again.Paper != "" || again.Photo.Name() != "b.png" || again.Width != 5 || *again.Height != 6 || again.Letter == nil || !strings.HasPrefix(string(*again.Letter), "private/letters/") {
		t.Errorf("after the change: %+v", again)
	}
	if got := c.Get("/media/" + string(*again.Letter)); got.Status != 404 {
		t.Errorf("a private file is shown: %s", got)
	}
	if got := c.Get(path + "/1"); !got.Shows("b.txt") || strings.Contains(got.Body, "/media/private") {
		t.Error("the form does not name the private file, or links to it")
	}
	// Files that were replaced stay for sweepmedia, so that a change can be undone.
	if got := stored(t, s); got != "gallery/exhibit/*/About.txt photos/*/Sun-rise.png photos/*/b.png private/letters/*/b.txt" {
		t.Errorf("stored %s", got)
	}
}

// saved is an error unless the answer is that of a form that was saved.
func saved(got *sitetest.Response) error {
	if got.Status != http.StatusSeeOther {
		return errors.New(got.String())
	}
	return nil
}

func TestFilesSurviveAFormThatIsWrong(t *testing.T) {
	t.Parallel()
	s := &media.Memory{}
	c := gallery(t, s)
	const path = "/admin/gallery/exhibit"
	got := c.PostFiles(path+"/add", url.Values{"title": {""}},
		sitetest.File{Input: "photo", Name: "a.png", Content: photo(t, 3, 3)},
		sitetest.File{Input: "letter", Name: "b.txt", Content: strings.NewReader("Dear")},
		sitetest.File{Input: "paper", Name: "c.png", Content: photo(t, 3, 3)})
	if got.Status != http.StatusUnprocessableEntity || !got.Shows("This field is required.") || !got.Shows("This is PNG, going by its content. Choose PDF, plain text.") ||
		!got.Shows("a.png") || !got.Shows("3 × 3 pixels") || !got.Shows("not saved yet") {
		t.Fatal(got)
	}
	tokens := url.Values{"title": {"forbidden"}}
	for _, m := range kept.FindAllStringSubmatch(got.Body, -1) {
		tokens.Set(m[1]+"-kept", m[2])
	}
	if len(tokens) != 3 {
		t.Fatalf("the form holds %v", tokens)
	}
	if got := c.Get("/media/pending/" + tokens.Get("photo-kept")); got.Status != 404 {
		t.Error("a file that waits is shown")
	}
	// Wrong once more, by a rule of the model; then right, with one file that is chosen anew.
	if got = c.Post(path+"/add", tokens); got.Status != http.StatusUnprocessableEntity || len(kept.FindAllString(got.Body, -1)) != 2 {
		t.Fatal(got)
	}
	tokens.Set("title", "Right")
	ok(t, saved(c.PostFiles(path+"/add", tokens, sitetest.File{Input: "letter", Name: "d.txt", Content: strings.NewReader("Sir")})))
	row, err := Exhibits.First(c.Context())
	ok(t, err)
	if row.Photo.Name() != "a.png" || row.Width != 3 || row.Letter == nil || row.Letter.Name() != "d.txt" {
		t.Errorf("the row is %+v", row)
	}
	// A token is good once, and for what the field takes.
	if got := c.Post(path+"/add", tokens); got.Status != http.StatusUnprocessableEntity || !got.Shows("no longer there. Choose it again.") {
		t.Error(got)
	}
	letter := url.Values{"title": {"x"}, "photo-kept": {tokens.Get("letter-kept")}}
	if got := c.Post(path+"/add", letter); got.Status != http.StatusUnprocessableEntity || !got.Shows("This is plain text") {
		t.Error(got)
	}
	if got := stored(t, s); got != "pending/*/b.txt photos/*/a.png private/letters/*/d.txt" {
		t.Errorf("stored %s", got)
	}
}

func TestAFileIsGivenBackWhenTheRowCannotBeWritten(t *testing.T) {
	t.Parallel()
	s := &media.Memory{}
	c := gallery(t, s)
	ok(t, orm.Gorm(c.Context()).Exec("CREATE TRIGGER no BEFORE INSERT ON gallery_exhibit BEGIN SELECT RAISE(ABORT, 'disk is full'); END").Error)
	got := c.PostFiles("/admin/gallery/exhibit/add", url.Values{"title": {"x"}}, sitetest.File{Input: "photo", Name: "a.png", Content: photo(t, 3, 3)})
	if got.Status != http.StatusConflict || len(kept.FindAllString(got.Body, -1)) != 1 {
		t.Error(got)
	}
	if got := stored(t, s); got != "pending/*/a.png" {
		t.Errorf("stored %s", got)
	}
}

func TestFormsThatAreTooLargeOrDamaged(t *testing.T) {
	t.Parallel()
	for what, tt := range map[string]struct {
		form   url.Values
		files  []sitetest.File
		status int
		want   string
	}{
		"a picture that is a little too large": {
			files:  []sitetest.File{{Input: "photo", Name: "a.png", Content: io.MultiReader(photo(t, 3, 3), io.LimitReader(zeros{}, 1_000_000))}},
			status: 422, want: "The file is larger than 1 MB.",
		},
		"a file that is far too large": {
			files:  []sitetest.File{{Input: "paper", Name: "a.txt", Content: io.LimitReader(letters{}, 500_000_000)}},
			status: 413, want: "Paper: The file is larger than 10 MB.",
		},
		"a file that nobody asked for, and that never ends": {
			files:  []sitetest.File{{Input: "other", Name: "a.txt", Content: io.LimitReader(letters{}, 500_000_000)}},
			status: 413, want: "too large",
		},
		"a text that is too large": {form: url.Values{"title": {strings.Repeat("x", 11<<20)}}, status: 413, want: "too large"},
		"too many fields":          {form: manyFields(), status: 413, want: "too many fields"},
	} {
		t.Run(what, func(t *testing.T) {
			s := &media.Memory{}
			c := gallery(t, s)
			form := url.Values{"title": {"x"}}
			for name, values := range tt.form {
				form[name] = values
			}
			got := c.PostFiles("/admin/gallery/exhibit/add", form, tt.files...)
			if got.Status != tt.status || !got.Shows(tt.want) {
				t.Errorf("%d %.400s", got.Status, got.Body)
			}
			if left := stored(t, s); left != "" {
				t.Errorf("stored %s", left)
			}
		})
	}
}

// zeros and letters never end.
type (
	zeros   struct{}
	letters struct{}
)

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func manyFields() url.Values {
	v := url.Values{}
	for i := range 3000 {
		v.Set(fmt.Sprintf("f%d", i), "")
	}
	return v
}

// hole takes files and forgets them, as a store elsewhere does.
type hole struct{ media.Memory }

func (*hole) Create(ctx context.Context, key string, r io.Reader) (int64, error) {
	return io.Copy(io.Discard, r)
}

func TestAGigabyteNeedsNoMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	f := Exhibits.Def.Table.Schema().Field("Paper")
	was := *f.Upload
	f.Upload.Max = 2 << 30
	defer func() { *f.Upload = was }()
	c := gallery(t, &hole{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := c.PostFiles("/admin/gallery/exhibit/add", url.Values{"title": {"x"}}, sitetest.File{Input: "paper", Name: "a.txt", Content: io.LimitReader(letters{}, 1<<30)})
	runtime.ReadMemStats(&after)
	if got.Status != http.StatusUnprocessableEntity || !got.Shows("1.1 GB, not saved yet") {
		t.Errorf("%d %.300s", got.Status, got.Body)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
		t.Errorf("%d MB were allocated", used>>20)
	}
}
