package static

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"sync"
)

// Live serves the folders of sources as they are at each request, for
// development. Addresses are plain names with a version that changes with the
// file, and browsers ask each time.
func Live(prefix string, sources ...Source) (*Files, error) {
	return newFiles(prefix, &live{sources: sources, cache: func(string) string { return asksAgain }, memory: newMemory()})
}

// live looks into folders.
type live struct {
	sources    []Source
	compressed bool                     // compressed copies beside files are sent
	cache      func(name string) string // the Cache-Control of a file
	memory     *memory
	fixed      sync.Map // entries by name of files without a time, which never change
}

func (l *live) find(name string) (*entry, bool) {
	if e, ok := l.fixed.Load(name); ok {
		return e.(*entry), true
	}
	s, in, ok := l.locate(name)
	if !ok {
		return nil, false
	}
	v, info, err := describe(s.FS, in, "")
	if err != nil {
		return nil, false
	}
	e := newEntry(s.FS, name, l.cache(name), v)
	e.modified = info.ModTime()
	if l.compressed {
		e.variants = append(e.variants, copies(s.FS, in)...)
	}
	if e.modified.IsZero() {
		e.memory = l.memory
		l.fixed.Store(name, e)
	}
	return e, true
}

// locate finds the source of a file and its name there.
func (l *live) locate(name string) (Source, string, bool) {
	if !Allowed(name) {
		return Source{}, "", false
	}
	for _, s := range l.sources {
		if in, ok := strings.CutPrefix(name, s.Prefix); ok && in != "" && s.Prefix+in != ManifestName && plain(s.FS, in) {
			return s, in, true
		}
	}
	return Source{}, "", false
}

// copies are the compressed copies that lie beside a file.
func copies(fsys fs.FS, name string) []*variant {
	var found []*variant
	for _, coding := range []string{"br", "zstd", "gzip"} {
		if copied := name + Suffixes[coding]; plain(fsys, copied) {
			if v, _, err := describe(fsys, copied, coding); err == nil {
				found = append(found, v)
			}
		}
	}
	return found
}

// describe makes the variant of a file as it is now. Its tag is the time and
// size of the file; in memory and in binaries, where files have no time, it is
// made of the content.
func describe(fsys fs.FS, name, coding string) (*variant, fs.FileInfo, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	tag := strconv.FormatInt(info.ModTime().UnixNano(), 36) + "-" + strconv.FormatInt(info.Size(), 36)
	if info.ModTime().IsZero() {
		sum := sha256.New()
		if _, err := io.Copy(sum, f); err != nil {
			return nil, nil, err
		}
		tag = hex.EncodeToString(sum.Sum(nil))[:hashLength]
	}
	return newVariant(name, coding, info.Size(), tag), info, nil
}

func (l *live) address(name string) (string, bool) {
	e, ok := l.find(name)
	if !ok {
		return "", false
	}
	return Escape(name) + "?v=" + strings.Trim(e.variants[0].etag[0], `"`), true
}

func (l *live) names() []string {
	listing, err := List(l.sources)
	if err != nil {
		return nil // only a hint is lost
	}
	return listing.Names()
}
