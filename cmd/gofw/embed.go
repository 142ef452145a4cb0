package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/collect"
	"github.com/gofw/gofw/generator/module"
)

// collectStatic collects the static files of a site into a folder, where those
// of earlier builds stay for some time, and writes an overlay for the go command
// by which the site embeds them in the place of its folder static. It reports
// whether the site embeds such a folder at all.
func (p *program) collectStatic(ctx context.Context, site module.Site, folder, overlay string) (embeds bool, err error) {
	sources, err := staticSources(site)
	if err != nil {
		return false, err
	}
	if err := collect.CheckTarget(folder, absolute(site.Dir, sources)); err != nil {
		return false, err
	}
	var result collect.Result
	err = p.busy("collecting static files", func() error {
		plan, err := collect.Read(sources, collect.Options{Prefix: staticPrefix})
		if err == nil {
			result, err = plan.Write(ctx, folder, collect.WriteOptions{})
		}
		return err
	})
	if err != nil {
		return false, err
	}
	stored, err := writeOverlay(site.Dir, folder, overlay)
	if err != nil {
		return false, err
	}
	embedded, err := embeddedFiles(ctx, site.Dir, overlay)
	if err != nil {
		return false, err
	}
	if !slices.Contains(embedded, "static/"+static.ManifestName) {
		p.say("no file of package main embeds the folder static, so static files get their names when the program starts, and no compressed copies:\n\twrite //go:embed all:static in settings.go, and name it in the settings as Static")
		return false, nil
	}
	for _, name := range stored {
		if !slices.Contains(embedded, "static/"+name) {
			return false, fmt.Errorf("the static file %s is not embedded: write //go:embed all:static in settings.go, since without all: names that begin with _ are left out", name)
		}
	}
	p.say("collected %d static files, %d of them new", result.Unchanged+len(result.Written), len(result.Written))
	return true, nil
}

// absolute is the sources with paths from the root of the disk.
func absolute(dir string, sources []static.Source) []static.Source {
	sources = slices.Clone(sources)
	for i, s := range sources {
		if s.Path != "" && !filepath.IsAbs(s.Path) {
			sources[i].Path = filepath.Join(dir, s.Path)
		}
	}
	return sources
}

// writeOverlay writes what makes the go command see collected files in the place
// of the site's folder static, and returns their names.
func writeOverlay(dir, folder, overlay string) (stored []string, err error) {
	replace := map[string]string{}
	own := filepath.Join(dir, "static")
	err = eachFile(own, func(name string) { replace[filepath.Join(own, filepath.FromSlash(name))] = "" })
	if err != nil {
		return nil, err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return nil, err
	}
	err = eachFile(folder, func(name string) {
		if static.Hidden(filepath.Base(name)) { // unfinished
			return
		}
		stored = append(stored, name)
		replace[filepath.Join(own, filepath.FromSlash(name))] = filepath.Join(folder, filepath.FromSlash(name))
	})
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(struct{ Replace map[string]string }{replace})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(overlay, text, 0o644); err != nil {
		return nil, fmt.Errorf("collecting static files: %w", err)
	}
	return stored, nil
}

// eachFile calls do for every file below a folder, which need not be there.
func eachFile(dir string, do func(name string)) error {
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			do(name)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// embeddedFiles are the files that package main of a site embeds.
func embeddedFiles(ctx context.Context, dir, overlay string) ([]string, error) {
	command := exec.CommandContext(ctx, "go", "list", "-overlay="+overlay, "-e", "-f", `{{join .EmbedFiles "\n"}}`, ".")
	command.Dir = dir
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("running go list: %w", err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n"), nil
}
