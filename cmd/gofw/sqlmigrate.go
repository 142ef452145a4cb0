package main

import (
	"context"
	"fmt"

	"github.com/gofw/gofw/framework/migrate"
)

// sqlmigrateCommand shows SQL.
type sqlmigrateCommand struct {
	App       string `arg:"" help:"The app."`
	Name      string `arg:"" help:"The migration's name, or its beginning, such as 0001."`
	Backwards bool   `help:"Show how it is undone."`
	Dialect   string `help:"The database: sqlite, postgres or mysql." default:"sqlite"`
}

// Help has an example.
func (sqlmigrateCommand) Help() string {
	return `Without a connection: the SQL follows from the files alone.

    gofw sqlmigrate blog 0001
    gofw sqlmigrate blog 0001 --backwards
    gofw sqlmigrate blog 0001 --dialect postgres`
}

// Run prints the SQL.
func (c sqlmigrateCommand) Run(ctx context.Context, p *program) error {
	at, err := p.findSite(ctx, "sqlmigrate")
	if err != nil {
		return err
	}
	dialect, err := migrate.DialectByName(c.Dialect)
	if err != nil {
		return usageError{readable(err)}
	}
	h, err := readHistory(at)
	if err != nil {
		return err
	}
	statements, err := migrate.SQL(h.graph, c.App, c.Name, dialect, c.Backwards)
	if err != nil {
		return readable(err)
	}
	_, err = fmt.Fprint(p.out, migrate.Script(dialect, statements))
	return err
}
