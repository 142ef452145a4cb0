//go:build !cgo

package sqlite

import (
	"database/sql"
	"errors"
	"net/url"

	"modernc.org/sqlite"
)

// openPool opens a pool whose connections keep prepared statements.
func openPool(source string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(source)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeper{c}), nil
}

func source(path, sync string, reader bool) string {
	q := url.Values{
		"_pragma":      {"busy_timeout(5000)", "foreign_keys(1)", "synchronous(" + sync + ")", "cache_size(-8000)"},
		"_time_format": {"sqlite"}, // else times are stored in a form that cannot be read back
	}
	if path == Memory {
		return Memory + "?" + q.Encode()
	}
	q.Add("_pragma", "journal_mode(WAL)")
	if reader {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
	}
	return fileURI(path) + "?" + q.Encode()
}

func codeOf(err error) (int, bool) {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code(), true
	}
	return 0, false
}
