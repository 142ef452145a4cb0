//go:build !cgo

package contender

import _ "modernc.org/sqlite" // the engine

// Driver is the name of the engine for database/sql.
const Driver = "sqlite"

// Tuned is the data source of a database that is opened with care: the same
// settings as gofw's own readers.
func Tuned(path string) string {
	return "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(NORMAL)" +
		"&_pragma=foreign_keys(1)&_pragma=cache_size(-64000)&_pragma=query_only(1)"
}
