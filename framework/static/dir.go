package static

import (
	"fmt"
	"io/fs"
	"os"
)

// Dir is a folder on the disk. No name leads out of it, not even through links
// that somebody changes meanwhile, and its files are *os.File, which the system
// can send by itself. The folder is found anew for each file, so it may be
// replaced while a site runs, and need not be there.
func Dir(path string) fs.FS { return dir(path) }

type dir string

// Open opens a file.
func (d dir) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.FS().Open(name) // checks the name
	if err != nil {
		return nil, err
	}
	return f, nil
}

// ReadDir lists a folder.
func (d dir) ReadDir(name string) ([]fs.DirEntry, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return fs.ReadDir(root.FS(), name)
}

// Stat describes a file, without opening it.
func (d dir) Stat(name string) (fs.FileInfo, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return fs.Stat(root.FS(), name)
}

// Lstat describes a file, or the link in its place.
func (d dir) Lstat(name string) (fs.FileInfo, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return fs.Lstat(root.FS(), name)
}

// ReadLink is there because the interface of Lstat wants it; nothing reads links.
func (d dir) ReadLink(name string) (string, error) {
	return "", &fs.PathError{Op: "readlink", Path: name, Err: fmt.Errorf("%w: links are not followed", fs.ErrInvalid)}
}
