package migrate

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// foundInitial marks a step as one that is only to be recorded, if the options
// ask for that, it is the first of its app, and its tables are there.
func (r *runner) foundInitial(ctx context.Context, p *plan, steps []Step) ([]Step, error) {
	f := steps[0].file
	if !r.options.FakeInitial || r.options.Fake || steps[0].Backwards || len(p.graph.own(f)) > 0 {
		return steps, nil
	}
	before, err := r.before(p, []*File{f}, false)
	if err != nil {
		return nil, err
	}
	after, err := replay(before, []*File{f})
	if err != nil {
		return nil, err
	}
	there, err := r.there(ctx, f, compare(before, after).created)
	if err != nil || !there {
		return steps, err
	}
	found := steps[0]
	found.Record = "its tables are there already"
	return []Step{found}, nil
}

// there reports whether the tables exist. That some do, or lack columns, is an
// error: neither running the migration nor recording it would be right.
func (r *runner) there(ctx context.Context, f *File, created []*Model) (bool, error) {
	var found, missing []string
	for _, m := range created {
		columns, err := r.session.columns(ctx, m.Table)
		if err != nil {
			return false, fmt.Errorf("looking for the table %s: %w", m.Table, err)
		}
		if len(columns) == 0 {
			missing = append(missing, "the table "+m.Table)
			continue
		}
		found = append(found, m.Table)
		for _, field := range m.Fields {
			same := func(column string) bool { return strings.EqualFold(column, field.ColumnName()) }
			if !slices.ContainsFunc(columns, same) {
				missing = append(missing, "the column "+m.Table+"."+field.ColumnName())
			}
		}
	}
	if len(found) == 0 || len(missing) == 0 {
		return len(found) > 0, nil
	}
	return false, fmt.Errorf("migrate: %s can be neither run nor recorded: of its tables there is %s, but not %s; add by hand what is missing, or take away what is there", f.Key(), strings.Join(found, ", "), strings.Join(missing, ", "))
}

func (s *sqliteSession) columns(ctx context.Context, table string) ([]string, error) {
	return names(s.tx.QueryContext(ctx, "SELECT name FROM pragma_table_xinfo(?)", table))
}

func (s *postgresSession) columns(ctx context.Context, table string) ([]string, error) {
	return names(s.tx.QueryContext(ctx, `SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = $1 AND a.attnum > 0 AND NOT a.attisdropped`, table))
}

func (s *mysqlSession) columns(ctx context.Context, table string) ([]string, error) {
	return names(s.conn.QueryContext(ctx, "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?", table))
}

// names reads rows of one text.
func names(rows *sql.Rows, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		list = append(list, name)
	}
	return list, rows.Err()
}
