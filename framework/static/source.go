package static

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Folder is the static files of an app, as the generator declares them: those
// that the binary carries, and where they came from.
type Folder struct {
	Package string // the app's import path; its folder "static" is read in development
	Files   fs.FS  // holds the folder "static"; nil is none
}

// Source is a folder of static files. Where two sources have a file of the same
// name, the earlier one wins.
type Source struct {
	Name   string // for people: "blog"
	Prefix string // comes before the names of its files: "gofw/"; may be empty
	Path   string // the folder on the disk, for people; empty is none
	FS     fs.FS
}

// File is a file of a source.
type File struct {
	Name   string // as pages name it: "css/site.css"
	Source int    // index of the source that it comes from
	Path   string // in the source
	Size   int64
}

// Place is where a file is, for people: "blog/static/css/site.css".
func (s Source) Place(name string) string {
	if s.Path != "" {
		return path.Join(s.Path, name)
	}
	if name == "" {
		return s.Name
	}
	return s.Name + ": " + name
}

// Listing is what some sources hold together.
type Listing struct {
	Files  []File // sorted by name
	Hidden []File // of a later source, with a name that an earlier one has
	Left   []Left // what cannot be a static file
}

// Left is a file that is left out, and why.
type Left struct{ Place, Why string }

// List lists the files of sources. A source whose folder is not there is empty.
func List(sources []Source) (Listing, error) {
	var l Listing
	seen := map[string]bool{}
	for i, s := range sources {
		err := fs.WalkDir(s.FS, ".", func(name string, d fs.DirEntry, err error) error {
			if name == "." {
				if errors.Is(err, fs.ErrNotExist) {
					return fs.SkipAll
				}
				return err
			}
			if err != nil {
				return err
			}
			return l.add(s, i, name, d, seen)
		})
		if err != nil {
			return l, fmt.Errorf("reading the static files of %s: %w", s.Name, err)
		}
	}
	slices.SortFunc(l.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return l, nil
}

// add takes an entry of a folder into the listing, or says why not.
func (l *Listing) add(s Source, index int, name string, d fs.DirEntry, seen map[string]bool) error {
	left := func(why string) { l.Left = append(l.Left, Left{s.Place(name), why}) }
	switch {
	case Hidden(d.Name()):
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	case !Allowed(name):
		left("its name has a backslash, a control character, or is not UTF-8")
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	case d.IsDir():
		return nil
	case d.Type()&fs.ModeSymlink != 0:
		left("it is a link: put the files themselves there")
		return nil
	case !d.Type().IsRegular():
		left("it is no ordinary file")
		return nil
	case s.Prefix+name == ManifestName:
		left("the list of collected files has this name")
		return nil
	}
	info, err := d.Info()
	if errors.Is(err, fs.ErrNotExist) { // gone meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	f := File{s.Prefix + name, index, name, info.Size()}
	if seen[f.Name] {
		l.Hidden = append(l.Hidden, f)
		return nil
	}
	seen[f.Name] = true
	l.Files = append(l.Files, f)
	return nil
}

// Names is the names of all files.
func (l Listing) Names() []string {
	names := make([]string, len(l.Files))
	for i, f := range l.Files {
		names[i] = f.Name
	}
	return names
}

// Missing is the error of a name that no file has.
type Missing struct {
	Name string
	Near string // the name that was probably meant; may be empty
}

// Error says what is missing and what was probably meant.
func (m Missing) Error() string {
	if m.Near != "" {
		return fmt.Sprintf("static: there is no file %q; did you mean %q?", m.Name, m.Near)
	}
	return fmt.Sprintf("static: there is no file %q; gofw findstatic lists the folders that are searched", m.Name)
}
