//go:build !cgo

package store

import _ "modernc.org/sqlite" // the engine

const (
	engine         = "sqlite"
	engineHasCache = false
)

func engineSource(path string, _ bool) string {
	return "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=busy_timeout(5000)" +
		"&_pragma=foreign_keys(1)&_pragma=cache_size(-8000)&_txlock=immediate&_time_format=sqlite"
}
