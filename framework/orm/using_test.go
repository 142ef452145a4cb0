package orm_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/mysql"
	"github.com/gofw/gofw/framework/orm/postgres"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

func TestAnotherDatabase(t *testing.T) {
	ctx, archive := Open(t, filepath.Join(t.TempDir(), "main.db")), Open(t, filepath.Join(t.TempDir(), "archive.db"))
	ctx = orm.WithDatabases(ctx, orm.Databases{"archive": orm.Gorm(archive)})
	add := func(ctx context.Context, name string) error { return Tags.Create(ctx, &Tag{Name: name}) }
	names := func(ctx context.Context) string {
		got, err := orm.List(Tags.OrderBy(Tags.Name.Asc()), Tags.Name).All(ctx)
		ok(t, err)
		return strings.Join(got, " ")
	}
	ok(t, add(ctx, "new"))
	ok(t, add(orm.Using(ctx, "archive"), "old"))
	err := orm.Atomic(ctx, func(ctx context.Context) error {
		ok(t, add(ctx, "taken back"))
		ok(t, add(orm.Using(ctx, "archive"), "kept"))     // not part of this transaction
		ok(t, add(orm.Using(ctx, ""), "taken back, too")) // the same database
		there := orm.Using(orm.Using(ctx, "archive"), "") // and there and back is the main one, outside
		if got := names(there); got != "new" {
			t.Errorf("outside of the transaction: %q", got)
		}
		return errors.New("no")
	})
	if err == nil {
		t.Error("no error")
	}
	if here, there := names(ctx), names(orm.Using(ctx, "archive")); here != "new" || there != "kept old" {
		t.Errorf("here %q, there %q", here, there)
	}
	err = add(orm.Using(ctx, "archives"), "x")
	if err == nil || err.Error() != `orm: there is no database "archives"; known: archive` {
		t.Errorf("a name that is not known: %v", err)
	}
	if err := add(orm.Using(context.Background(), "archive"), "x"); !errors.Is(err, orm.ErrNoDatabase) {
		t.Errorf("a context without a database: %v", err)
	}
}

func TestTheSchemeOfAURLChoosesTheDriver(t *testing.T) {
	drivers := []orm.Driver{sqlite.Driver, postgres.Driver, mysql.Driver}
	db, err := orm.Connect("sqlite:"+filepath.Join(t.TempDir(), "x.db"), drivers, nil)
	ok(t, err)
	ok(t, orm.Close(db))
	if err := db.Exec("SELECT 1").Error; err == nil {
		t.Error("a database that was closed answers")
	}
	for url, want := range map[string]string{
		"oracle://u:secret@h/x":                           `"oracle:" is no kind of database that this program has; known: sqlite:, postgres:, mysql:`,
		"postgres://u:secret@127.0.0.1:1/x":               "opening database x on 127.0.0.1:1",
		"mysql://u:secret@127.0.0.1:1/x":                  "opening database x on 127.0.0.1:1",
		"postgres://u:secret@127.0.0.1:port/x":            "the URL is not one of PostgreSQL",
		"sqlite:" + filepath.Join(t.TempDir(), "no", "x"): "does not exist",
	} {
		_, err := orm.Connect(url, drivers, nil)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", url, err)
		}
	}
}
