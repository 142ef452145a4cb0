package orm_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"gorm.io/gorm"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

// A row that an index finds is read to the end on SQLite, whatever becomes of the
// context. Nobody waits for that without being able to give up.
func TestAContextThatEndsIsNoticed(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "site.db"), sqlite.Options{Readers: 2})
	ok(t, err)
	t.Cleanup(func() { orm.Close(db) })
	ctx := orm.With(t.Context(), db)
	ok(t, db.Exec("CREATE TABLE blog_tag (id integer PRIMARY KEY, created_at datetime, updated_at datetime, name varchar(40))").Error)
	ok(t, db.Exec("INSERT INTO blog_tag VALUES (1, '2026-01-01', '2026-01-01', 'go')").Error)
	ok(t, db.Callback().Query().Before("gorm:query").Register("test:watch", func(tx *gorm.DB) {
		if tx.Statement.Context.Done() == nil {
			t.Error("a callback cannot see that the context ends")
		}
	}))
	queries := map[string]func(ctx context.Context) error{
		"by its key":          func(ctx context.Context) error { _, err := Tags.Get(ctx, 1); return err },
		"by a unique field":   func(ctx context.Context) error { _, err := Tags.Filter(Tags.Name.Eq("go")).One(ctx); return err },
		"by a field in a set": func(ctx context.Context) error { _, err := Tags.Filter(Tags.Name.In("go")).First(ctx); return err },
	}
	for what, query := range queries {
		ok(t, query(ctx))
		gone, leave := context.WithCancel(ctx)
		leave()
		if err := query(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, after the context ended: %v", what, err)
		}
	}

	// All readers are busy: who waits for one may give up.
	reading, release := make(chan struct{}), make(chan struct{})
	busy := make(chan error, 2)
	for range 2 {
		go func() {
			busy <- orm.ReadOnly(ctx, func(ctx context.Context) error {
				_, err := Tags.Count(ctx)
				reading <- struct{}{}
				<-release
				return err
			})
		}()
	}
	<-reading
	<-reading
	for what, query := range queries {
		short, leave := context.WithTimeout(ctx, 20*time.Millisecond)
		if err := query(short); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s, with no reader free: %v", what, err)
		}
		leave()
	}
	close(release)
	ok(t, errors.Join(<-busy, <-busy))
}
