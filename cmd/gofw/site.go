package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/gofw/gofw/generator"
	"github.com/gofw/gofw/generator/module"
	"github.com/gofw/gofw/generator/source"
)

// findModule finds the site, or the framework itself, that the current folder
// lies in. A framework that this gofw carries and that the module cache has
// lost is put there again.
func (p *program) findModule(ctx context.Context) (module.Site, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return module.Site{}, err
	}
	dir, err := os.Getwd()
	if err != nil {
		return module.Site{}, fmt.Errorf("finding the current folder: %w", err)
	}
	site, err := module.Locate(dir)
	if !errors.Is(err, module.ErrMissing) || site.From != module.FromCache {
		return site, err
	}
	if carried, versionErr := module.Version(); versionErr != nil || carried != site.Version {
		return site, err
	}
	if err := p.download(ctx); err != nil {
		return site, err
	}
	return module.Locate(dir)
}

// findSite finds the site that the current folder lies in, for a command.
func (p *program) findSite(ctx context.Context, command string) (module.Site, error) {
	site, err := p.findModule(ctx)
	if err != nil {
		return site, fmt.Errorf("%s: %w", command, err)
	}
	if site.From == module.FromItself {
		return site, fmt.Errorf("%s: %s is the source of gofw, not a site: go into a site's folder, or make a site with gofw new NAME", command, site.Dir)
	}
	return site, nil
}

// download puts the framework that this gofw carries into the module cache.
func (p *program) download(ctx context.Context) error {
	return p.busy("putting the framework into the module cache", func() error {
		cache, err := cacheDir()
		if err != nil {
			return err
		}
		_, err = module.Download(ctx, cache)
		return err
	})
}

// cacheDir is where gofw keeps what it can make again.
func cacheDir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("finding the cache folder: %w", err)
	}
	return dir, nil
}

// generate brings the companions of a site up to date, in silence unless there
// are problems.
func (p *program) generate(ctx context.Context, dir string) error {
	result, err := generator.Generate(ctx, dir)
	if err != nil {
		return err
	}
	return p.tell(p.err, serious(result.Problems))
}

// readRunnable reads a site that has a program: a package main that calls
// site.Main.
func readRunnable(dir string) (*source.Site, []*source.App, error) {
	site, apps, err := generator.Read(dir)
	if err != nil {
		return nil, nil, err
	}
	if site.Main == "" {
		return nil, nil, fmt.Errorf("no file in %s calls site.Main: main.go of a site has func main() { site.Main(settings, blog.App) }", site.Root)
	}
	return site, apps, nil
}
