package media

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path"
	"strings"
)

// Folder is a storage in a folder of this machine. It never leaves the folder,
// whatever keys and symbolic links say.
type Folder struct {
	Dir  string // created when the first file comes
	Base string // the address of the folder; empty is "/media/"
}

// root opens the folder; every operation stays in it.
func (f Folder) root(create bool) (*os.Root, error) {
	if create {
		if err := os.MkdirAll(f.Dir, 0o755); err != nil {
			return nil, fmt.Errorf("media: making the folder: %w", err)
		}
	}
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return nil, fmt.Errorf("media: opening the folder: %w", err)
	}
	return root, nil
}

// Create writes the file beside its place and moves it there when it is whole
// and on disk.
func (f Folder) Create(ctx context.Context, key string, r io.Reader) (n int64, err error) {
	if err := CheckKey(key); err != nil {
		return 0, err
	}
	root, err := f.root(true)
	if err != nil {
		return 0, err
	}
	defer root.Close()
	part := pending + "part-" + strings.ToLower(rand.Text())
	if n, err = write(ctx, root, part, r); err == nil {
		err = move(root, part, key)
	}
	if err != nil {
		_ = root.Remove(part)
		return 0, fmt.Errorf("media: storing %s: %w", key, err)
	}
	return n, nil
}

// write makes a new file of what r holds.
func write(ctx context.Context, root *os.Root, name string, r io.Reader) (int64, error) {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return 0, err
	}
	out, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(out, &cancelled{ctx, r})
	if err == nil {
		err = out.Sync()
	}
	return n, errors.Join(err, out.Close())
}

// cancelled reads until its context ends.
type cancelled struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// move gives a file another name that must be free. A link fails if it is not;
// file systems without links are asked first.
func move(root *os.Root, from, to string) error {
	if err := root.MkdirAll(path.Dir(to), 0o755); err != nil {
		return err
	}
	err := root.Link(from, to)
	switch {
	case err == nil:
		return root.Remove(from)
	case errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist):
		return err
	}
	if _, err := root.Lstat(to); err == nil {
		return &fs.PathError{Op: "move", Path: to, Err: fs.ErrExist}
	}
	return root.Rename(from, to)
}

// Open opens a regular file.
func (f Folder) Open(ctx context.Context, key string) (*Content, error) {
	if err := CheckKey(key); err != nil {
		return nil, &fs.PathError{Op: "open", Path: key, Err: fs.ErrNotExist}
	}
	root, err := f.root(false)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	file, err := root.Open(key)
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	stat, err := file.Stat()
	if err == nil && !stat.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: key, Err: fs.ErrNotExist}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("media: %w", err), file.Close())
	}
	return &Content{Info{key, stat.Size(), stat.ModTime()}, file}, nil
}

// Move renames a file and removes the folders that it leaves empty.
func (f Folder) Move(ctx context.Context, from, to string) error {
	if err := errors.Join(CheckKey(from), CheckKey(to)); err != nil {
		return err
	}
	root, err := f.root(false)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := move(root, from, to); err != nil {
		return fmt.Errorf("media: moving %s to %s: %w", from, to, err)
	}
	tidy(root, from)
	return nil
}

// Delete removes a file and the folders that it leaves empty.
func (f Folder) Delete(ctx context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	root, err := f.root(false)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.Remove(key); err != nil {
		return fmt.Errorf("media: removing %s: %w", key, err)
	}
	tidy(root, key)
	return nil
}

// tidy removes the folders above a file that are empty now.
func tidy(root *os.Root, key string) {
	for dir := path.Dir(key); dir != "." && root.Remove(dir) == nil; dir = path.Dir(dir) {
	}
}

// List walks through the folder.
func (f Folder) List(ctx context.Context, prefix string) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		root, err := f.root(false)
		if errors.Is(err, fs.ErrNotExist) {
			return // nothing was ever stored
		}
		if err != nil {
			yield(Info{}, err)
			return
		}
		defer root.Close()
		err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // has gone meanwhile
			case err != nil:
				return err
			case ctx.Err() != nil:
				return ctx.Err()
			case d.IsDir() && name != "." && !strings.HasPrefix(name+"/", prefix) && !strings.HasPrefix(prefix, name+"/"):
				return fs.SkipDir
			case !d.Type().IsRegular() || !strings.HasPrefix(name, prefix) || CheckKey(name) != nil:
				return nil
			}
			stat, err := d.Info()
			if err != nil {
				return nil // has gone meanwhile
			}
			if !yield(Info{name, stat.Size(), stat.ModTime()}, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(Info{}, fmt.Errorf("media: listing: %w", err))
		}
	}
}

// URL is the key behind the address of the folder.
func (f Folder) URL(key string) string { return address(f.Base, key) }

// address joins an address with a key, whose parts are escaped.
func address(base, key string) string {
	if base == "" {
		base = "/media/"
	}
	return base + (&url.URL{Path: key}).EscapedPath()
}
