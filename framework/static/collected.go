package static

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

// Collected serves a folder that collectstatic has written, or the like of it in
// memory or in the binary. Pages get names with a hash, which browsers keep for
// good; the files of earlier collections that the folder still holds are served
// by their own. By their plain names, too, files are found, for a minute at a
// time. A file that the manifest names and that is not there is an error.
func Collected(fsys fs.FS, prefix string) (*Files, error) {
	t, err := readTable(fsys)
	if err != nil {
		return nil, err
	}
	return newFiles(prefix, t)
}

// Reload reads the manifest again after a new collection. Requests see the old
// files or the new ones. After an error they see the old ones.
func (f *Files) Reload() error {
	t, ok := (*f.finder.Load()).(*table)
	if !ok {
		return nil // it always looks
	}
	again, err := readTable(t.fsys)
	if err != nil {
		return err
	}
	var found finder = again
	f.finder.Store(&found)
	return nil
}

// table knows files by an exact list.
type table struct {
	fsys      fs.FS
	entries   map[string]*entry // by what follows the prefix
	addresses map[string]string // by the name in pages
}

func readTable(fsys fs.FS) (*table, error) {
	m, err := ReadManifest(fsys)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: run collectstatic first", err)
	}
	if err != nil {
		return nil, err
	}
	t := &table{fsys: fsys, entries: map[string]*entry{}, addresses: map[string]string{}}
	memory := newMemory()
	add := func(name, cache string, variants []*variant) {
		e := newEntry(fsys, name, cache, variants...)
		e.memory = memory
		t.entries[name] = e
	}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(m.Stored)) {
		variants, err := variantsOf(fsys, name, m.Stored[name])
		if err == nil {
			add(name, forGood, variants)
		} else if m.Stored[name].Replaced.IsZero() {
			problems = append(problems, err)
		}
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("static: run collectstatic again: %w", errors.Join(problems...))
	}
	for name, stored := range m.Files {
		t.addresses[name] = Escape(stored)
		if t.entries[name] == nil {
			add(name, shortly, t.entries[stored].variants)
		}
	}
	return t, nil
}

// variantsOf makes the variants of a stored file, and makes sure that they are
// there.
func variantsOf(fsys fs.FS, name string, s Stored) ([]*variant, error) {
	variants := []*variant{newVariant(name, "", s.Size, hashOf(name))}
	for _, coding := range slices.Sorted(maps.Keys(s.Variants)) {
		suffix, known := Suffixes[coding]
		if !known {
			return nil, fmt.Errorf("%s has a copy in the unknown coding %q", name, coding)
		}
		variants = append(variants, newVariant(name+suffix, coding, s.Variants[coding], hashOf(name)))
	}
	for _, v := range variants {
		stat, err := fs.Stat(fsys, v.name)
		if err != nil {
			return nil, err
		}
		if stat.Size() != v.size {
			return nil, fmt.Errorf("%s has %d bytes, not %d", v.name, stat.Size(), v.size)
		}
	}
	return variants, nil
}

func (t *table) find(name string) (*entry, bool) {
	e, ok := t.entries[name]
	return e, ok
}

func (t *table) address(name string) (string, bool) {
	a, ok := t.addresses[name]
	return a, ok
}

func (t *table) names() []string { return slices.Sorted(maps.Keys(t.addresses)) }
