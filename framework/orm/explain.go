package orm

import (
	"context"
	"fmt"
	"strings"
)

// SQLOf is the statement that a queryset sends to the database of the context,
// and its parameters.
func SQLOf[P any](ctx context.Context, q *QuerySet[P]) (text string, args []any, err error) {
	return q.q.text(ctx)
}

func (q query) text(ctx context.Context) (string, []any, error) {
	h, err := handleOf(ctx)
	if err != nil {
		return "", nil, err
	}
	b := &builder{dialect: dialect(h.db.Dialector.Name())}
	q.selection(nil).render(b)
	return string(b.text), b.args, b.err
}

// Explain is how the database would run a queryset, in its own words.
func Explain[P any](ctx context.Context, q *QuerySet[P]) (string, error) {
	text, args, err := q.q.text(ctx)
	if err != nil {
		return "", err
	}
	h, err := handleOf(ctx)
	if err != nil {
		return "", err
	}
	word := "EXPLAIN "
	if dialect(h.db.Dialector.Name()) == sqliteDialect {
		word = "EXPLAIN QUERY PLAN "
	}
	rows, err := h.db.Statement.ConnPool.QueryContext(ctx, word+text, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for rows.Next() {
		cells := make([]any, len(names))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			return "", err
		}
		for i, c := range cells {
			v := *c.(*any)
			if text, ok := v.([]byte); ok {
				v = string(text)
			}
			if len(names) > 1 && i > 0 {
				out.WriteByte('\t')
			}
			fmt.Fprint(&out, v)
		}
		out.WriteByte('\n')
	}
	return out.String(), rows.Err()
}

// Raw runs a SELECT in the database's own words, with a ? for each argument, and
// reads the rows into structs by the names of columns, as GORM does.
func Raw[R any](ctx context.Context, text string, args ...any) ([]R, error) {
	h, err := handleOf(ctx)
	if err != nil {
		return nil, err
	}
	rows := []R{}
	return rows, h.db.WithContext(ctx).Raw(text, args...).Scan(&rows).Error
}
