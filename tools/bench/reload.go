package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	reloadBar = time.Second
	// enough is how long edits of one kind may take together; a machine, or a
	// gofw, that is far from the bar gets fewer of them.
	enough = 20 * time.Second
)

// reloadRow times edits of the example site under gofw runserver, from saving
// the file until a browser that asks has the new page. Beside it stands what a
// program of one page, by hand, takes to build.
func reloadRow(ctx context.Context, b *bench) ([]figure, error) {
	gofw, err := b.gofw(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.exampleSite(ctx); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	env := append(b.production(), "SITE_DEBUG=true")
	p, err := b.start(ctx, b.siteDir, env, gofw, "runserver", address)
	if err != nil {
		return nil, err
	}
	defer p.stop()
	url := "http://" + address + "/news/search?q=tide"
	b.say("waiting for the first build of runserver")
	if _, err := p.first(ctx, url); err != nil {
		return nil, err
	}
	edits := []struct {
		what, file, before, format string
	}{
		{"handler edited to its new page", "newsroom/views.go", "SearchPage(term, posts)", `SearchPage(term+" in edition %d.", posts)`},
		{"templ text edited to its new page", "newsroom/pages.templ", "<h1>Search</h1>", "<h1>Search in edition %d.</h1>"},
	}
	usual := filepath.Join(b.root, "tools", "bench", "contenders", "usual", "main.go")
	if err := b.buildEdited(ctx, usual, 0); err != nil { // what does not change is compiled once
		return nil, err
	}
	var figures []figure
	var builds sample[time.Duration]
	for i, e := range edits {
		var took sample[time.Duration]
		text, first := e.before, time.Now()
		for n := range b.times(7, 2) {
			if n > 1 && time.Since(first) > enough {
				break
			}
			edition := 100*(i+1) + n
			if i == 0 {
				began := time.Now()
				if err := b.buildEdited(ctx, usual, edition); err != nil {
					return figures, err
				}
				builds = append(builds, time.Since(began))
			}
			next := fmt.Sprintf(e.format, edition)
			one, err := p.reload(ctx, url, filepath.Join(b.siteDir, filepath.FromSlash(e.file)), text, next, edition)
			if err != nil {
				return figures, err
			}
			took, text = append(took, one), next
		}
		bar := reloadBar
		if i > 0 {
			bar = 0
		}
		figures = append(figures, under(e.what, "gofw runserver ADDRESS", took, bar))
		if i == 0 {
			figures = append(figures,
				under("(c) by hand: its build after an edit", "go build ./contenders/usual", builds, 0),
				atLeast("that build against the new page", "go build / gofw runserver", ratios(builds, took), 0))
		}
	}
	return figures, nil
}

// buildEdited builds a program of one file after an edit of it, as the tools that
// watch files and call the go command do.
func (b *bench) buildEdited(ctx context.Context, file string, edition int) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	edited, overlay := filepath.Join(b.temp, "edited.go"), filepath.Join(b.temp, "overlay.json")
	text = fmt.Appendf(text, "\nfunc init() { os.Setenv(\"EDITION\", \"%d\") }\n", edition)
	if err := os.WriteFile(edited, text, 0o644); err != nil {
		return err
	}
	config, err := json.Marshal(map[string]map[string]string{"Replace": {file: edited}})
	if err != nil {
		return err
	}
	if err := os.WriteFile(overlay, config, 0o644); err != nil {
		return err
	}
	_, err = b.command(ctx, filepath.Join(b.root, "tools", "bench"), []string{"CGO_ENABLED=0"}, "go", "build",
		"-buildvcs=false", "-overlay", overlay, "-o", filepath.Join(b.temp, "edited"), "./contenders/usual")
	return err
}

// reload edits a file and asks for the page until the edition is in it. Once
// runserver has noticed the edit, it holds the request until the page is there.
func (p *process) reload(ctx context.Context, url, file, from, to string, edition int) (time.Duration, error) {
	client := &http.Client{}
	defer client.CloseIdleConnections()
	if err := edit(file, from, to); err != nil {
		return 0, err
	}
	began := time.Now()
	for {
		page, status, err := get(ctx, client, url)
		took := time.Since(began)
		switch {
		case err != nil:
			return 0, p.fails(err)
		case status != http.StatusOK:
			return 0, p.fails(fmt.Errorf("after an edit, %s answers with status %d", url, status))
		case strings.Contains(page, fmt.Sprintf("in edition %d.", edition)):
			return took, nil
		}
		select {
		case <-ctx.Done():
			return 0, p.fails(ctx.Err())
		case <-time.After(2 * time.Millisecond):
		}
	}
}
