package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	generateBar = 100 * time.Millisecond
	linesBar    = 110
)

// generateRow times gofw generate of 50 models, from nothing and with nothing
// to do, each in a process of its own.
func generateRow(ctx context.Context, b *bench) ([]figure, error) {
	gofw, err := b.gofw(ctx)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(b.temp, "sample")
	if err := writeSample(dir, b.root); err != nil {
		return nil, fmt.Errorf("making a site: %w", err)
	}
	var all, nothing sample[time.Duration]
	for range b.times(15, 5) {
		if err := removeCompanions(dir); err != nil {
			return nil, err
		}
		took, printed, err := timed(func() (string, error) { return b.command(ctx, dir, nil, gofw, "generate") })
		if err != nil {
			return nil, err
		}
		if n := strings.Count(printed, "wrote "); n != 2*len(sampleApps) {
			return nil, fmt.Errorf("%d files were written, not %d:\n%s", n, 2*len(sampleApps), printed)
		}
		all = append(all, took)
		took, printed, err = timed(func() (string, error) { return b.command(ctx, dir, nil, gofw, "generate") })
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(printed, "nothing to write") {
			return nil, fmt.Errorf("the second run wrote something:\n%s", printed)
		}
		nothing = append(nothing, took)
	}
	lines, err := companionLines(dir)
	if err != nil {
		return nil, err
	}
	models := len(sampleApps) * len(sampleModels)
	perModel := figure{
		what: fmt.Sprintf("lines per model of %d fields", sampleFields), value: fmt.Sprint(lines / models),
		bar: fmt.Sprintf("≤ %d", linesBar), met: lines/models <= linesBar, command: "wc -l */models_gen.go",
	}
	return []figure{
		under(fmt.Sprintf("%d models from nothing", models), "gofw generate", all, generateBar),
		under("with nothing to write", "gofw generate", nothing, 0),
		perModel,
	}, nil
}

// timed runs fn and says how long it took.
func timed(fn func() (string, error)) (time.Duration, string, error) {
	began := time.Now()
	printed, err := fn()
	return time.Since(began), printed, err
}

func companions(dir string) []string {
	found, _ := filepath.Glob(filepath.Join(dir, "*", "*_gen.go")) // the pattern is sound
	return found
}

func removeCompanions(dir string) error {
	for _, name := range companions(dir) {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// companionLines counts the generated lines about models.
func companionLines(dir string) (int, error) {
	n := 0
	for _, name := range companions(dir) {
		if filepath.Base(name) != "models_gen.go" {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		n += bytes.Count(text, []byte("\n"))
	}
	return n, nil
}
