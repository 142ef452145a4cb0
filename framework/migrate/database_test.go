package migrate

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// openFile opens a database in a file of the test.
func openFile(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driverName, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// memory opens an empty database in memory, with foreign keys on.
func memory(t testing.TB) *sql.DB {
	t.Helper()
	db := openFile(t, plainDSN(":memory:"))
	db.SetMaxOpenConns(1)
	return db
}

func newFile(t testing.TB) (path string, db *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "site.db")
	return path, openFile(t, dsn(path))
}

func execute(t testing.TB, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%v\nin: %s", err, statement)
	}
}

// one returns the only value of a query as text.
func one(t testing.TB, db *sql.DB, query string) string {
	t.Helper()
	var s sql.NullString
	if err := db.QueryRow(query).Scan(&s); err != nil {
		t.Fatalf("%v\nin: %s", err, query)
	}
	return s.String
}

func column(t testing.TB, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%v\nin: %s", err, query)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s sql.NullString
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

var checkText = regexp.MustCompile("CONSTRAINT `(\\w+)` CHECK \\((.*)\\)")
var keyText = regexp.MustCompile("CONSTRAINT `(\\w+)` (?:FOREIGN KEY|REFERENCES)")

// dump describes the schema of a database, independent of how it came about.
func dump(t testing.TB, db *sql.DB) string {
	t.Helper()
	tables := " from sqlite_master m, %s p where m.type='table' and m.name not like 'sqlite%%' and m.name<>'gofw_migration'"
	list := column(t, db, fmt.Sprintf(`select 'column '||m.name||'.'||p.name||' '||p.type||' notnull='||p."notnull"||' default='||coalesce(p.dflt_value,'-')||' pk='||p.pk`+tables, "pragma_table_info(m.name)"))
	list = append(list, column(t, db, fmt.Sprintf(`select 'key '||m.name||'.'||p."from"||' '||p."table"||'.'||p."to"||' '||p.on_delete`+tables, "pragma_foreign_key_list(m.name)"))...)
	list = append(list, column(t, db, fmt.Sprintf(`select 'index '||m.name||' '||p.name||' unique='||p."unique"||' '||(select group_concat(x.name) from pragma_index_info(p.name) x)`+tables, "pragma_index_list(m.name)"))...)
	for _, ddl := range column(t, db, "select name||' '||sql from sqlite_master where type='table' and name<>'gofw_migration'") {
		table, _, _ := strings.Cut(ddl, " ")
		for _, match := range checkText.FindAllStringSubmatch(ddl, -1) {
			list = append(list, "check "+table+" "+match[1]+" "+strings.NewReplacer("`", "", `"`, "").Replace(match[2]))
		}
		for _, match := range keyText.FindAllStringSubmatch(ddl, -1) {
			list = append(list, "key name "+table+" "+match[1])
		}
		if strings.Contains(ddl, "AUTOINCREMENT") {
			list = append(list, "counts "+table)
		}
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}
