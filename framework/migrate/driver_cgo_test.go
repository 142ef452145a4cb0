//go:build cgo

package migrate

import _ "github.com/mattn/go-sqlite3"

const driverName = "sqlite3"

// dsn names a database file as a site opens it.
func dsn(path string) string {
	return "file:" + path + "?_foreign_keys=1&_busy_timeout=5000&_journal_mode=WAL&_synchronous=NORMAL&_txlock=immediate"
}

// plainDSN leaves everything to the driver but foreign keys.
func plainDSN(path string) string { return "file:" + path + "?_foreign_keys=1" }
