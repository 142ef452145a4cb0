package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

const (
	againstGORMBar = 1.3
	againstHandBar = 0.87
)

// contender is one program that shows the list.
type contender struct {
	name   string
	what   string
	pkg    string
	env    []string
	serves bool // it is a site, with a command line of its own

	binary  string
	profile string // where it serves its profile
	process *process
	client  client
	costs   sample[time.Duration] // of one request, by round
}

// The contenders by their place.
const (
	byHand = iota
	usual
	tuned
	plain
	whole
)

func contenders() []*contender {
	return []*contender{
		byHand: {name: "byhand", what: "(b) Echo, database/sql and templ by hand", pkg: "./contenders/byhand"},
		usual:  {name: "usual", what: "(c) Echo, GORM and templ as documented", pkg: "./contenders/usual"},
		tuned:  {name: "tuned", what: "(c) after GORM's page on performance", pkg: "./contenders/usual", env: []string{"TUNED=1"}},
		plain:  {name: "plain", what: "gofw without middleware", pkg: "./contenders/plain"},
		whole:  {name: "whole", what: "gofw as a whole site", pkg: "./contenders/whole", serves: true},
	}
}

// listRow compares the list of all contenders, with each engine of SQLite.
func listRow(ctx context.Context, b *bench) ([]figure, error) {
	database := filepath.Join(b.temp, "posts.db")
	b.say("writing %d posts", seedPosts)
	if err := seedDatabase(ctx, database); err != nil {
		return nil, fmt.Errorf("making the database: %w", err)
	}
	var figures []figure
	for _, e := range []struct {
		name string
		cgo  bool
	}{{"without cgo", false}, {"with cgo", true}} {
		if err := b.compiler(); e.cgo && err != nil {
			figures = append(figures, figure{what: e.name, value: "not measured: " + err.Error()})
			continue
		}
		more, err := b.compare(ctx, database, e.name, e.cgo)
		figures = append(figures, more...)
		if err != nil {
			return figures, fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return figures, nil
}

// compare starts the contenders of one engine, checks that they answer alike,
// and measures them in rounds.
func (b *bench) compare(ctx context.Context, database, engine string, cgo bool) ([]figure, error) {
	all := contenders()
	binaries := map[string]string{}
	for _, c := range all {
		if binaries[c.pkg] == "" {
			binary, err := b.build(ctx, b.here, c.pkg, fmt.Sprintf("%s-cgo-%t", c.name, cgo), cgo)
			if err != nil {
				return nil, err
			}
			binaries[c.pkg] = binary
		}
		c.binary = binaries[c.pkg]
	}
	for _, c := range all {
		if err := b.launch(ctx, c, database); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		defer c.process.stop()
		defer c.client.hangUp()
	}
	if err := checkAnswers(ctx, all); err != nil {
		return nil, err
	}
	rounds := b.times(5, 2)
	b.say("%s: %d rounds of %d servers", engine, rounds, len(all))
	for range rounds {
		for _, c := range all {
			if err := b.round(ctx, c); err != nil {
				return nil, c.process.fails(err)
			}
		}
	}
	if b.profile != "" {
		for _, c := range all {
			if err := b.writeProfile(ctx, c, cgo); err != nil {
				return nil, err
			}
		}
	}
	return report(all, engine, cgo), nil
}

// command is how to start the contender by hand.
func (c *contender) command(cgo bool) string {
	words := []string{"CGO_ENABLED=0"}
	if cgo {
		words[0] = "CGO_ENABLED=1"
	}
	words = append(append(words, c.env...), "go run -C tools/bench", c.pkg)
	if c.serves {
		return strings.Join(append(words, "serve ADDRESS"), " ")
	}
	return strings.Join(append(words, "DATABASE ADDRESS"), " ")
}

// launch starts a contender.
func (b *bench) launch(ctx context.Context, c *contender, database string) error {
	address, err := freeAddress()
	if err != nil {
		return err
	}
	c.client.address = address
	env, args := c.env, []string{database, address}
	if c.serves {
		env, args = append(b.production(), "DATABASE_URL="+database), []string{"serve", address}
	}
	if b.profile != "" {
		if c.profile, err = freeAddress(); err != nil {
			return err
		}
		env = append(env, "BENCH_PPROF="+c.profile)
	}
	c.process, err = b.start(ctx, b.temp, env, c.binary, args...)
	return err
}

// round warms a contender up and measures what a request costs it.
func (b *bench) round(ctx context.Context, c *contender) error {
	if err := c.client.dial(ctx, b.connections); err != nil {
		return err
	}
	defer c.client.hangUp()
	warm, window := 200*time.Millisecond, time.Second
	if b.quick {
		warm, window = 200*time.Millisecond, 400*time.Millisecond
	}
	if _, err := c.client.load(ctx, warm); err != nil {
		return err
	}
	pid := c.process.cmd.Process.Pid
	before, err1 := cost(pid)
	answers, err2 := c.client.load(ctx, window)
	after, err3 := cost(pid)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	if answers == 0 {
		return errors.New("no request was answered")
	}
	c.costs = append(c.costs, (after-before)/time.Duration(answers))
	return nil
}

// report compares what was measured.
func report(all []*contender, engine string, cgo bool) []figure {
	var figures []figure
	for _, c := range all {
		f := under(engine+": "+c.what, c.command(cgo), c.costs, 0)
		f.value += fmt.Sprintf(" %s, %.0f/s", costUnit, float64(time.Second)/float64(c.costs.median()))
		figures = append(figures, f)
	}
	command := "go run -C tools/bench . list"
	ratio := func(what string, over, under int, bar float64) {
		figures = append(figures, atLeast(engine+": "+what, command, ratios(all[over].costs, all[under].costs), bar))
	}
	ratio("gofw against (c)", usual, plain, againstGORMBar)
	ratio("gofw against (b)", byHand, plain, againstHandBar)
	ratio("gofw against tuned (c)", tuned, plain, 0)
	ratio("whole site against (c)", usual, whole, 0)
	ratio("whole site against (b)", byHand, whole, 0)
	return figures
}
