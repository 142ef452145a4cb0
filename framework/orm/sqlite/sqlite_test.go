package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

func open(t *testing.T, path string) *gorm.DB {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { orm.Close(db) })
	return db
}

func TestSettingsOfEveryConnection(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "site.db"))
	for pragma, want := range map[string]string{"journal_mode": "wal", "foreign_keys": "1", "synchronous": "1", "busy_timeout": "5000"} {
		var reader, writer string
		db.Raw("SELECT * FROM pragma_" + pragma).Scan(&reader)
		db.Raw("PRAGMA " + pragma).Scan(&writer)
		if reader != want || writer != want {
			t.Errorf("%s is %q for readers and %q for the writer, want %q", pragma, reader, writer, want)
		}
	}
}

func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "site.db"))
	var only string
	db.Raw("SELECT * FROM pragma_query_only").Scan(&only)
	if only != "1" {
		t.Errorf("query_only of a reader is %q", only)
	}
}

func TestTimesComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	db := open(t, sqlite.Memory)
	if err := db.Exec("CREATE TABLE t (at datetime)").Error; err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{
		time.Date(2026, 3, 1, 12, 30, 15, 123456789, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
	} {
		db.Exec("DELETE FROM t")
		db.Exec("INSERT INTO t VALUES (?)", at)
		var got time.Time
		if err := db.Raw("SELECT at FROM t").Scan(&got).Error; err != nil || !got.Equal(at) {
			t.Errorf("%v came back as %v, %v", at, got, err)
		}
	}
}

func TestErrorsHaveSentinelsAndNameTheColumn(t *testing.T) {
	t.Parallel()
	db := open(t, sqlite.Memory)
	for _, s := range []string{"CREATE TABLE a (id integer PRIMARY KEY, n text UNIQUE, c integer CHECK (c > 0))", "CREATE TABLE b (a integer REFERENCES a(id))", "INSERT INTO a VALUES (1, 'x', 1)"} {
		if err := db.Exec(s).Error; err != nil {
			t.Fatal(err)
		}
	}
	for statement, want := range map[string]error{
		"INSERT INTO a VALUES (2, 'x', 1)": gorm.ErrDuplicatedKey,
		"INSERT INTO a VALUES (1, 'y', 1)": gorm.ErrDuplicatedKey,
		"INSERT INTO a VALUES (3, 'z', 0)": gorm.ErrCheckConstraintViolated,
		"INSERT INTO b VALUES (9)":         gorm.ErrForeignKeyViolated,
	} {
		if err := db.Exec(statement).Error; !errors.Is(err, want) {
			t.Errorf("%s gives %v, want %v", statement, err, want)
		}
	}
	if err := db.Exec("INSERT INTO a VALUES (2, 'x', 1)").Error; !strings.Contains(err.Error(), "a.n") {
		t.Errorf("the column is not named: %v", err)
	}
}

func TestWritersQueueInsteadOfFailing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "with ? and # and %41.db")
	db := open(t, path)
	if err := db.Exec("CREATE TABLE t (n integer)").Error; err != nil {
		t.Fatal(err)
	}
	db.Exec("INSERT INTO t VALUES (0)")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				err := db.Transaction(func(tx *gorm.DB) error {
					var n int
					if err := tx.Raw("SELECT n FROM t").Scan(&n).Error; err != nil {
						return err
					}
					return tx.Exec("UPDATE t SET n = ?", n+1).Error
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	var n int
	db.Raw("SELECT n FROM t").Scan(&n)
	if n != 160 {
		t.Errorf("160 increments gave %d", n)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the file has another name: %v", err)
	}
}

func TestACancelledQueryLeavesTheConnectionGood(t *testing.T) {
	t.Parallel()
	db := open(t, sqlite.Memory)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.WithContext(ctx).Exec("SELECT 1").Error; !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled query gives %v", err)
	}
	if err := db.Exec("CREATE TABLE t (n integer)").Error; err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestFilesThatCannotBeDatabases(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, tc := range map[string]struct{ path, want string }{
		"a folder":         {dir, "it is a folder, not a file"},
		"a folder too few": {filepath.Join(dir, "no", "x.db"), "does not exist"},
		"below a file":     {filepath.Join(dir, "file", "x.db"), ""},
	} {
		if name == "below a file" {
			if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := sqlite.Open(tc.path, sqlite.Options{})
		if err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), tc.path) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStatementsSurviveAChangeOfTheTable(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "site.db"))
	db.Exec("CREATE TABLE t (n integer)")
	count := func() (n int) {
		if err := db.Raw("SELECT count(*) FROM t").Scan(&n).Error; err != nil {
			t.Error(err)
		}
		return n
	}
	for i := range 5 {
		if got := count(); got != i {
			t.Errorf("counted %d rows, want %d", got, i)
		}
		if err := db.Exec("INSERT INTO t (n) VALUES (?)", i).Error; err != nil {
			t.Fatal(err)
		}
		if i == 2 {
			db.Exec("ALTER TABLE t ADD COLUMN m text")
			db.Exec("CREATE INDEX t_n ON t (n)")
		}
	}
	for i := range 400 { // more texts than are kept
		var n int
		if err := db.Raw(fmt.Sprintf("SELECT %d", i)).Scan(&n).Error; err != nil || n != i {
			t.Fatalf("text %d gives %d, %v", i, n, err)
		}
	}
	if err := db.Raw("SELECT nonsense FROM t").Scan(new(int)).Error; err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Errorf("a wrong text gives %v", err)
	}
}
