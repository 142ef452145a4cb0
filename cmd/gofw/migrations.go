package main

import (
	"context"
	"fmt"

	"github.com/gofw/gofw/framework/migrate"
)

// migrationsCommand is the tools that work on the files of migrations.
type migrationsCommand struct {
	Rebase rebaseCommand `cmd:"" help:"After a merge: put the migrations of one branch behind those of the other."`
	Lint   lintCommand   `cmd:"" help:"Say what can hurt a site in use: locks, lost data, what running code does not expect."`
	Graph  graphCommand  `cmd:"" help:"Show the migrations and what they come after."`
}

// Help has an example.
func (migrationsCommand) Help() string {
	return `They work on the files; no database is asked.

    gofw migrations rebase blog
    gofw migrations graph --dot | dot -Tsvg > migrations.svg`
}

// graphCommand shows dependencies.
type graphCommand struct {
	Apps []string `arg:"" optional:"" name:"app" help:"Only these apps, and what they name."`
	Dot  bool     `help:"In the language of Graphviz."`
}

// Help has an example.
func (graphCommand) Help() string {
	return `Each app with its migrations in order. What one comes after stands below it, unless that is the one above.

    gofw migrations graph
    gofw migrations graph blog --dot`
}

// Run prints the graph.
func (c graphCommand) Run(ctx context.Context, p *program) error {
	at, err := p.findSite(ctx, "migrations graph")
	if err != nil {
		return err
	}
	h, err := readHistory(at)
	if err != nil {
		return err
	}
	write := migrate.Picture
	if c.Dot {
		write = migrate.Dot
	}
	text, err := write(h.graph, c.Apps)
	if err != nil {
		return usageError{readable(err)}
	}
	_, err = fmt.Fprint(p.out, text)
	return err
}
