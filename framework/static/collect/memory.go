package collect

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"time"

	"github.com/gofw/gofw/framework/static"
)

// FS is the plan as a folder of collected files, in memory: only new texts are
// kept there, anything else is read from its source.
func (p *Plan) FS() (fs.FS, error) {
	m := static.Manifest{Files: map[string]string{}, Stored: map[string]static.Stored{}}
	files := memory{}
	for i := range p.Files {
		f := &p.Files[i]
		m.Files[f.Name] = f.Hashed
		m.Stored[f.Hashed] = static.Stored{Size: f.Size}
		files[f.Hashed] = f
	}
	text, err := m.Encode()
	if err != nil {
		return nil, err
	}
	files[static.ManifestName] = &Planned{Size: int64(len(text)), text: text}
	return files, nil
}

// memory is files by name.
type memory map[string]*Planned

// Open opens a file.
func (m memory) Open(name string) (fs.File, error) {
	f, ok := m[name]
	switch {
	case !ok:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	case f.text == nil:
		return f.fsys.Open(f.path)
	}
	return textFile{bytes.NewReader(f.text), info{path.Base(name), f.Size}}, nil
}

// Stat describes a file without opening it.
func (m memory) Stat(name string) (fs.FileInfo, error) {
	f, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return info{path.Base(name), f.Size}, nil
}

// textFile is an open text.
type textFile struct {
	*bytes.Reader
	info info
}

// Stat describes the text.
func (f textFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close does nothing.
func (f textFile) Close() error { return nil }

var _ io.ReadSeeker = textFile{}

// info describes a file.
type info struct {
	name string
	size int64
}

// Name is the base name.
func (i info) Name() string { return i.name }

// Size is the number of bytes.
func (i info) Size() int64 { return i.size }

// Mode is that of an ordinary file.
func (i info) Mode() fs.FileMode { return 0o444 }

// ModTime is zero: the content never changes.
func (i info) ModTime() time.Time { return time.Time{} }

// IsDir is false.
func (i info) IsDir() bool { return false }

// Sys is nil.
func (i info) Sys() any { return nil }
