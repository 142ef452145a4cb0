//go:build cgo

package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// engine is the driver with our functions; it keeps prepared statements itself.
var engine = &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
	return errors.Join(
		c.RegisterFunc(lowerName, func(s any) any { return changed(s, strings.ToLower) }, true),
		c.RegisterFunc(upperName, func(s any) any { return changed(s, strings.ToUpper) }, true),
		c.RegisterFunc(regexpName, func(pattern string, s any) (any, error) {
			if null(s) {
				return nil, nil
			}
			return matches(pattern, textOf(s))
		}, true),
		c.RegisterAggregator(varianceName, func() *variance { return &variance{} }, true),
		c.RegisterAggregator(deviationName, func() *deviation { return &deviation{} }, true),
	)
}}

// variance and deviation are as the driver wants aggregates.
type (
	variance  struct{ spread }
	deviation struct{ spread }
)

func (v *variance) Step(x any)  { step(&v.spread, x) }
func (v *variance) Done() any   { return v.variance() }
func (d *deviation) Step(x any) { step(&d.spread, x) }
func (d *deviation) Done() any  { return d.deviation() }

func step(s *spread, x any) {
	if n, ok := number(x); ok {
		s.add(n)
	}
}

// changed is a text after a function; NULL stays NULL.
func changed(v any, f func(string) string) any {
	if null(v) {
		return nil
	}
	return f(textOf(v))
}

// null: the driver gives NULL as a nil slice of bytes.
func null(v any) bool {
	b, ok := v.([]byte)
	return v == nil || ok && b == nil
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return fmt.Sprint(v)
}

// connector opens connections to one source.
type connector string

func (c connector) Connect(context.Context) (driver.Conn, error) { return engine.Open(string(c)) }

func (c connector) Driver() driver.Driver { return engine }

func openPool(source string) (*sql.DB, error) { return sql.OpenDB(connector(source)), nil }

func source(path, sync string, reader bool) string {
	q := url.Values{
		"_busy_timeout":    {"5000"},
		"_foreign_keys":    {"1"},
		"_synchronous":     {sync},
		"_stmt_cache_size": {"100"},
		"_cache_size":      {"-8000"},
	}
	if path == Memory {
		return "file::memory:?" + q.Encode()
	}
	q.Set("_journal_mode", "WAL")
	if reader {
		q.Set("_query_only", "1")
	} else {
		q.Set("_txlock", "immediate")
	}
	return fileURI(path) + "?" + q.Encode()
}

func codeOf(err error) (int, bool) {
	var e sqlite3.Error
	if errors.As(err, &e) {
		return int(e.ExtendedCode), true
	}
	return 0, false
}
