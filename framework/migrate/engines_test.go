package migrate

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
)

// engine is a kind of database for tests.
type engine struct {
	name    string
	dialect Dialect
	quote   func(string) string
	driver  string
	create  func(t testing.TB) string // an empty database; returns how to open it
}

// open opens a new, empty database.
func (e engine) open(t testing.TB) *sql.DB {
	t.Helper()
	return e.connect(t, e.create(t))
}

func (e engine) connect(t testing.TB, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open(e.driver, address)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(address, ":memory:") {
		db.SetMaxOpenConns(1)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

var (
	onSQLite = engine{"sqlite", SQLite{}, quote, driverName, func(testing.TB) string { return plainDSN(":memory:") }}

	onPostgres = engine{"postgres", Postgres{}, postgresGrammar{}.quote, "pgx", func(t testing.TB) string {
		address := server(t, "GOFW_TEST_POSTGRES")
		name := scratch(t, "pgx", address, "CREATE SCHEMA %s", "DROP SCHEMA %s CASCADE")
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set("search_path", name)
		q.Set("default_query_exec_mode", "exec") // plans that pgx keeps do not live through a change of their table
		u.RawQuery = q.Encode()
		return u.String()
	}}

	onMySQL = engine{"mysql", MySQL{}, quote, "mysql", func(t testing.TB) string {
		address := server(t, "GOFW_TEST_MYSQL")
		name := scratch(t, "mysql", address, "CREATE DATABASE %s", "DROP DATABASE %s")
		return address[:strings.LastIndexByte(address, '/')+1] + name
	}}

	engines = []engine{onSQLite, onPostgres, onMySQL}
)

// eachEngine runs a test on each kind of database.
func eachEngine(t *testing.T, test func(t *testing.T, e engine)) {
	t.Helper()
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			test(t, e)
		})
	}
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

// scratch makes a schema or database that is gone after the test.
func scratch(t testing.TB, driver, address, create, drop string) string {
	t.Helper()
	name := "gofw_test_" + strings.ToLower(rand.Text())
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	execute(t, db, strings.Replace(create, "%s", name, 1))
	db.Close()
	t.Cleanup(func() {
		db, err := sql.Open(driver, address)
		if err != nil {
			t.Error(err)
			return
		}
		defer db.Close()
		if _, err := db.Exec(strings.Replace(drop, "%s", name, 1)); err != nil {
			t.Error(err)
		}
	})
	return name
}
