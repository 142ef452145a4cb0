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
	file := func(dsn func(string) string) engine {
		e := onSQLite
		e.create = func(t testing.TB) string { return dsn(filepath.Join(t.TempDir(), "site.db")) }
		return e
	}
	tests := []struct {
		name   string
		engine engine
		from   string
	}{
		{"a fresh database, opened as a site does", file(dsn), Zero},
		{"a fresh database, opened with no options", file(plainDSN), Zero},
		{"rows and several steps, as a site does", file(dsn), "0001"},
		{"rows and several steps, with no options", file(plainDSN), "0001"},
		{"a fresh database, PostgreSQL", onPostgres, Zero},
		{"rows and several steps, PostgreSQL", onPostgres, "0001"},
		{"a fresh database, MySQL", onMySQL, Zero},
		{"rows and several steps, MySQL", onMySQL, "0001"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := test.engine
			address := e.create(t)
			prepare(t, e, address, test.from)
			g := blog(t)
			var done atomic.Int32
			var wait sync.WaitGroup
			for range 10 {
				db := e.connect(t, address)
				wait.Go(func() {
					err := Run(t.Context(), db, e.dialect, g, RunOptions{Progress: func(ev Event) {
						if ev.Done {
							done.Add(int32(len(ev.Steps)))
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
			db := e.connect(t, address)
			got := dumpOf(t, db, e.dialect)
			if diff := cmp.Diff(schemaAt(t, e, "0004"), got); diff != "" {
				t.Errorf("schema (-want +got):\n%s", diff)
			}
			checkRows(t, db, got)
		})
	}
}
