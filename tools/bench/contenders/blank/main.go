// Command blank makes a database of SQLite with a table of somebody else.
package main

import (
	"fmt"
	"os"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

func main() {
	db, err := sqlite.Open(os.Args[1], sqlite.Options{})
	if err == nil {
		err = db.Exec("CREATE TABLE other (a integer)").Error
	}
	if err == nil {
		err = orm.Close(db)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
