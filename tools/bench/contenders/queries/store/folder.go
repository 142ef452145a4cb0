package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// folder makes files of SQLite: the first by its rows, others as its copies.
type folder struct {
	path  string
	first string
	made  int
}

func newFolder(ctx context.Context, path string) (_ *folder, err error) {
	f := &folder{path: path, first: filepath.Join(path, "first.db")}
	db, err := Database{SQLite, f.first}.Open(false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }() // which empties the log
	return f, fill(ctx, db, SQLite, newRows)
}

func (f *folder) Make(context.Context) (Database, error) {
	f.made++
	path := filepath.Join(f.path, fmt.Sprintf("%d.db", f.made))
	all, err := os.ReadFile(f.first)
	if err != nil {
		return Database{}, err
	}
	return Database{SQLite, path}, os.WriteFile(path, all, 0o644)
}

// Close leaves the files to who made the folder.
func (f *folder) Close(context.Context) error { return nil }
