package site

import (
	"fmt"
	"testing"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/mysql"
	"github.com/gofw/gofw/framework/orm/postgres"
)

func TestTheClientOfADatabaseNeverShowsThePassword(t *testing.T) {
	s := Settings{Drivers: []orm.Driver{postgres.Driver, mysql.Driver}}
	for database, want := range map[Secret]string{
		"site.db":            `"sqlite3" ["site.db"] []`,
		"sqlite://a/b.db":    `"sqlite3" ["a/b.db"] []`,
		"postgres://h/x":     `"psql" ["postgres://h/x"] []`,
		"postgresql://u@h/x": `"psql" ["postgresql://u@h/x"] []`,
		"postgres://u:hush@h:5433/x?sslmode=require": `"psql" ["postgres://u@h:5433/x?sslmode=require"] ["PGPASSWORD=hush"]`,
		"mysql://u:hush@h:3307/x":                    `"mysql" ["--host=h" "--user=u" "--port=3307" "x"] ["MYSQL_PWD=hush"]`,
		"mariadb://u@h/x":                            `"mysql" ["--host=h" "--user=u" "x"] []`,
	} {
		name, args, vars, err := s.client(database)
		if got := fmt.Sprintf("%q %q %q", name, args, vars); got != want || err != nil {
			t.Errorf("%s: %s, %v; want %s", string(database), got, err, want)
		}
	}
}
