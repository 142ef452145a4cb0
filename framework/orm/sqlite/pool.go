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
type pool struct{ writer, readers *sql.DB }

func (p *pool) side(query string) *sql.DB {
	query = strings.TrimLeft(query, " \t\r\n(")
	if len(query) >= 6 && strings.EqualFold(query[:6], "SELECT") {
		return p.readers
	}
	return p.writer
}

func (p *pool) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return p.side(query).PrepareContext(ctx, query)
}

func (p *pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.writer.ExecContext(ctx, query, args...)
}

func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.side(query).QueryContext(ctx, query, args...)
}

func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return p.side(query).QueryRowContext(ctx, query, args...)
}

// Spare reports whether a reader, or the writer, is free.
func (p *pool) Spare(writes bool) bool {
	s := p.readers.Stats()
	if writes {
		s = p.writer.Stats()
	}
	return s.InUse < s.MaxOpenConnections
}

// BeginTx begins on the writer, at once with the write lock; a read-only
// transaction begins on a reader.
func (p *pool) BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error) {
	if o != nil && o.ReadOnly {
		return p.readers.BeginTx(ctx, nil)
	}
	return p.writer.BeginTx(ctx, nil)
}

// Ping asks both sides.
func (p *pool) Ping() error { return errors.Join(p.writer.Ping(), p.readers.Ping()) }

// GetDBConn is what (*gorm.DB).DB returns: the writer.
func (p *pool) GetDBConn() (*sql.DB, error) { return p.writer, nil }

func (p *pool) Close() error {
	err := p.writer.Close()
	if p.readers != p.writer {
		err = errors.Join(err, p.readers.Close())
	}
	return err
}
