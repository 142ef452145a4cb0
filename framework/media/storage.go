package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Storage keeps files by key. [Folder] is the usual one, [Memory] serves tests;
// an object store is another. All methods are safe for many goroutines. A file
// that is not there is an error that wraps fs.ErrNotExist.
type Storage interface {
	// Create stores what r holds under a key and returns its length in bytes. A
	// key that is taken is an error that wraps fs.ErrExist. A file that could not
	// be stored whole is not there at all.
	Create(ctx context.Context, key string, r io.Reader) (int64, error)

	// Open opens a file for reading. Close it.
	Open(ctx context.Context, key string) (*Content, error)

	// Move gives a file another key, which must be free.
	Move(ctx context.Context, from, to string) error

	// Delete removes a file.
	Delete(ctx context.Context, key string) error

	// List gives the files whose keys begin with prefix, in an order that does not
	// change.
	List(ctx context.Context, prefix string) iter.Seq2[Info, error]

	// URL is where browsers find a file; empty if they cannot.
	URL(key string) string
}

// Content is an open file.
type Content struct {
	Info
	io.ReadSeekCloser
}

// Info describes a stored file.
type Info struct {
	Key      string
	Size     int64 // in bytes
	Modified time.Time
}

// maxKey is how long a key may be in bytes; a column holds 255 characters.
const maxKey = 255

// CheckKey reports what is wrong with a key. Keys are relative paths with
// slashes; none of their parts begins with a dot, so that no key leaves its
// folder or names a hidden file, and none holds what some file system treats
// in its own way.
func CheckKey(key string) error {
	switch {
	case key == "":
		return errors.New("media: the key is empty")
	case len(key) > maxKey:
		return fmt.Errorf("media: the key has %d bytes, more than %d", len(key), maxKey)
	case !utf8.ValidString(key) || strings.ContainsFunc(key, unsafeRune):
		return fmt.Errorf("media: the key %q holds characters that are not safe in a path", key)
	case !fs.ValidPath(key):
		return fmt.Errorf("media: %q is not a clean relative path", key)
	}
	for part := range strings.SplitSeq(key, "/") {
		if strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") || strings.HasSuffix(part, " ") {
			return fmt.Errorf("media: the part %q of the key %q begins or ends with a dot, or ends with a space", part, key)
		}
	}
	return nil
}

// unsafeRune reports characters that a key never holds.
func unsafeRune(r rune) bool {
	return unicode.IsControl(r) || strings.ContainsRune(`\:*?"<>|`, r) || unicode.Is(unicode.Cf, r)
}

// storageKey is the key of the storage in a context.
type storageKey struct{}

// With returns a context that carries a storage. The site does this for every
// request and command.
func With(ctx context.Context, s Storage) context.Context {
	return context.WithValue(ctx, storageKey{}, s)
}

// In is the storage of a context. Without one, every use of the result fails
// with an error that says so.
func In(ctx context.Context) Storage {
	if s, ok := ctx.Value(storageKey{}).(Storage); ok && s != nil {
		return s
	}
	return nowhere{}
}

// nowhere stands for the storage that a context does not have.
type nowhere struct{}

var errNowhere = errors.New("media: this context has no storage: use that of the request or command, or put one in with media.With")

func (nowhere) Create(context.Context, string, io.Reader) (int64, error) { return 0, errNowhere }
func (nowhere) Open(context.Context, string) (*Content, error)           { return nil, errNowhere }
func (nowhere) Move(context.Context, string, string) error               { return errNowhere }
func (nowhere) Delete(context.Context, string) error                     { return errNowhere }
func (nowhere) URL(string) string                                        { return "" }

func (nowhere) List(context.Context, string) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) { yield(Info{}, errNowhere) }
}
