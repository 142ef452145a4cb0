// Package inspect writes the models of a database that exists already, be it
// made by Django, by hand or by gofw itself.
//
//	tables, err := inspect.Read(ctx, db, "postgres", inspect.Options{})
//	…
//	err = inspect.Write(os.Stdout, tables, inspect.WriteOptions{Package: "blog", Tables: []string{"blog_*"}})
//
// [Read] asks the database what it has: SQLite, PostgreSQL, MySQL and MariaDB
// answer in their own words and come out as one [Database]. It reads no row and
// changes nothing. [Write] makes a models.go of it that gofw generate accepts.
//
// What a model cannot say is never dropped in silence: a column that no field
// can hold, a relation to a key that is not a number, a partial index stand in
// the file as comments, with the reason.
package inspect
