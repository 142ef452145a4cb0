//go:build cgo

package contender

import _ "github.com/mattn/go-sqlite3" // the engine

// Driver is the name of the engine for database/sql.
const Driver = "sqlite3"

// Tuned is the data source of a database that is opened with care: the same
// settings as gofw's own readers.
func Tuned(path string) string {
	return "file:" + path + "?_journal_mode=WAL&_busy_timeout=5000&_synchronous=NORMAL&_foreign_keys=1&_cache_size=-64000&_query_only=1"
}
