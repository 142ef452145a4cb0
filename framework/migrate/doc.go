// Package migrate keeps the tables of a site in step with its models.
//
// A migration is a YAML file of operations ([File], [Op]). The files of all
// apps form a [Graph]. Replaying them in memory gives a [State], in which each
// model and field has an identity number that survives renames. Because of it
// the whole of DDL is one function, [Dialect.Plan], from two states to
// statements: going back is the same function with the states exchanged, a
// fresh database is the plan from nothing to the newest state, and the many
// operations of one migration become one rebuild of a table.
//
//	graph, err := migrate.Load(migrate.Source{App: "blog", FS: blogMigrations, Dir: "blog/migrations"})
//	…
//	err = migrate.Run(ctx, db, migrate.SQLite{}, graph, migrate.RunOptions{})
//
// [Declare] turns models into the state they ask for, and [MakeMigrations]
// writes the files that lead there. Everything but [Run], [Pending], [Status]
// and [FastForward] works without a database.
package migrate
