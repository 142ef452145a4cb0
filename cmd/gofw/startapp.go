package main

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gofw/gofw/generator"
	"github.com/gofw/gofw/generator/scaffold"
	"github.com/gofw/gofw/generator/source"
)

// startappCommand writes an app.
type startappCommand struct {
	Name string `arg:"" help:"The app's name, a single word: its folder, its package and the beginning of its tables' names."`
}

// Help has an example.
func (startappCommand) Help() string {
	return `The folder NAME is made in the site's folder. It compiles at once; the line that adds it to main.go is printed.

    gofw startapp blog`
}

// Run writes the app.
func (c startappCommand) Run(ctx context.Context, p *program) error {
	site, err := p.findSite(ctx, "startapp")
	if err != nil {
		return err
	}
	files, err := scaffold.App(c.Name, site.Module)
	if err != nil {
		return usageError{err}
	}
	read, _, err := generator.Read(site.Dir)
	if err != nil {
		return err
	}
	dir := filepath.Join(site.Dir, c.Name)
	if err := scaffold.Create(ctx, dir, files); err != nil {
		return err
	}
	result, err := generator.Generate(ctx, site.Dir)
	if err != nil {
		return errors.Join(err, os.RemoveAll(dir)) // it was made a moment ago
	}
	p.say("%s/ has a new app: %s.\n", c.Name, strings.Join(files.Names(), ", "))
	p.sayWhatToAdd(read, c.Name)
	return p.tell(p.err, serious(result.Problems)) // that the app is not listed yet is known
}

// sayWhatToAdd prints the line for main.go. No file that a person wrote is
// ever changed.
func (p *program) sayWhatToAdd(site *source.Site, name string) {
	file := site.Main
	if file == "" {
		file = "main.go"
	}
	apps := []string{"settings"}
	for _, a := range site.Apps {
		apps = append(apps, path.Base(a.Import)+".App")
	}
	apps = append(apps, name+".App")
	p.say(`Add it to %s: the import, and the app behind the others.

	import "%s/%s"

	func main() { site.Main(%s) }

Then:

	gofw makemigrations     # writes the migration for its tables
	gofw migrate            # applies it
	gofw runserver          # http://127.0.0.1:8000/%[3]s/`, file, site.Module, name, strings.Join(apps, ", "))
}
