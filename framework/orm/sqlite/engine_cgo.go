//go:build cgo

package sqlite

import (
	"database/sql"
	"errors"
	"net/url"

	"github.com/mattn/go-sqlite3"
)

// openPool opens a pool; the driver keeps prepared statements itself.
func openPool(source string) (*sql.DB, error) { return sql.Open("sqlite3", source) }

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
