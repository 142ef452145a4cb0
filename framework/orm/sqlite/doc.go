// Package sqlite opens SQLite databases the way a busy website needs them:
// write-ahead log, foreign keys on, one writer that queues and several readers.
//
// The engine follows from the build: with cgo it is mattn/go-sqlite3, which is
// fastest; without cgo it is modernc.org/sqlite, which needs no C compiler. Both
// store the same files.
package sqlite
