package inspect

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/mysql"
	"github.com/gofw/gofw/framework/orm/postgres"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"gorm.io/gorm"
)

// open returns an empty database of a dialect. PostgreSQL and MySQL need
// GOFW_TEST_POSTGRES and GOFW_TEST_MYSQL, a server on which the test may make one.
func open(t testing.TB, dialect string) *sql.DB {
	t.Helper()
	switch dialect {
	case "postgres":
		return openPostgres(t)
	case "mysql":
		return openMySQL(t)
	}
	return openSQLite(t, sqlite.Memory)
}

func openSQLite(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { orm.Close(db) })
	return poolOf(t, db)
}

func openPostgres(t testing.TB) *sql.DB {
	t.Helper()
	address := server(t, "GOFW_TEST_POSTGRES")
	admin, err := postgres.Open(address, postgres.Options{Connections: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { orm.Close(admin) })
	name := newName()
	execute(t, poolOf(t, admin), "CREATE SCHEMA "+name)
	t.Cleanup(func() { execute(t, poolOf(t, admin), "DROP SCHEMA "+name+" CASCADE") })
	db, err := postgres.Open(inSchema(t, address, name), postgres.Options{Connections: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { orm.Close(db) })
	return poolOf(t, db)
}

// inSchema is an address with the search path of a schema.
func inSchema(t testing.TB, address, schema string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func openMySQL(t testing.TB) *sql.DB {
	t.Helper()
	address := server(t, "GOFW_TEST_MYSQL")
	admin, err := mysql.Open(address, mysql.Options{Connections: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { orm.Close(admin) })
	name := newName()
	execute(t, poolOf(t, admin), "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin")
	t.Cleanup(func() { execute(t, poolOf(t, admin), "DROP DATABASE "+name) })
	db, err := mysql.Open(inDatabase(address, name), mysql.Options{Connections: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { orm.Close(db) })
	return poolOf(t, db)
}

// inDatabase is an address with another database.
func inDatabase(address, name string) string {
	return address[:strings.LastIndexByte(address, '/')+1] + name
}

func newName() string { return "gofw_test_" + strings.ToLower(rand.Text()) }

func poolOf(t testing.TB, db *gorm.DB) *sql.DB {
	t.Helper()
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

// server is the address that a variable holds.
func server(t testing.TB, variable string) string {
	t.Helper()
	address := os.Getenv(variable)
	if address == "" && os.Getenv("GOFW_TEST_ALL") != "" {
		t.Fatalf("GOFW_TEST_ALL is set, but %s is not", variable)
	}
	if address == "" {
		t.Skipf("%s is not set: the address of a server for this test", variable)
	}
	return address
}

// execute runs statements that end in a semicolon and a new line.
func execute(t testing.TB, db *sql.DB, statements string) {
	t.Helper()
	for s := range strings.SplitSeq(statements+"\n", ";\n") {
		if s = withoutComments(s); s == "" {
			continue
		}
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func withoutComments(s string) string {
	for s = strings.TrimSpace(s); strings.HasPrefix(s, "--"); s = strings.TrimSpace(s) {
		_, s, _ = strings.Cut(s, "\n")
	}
	return s
}
