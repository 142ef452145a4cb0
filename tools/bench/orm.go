package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofw/gofw/tools/bench/contenders/result"
)

// ormEngine is a database that the contenders of the row orm are measured on.
// Bars are how much the orm may cost of the same by hand; 0 is none.
type ormEngine struct {
	name        string
	cgo         bool
	server      string // the address of a server; empty is SQLite
	read, write float64
}

// ormRow measures all operations on each engine that is there.
func ormRow(ctx context.Context, b *bench) ([]figure, error) {
	var figures []figure
	engines := []ormEngine{{name: "SQLite without cgo"}}
	if err := b.compiler(); err == nil {
		engines = append(engines, ormEngine{name: "SQLite with cgo", cgo: true, read: 1.15, write: 1.6})
	} else {
		figures = append(figures, figure{what: "SQLite with cgo", value: "not measured: " + err.Error()})
	}
	if server := os.Getenv("GOFW_TEST_POSTGRES"); server != "" {
		engines = append(engines, ormEngine{name: "PostgreSQL", server: server, read: 1.3, write: 1.7})
	} else {
		figures = append(figures, figure{what: "PostgreSQL", value: "not measured: GOFW_TEST_POSTGRES is not set"})
	}
	b.say("generating the code of ent")
	dir := filepath.Join(b.here, "contenders", "queries")
	_, err := b.command(ctx, dir, []string{"CGO_ENABLED=0"}, "go", "tool", "ent", "generate", "--target", "withent/ent", "./withent/schema")
	if err != nil {
		return figures, err
	}
	for _, e := range engines {
		report, err := b.queries(ctx, dir, e)
		if err != nil {
			return figures, fmt.Errorf("%s: %w", e.name, err)
		}
		showOperations(b.out, e.name, report)
		figures = append(figures, e.figures(report)...)
	}
	return figures, nil
}

// queries runs the contenders on one engine.
func (b *bench) queries(ctx context.Context, dir string, e ormEngine) (report result.Report, err error) {
	program, err := b.build(ctx, dir, ".", fmt.Sprintf("queries-cgo-%t", e.cgo), e.cgo, "-tags=generated")
	if err != nil {
		return report, err
	}
	folder, err := os.MkdirTemp(b.temp, "queries-*")
	if err != nil {
		return report, err
	}
	file := filepath.Join(folder, "report.json")
	args := []string{fmt.Sprintf("--rounds=%d", b.times(15, 3)), fmt.Sprintf("--batch=%dms", b.times(20, 3))}
	if b.profile != "" {
		profiles, err := filepath.Abs(filepath.Join(b.profile, "orm "+e.name))
		if err != nil {
			return report, err
		}
		if err := os.MkdirAll(profiles, 0o755); err != nil {
			return report, err
		}
		args = append(args, "--profile="+profiles)
	}
	database := folder
	if e.server != "" {
		database = e.server
	}
	b.say("%s: asking and changing", e.name)
	if _, err := b.command(ctx, dir, nil, program, append(args, database, file)...); err != nil {
		return report, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return report, err
	}
	return report, json.Unmarshal(text, &report)
}
