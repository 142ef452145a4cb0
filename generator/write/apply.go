package write

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Plan is what the generated files of a site should be. Names are relative to
// its folder, with slashes.
type Plan struct {
	Files   map[string][]byte
	Keep    map[string]bool // stay as they are, because their parent cannot be read
	Folders []string        // where files without a parent are looked for; absolute
}

// Changes is how the files on disk differ from a plan. All lists are sorted.
type Changes struct {
	Write     []string // missing or different
	Remove    []string // their parent is gone
	Unchanged []string
	Foreign   []string // have the name of a companion, but an author wrote them
}

// Compare looks at the disk and changes nothing.
func Compare(root string, p Plan) (Changes, error) {
	var c Changes
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		old, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		switch {
		case os.IsNotExist(err):
			c.Write = append(c.Write, name)
		case err != nil:
			return c, fmt.Errorf("reading companions: %w", err)
		case bytes.Equal(old, p.Files[name]):
			c.Unchanged = append(c.Unchanged, name)
		case !isGenerated(path.Base(name), old):
			c.Foreign = append(c.Foreign, name)
		default:
			c.Write = append(c.Write, name)
		}
	}
	for _, dir := range p.Folders {
		if err := c.orphans(root, dir, p); err != nil {
			return c, err
		}
	}
	slices.Sort(c.Remove)
	return c, nil
}

// orphans finds the generated files of a folder that the plan does not know.
func (c *Changes) orphans(root, dir string, p Plan) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("reading companions: %w", err)
	}
	for _, e := range entries {
		base := e.Name()
		if companions[base] == "" && !strings.HasSuffix(base, "_templ.go") || !e.Type().IsRegular() {
			continue
		}
		full := filepath.Join(dir, base)
		rel, err := filepath.Rel(root, full)
		if err != nil {
			return fmt.Errorf("reading companions: %w", err)
		}
		name := filepath.ToSlash(rel)
		if p.Files[name] != nil || p.Keep[name] {
			continue
		}
		text, err := os.ReadFile(full)
		if err != nil {
			return fmt.Errorf("reading companions: %w", err)
		}
		if isGenerated(base, text) {
			c.Remove = append(c.Remove, name)
		}
	}
	return nil
}

// isGenerated reports whether a file begins with the line that the generator
// writes at the top of files of that name.
func isGenerated(base string, text []byte) bool {
	header := companions[base]
	if header == "" {
		header = templHeader
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return string(bytes.TrimRight(line, "\r")) == header
}

// Apply makes the disk agree with the plan: it writes what differs, each file
// by renaming a finished one into place, removes generated files whose parent
// is gone, and leaves all others alone, their times too.
func Apply(root string, p Plan) (Changes, error) {
	c, err := Compare(root, p)
	if err != nil {
		return c, err
	}
	for _, name := range c.Write {
		if err := replace(filepath.Join(root, filepath.FromSlash(name)), p.Files[name]); err != nil {
			return c, fmt.Errorf("writing %s: %w", name, err)
		}
	}
	for _, name := range c.Remove {
		if err := os.Remove(filepath.Join(root, filepath.FromSlash(name))); err != nil && !os.IsNotExist(err) {
			return c, fmt.Errorf("removing %s: %w", name, err)
		}
	}
	return c, nil
}

// replace writes a file so that nobody sees half of it.
func replace(file string, text []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(file), ".gofw-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if _, err := temp.Write(text); err != nil {
		temp.Close()
		return err
	}
	if err := temp.Chmod(0o644); err != nil {
		temp.Close()
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}
