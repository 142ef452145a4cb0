package sitetest

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofw/gofw/framework/static"
)

// staticFiles is the folder static of the module whose test runs, which runs in
// the folder of its package; nil if there is none.
func staticFiles() fs.FS {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return nil
		}
		dir = parent
	}
	folder := filepath.Join(dir, "static")
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil
	}
	return static.Dir(folder)
}
