package byhand

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
)

const (
	columns = "p.id, p.author_id, p.views, p.title, p.slug, p.body, p.status, p.published_at, p.expires_at, p.created_at, p.updated_at"
	into    = "INSERT INTO blog_post (author_id, views, title, slug, body, status, published_at, expires_at, created_at, updated_at) VALUES "
	row     = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

	bulkRows = 500
)

// texts is what each statement says.
func (c *contender) texts() map[*statement]string {
	ofPosts, returning := "IN (?"+strings.Repeat(", ?", 24)+")", ""
	if c.dialect == store.Postgres {
		ofPosts, returning = "= ANY(?)", " RETURNING id"
	}
	return map[*statement]string{
		&c.get:      "SELECT " + columns + " FROM blog_post p WHERE p.id = ?",
		&c.filter:   "SELECT " + columns + " FROM blog_post p WHERE p.status = ? AND p.views >= ? ORDER BY p.published_at DESC LIMIT 25",
		&c.list100:  "SELECT " + columns + " FROM blog_post p ORDER BY p.id LIMIT 100",
		&c.list1000: "SELECT " + columns + " FROM blog_post p ORDER BY p.id LIMIT 1000",
		&c.join:     "SELECT " + columns + ", a.id, a.name, a.email FROM blog_post p JOIN blog_author a ON a.id = p.author_id ORDER BY p.id LIMIT 100",
		&c.posts25:  "SELECT " + columns + " FROM blog_post p ORDER BY p.id LIMIT 25",
		&c.tags:     "SELECT l.post_id, t.id, t.name FROM blog_post_tags l JOIN blog_tag t ON t.id = l.tag_id WHERE l.post_id " + ofPosts,
		&c.count:    "SELECT count(*) FROM blog_post WHERE author_id = ?",
		&c.insert:   into + row + returning,
		&c.bulk:     into + row + strings.Repeat(", "+row, bulkRows-1) + returning,
		&c.update:   "UPDATE blog_post SET views = views + 1, updated_at = ? WHERE id = ?",
	}
}

// numbered is a text with the marks of its dialect.
func numbered(dialect, text string) string {
	if dialect != store.Postgres {
		return text
	}
	var b strings.Builder
	for i, part := range strings.Split(text, "?") {
		if i > 0 {
			b.WriteString("$" + strconv.Itoa(i))
		}
		b.WriteString(part)
	}
	return b.String()
}

// statement is a statement that is ready to run, outside or inside a
// transaction.
type statement interface {
	asker
	in(ctx context.Context, tx *sql.Tx) asker
}

// asker is what a *sql.Stmt can do.
type asker interface {
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, args ...any) *sql.Row
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
}

func newStatement(ctx context.Context, db *sql.DB, text string, prepared bool) (statement, error) {
	if !prepared {
		return plain{db, text}, nil
	}
	s, err := db.PrepareContext(ctx, text)
	return ready{s}, err
}

// ready is a statement that was prepared.
type ready struct{ *sql.Stmt }

func (r ready) in(ctx context.Context, tx *sql.Tx) asker { return tx.StmtContext(ctx, r.Stmt) }

// plain is the text of a statement.
type plain struct {
	db interface {
		QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
		QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
		ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
	}
	text string
}

func (p plain) in(_ context.Context, tx *sql.Tx) asker { return plain{tx, p.text} }

func (p plain) QueryContext(ctx context.Context, args ...any) (*sql.Rows, error) {
	return p.db.QueryContext(ctx, p.text, args...)
}

func (p plain) QueryRowContext(ctx context.Context, args ...any) *sql.Row {
	return p.db.QueryRowContext(ctx, p.text, args...)
}

func (p plain) ExecContext(ctx context.Context, args ...any) (sql.Result, error) {
	return p.db.ExecContext(ctx, p.text, args...)
}
