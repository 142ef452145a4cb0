package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"io/fs"
	"path"
	"strings"
	"text/template"

	"github.com/gofw/gofw/generator/source"
)

// secrets is the file with what must not be published.
const secrets = ".env"

//go:embed all:site all:app
var sources embed.FS

// templates are the files of a new site and a new app. Their marks are not
// those of templ and of composite literals.
var templates = parse()

func parse() *template.Template {
	t := template.New("").Delims("[[", "]]").Option("missingkey=error")
	err := fs.WalkDir(sources, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := sources.ReadFile(name)
		if err != nil {
			return err
		}
		_, err = t.New(name).Parse(string(text))
		return err
	})
	return template.Must(t, err)
}

// SiteConfig says what a new site is. All fields are required but Module.
type SiteConfig struct {
	Name   string // "mysite": its folder and its program
	Module string // its module path; empty: Name
	GoMod  []byte // as package module writes them
	GoSum  []byte
	Secret string // a long random text, which signs sessions and links
}

// Site returns the files of a new site.
func Site(c SiteConfig) (Files, error) {
	if err := SiteName(c.Name); err != nil {
		return nil, err
	}
	if c.Module == "" {
		c.Module = c.Name
	}
	if err := ModulePath(c.Module); err != nil {
		return nil, err
	}
	if len(c.Secret) < 32 || strings.ContainsAny(c.Secret, "\"'\\$#\n ") {
		return nil, fmt.Errorf("writing %s: the secret is too short, or has characters that need quotes", secrets)
	}
	files, err := render("site", struct{ Name, Module, Program, Secret, Framework string }{c.Name, c.Module, last(c.Module), c.Secret, source.Framework})
	if err != nil {
		return nil, err
	}
	files["go.mod"], files["go.sum"] = c.GoMod, c.GoSum
	return files, nil
}

// App returns the files of a new app in the site with the given module path,
// without the companions that the generator writes.
func App(name, site string) (Files, error) {
	if err := AppName(name, site); err != nil {
		return nil, err
	}
	files, err := render("app", struct{ Name, Import, Framework string }{name, site + "/" + name, source.Framework})
	if err != nil {
		return nil, err
	}
	files[name+"_test.go"] = files["app_test.go"]
	delete(files, "app_test.go")
	return files, nil
}

// render executes the templates of a folder and formats those that are Go.
func render(folder string, values any) (Files, error) {
	files := Files{}
	for _, t := range templates.Templates() {
		name, ok := strings.CutPrefix(t.Name(), folder+"/")
		if !ok {
			continue
		}
		name = strings.TrimSuffix(name, ".tmpl")
		var b bytes.Buffer
		if err := t.Execute(&b, values); err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
		text := b.Bytes()
		if path.Ext(name) == ".go" {
			formatted, err := format.Source(text)
			if err != nil {
				return nil, fmt.Errorf("writing %s: %w", name, err)
			}
			text = formatted
		}
		files[name] = text
	}
	return files, nil
}
