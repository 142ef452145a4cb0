package migrate

import (
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Of ten that migrate at once, one works at a time, and each migration is done
// once.
func TestManyMigrateAtOnce(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		dsn  func(string) string
		from string
	}{
		"a fresh database, opened as a site does":  {dsn, Zero},
		"a fresh database, opened with no options": {plainDSN, Zero},
		"rows and several steps, as a site does":   {dsn, "0001"},
		"rows and several steps, with no options":  {plainDSN, "0001"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "site.db")
			prepare(t, test.dsn(path), test.from)
			g := blog(t)
			var done atomic.Int32
			var wait sync.WaitGroup
			for range 10 {
				db := openFile(t, test.dsn(path))
				wait.Go(func() {
					err := Run(t.Context(), db, SQLite{}, g, RunOptions{Progress: func(e Event) {
						if e.Done {
							done.Add(int32(len(e.Steps)))
						}
					}})
					if err != nil {
						t.Error(err)
					}
				})
			}
			wait.Wait()
			want := int32(4)
			if test.from != Zero {
				want = 3
			}
			if got := done.Load(); got != want {
				t.Errorf("%d migrations were done, want %d", got, want)
			}
			db := openFile(t, test.dsn(path))
			if diff := cmp.Diff(schemaAt(t, "0004"), dump(t, db)); diff != "" {
				t.Errorf("schema (-want +got):\n%s", diff)
			}
			checkRows(t, db, dump(t, db))
		})
	}
}
