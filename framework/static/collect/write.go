package collect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofw/gofw/framework/static"
)

// DefaultKeep is how long files stay that a newer collection has replaced: pages
// that refer to them may still be open, cached, or made by an older process.
const DefaultKeep = 30 * 24 * time.Hour

// WriteOptions say how a plan is written. The zero value is useful.
type WriteOptions struct {
	Keep     time.Duration         // how long replaced files stay; zero is DefaultKeep
	Clear    bool                  // replaced files, and anything else in the folder, go at once
	DryRun   bool                  // nothing is changed, only told
	Now      time.Time             // zero is now
	Progress func(done, total int) // is told of every file; nil is nobody

	step func() // is called before each change on the disk
}

// Result is what writing a plan has changed, or would.
type Result struct {
	Written   []string // names with hash of new files, sorted
	Unchanged int      // files that were there
	Removed   []string // of earlier collections, without their copies, sorted
	Copies    int      // compressed copies that were made
	Bytes     int64    // of new files, without copies
}

// Write writes the plan into a folder, which is made if it is not there. What is
// there already is not written again. Each file appears whole or not at all, and
// the manifest comes last, before old files are removed: whenever the process
// ends, the folder holds the old collection or the new one.
func (p *Plan) Write(ctx context.Context, target string, o WriteOptions) (Result, error) {
	if o.Keep == 0 {
		o.Keep = DefaultKeep
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.step == nil {
		o.step = func() {}
	}
	old, known, err := before(target, o.Clear)
	if err != nil {
		return Result{}, err
	}
	if o.DryRun {
		return p.dryRun(target, old, known, o)
	}
	if err := os.MkdirAll(target, 0o755); err != nil {
		return Result{}, fmt.Errorf("making the folder: %w", err)
	}
	root, err := os.OpenRoot(target)
	if err != nil {
		return Result{}, fmt.Errorf("opening the folder: %w", err)
	}
	defer root.Close()
	w := &writer{plan: p, old: old, o: o, folder: folder{root, o.step}, stored: map[string]static.Stored{}}
	if err := w.writeAll(ctx); err != nil {
		return w.result, err
	}
	gone, err := w.replaceManifest()
	if err != nil {
		return w.result, err
	}
	if o.Clear && known {
		gone = w.strangers()
	}
	w.result.Removed = append([]string{}, namesOnly(gone, old)...)
	return w.result, w.folder.remove(gone, o.Now)
}

// before reads the manifest that is in a folder. Known is false if there is none.
func before(target string, replace bool) (m static.Manifest, known bool, err error) {
	m, err = static.ReadManifest(os.DirFS(target))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return static.Manifest{}, false, nil
	case err != nil && replace:
		return static.Manifest{}, true, nil
	}
	return m, err == nil, err
}

// writer writes one plan.
type writer struct {
	plan   *Plan
	old    static.Manifest
	o      WriteOptions
	folder folder

	mu     sync.Mutex
	result Result
	stored map[string]static.Stored
}

// writeAll writes what is not there yet, on all processors.
func (w *writer) writeAll(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	jobs := make(chan *Planned)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			var c compressor
			for f := range jobs {
				if err := w.writeOne(ctx, f, &c); err != nil {
					stop(fmt.Errorf("writing %s: %w", f.Hashed, err))
				}
			}
		})
	}
	for i := range w.plan.Files {
		if ctx.Err() != nil {
			break
		}
		jobs <- &w.plan.Files[i]
	}
	close(jobs)
	wait.Wait()
	slices.Sort(w.result.Written)
	return context.Cause(ctx)
}

// writeOne writes a file and its compressed copies, unless they are there.
func (w *writer) writeOne(ctx context.Context, f *Planned, c *compressor) error {
	stored, there := w.present(f)
	if !there {
		size, err := w.folder.write(f.Hashed, f.open)
		if err != nil {
			return err
		}
		if size != f.Size {
			return errors.New("the file has changed meanwhile: collect again")
		}
		if stored, err = w.copies(ctx, f, c); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stored[f.Hashed] = stored
	if there {
		w.result.Unchanged++
	} else {
		w.result.Written = append(w.result.Written, f.Hashed)
		w.result.Copies += len(stored.Variants)
		w.result.Bytes += f.Size
	}
	if w.o.Progress != nil {
		w.o.Progress(len(w.stored), len(w.plan.Files))
	}
	return nil
}

// present reports whether the folder has a file already, with all its copies.
func (w *writer) present(f *Planned) (static.Stored, bool) {
	stored, ok := w.old.Stored[f.Hashed]
	ok = ok && stored.Size == f.Size && w.folder.has(f.Hashed, f.Size)
	for coding, size := range stored.Variants {
		ok = ok && w.folder.has(f.Hashed+static.Suffixes[coding], size)
	}
	stored.Replaced = time.Time{}
	return stored, ok
}

// copies makes the compressed copies of a file that is written.
func (w *writer) copies(ctx context.Context, f *Planned, c *compressor) (static.Stored, error) {
	stored := static.Stored{Size: f.Size, Variants: map[string]int64{}}
	for coding := range f.variants {
		size, err := w.folder.write(f.Hashed+static.Suffixes[coding], f.opener(static.Suffixes[coding]))
		if err != nil {
			return stored, err
		}
		stored.Variants[coding] = size
	}
	if f.variants != nil || !compressible(f.Name, f.Size) {
		return stored, nil
	}
	for _, coding := range codings {
		if err := ctx.Err(); err != nil {
			return stored, err
		}
		size, kept, err := w.folder.compress(c, f.Hashed, coding, f.Size)
		if err != nil {
			return stored, err
		}
		if kept {
			stored.Variants[coding] = size
		}
	}
	return stored, nil
}

// replaceManifest writes the new manifest, which still names the files of the
// old one that are not old enough to go, and returns those that are.
func (w *writer) replaceManifest() (gone []string, err error) {
	m := static.Manifest{Files: map[string]string{}, Stored: w.stored}
	for _, f := range w.plan.Files {
		m.Files[f.Name] = f.Hashed
	}
	kept, gone := outdated(w.old, m.Stored, w.o)
	for name, s := range kept {
		if w.folder.has(name, s.Size) {
			m.Stored[name] = s
		}
	}
	text, err := m.Encode()
	if err != nil {
		return nil, err
	}
	return gone, w.folder.replace(static.ManifestName, text)
}

// outdated divides what an old manifest names, and a new collection does not,
// into files that stay for some time and files that go, with their copies.
func outdated(old static.Manifest, current map[string]static.Stored, o WriteOptions) (kept map[string]static.Stored, gone []string) {
	kept = map[string]static.Stored{}
	for _, name := range slices.Sorted(maps.Keys(old.Stored)) {
		s := old.Stored[name]
		if _, ok := current[name]; ok {
			continue
		}
		if s.Replaced.IsZero() {
			s.Replaced = o.Now.UTC().Truncate(time.Second)
		}
		if !o.Clear && o.Now.Sub(s.Replaced) < o.Keep {
			kept[name] = s
			continue
		}
		gone = append(gone, name)
		for _, coding := range slices.Sorted(maps.Keys(s.Variants)) {
			gone = append(gone, name+static.Suffixes[coding])
		}
	}
	return kept, gone
}

// strangers is everything in the folder that the new collection does not name.
func (w *writer) strangers() []string {
	ours := map[string]bool{static.ManifestName: true}
	for name, s := range w.stored {
		ours[name] = true
		for coding := range s.Variants {
			ours[name+static.Suffixes[coding]] = true
		}
	}
	return w.folder.others(ours)
}

// namesOnly leaves out the compressed copies of files that a manifest names.
func namesOnly(files []string, m static.Manifest) []string {
	return slices.DeleteFunc(slices.Clone(files), func(name string) bool {
		_, original := m.Stored[strings.TrimSuffix(name, path.Ext(name))]
		return original
	})
}

// dryRun tells what Write would change.
func (p *Plan) dryRun(target string, old static.Manifest, known bool, o WriteOptions) (Result, error) {
	var r Result
	w := &writer{plan: p, old: old, stored: map[string]static.Stored{}}
	root, err := os.OpenRoot(target)
	switch {
	case err == nil:
		defer root.Close()
		w.folder.root = root
	case !errors.Is(err, fs.ErrNotExist):
		return r, fmt.Errorf("opening the folder: %w", err)
	}
	for i := range p.Files {
		f := &p.Files[i]
		stored, there := static.Stored{}, false
		if root != nil {
			stored, there = w.present(f)
		}
		if w.stored[f.Hashed] = stored; there {
			r.Unchanged++
			continue
		}
		r.Written = append(r.Written, f.Hashed)
		r.Bytes += f.Size
	}
	slices.Sort(r.Written)
	_, gone := outdated(old, w.stored, o)
	if o.Clear && known && root != nil {
		gone = w.strangers()
	}
	r.Removed = namesOnly(gone, old)
	return r, nil
}

// CheckTarget refuses a folder that lies in a source, or has one in it: a
// collection must not be collected again.
func CheckTarget(target string, sources []static.Source) error {
	for _, s := range sources {
		if s.Path == "" {
			continue
		}
		for _, pair := range [][2]string{{s.Path, target}, {target, s.Path}} {
			if inside, err := within(pair[0], pair[1]); err != nil || inside {
				return errors.Join(err, fmt.Errorf("the folder %s and the static files of %s in %s lie in each other: collect into another folder", target, s.Name, s.Path))
			}
		}
	}
	return nil
}

func within(outer, inner string) (bool, error) {
	outer, err1 := filepath.Abs(outer)
	inner, err2 := filepath.Abs(inner)
	if err := errors.Join(err1, err2); err != nil {
		return false, err
	}
	rel, err := filepath.Rel(outer, inner)
	return err == nil && filepath.IsLocal(rel), nil
}
