package collect

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/static"
)

const (
	// unfinished begins the names of files that are being written. Nothing ever
	// serves a name with a dot in front.
	unfinished = ".collect-"

	// abandoned is the age from which such a file is one that a killed process
	// has left behind.
	abandoned = time.Hour
)

// folder is the folder that a plan is written into. No name leads out of it.
type folder struct {
	root *os.Root
	step func() // is called before each change
}

// has reports whether the folder has a file of that size.
func (f folder) has(name string, size int64) bool {
	stat, err := f.root.Lstat(name)
	return err == nil && stat.Mode().IsRegular() && stat.Size() == size
}

// write writes a file from a source.
func (f folder) write(name string, open func() (io.ReadCloser, error)) (int64, error) {
	in, err := open()
	if err != nil {
		return 0, err
	}
	defer in.Close()
	return f.finish(name, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	}, nil)
}

// replace writes a file from a text, in the place of an older one.
func (f folder) replace(name string, text []byte) error {
	_, err := f.finish(name, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}, nil)
	return err
}

// compress makes a compressed copy of a file in the folder, and keeps it if it
// is worth it.
func (f folder) compress(c *compressor, name, coding string, size int64) (compressed int64, kept bool, err error) {
	in, err := f.root.Open(name)
	if err != nil {
		return 0, false, err
	}
	defer in.Close()
	compressed, err = f.finish(name+static.Suffixes[coding], func(w io.Writer) error {
		coder, err := c.to(w, coding, size)
		if err != nil {
			return err
		}
		if _, err := io.Copy(coder, in); err != nil {
			return err
		}
		return coder.Close()
	}, func(compressed int64) bool {
		kept = worthwhile(size, compressed)
		return kept
	})
	return compressed, kept, err
}

// finish writes a file under another name, and gives it its own when it is
// whole and on the disk. With keep, the size may speak against it.
func (f folder) finish(name string, fill func(io.Writer) error, keep func(size int64) bool) (size int64, err error) {
	temporary := unfinished + rand.Text()
	f.step()
	out, err := f.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	done := false
	defer func() {
		if !done {
			err = errors.Join(err, f.root.Remove(temporary))
		}
	}()
	counted := &counter{w: out}
	f.step()
	err = fill(counted)
	f.step()
	kept := err == nil && (keep == nil || keep(counted.n))
	if kept {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil || !kept {
		return counted.n, err
	}
	if dir := path.Dir(name); dir != "." {
		f.step()
		if err := f.root.MkdirAll(dir, 0o755); err != nil {
			return 0, err
		}
	}
	f.step()
	if err := f.root.Rename(temporary, name); err != nil {
		return 0, err
	}
	done = true
	return counted.n, nil
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

// Write writes and counts.
func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// others is every file that a list does not name, but not those that are being
// written.
func (f folder) others(ours map[string]bool) []string {
	var names []string
	_ = fs.WalkDir(f.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !ours[name] && !strings.HasPrefix(name, unfinished) {
			names = append(names, name)
		}
		return nil // what cannot be read stays
	})
	slices.Sort(names)
	return names
}

// remove removes files, folders that are empty then, and what killed processes
// have left behind.
func (f folder) remove(names []string, now time.Time) error {
	var problems []error
	for _, name := range append(names, f.leftovers(now)...) {
		f.step()
		if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, err)
			continue
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if f.root.Remove(dir) != nil { // holds something
				break
			}
		}
	}
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("removing old files: %w", err)
	}
	return nil
}

// leftovers are unfinished files that nobody will finish.
func (f folder) leftovers(now time.Time) []string {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if info, err := e.Info(); err == nil && strings.HasPrefix(e.Name(), unfinished) && now.Sub(info.ModTime()) > abandoned {
			names = append(names, e.Name())
		}
	}
	return names
}
