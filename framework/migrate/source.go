package migrate

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// headFile holds the name of an app's newest migration. It makes two branches
// that both add a migration conflict in version control, not at run time.
const headFile = "HEAD"

// Source is where an app keeps its migrations.
type Source struct {
	App string

	// FS has the files NNNN_name.yaml and HEAD at its root, or in a folder
	// called migrations. Nil means that the app has no migrations.
	FS fs.FS

	// Steps are the functions that the migrations call with run_go. They are
	// needed to run them, and for nothing else.
	Steps GoSteps

	// Dir is the folder's path for messages. Empty means App/migrations.
	Dir string
}

// read returns the app's migrations in order of their numbers.
func (s Source) read() ([]*File, error) {
	if s.FS == nil {
		return nil, nil
	}
	dir := s.Dir
	if dir == "" {
		dir = s.App + "/migrations"
	}
	fsys := s.FS
	if info, err := fs.Stat(fsys, "migrations"); err == nil && info.IsDir() {
		sub, err := fs.Sub(fsys, "migrations")
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", dir, err)
		}
		fsys = sub
	}
	entries, err := fs.ReadDir(fsys, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", dir, err)
	}
	files, err := s.readFiles(fsys, dir, entries)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(files, func(a, b *File) int { return a.Number() - b.Number() })
	return files, errors.Join(line(files), head(fsys, dir, files))
}

// readFiles reads the migrations of a folder.
func (s Source) readFiles(fsys fs.FS, dir string, entries []fs.DirEntry) ([]*File, error) {
	var files []*File
	var problems []error
	for _, entry := range entries {
		place := path.Join(dir, entry.Name())
		switch {
		case entry.IsDir():
		case strings.HasSuffix(entry.Name(), ".yml"):
			problems = append(problems, position{}.in(place, "a migration's name ends in .yaml; rename the file"))
		case strings.HasSuffix(entry.Name(), ".yaml"):
			f, err := s.readFile(fsys, entry.Name(), place)
			files, problems = append(files, f), append(problems, err)
		}
	}
	return files, errors.Join(problems...)
}

func (s Source) readFile(fsys fs.FS, name, place string) (*File, error) {
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", place, err)
	}
	return Decode(s.App, place, src)
}

// line reports where the migrations of an app do not follow one another.
func line(files []*File) error {
	var problems []error
	for i, f := range files {
		if i == 0 {
			continue
		}
		previous := files[i-1]
		if previous.Number() == f.Number() {
			problems = append(problems, position{}.in(f.place(), "%s has the number of %s; renumber the one that was not applied anywhere, let it depend on the other, and write it into HEAD", f.Name, previous.Name))
			continue
		}
		for _, key := range f.Depends {
			app, name, _ := strings.Cut(key, ".")
			if app == f.App && name != previous.Name && !dependsOn(f, previous) && exists(files, name) {
				problems = append(problems, position{}.in(f.place(), "%s has two heads: %s and %s both follow %s; let %s depend on %s", f.App, previous.Name, f.Name, name, f.Name, previous.Key()))
			}
		}
	}
	return errors.Join(problems...)
}

func dependsOn(f, other *File) bool { return slices.Contains(f.Depends, other.Key()) }

func exists(files []*File, name string) bool {
	return slices.ContainsFunc(files, func(f *File) bool { return f.Name == name })
}

// head compares the file HEAD with the newest migration.
func head(fsys fs.FS, dir string, files []*File) error {
	place := path.Join(dir, headFile)
	src, err := fs.ReadFile(fsys, headFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading %s: %w", place, err)
	}
	written := strings.TrimSpace(string(src))
	newest := ""
	if len(files) > 0 {
		newest = files[len(files)-1].Name
	}
	switch {
	case written == newest:
		return nil
	case strings.Contains(written, "<<<<<<<") || strings.Contains(written, ">>>>>>>"):
		return position{}.in(place, "two branches each added a migration; renumber the one that was not applied anywhere, let it depend on the other, and write its name here")
	case err != nil:
		return position{}.in(place, "the file is missing; it should hold one line: %s", newest)
	case newest == "":
		return position{}.in(place, "the file says %q, but there are no migrations", written)
	}
	return position{}.in(place, "the file says %q, but the newest migration is %s; if a migration is missing, bring it back, else write %s here", written, newest, newest)
}
