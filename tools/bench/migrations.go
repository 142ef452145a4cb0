package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// The bars of 500 migrations over 50 models, on SQLite.
const (
	freshBar = time.Second
	noopBar  = 50 * time.Millisecond // beside the start of the program
	checkBar = 300 * time.Millisecond
)

// The made history: 50 tables, each of which points at the one before, then 9
// columns each, one in a migration.
const (
	historyModels  = 50
	historyColumns = 9
	historyLength  = historyModels * (1 + historyColumns)
)

// migrationsRow times whole commands over 500 migrations, and Django's over the
// same history where Debian's python3-django is installed.
func migrationsRow(ctx context.Context, b *bench) ([]figure, error) {
	gofw, err := b.gofw(ctx)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(b.temp, "history")
	if err := writeFiles(dir, gofwHistory(b.root)); err != nil {
		return nil, err
	}
	if _, err := b.command(ctx, dir, nil, "go", "mod", "tidy"); err != nil {
		return nil, err
	}
	if _, err := b.command(ctx, dir, nil, gofw, "generate"); err != nil {
		return nil, err
	}
	program, err := b.build(ctx, dir, ".", "history-site", false)
	if err != nil {
		return nil, err
	}
	blank, err := b.build(ctx, filepath.Join(b.root, "tools", "bench"), "./contenders/blank", "blank", false)
	if err != nil {
		return nil, err
	}
	ours := migrator{
		blank:   blank,
		env:     []string{"SITE_DEBUG=true"},
		migrate: []string{program, "migrate"}, start: []string{program, "settings"}, check: []string{gofw, "makemigrations", "--check"},
		said: fmt.Sprintf("shop.%04d_x", historyLength),
	}
	mine, err := ours.measure(ctx, b, dir, b.times(7, 2))
	if err != nil {
		return nil, err
	}
	figures := []figure{
		under(fmt.Sprintf("%d migrations, fresh database", historyLength), "./site migrate", mine.fresh, freshBar),
		under("the same one by one", "./site migrate", mine.each, 0),
		under("with nothing to do, beside the start of the program", "./site migrate", mine.noop, noopBar),
		under("whether one is missing", "gofw makemigrations --check", mine.check, checkBar),
	}
	python, ok := djangoPython(ctx)
	if !ok {
		b.say("Django is not installed (Debian: python3-django): its figures are left out")
		return figures, nil
	}
	dir = filepath.Join(b.temp, "django")
	if err := writeFiles(dir, djangoHistory()); err != nil {
		return nil, err
	}
	manage := func(words ...string) []string { return append([]string{python, "manage.py"}, words...) }
	theirs := migrator{
		blank:   blank,
		migrate: manage("migrate"), start: manage("version"), check: manage("makemigrations", "--check"),
		said: fmt.Sprintf("shop.%04d_x", historyLength),
	}
	django, err := theirs.measure(ctx, b, dir, b.times(3, 1))
	if err != nil {
		return nil, err
	}
	return append(figures,
		times("fresh: Django takes", "manage.py migrate", django.fresh, mine.fresh),
		times("one by one: Django takes", "manage.py migrate", django.each, mine.each),
		times("with nothing to do, beside the start: Django takes", "manage.py migrate", django.noop, mine.noop),
		times("whether one is missing: Django takes", "manage.py makemigrations --check", django.check, mine.check),
	), nil
}

// times is how many times as long the others take, by medians.
func times(what, command string, theirs, ours sample[time.Duration]) figure {
	return atLeast(what, command, sample[float64]{float64(theirs.median()) / float64(ours.median())}, 0)
}

// migrator is the commands of one framework.
type migrator struct {
	env                   []string
	migrate, start, check []string
	said                  string // the last migration, which migrate names
	blank                 string // the program that makes a database with a table of somebody else
}

type migratorTimes struct{ fresh, each, noop, check sample[time.Duration] }

// measure times the commands in the folder of a site.
func (m migrator) measure(ctx context.Context, b *bench, dir string, rounds int) (t migratorTimes, err error) {
	run := func(words []string, database string) (time.Duration, string, error) {
		env := append([]string{"DATABASE_URL=" + database}, m.env...)
		return timed(func() (string, error) { return b.command(ctx, dir, env, words[0], words[1:]...) })
	}
	for round := range rounds {
		fresh := filepath.Join(dir, fmt.Sprintf("fresh%d.db", round))
		each := filepath.Join(dir, fmt.Sprintf("each%d.db", round))
		took, printed, err := run(m.migrate, fresh)
		if err != nil {
			return t, err
		}
		if !strings.Contains(printed, m.said) {
			return t, fmt.Errorf("it did not migrate to %s:\n%s", m.said, printed)
		}
		t.fresh = append(t.fresh, took)

		// A database that has a table already gets the migrations one after another.
		if _, err := b.command(ctx, dir, nil, m.blank, each); err != nil {
			return t, err
		}
		if took, _, err = run(m.migrate, each); err != nil {
			return t, err
		}
		t.each = append(t.each, took)

		began, _, err := run(m.start, fresh)
		if err != nil {
			return t, err
		}
		if took, _, err = run(m.migrate, fresh); err != nil {
			return t, err
		}
		t.noop = append(t.noop, max(took-began, time.Microsecond))
		if took, _, err = run(m.check, fresh); err != nil {
			return t, err
		}
		t.check = append(t.check, took)
	}
	return t, nil
}

// writeFiles writes files by their names below a folder.
func writeFiles(dir string, files map[string]string) error {
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// djangoPython is a Python that has Django: the system's, or the first in PATH.
func djangoPython(ctx context.Context) (string, bool) {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(ctx, python, "-c", "import django").Run() == nil {
			return python, true
		}
	}
	return "", false
}
