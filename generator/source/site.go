package source

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// Site is a module with gofw apps: a site, or the framework itself.
type Site struct {
	Root     string         // folder of go.mod, absolute
	Module   string         // module path
	Main     string         // the file that calls site.Main: "main.go"; empty if none does
	Call     token.Position // where it does
	Apps     []Listed
	Folders  []string // all package folders, absolute and sorted
	Templ    []string // all .templ files, absolute and sorted
	Problems []Problem
}

// Listed is an app that main.go gives to site.Main, in its order.
type Listed struct {
	Import string
	Dir    string // empty if its package could not be found
	Pos    token.Position
}

// IsFramework reports whether the module is gofw itself, whose folders have
// models but are no apps of a site.
func (s *Site) IsFramework() bool { return s.Module == Framework }

// Lists reports whether main.go lists the app with this import path.
func (s *Site) Lists(importPath string) bool {
	for _, a := range s.Apps {
		if a.Import == importPath {
			return true
		}
	}
	return false
}

// ReadSite reads the module in a folder or above it: its folders and what its
// package main gives to site.Main.
func ReadSite(dir string) (*Site, *Resolver, error) {
	r, err := NewResolver(dir)
	if err != nil {
		return nil, nil, err
	}
	s := &Site{Root: r.Root, Module: r.Module}
	if !s.IsFramework() {
		if _, err := r.Dir(Framework + "/framework/orm"); err != nil {
			if !requires(r.Root) {
				return nil, nil, fmt.Errorf("go.mod does not require %s: this is not a gofw site", Framework)
			}
			return nil, nil, fmt.Errorf("reading go.mod: %w", err)
		}
	}
	if err := s.walk(); err != nil {
		return nil, nil, fmt.Errorf("reading folders: %w", err)
	}
	p, err := r.parse(r.Root)
	if err != nil {
		return nil, nil, err
	}
	if p.name == "main" {
		s.readMain(r, p)
	}
	return s, r, nil
}

func requires(root string) bool {
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return false
	}
	mod, err := modfile.ParseLax("go.mod", text, nil)
	if err != nil {
		return false
	}
	for _, q := range mod.Require {
		if q.Mod.Path == Framework {
			return true
		}
	}
	return false
}

// walk finds the package folders and .templ files of the module.
func (s *Site) walk() error {
	return filepath.WalkDir(s.Root, func(full string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := e.Name()
		if e.IsDir() {
			if full == s.Root {
				return nil
			}
			if name[0] == '.' || name[0] == '_' || name == "testdata" || name == "vendor" || name == "node_modules" {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(full, "go.mod")); err == nil {
				return filepath.SkipDir
			}
			return nil
		}
		if !e.Type().IsRegular() {
			return nil
		}
		switch path.Ext(name) {
		case ".go":
			if dir := filepath.Dir(full); !contains(s.Folders, dir) {
				s.Folders = append(s.Folders, dir)
			}
		case ".templ":
			if name != ".templ" {
				s.Templ = append(s.Templ, full)
			}
		}
		return nil
	})
}

// contains looks from the end, where the folder of the file before is.
func contains(list []string, dir string) bool {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == dir {
			return true
		}
	}
	return false
}

// readMain finds site.Main(settings, blog.App, …).
func (s *Site) readMain(r *Resolver, p *pkg) {
	for _, f := range p.files {
		if f.err != nil {
			s.Problems = append(s.Problems, syntaxProblems(f.display, f.err)...)
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			importPath, name := r.selector(f, call.Fun)
			if importPath != Framework+"/framework/site" || name != "Main" || len(call.Args) == 0 {
				return true
			}
			s.Main, s.Call = f.name, r.position(call.Pos())
			for _, arg := range call.Args[1:] {
				s.list(r, f, arg)
			}
			return false
		})
	}
}

func (s *Site) list(r *Resolver, f *file, arg ast.Expr) {
	pos := r.position(arg.Pos())
	importPath, name := r.selector(f, arg)
	if importPath == "" || name != "App" && !strings.HasSuffix(name, "App") {
		s.Problems = append(s.Problems, Problem{
			Pos: pos, Message: "cannot tell which app this is", Hint: "name it by its package, such as blog.App", Warning: true,
		})
		return
	}
	dir, err := r.Dir(importPath)
	if err != nil || !isDir(dir) {
		hint := "create the folder, or remove the line"
		if err != nil {
			hint = err.Error()
		}
		s.Problems = append(s.Problems, Problem{Pos: pos, Message: "there is no package " + importPath, Hint: hint})
		dir = ""
	}
	s.Apps = append(s.Apps, Listed{importPath, dir, pos})
}
