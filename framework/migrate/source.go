package migrate

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// headFile holds the name of an app's newest migration. It makes two branches
// that both add a migration conflict in version control, not at run time.
const headFile = "HEAD"

// conflictMark is what version control leaves where branches differ.
var conflictMark = regexp.MustCompile(`(?m)^(<<<<<<<|=======|>>>>>>>)`)

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

// read returns the app's migrations in order of their numbers, and which of them
// are squashes. With heads, HEAD must name the newest.
func (s Source) read(heads bool) ([]*File, []*squash, error) {
	files, fsys, err := s.files()
	if fsys == nil || err != nil {
		return nil, nil, err
	}
	squashes, err := squashesOf(s.App, files)
	if err != nil || !heads {
		return files, squashes, err
	}
	return files, squashes, s.head(fsys, inForce(files, squashes, never))
}

// dir is the folder's path for messages.
func (s Source) dir() string {
	if s.Dir == "" {
		return s.App + "/migrations"
	}
	return s.Dir
}

// files reads the migrations, and returns the folder that they are in; nil if
// there is none.
func (s Source) files() ([]*File, fs.FS, error) {
	if s.FS == nil {
		return nil, nil, nil
	}
	dir := s.dir()
	fsys, err := s.folder()
	if err != nil {
		return nil, nil, err
	}
	entries, err := fs.ReadDir(fsys, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", dir, err)
	}
	files, err := s.readFiles(fsys, dir, entries)
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(files, func(a, b *File) int { return a.Number() - b.Number() })
	return files, fsys, nil
}

// folder is where the migrations are.
func (s Source) folder() (fs.FS, error) {
	if info, err := fs.Stat(s.FS, "migrations"); err != nil || !info.IsDir() {
		return s.FS, nil
	}
	sub, err := fs.Sub(s.FS, "migrations")
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", s.dir(), err)
	}
	return sub, nil
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

// head compares the file HEAD with the newest migration.
func (s Source) head(fsys fs.FS, files []*File) error {
	place := path.Join(s.dir(), headFile)
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
	case conflictMark.MatchString(string(src)):
		before, _, _ := strings.Cut(string(src), conflictMark.FindString(string(src)))
		return position{strings.Count(before, "\n") + 1, 1}.in(place, "two branches each added a migration; %s", afterMerge(s.App))
	case err != nil:
		return position{}.in(place, "the file is missing; it should hold one line: %s", newest)
	case newest == "":
		return position{}.in(place, "the file says %q, but there are no migrations", written)
	}
	return position{}.in(place, "the file says %q, but the newest migration is %s; if a migration is missing, bring it back, else write %s here", written, newest, newest)
}
