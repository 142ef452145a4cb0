package media

import (
	"context"
	"path"
	"strings"
)

// File is the key of a stored file, as a column holds it. The zero value is no
// file.
type File string

// URL is where browsers find the file. It is empty if there is none, and if
// nobody can fetch it: see [Private].
func (f File) URL(ctx context.Context) string {
	if f == "" || hidden(string(f)) {
		return ""
	}
	return In(ctx).URL(string(f))
}

// Open opens the file for reading. Close it.
func (f File) Open(ctx context.Context) (*Content, error) { return In(ctx).Open(ctx, string(f)) }

// Info is the file's size and age.
func (f File) Info(ctx context.Context) (Info, error) {
	c, err := f.Open(ctx)
	if err != nil {
		return Info{}, err
	}
	return c.Info, c.Close()
}

// Delete removes the file. Do it when the row that named it is written, with
// orm.OnCommit: a row must not name a file that has gone.
func (f File) Delete(ctx context.Context) error { return In(ctx).Delete(ctx, string(f)) }

// Name is what the file is called: the end of its key.
func (f File) Name() string {
	if f == "" {
		return ""
	}
	return path.Base(string(f))
}

// Image is the key of a stored picture: a PNG, JPEG, GIF or WebP. The zero value
// is no picture.
type Image string

// URL is where browsers find the picture; see [File.URL].
func (i Image) URL(ctx context.Context) string { return File(i).URL(ctx) }

// Open opens the picture for reading. Close it.
func (i Image) Open(ctx context.Context) (*Content, error) { return File(i).Open(ctx) }

// Info is the picture's size in bytes and its age.
func (i Image) Info(ctx context.Context) (Info, error) { return File(i).Info(ctx) }

// Delete removes the picture; see [File.Delete].
func (i Image) Delete(ctx context.Context) error { return File(i).Delete(ctx) }

// Name is what the picture is called: the end of its key.
func (i Image) Name() string { return File(i).Name() }

// Dimensions reads how wide and high the picture is, in pixels. Where pages ask
// often, let the form fill two fields instead: gofw:"width=…,height=…".
func (i Image) Dimensions(ctx context.Context) (width, height int, err error) {
	c, err := i.Open(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer c.Close()
	return dimensions(c)
}

// Private is how the keys of files begin that have no address: only a view of
// the site gives them out, with [Serve]. A field keeps its files there with
// gofw:"upload=private/invoices".
const Private = "private/"

// pending is how the keys of files begin that no row names yet.
const pending = "pending/"

// hidden reports whether a key has no address.
func hidden(key string) bool {
	return strings.HasPrefix(key, Private) || strings.HasPrefix(key, pending)
}
