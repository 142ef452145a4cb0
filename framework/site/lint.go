package site

import (
	"context"
	"errors"
	"fmt"

	"github.com/gofw/gofw/framework/filters"
	"github.com/gofw/gofw/framework/migrate"
)

// lint says what in the migrations that wait can hurt this database: locks on
// tables that are large, and with everything also what is so at any size. It
// reports whether something is dangerous.
func (e *environmentOf) lint(ctx context.Context, s *Site, o migrate.RunOptions, everything bool) (danger bool, err error) {
	graph, db, dialect, err := s.migrating()
	if err != nil {
		return false, err
	}
	pending, err := migrate.Pending(ctx, db, dialect, graph, o)
	if err != nil {
		return false, err
	}
	var files []*migrate.File
	for _, step := range pending {
		if f, err := graph.Find(step.App, step.Name); err == nil && !step.Backwards && step.Record == "" {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return false, nil
	}
	sizes, err := migrate.TableSizes(ctx, db, dialect)
	if err != nil {
		return false, err
	}
	found, err := graph.Lint(dialect, files, sizes)
	if err != nil {
		return false, err
	}
	for _, f := range found {
		danger = danger || f.Level == migrate.Danger
		if f.Lock == "" && !everything {
			continue
		}
		size := ""
		if f.Lock != "" && f.Rows >= 0 {
			size = fmt.Sprintf(" (about %s rows)", filters.IntComma(f.Rows))
		}
		fmt.Fprintf(e.err, "%s: %s: %s%s\n\t%s\n", f.Level, f.Place, f.Message, size, f.Remedy)
	}
	return danger, nil
}

var errDanger = errors.New("nothing was migrated, because a large table would be locked for long; --anyway does it all the same")

// drift says where the tables are not what the migrations say.
func (e *environmentOf) drift(ctx context.Context, s *Site) error {
	graph, db, dialect, err := s.migrating()
	if err != nil {
		return err
	}
	found, err := migrate.Drift(ctx, db, dialect, graph)
	if err != nil {
		return err
	}
	for _, d := range found {
		fmt.Fprintln(e.out, d)
	}
	if len(found) > 0 {
		return errSaid
	}
	fmt.Fprintln(e.out, "the tables are what the migrations say")
	return nil
}

// rehearse tries the migrations that wait beside the database.
func (e *environmentOf) rehearse(ctx context.Context, s *Site, o migrate.RunOptions) error {
	graph, db, dialect, err := s.migrating()
	if err != nil {
		return err
	}
	o.Gorm = s.gormOn
	p := newMigrationProgress(e.out)
	o.Progress = p.event
	r, err := migrate.Rehearse(ctx, db, dialect, graph, o)
	p.stop()
	switch {
	case err != nil:
		return fmt.Errorf("the rehearsal failed, and the database is as it was: %w", err)
	case p.done == 0:
		fmt.Fprintln(e.out, "nothing to rehearse: the database is up to date")
	case r.WithRows:
		fmt.Fprintln(e.out, "the rehearsal went well on a copy of the database, which is as it was")
	default:
		fmt.Fprintln(e.out, "the rehearsal went well on tables without rows: what depends on rows was not tried. The database is as it was")
	}
	return nil
}
