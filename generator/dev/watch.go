package dev

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// watcher watches whole trees, by watching each folder in them.
type watcher struct {
	*fsnotify.Watcher
	roots  map[string]bool // watched whatever their names
	ignore map[string]bool // files and folders, absolute
}

// newWatcher watches roots, except what lies at or below ignore.
func newWatcher(roots, ignore []string) (*watcher, error) {
	inner, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watching files: %w", explain(err))
	}
	w := &watcher{Watcher: inner, roots: map[string]bool{}, ignore: map[string]bool{}}
	for _, path := range ignore {
		w.ignore[filepath.Clean(path)] = true
	}
	for _, root := range roots {
		w.roots[filepath.Clean(root)] = true
	}
	for _, root := range roots {
		if _, err := w.addTree(root); err != nil {
			inner.Close()
			return nil, fmt.Errorf("watching %s: %w", root, explain(err))
		}
	}
	return w, nil
}

// explain says what to do about the limits of inotify.
func explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		return fmt.Errorf("%w: too many folders or programs watch files: raise fs.inotify.max_user_watches and max_user_instances with sysctl", err)
	}
	return err
}

// addTree watches dir and what lies below, and returns the files in it.
func (w *watcher) addTree(dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path != dir { // gone already
			return nil
		}
		if err != nil {
			return err
		}
		if w.ignore[path] || entry.IsDir() && skipped(entry.Name()) && !w.roots[path] {
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if !entry.IsDir() {
			files = append(files, path)
			return nil
		}
		// Symbolic links to folders are not followed, so no tree is endless.
		if err := w.Add(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
	return files, err
}

// observe returns the files that an event says have changed. A folder that
// appears is watched from now on, and what is in it already counts as changed.
func (w *watcher) observe(event fsnotify.Event, into *changes) error {
	path := filepath.Clean(event.Name)
	if w.ignored(path) || event.Op == fsnotify.Chmod {
		return nil
	}
	paths := []string{path}
	if event.Has(fsnotify.Create) {
		if info, err := os.Lstat(path); err == nil && info.IsDir() {
			if skipped(info.Name()) {
				return nil
			}
			files, err := w.addTree(path)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("watching %s: %w", path, explain(err))
			}
			paths = files
		}
	}
	for _, path := range paths {
		if class := classify(path); class != classNone {
			into.add(path, class)
		}
	}
	return nil
}

// ignored reports whether a file lies at or below something ignored.
func (w *watcher) ignored(path string) bool {
	for {
		if w.ignore[path] {
			return true
		}
		parent := filepath.Dir(path)
		if parent == path {
			return false
		}
		path = parent
	}
}
