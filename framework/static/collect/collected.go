package collect

import (
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/gofw/gofw/framework/static"
)

// Again is the plan of files that are collected already: those that a binary
// carries. Writing it copies them, with their compressed copies.
func Again(fsys fs.FS) (*Plan, error) {
	m, err := static.ReadManifest(fsys)
	if err != nil {
		return nil, err
	}
	p := &Plan{}
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		hashed := m.Files[name]
		stored := m.Stored[hashed]
		variants := stored.Variants
		if variants == nil {
			variants = map[string]int64{}
		}
		p.Files = append(p.Files, Planned{Name: name, Hashed: hashed, Size: stored.Size, fsys: fsys, path: hashed, variants: variants})
		p.Listing.Files = append(p.Listing.Files, static.File{Name: name, Path: hashed, Size: stored.Size})
	}
	return p, nil
}

// opener opens a compressed copy that is there already.
func (f *Planned) opener(suffix string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return f.fsys.Open(f.path + suffix) }
}
