//go:build !cgo

package sqlite

import (
	"context"
	"database/sql/driver"
	"reflect"
	"strings"
)

// maxStatements is how many texts a connection keeps prepared. Querysets have few
// texts, whatever the values.
const maxStatements = 100

// keeper opens connections that keep prepared statements, inside and outside of
// transactions, for the engine that has no such cache of its own.
type keeper struct{ source string }

// Driver is the engine.
func (k keeper) Driver() driver.Driver { return engine() }

// Connect opens a connection.
func (k keeper) Connect(context.Context) (driver.Conn, error) {
	c, err := engine().Open(k.source)
	if err != nil {
		return nil, err
	}
	return &conn{engineConn: c.(engineConn), kept: map[string]*statement{}}, nil
}

// engineConn is what a connection of the engine can do.
type engineConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn is a connection, which one goroutine uses at a time.
type conn struct {
	engineConn
	kept map[string]*statement
}

// Unwrap is the engine's own connection.
func (c *conn) Unwrap() driver.Conn { return c.engineConn }

// statement is a prepared text. While rows of it are read, it is busy.
type statement struct {
	engineStatement
	busy bool
}

// engineStatement is what a statement of the engine can do.
type engineStatement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// recurs reports whether a text may come again with other values.
func recurs(query string) bool {
	for _, word := range []string{"SELECT ", "INSERT ", "UPDATE ", "DELETE "} {
		if strings.HasPrefix(query, word) {
			return true
		}
	}
	return false
}

// statement returns the prepared statement of a text; nil if it is to be run as
// text, which then gives the error of a wrong one.
func (c *conn) statement(ctx context.Context, query string) *statement {
	if s := c.kept[query]; s != nil {
		if s.busy {
			return nil
		}
		return s
	}
	if !recurs(query) || len(c.kept) >= maxStatements && !c.forget() {
		return nil
	}
	prepared, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	s := &statement{engineStatement: prepared.(engineStatement)}
	c.kept[query] = s
	return s
}

// forget closes any statement that is not busy: a good choice would cost more
// than preparing a text again.
func (c *conn) forget() bool {
	for query, s := range c.kept {
		if !s.busy {
			delete(c.kept, query)
			return s.Close() == nil
		}
	}
	return false
}

// ExecContext runs a text that returns no rows.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if s := c.statement(ctx, query); s != nil {
		return s.ExecContext(ctx, args)
	}
	return c.engineConn.ExecContext(ctx, query, args)
}

// QueryContext runs a text that returns rows.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s := c.statement(ctx, query)
	if s == nil {
		return c.engineConn.QueryContext(ctx, query, args)
	}
	r, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &rows{r.(engineRows), s}, nil
}

// Close closes the statements and the connection.
func (c *conn) Close() error {
	for _, s := range c.kept {
		s.Close()
	}
	return c.engineConn.Close()
}

// engineRows is what rows of the engine can tell.
type engineRows interface {
	driver.Rows
	ColumnTypeDatabaseTypeName(index int) string
	ColumnTypeLength(index int) (length int64, ok bool)
	ColumnTypeNullable(index int) (nullable, ok bool)
	ColumnTypePrecisionScale(index int) (precision, scale int64, ok bool)
	ColumnTypeScanType(index int) reflect.Type
}

// rows are those of a kept statement.
type rows struct {
	engineRows
	of *statement
}

// Close makes the statement free for the next.
func (r *rows) Close() error {
	err := r.engineRows.Close()
	r.of.busy = false
	return err
}
