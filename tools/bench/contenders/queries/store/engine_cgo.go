//go:build cgo

package store

import _ "github.com/mattn/go-sqlite3" // the engine

const (
	engine         = "sqlite3"
	engineHasCache = true
)

func engineSource(path string, cached bool) string {
	source := "file:" + path + "?_journal_mode=WAL&_synchronous=NORMAL&_busy_timeout=5000&_foreign_keys=1&_cache_size=-8000&_txlock=immediate"
	if cached {
		source += "&_stmt_cache_size=100"
	}
	return source
}
