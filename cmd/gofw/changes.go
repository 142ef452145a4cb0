package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofw/gofw/framework/migrate"
)

// change makes changes in the folders of migrations, all of them or, if one
// cannot be made, none.
func (h *history) change(changes []migrate.Change) (err error) {
	var undo []func() error
	defer func() {
		if err == nil {
			return
		}
		for _, step := range slices.Backward(undo) {
			err = errors.Join(err, step())
		}
	}()
	for _, c := range changes {
		a, err := h.app(c.App)
		if err != nil {
			return err
		}
		dir := filepath.Join(a.Dir, "migrations")
		if _, err := os.Stat(dir); os.IsNotExist(err) {
			undo = append(undo, func() error { return remove(dir) })
		}
		name := filepath.Join(dir, c.File)
		before, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("reading %s: %w", c.File, err)
		}
		undo = append(undo, func() error { return put(name, before) })
		if err := put(name, c.Text); err != nil {
			return fmt.Errorf("writing migrations: %w", err)
		}
	}
	return nil
}

// put gives a file its content, and its folder if need be; nil is no file.
func put(name string, text []byte) error {
	if text == nil {
		return remove(name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o666)
}

// remove removes a file, or a folder that is empty; it may be gone.
func remove(name string) error {
	if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}
