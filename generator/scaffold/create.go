package scaffold

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Files are what a new folder holds: contents by name, with slashes. The names
// are relative to the folder.
type Files map[string][]byte

// Names lists the files in order.
func (f Files) Names() []string { return slices.Sorted(maps.Keys(f)) }

// ErrExists is wrapped by the error of [Create] for a folder that is there
// already. Nothing was changed then.
var ErrExists = errors.New("it exists already")

// Create makes the folder dir with the files in it. They are written into a
// folder beside it that is renamed when it is complete: after an error, or when
// ctx ends, nothing is left behind.
func Create(ctx context.Context, dir string, files Files) error {
	if err := Absent(dir); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), ".gofw-new-*")
	if err != nil {
		return fmt.Errorf("making the folder %s: %w", dir, err)
	}
	defer os.RemoveAll(temp) // in vain once it is renamed
	if err := os.Chmod(temp, 0o755); err != nil {
		return fmt.Errorf("making the folder %s: %w", dir, err)
	}
	for _, name := range files.Names() {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("making the folder %s: %w", dir, err)
		}
		if err := writeFile(temp, name, files[name]); err != nil {
			return fmt.Errorf("making the folder %s: %w", dir, err)
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("making the folder %s: %w", dir, err)
	}
	if err := Absent(dir); err != nil { // renaming would replace an empty folder
		return err
	}
	if err := os.Rename(temp, dir); err != nil {
		return fmt.Errorf("making the folder %s: %w", dir, err)
	}
	return nil
}

// Absent is an error if there is anything of that name, be it a broken link. It
// wraps [ErrExists].
func Absent(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("making the folder %s: %w", dir, err)
	case info.IsDir():
		return fmt.Errorf("making the folder %s: %w: choose another name, or remove it first", dir, ErrExists)
	}
	return fmt.Errorf("making the folder %s: a file of that name is in the way: %w: choose another name, or remove it first", dir, ErrExists)
}

// writeFile writes one file below a folder. The file of secrets is for the owner
// alone.
func writeFile(dir, name string, text []byte) error {
	if !fs.ValidPath(name) {
		return fmt.Errorf("writing %q: the name leads out of the folder", name)
	}
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if name == secrets {
		mode = 0o600
	}
	return os.WriteFile(full, text, mode)
}
