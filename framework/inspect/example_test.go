package inspect_test

import (
	"context"
	"fmt"
	"os"

	"github.com/gofw/gofw/framework/inspect"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

func Example() {
	db, err := sqlite.Open(sqlite.Memory, sqlite.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer orm.Close(db)
	db.Exec("CREATE TABLE blog_tag (id integer PRIMARY KEY, name varchar(40) NOT NULL UNIQUE)")
	pool, err := db.DB()
	if err != nil {
		fmt.Println(err)
		return
	}
	tables, err := inspect.Read(context.Background(), pool, "sqlite", inspect.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := inspect.Write(os.Stdout, tables, inspect.WriteOptions{Package: "blog"}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// package blog
	//
	// // Tag is a row of blog_tag.
	// type Tag struct {
	// 	ID   int64  `gorm:"primaryKey"`
	// 	Name string `gorm:"size:40;uniqueIndex"`
	// }
}
