package sitetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/site"
)

// images are databases that were migrated once in this program, as bytes, by what
// their migrations are. It is a cache: what is in it can always be made again.
var images sync.Map // of [sha256.Size]byte to func() ([]byte, error)

// copyOf puts a migrated database with no rows into the test's folder, and returns
// where it is.
func copyOf(t testing.TB, s site.Settings, apps []site.App) site.Secret {
	t.Helper()
	key, err := signature(apps)
	if err != nil {
		t.Fatal(err)
	}
	once, _ := images.LoadOrStore(key, sync.OnceValues(func() ([]byte, error) { return image(s, apps) }))
	content, err := once.(func() ([]byte, error))()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "site.sqlite3")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return site.Secret("sqlite:" + path)
}

// image migrates a database of its own and reads its file.
func image(s site.Settings, apps []site.App) (content []byte, err error) {
	folder, err := os.MkdirTemp("", "gofw-sitetest-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "site.sqlite3")
	s.Database, s.Replicas, s.Databases = site.Secret("sqlite:"+path), nil, nil
	made, err := site.New(s, apps...)
	if err != nil {
		return nil, err
	}
	err = made.Migrate(context.Background(), migrate.RunOptions{}) // not the context of the one test that is first
	if closed := made.Close(); err == nil {
		err = closed // the last to close it brings the write-ahead log into the file
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// signature tells apart what makes databases differ: apps, the files of their
// migrations, and their steps in Go.
func signature(apps []site.App) (key [sha256.Size]byte, err error) {
	h := sha256.New()
	for _, a := range apps {
		fmt.Fprintf(h, "app %q\n", a.Name)
		if err := writeFiles(h, a.Migrations); err != nil {
			return key, fmt.Errorf("reading the migrations of %s: %w", a.Name, err)
		}
		for _, name := range slices.Sorted(maps.Keys(a.Steps)) {
			fmt.Fprintf(h, "step %q %v\n", name, reflect.ValueOf(a.Steps[name]).Pointer())
		}
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

func writeFiles(h hash.Hash, files fs.FS) error {
	if files == nil {
		return nil
	}
	return fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		fmt.Fprintf(h, "file %q %d\n", path, len(content))
		h.Write(content)
		return err
	})
}
