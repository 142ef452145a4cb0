package source

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// App is what one package folder declares. The zero value declares nothing.
type App struct {
	Name    string // of the package: "blog"
	Import  string // its import path
	Dir     string // its folder, absolute
	Display string // its folder in problems: "blog"

	Models     []*Model // of models.go, in order of source; broken ones are left out
	Choices    []*Choices
	Routes     []Route // of urls.go
	HasRoutes  bool    // urls.go declares the variable Routes
	Admin      []string
	Sitemaps   []string
	Commands   []string
	Migrations bool // the folder migrations holds a file
	Static     bool // the folder static, or one below it, holds a file
	Steps      []Step

	StepsImport string // the import path of the folder migrations, if it holds Go

	Files    []string                             // names of the Go files read
	Names    map[string]token.Position            // what the author declares at package level
	Methods  map[string]map[string]token.Position // by type and name
	Broken   []string                             // files with a syntax error
	Problems []Problem
}

// IsApp reports whether the folder is an app: a package with models.go,
// urls.go or admin.go.
func (a *App) IsApp() bool {
	return a.Name != "" && a.Name != "main" && slices.ContainsFunc(a.Files, func(name string) bool {
		return name == "models.go" || name == "urls.go" || name == "admin.go"
	})
}

// Has reports whether the folder holds a Go file with this name.
func (a *App) Has(name string) bool { return slices.Contains(a.Files, name) }

// IsBroken reports whether a file of this name has a syntax error.
func (a *App) IsBroken(name string) bool { return slices.Contains(a.Broken, name) }

// Read reads the package in a folder. Problems with its declarations are in
// the App; an error means that the folder could not be read at all.
func Read(dir string, r *Resolver) (*App, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if a := r.apps[dir]; a != nil {
		return a, nil
	}
	p, err := r.parse(dir)
	if err != nil {
		return nil, err
	}
	a := &App{
		Name: p.name, Import: p.path, Dir: dir, Display: r.display(dir),
		Names: map[string]token.Position{}, Methods: map[string]map[string]token.Position{},
	}
	r.apps[dir] = a
	for _, f := range p.files {
		a.Files = append(a.Files, f.name)
		if f.err != nil {
			a.Broken = append(a.Broken, f.name)
			a.Problems = append(a.Problems, syntaxProblems(f.display, f.err)...)
		}
	}
	for name, pos := range p.names {
		a.Names[name] = r.position(pos)
	}
	for typ, methods := range p.methods {
		a.Methods[typ] = map[string]token.Position{}
		for _, m := range methods {
			a.Methods[typ][m.decl.Name.Name] = r.position(m.decl.Name.Pos())
		}
	}
	if !a.IsApp() {
		return a, nil
	}
	if f := p.file("models.go"); f != nil && f.err == nil {
		a.readModels(r, p, f)
	}
	if f := p.file("urls.go"); f != nil && f.err == nil {
		a.readRoutes(r, p)
	}
	a.readParts(r, p)
	a.Migrations = holdsFile(filepath.Join(dir, "migrations"))
	a.Static = holdsFileBelow(filepath.Join(dir, "static"))
	a.readSteps(r)
	a.Problems = Sort(a.Problems)
	return a, nil
}

func (a *App) readModels(r *Resolver, p *pkg, f *file) {
	names := &namer{r: r, p: p, names: map[string]string{Framework + "/framework/orm": "orm"}}
	var problems []Problem
	a.Models, problems = r.models(p, names)
	a.Problems = append(a.Problems, problems...)
	for _, d := range f.ast.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, s := range g.Specs {
			td := p.types[s.(*ast.TypeSpec).Name.Name]
			if td == nil || td.spec != s || td.spec.Assign != token.NoPos {
				continue
			}
			if b, err := r.declared(td, 0); err == nil && b.choices != nil && len(b.choices.problems) == 0 {
				a.Choices = append(a.Choices, b.choices)
			}
		}
	}
}

func (a *App) readRoutes(r *Resolver, p *pkg) {
	v := p.variable("Routes")
	a.HasRoutes = v != nil && v.file.name == "urls.go"
	var problems []Problem
	a.Routes, problems = r.routes(p)
	a.Problems = append(a.Problems, problems...)
}

// readParts finds the package variables that belong in the app's value.
func (a *App) readParts(r *Resolver, p *pkg) {
	for _, v := range p.vars {
		typ := v.typ
		if lit, ok := v.value.(*ast.CompositeLit); ok {
			typ = lit.Type
		}
		if typ == nil || v.name == "_" {
			continue
		}
		importPath, name := r.selector(v.file, typ)
		switch strings.TrimPrefix(importPath, Framework+"/framework/") + "." + name {
		case "admin.Model":
			a.Admin = append(a.Admin, v.name)
		case "sitemaps.Sitemap", "sitemaps.Pages", "sitemaps.List":
			a.Sitemaps = append(a.Sitemaps, v.name)
		case "site.Command":
			a.Commands = append(a.Commands, v.name)
		}
	}
}

func holdsFile(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return !e.IsDir() })
}

// holdsFileBelow looks into folders in the folder, too.
func holdsFileBelow(dir string) bool {
	found := false
	_ = filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if found = err == nil && e.Type().IsRegular(); found {
			return filepath.SkipAll
		}
		return nil // what cannot be read is nothing
	})
	return found
}
