package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// pool sends SELECT to the readers and everything else to the one writer, so
// that writers queue in Go instead of failing in SQLite. It is a connection
// pool for GORM, so plain GORM code takes the same way.
type pool struct{ writer, readers *statements }

func newPool(writer, readers *sql.DB) *pool {
	w := newStatements(writer)
	if readers == writer {
		return &pool{w, w}
	}
	return &pool{w, newStatements(readers)}
}

func (p *pool) side(query string) *statements {
	query = strings.TrimLeft(query, " \t\r\n(")
	if len(query) >= 6 && strings.EqualFold(query[:6], "SELECT") {
		return p.readers
	}
	return p.writer
}

func (p *pool) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return p.side(query).db.PrepareContext(ctx, query)
}

func (p *pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if !changes(query) {
		return p.writer.db.ExecContext(ctx, query, args...)
	}
	if stmt := p.writer.get(ctx, query); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return p.writer.db.ExecContext(ctx, query, args...)
}

// changes reports whether a statement changes rows, and so may come again.
func changes(query string) bool {
	word, _, _ := strings.Cut(query, " ")
	return word == "INSERT" || word == "UPDATE" || word == "DELETE"
}

func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	side := p.side(query)
	if stmt := side.get(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return side.db.QueryContext(ctx, query, args...)
}

func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	side := p.side(query)
	if stmt := side.get(ctx, query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return side.db.QueryRowContext(ctx, query, args...)
}

// BeginTx begins on the writer, at once with the write lock; a read-only
// transaction begins on a reader.
func (p *pool) BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error) {
	if o != nil && o.ReadOnly {
		return p.readers.db.BeginTx(ctx, nil)
	}
	return p.writer.db.BeginTx(ctx, nil)
}

// Ping asks both sides.
func (p *pool) Ping() error { return errors.Join(p.writer.db.Ping(), p.readers.db.Ping()) }

// GetDBConn is what (*gorm.DB).DB returns: the writer.
func (p *pool) GetDBConn() (*sql.DB, error) { return p.writer.db, nil }

func (p *pool) Close() error {
	err := p.writer.db.Close()
	if p.readers != p.writer {
		err = errors.Join(err, p.readers.db.Close())
	}
	return err
}
