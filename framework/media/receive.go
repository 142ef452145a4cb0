package media

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
)

// Rules are what a field asks of its files. The zero value takes any file of
// [DefaultMax].
type Rules struct {
	Max    Size     // the largest file; 0 is DefaultMax
	Accept []string // by content: "application/pdf", "image/*"; none accepts all
	Image  bool     // a picture, whose size in pixels can be read; without Accept one of ImageTypes
}

// DefaultMax is how large a file may be where nobody said.
const DefaultMax = 10 * MB

// Limit is the largest file in bytes.
func (r Rules) Limit() int64 {
	if r.Max > 0 {
		return int64(r.Max)
	}
	return int64(DefaultMax)
}

// Types are the accepted types, for the attribute accept of an input.
func (r Rules) Types() []string {
	if r.Image && len(r.Accept) == 0 {
		return ImageTypes
	}
	return r.Accept
}

// Upload is a file that was received and that no row names yet. It waits a day
// for [Keep]; then it is swept away.
type Upload struct {
	Token         string // stands for the file in a form; nobody else can guess it
	Name          string // a safe one
	Type          string // by content: "image/png"
	Size          Size
	Width, Height int // of a picture, in pixels
}

// Key is the key of the file while it waits, so that checks can open it.
func (u Upload) Key() string { return pending + u.Token }

// Refused is what is wrong with a file, for whoever sent it.
type Refused string

func (r Refused) Error() string { return string(r) }

// ErrBroken is that a file could not be received whole: the browser went away,
// or the request is damaged.
var ErrBroken = errors.New("media: the file broke off")

// Receive stores what a browser sent under a name, in constant memory, and
// checks it. The error is a [Refused] where the file breaks a rule, and wraps
// [ErrBroken] where reading failed; nothing is kept then.
func Receive(ctx context.Context, name string, r io.Reader, rules Rules) (Upload, error) {
	source := &limited{r: r, left: rules.Limit()}
	beginning, _ := io.ReadAll(io.LimitReader(source, head))
	if source.failed != nil {
		return Upload{}, fmt.Errorf("%w: %w", ErrBroken, source.failed)
	}
	if len(beginning) == 0 && !source.over {
		return Upload{}, Refused("The file is empty.")
	}
	name = SafeName(name)
	k := look(beginning, path.Ext(name))
	if !k.accepted(rules.Types()) {
		return Upload{}, wrongType(k, rules)
	}
	name = strings.TrimSuffix(name, path.Ext(name)) + k.extension()
	u := Upload{Token: strings.ToLower(rand.Text()) + "/" + name, Name: name, Type: k.mime()}
	size, err := In(ctx).Create(ctx, u.Key(), io.MultiReader(bytes.NewReader(beginning), source))
	switch {
	case source.over:
		return Upload{}, Refused("The file is larger than " + Size(rules.Limit()).String() + ".")
	case source.failed != nil:
		return Upload{}, fmt.Errorf("%w: %w", ErrBroken, source.failed)
	case err != nil:
		return Upload{}, err
	}
	u.Size = Size(size)
	if err := u.measure(ctx, rules); err != nil {
		return Upload{}, errors.Join(err, In(ctx).Delete(ctx, u.Key()))
	}
	return u, nil
}

// limited ends with an error where there is more than is allowed, and remembers
// why reading ended.
type limited struct {
	r      io.Reader
	left   int64
	over   bool
	failed error
}

func (l *limited) Read(p []byte) (int, error) {
	if l.over {
		return 0, errOver
	}
	n, err := l.r.Read(p)
	if err != nil && err != io.EOF {
		l.failed = err
	}
	if l.left -= int64(n); l.left < 0 {
		l.over = true
		return 0, errOver
	}
	return n, err
}

var errOver = errors.New("media: the file is too large")

func wrongType(k kind, rules Rules) error {
	want := make([]string, 0, len(rules.Types()))
	for _, t := range rules.Types() {
		want = append(want, typeName(t))
	}
	return Refused(fmt.Sprintf("This is %s, going by its content. Choose %s.", typeName(k.mime()), strings.Join(want, ", ")))
}

// typeName is a type for people: PNG, PDF, "any image".
func typeName(mime string) string {
	family, sub, _ := strings.Cut(mime, "/")
	switch {
	case sub == "*":
		return "any " + family
	case mime == "text/plain":
		return "plain text"
	case mime == "application/octet-stream":
		return "a file of an unknown kind"
	case len(sub) <= 5:
		return strings.ToUpper(sub)
	}
	return mime
}

// measure reads the size of a picture, where the rules ask for one.
func (u *Upload) measure(ctx context.Context, rules Rules) error {
	if !rules.Image {
		return nil
	}
	w, h, err := Image(u.Key()).Dimensions(ctx)
	switch {
	case errors.Is(err, errNoPicture):
		return Refused("The picture is damaged, or of a kind that cannot be read.")
	case err != nil:
		return err
	case w > maxPixels/h:
		return Refused(fmt.Sprintf("The picture has %d × %d pixels; at most %d million are possible.", w, h, maxPixels/1_000_000))
	}
	u.Width, u.Height = w, h
	return nil
}

// Resume finds a file again that was received with an earlier form, by its
// token. The rules are checked again, because they may be those of another field.
func Resume(ctx context.Context, token string, rules Rules) (Upload, error) {
	again := Refused("The file that you sent before is no longer there. Choose it again.")
	random, name, _ := strings.Cut(token, "/")
	if len(random) != 26 || name == "" || SafeName(name) != name || CheckKey(pending+token) != nil {
		return Upload{}, again
	}
	u := Upload{Token: token, Name: name}
	c, err := In(ctx).Open(ctx, u.Key())
	if errors.Is(err, fs.ErrNotExist) {
		return Upload{}, again
	}
	if err != nil {
		return Upload{}, err
	}
	defer c.Close()
	beginning, err := io.ReadAll(io.LimitReader(c, head))
	if err != nil {
		return Upload{}, fmt.Errorf("media: reading %s: %w", u.Key(), err)
	}
	k := look(beginning, path.Ext(name))
	u.Type, u.Size = k.mime(), Size(c.Size)
	switch {
	case !k.accepted(rules.Types()):
		return Upload{}, wrongType(k, rules)
	case c.Size > rules.Limit():
		return Upload{}, Refused("The file is larger than " + Size(rules.Limit()).String() + ".")
	}
	return u, u.measure(ctx, rules)
}

// Keep gives a received file its key, in a folder in which %Y, %m and %d stand
// for the day. Do it just before the row is written, and [Upload.Release] the
// key if the row is not.
func (u Upload) Keep(ctx context.Context, folder string) (key string, err error) {
	for range 3 {
		key = newKey(folder, u.Name, time.Now().UTC())
		if err = In(ctx).Move(ctx, u.Key(), key); !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return key, err
}

// Release takes the key back from a file, which waits again.
func (u Upload) Release(ctx context.Context, key string) error {
	return In(ctx).Move(ctx, key, u.Key())
}
