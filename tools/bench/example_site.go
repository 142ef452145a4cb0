package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// production is how the example site is told that it serves.
func (b *bench) production() []string {
	return []string{
		"SITE_SECRET_KEY=" + strings.Repeat("not a secret ", 4), "SITE_ALLOWED_HOSTS=127.0.0.1",
		"DATABASE_URL=" + filepath.Join(b.temp, "site.db"),
	}
}

// exampleSite copies the example site, builds it as gofw build does, and fills
// its database; once for all rows.
func (b *bench) exampleSite(ctx context.Context) error {
	if b.siteBinary != "" {
		return nil
	}
	gofw, err := b.gofw(ctx)
	if err != nil {
		return err
	}
	dir := filepath.Join(b.temp, "example-site")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(b.root, "example-site"))); err != nil {
		return fmt.Errorf("copying the example site: %w", err)
	}
	if err := edit(filepath.Join(dir, "go.mod"), "replace github.com/gofw/gofw => ../", "replace github.com/gofw/gofw => "+b.root); err != nil {
		return err
	}
	b.say("building the example site")
	binary := filepath.Join(b.temp, "site")
	if _, err := b.command(ctx, dir, nil, gofw, "build", "-o", binary); err != nil {
		return err
	}
	for _, word := range []string{"migrate", "seed"} {
		if _, err := b.command(ctx, dir, b.production(), binary, word); err != nil {
			return err
		}
	}
	b.siteDir, b.siteBinary = dir, binary
	return nil
}

// edit replaces the one place in a file that holds a text.
func edit(file, from, to string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if strings.Count(string(text), from) != 1 {
		return fmt.Errorf("%s does not hold %q exactly once: this row must be adapted to it", filepath.Base(file), from)
	}
	return os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o644)
}
