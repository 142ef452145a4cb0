//go:build !cgo

package migrate

import _ "modernc.org/sqlite"

const driverName = "sqlite"

// dsn names a database file as a site opens it.
func dsn(path string) string {
	return "file:" + path + "?_pragma=foreign_keys(1)&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_txlock=immediate&_time_format=sqlite"
}

// plainDSN leaves everything to the driver but foreign keys.
func plainDSN(path string) string { return "file:" + path + "?_pragma=foreign_keys(1)" }
