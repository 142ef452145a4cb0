package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/reference"
)

// Options say how files are read.
type Options struct {
	Prefix string   // where the files will be found: "/static/"
	Ignore []string // patterns of path.Match for names, or for the last part of names: "*.psd"
}

// Plan is what will be served: each file with its new name, and the new text of
// style sheets and scripts.
type Plan struct {
	Files    []Planned // sorted by name
	Warnings Problems  // references that are missing and without which pages work
	Listing  static.Listing
}

// Planned is a file of a plan.
type Planned struct {
	Name   string // as pages name it
	Hashed string // as it is stored
	Size   int64

	text     []byte // of a style sheet or script; nil: as in the source
	fsys     fs.FS
	path     string
	variants map[string]int64 // compressed copies that are there already; nil: none yet
}

// open opens what will be served.
func (f *Planned) open() (io.ReadCloser, error) {
	if f.text != nil {
		return io.NopCloser(strings.NewReader(string(f.text))), nil
	}
	return f.fsys.Open(f.path)
}

// Read reads the files of sources and settles their names. The error is
// [Problems] if files are missing that others refer to.
func Read(sources []static.Source, o Options) (*Plan, error) {
	for _, pattern := range o.Ignore {
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, fmt.Errorf("the pattern %q: %w", pattern, err)
		}
	}
	listing, err := static.List(sources)
	if err != nil {
		return nil, err
	}
	listing.Files = slices.DeleteFunc(listing.Files, func(f static.File) bool { return o.ignores(f.Name) })
	listing.Hidden = slices.DeleteFunc(listing.Hidden, func(f static.File) bool { return o.ignores(f.Name) })
	r := &reader{sources: sources, listing: listing, prefix: o.Prefix, nodes: map[string]*node{}}
	if err := r.readAll(); err != nil {
		return nil, err
	}
	problems, warnings := r.link()
	if len(problems) > 0 {
		return nil, problems
	}
	r.name()
	p := &Plan{Warnings: warnings, Listing: listing}
	for _, n := range r.all {
		p.Files = append(p.Files, n.Planned)
	}
	return p, nil
}

func (o Options) ignores(name string) bool {
	return slices.ContainsFunc(o.Ignore, func(pattern string) bool {
		whole, _ := path.Match(pattern, name)
		last, _ := path.Match(pattern, path.Base(name))
		return whole || last
	})
}

// reader turns a listing into a plan.
type reader struct {
	sources []static.Source
	listing static.Listing
	prefix  string
	all     []*node
	nodes   map[string]*node
}

// node is a file and what it refers to.
type node struct {
	Planned
	place    string
	sum      string // of the content
	original []byte // of a file that refers to something
	refs     []reference.Reference
	to       []*node // what each reference leads to; nil is elsewhere

	index, low int // of the search for circles; see order.go
	stacked    bool
}

// readAll reads every file, on all processors.
func (r *reader) readAll() error {
	r.all = make([]*node, len(r.listing.Files))
	errs := make([]error, len(r.all))
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, f := range r.listing.Files {
		s := r.sources[f.Source]
		n := &node{Planned: Planned{Name: f.Name, Size: f.Size, fsys: s.FS, path: f.Path}, place: s.Place(f.Path)}
		r.all[i], r.nodes[f.Name] = n, n
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			errs[i] = n.read()
		})
	}
	wait.Wait()
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("reading %s: %w", r.all[i].place, err)
		}
	}
	return nil
}

// read finds the references of a style sheet or script, and the hash of
// anything else.
func (n *node) read() error {
	find := map[string]func([]byte) []reference.Reference{".css": reference.CSS, ".js": reference.JS, ".mjs": reference.JS}[strings.ToLower(path.Ext(n.Name))]
	if find != nil {
		text, err := fs.ReadFile(n.fsys, n.path)
		if err != nil {
			return err
		}
		n.Size = int64(len(text))
		if n.refs = find(text); len(n.refs) > 0 {
			n.original = text
			return nil
		}
	}
	f, err := n.fsys.Open(n.path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if n.Size, err = io.Copy(sum, f); err != nil {
		return err
	}
	n.sum = hex.EncodeToString(sum.Sum(nil))
	return nil
}
