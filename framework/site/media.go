package site

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// mediaPrefix is where uploaded files are shown.
const mediaPrefix = "/media/"

// storage is where uploaded files are.
func (s Settings) storage() media.Storage {
	if s.Storage != nil {
		return s.Storage
	}
	return media.Folder{Dir: s.Media, Base: mediaPrefix}
}

// uploads shows uploaded files; nil if browsers find them elsewhere.
func (s *Site) uploads() http.Handler {
	if !strings.HasPrefix(s.storage.URL("a"), mediaPrefix) {
		return nil
	}
	return media.Handler(s.storage, mediaPrefix)
}

type sweepMedia struct {
	Delete bool `help:"Delete the files. Without it they are only listed."`
}

// Help shows how the command is used.
func (sweepMedia) Help() string {
	return "A file that was replaced or removed, or whose row was deleted, stays for two days and more, so that the change can be undone. Examples:\n  sweepmedia\n  sweepmedia --delete"
}

// Run lists the files that no row names, or deletes them.
func (v *sweepMedia) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		used, err := s.usedFiles(ctx)
		if err != nil {
			return explainMissingTables(err)
		}
		files, err := media.Orphans(ctx, s.storage, time.Now(), func(key string) bool { return used[key] })
		if err != nil {
			return err
		}
		var total media.Size
		for _, f := range files {
			total += media.Size(f.Size)
			if !v.Delete {
				fmt.Fprintln(e.out, f.Key)
			}
		}
		if !v.Delete {
			fmt.Fprintf(e.out, "%d files, %s, that no row names; sweepmedia --delete deletes them\n", len(files), total)
			return nil
		}
		if err := media.Sweep(ctx, s.storage, files); err != nil {
			return err
		}
		fmt.Fprintf(e.out, "%d files deleted, %s\n", len(files), total)
		return nil
	})
}

// usedFiles is every key that a row names, in any database of the site.
func (s *Site) usedFiles(ctx context.Context) (map[string]bool, error) {
	used := map[string]bool{}
	for _, t := range s.registry.Tables() {
		var fields []*schema.Field
		for i := range t.Schema().Fields {
			if f := &t.Schema().Fields[i]; f.Upload != nil {
				fields = append(fields, f)
			}
		}
		if len(fields) == 0 {
			continue
		}
		if err := filesOf(ctx, t, fields, used); err != nil {
			return nil, err
		}
		for name, db := range s.databases.further {
			if !db.Migrator().HasTable(t.Schema().Table) {
				continue
			}
			if err := filesOf(orm.Using(ctx, name), t, fields, used); err != nil {
				return nil, fmt.Errorf("the database %s: %w", name, err)
			}
		}
	}
	return used, nil
}

// filesOf adds the keys in a table, also of rows that are softly deleted.
func filesOf(ctx context.Context, t *orm.Table, fields []*schema.Field, used map[string]bool) error {
	rows := orm.RowsOf(t)
	if t.Schema().SoftDelete != "" {
		rows = orm.WithDeleted(rows)
	}
	var problems []error
	for row, err := range rows.Each(ctx) {
		if err != nil {
			problems = append(problems, err)
			break
		}
		for _, f := range fields {
			if v := reflect.Indirect(reflect.ValueOf(row).Elem().FieldByIndex(f.Path)); v.IsValid() && v.String() != "" {
				used[v.String()] = true
			}
		}
	}
	return errors.Join(problems...)
}
