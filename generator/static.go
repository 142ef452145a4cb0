package generator

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gofw/gofw/generator/source"
	"github.com/gofw/gofw/generator/write"
)

// StaticNames lists the static files that the site in dir, or above it, names in
// its Go and templ files, in order of folders and files. Files with a syntax
// error are left out: Check speaks of them.
func StaticNames(dir string) ([]source.StaticName, error) {
	site, resolver, err := source.ReadSite(dir)
	if err != nil {
		return nil, err
	}
	var names []source.StaticName
	for _, folder := range site.Folders {
		found, err := resolver.StaticNames(folder)
		if err != nil {
			return nil, err
		}
		names = append(names, found...)
	}
	for _, file := range site.Templ {
		found, err := staticNamesOf(site.Root, file)
		if err != nil {
			return nil, fmt.Errorf("reading templ files: %w", err)
		}
		names = append(names, found...)
	}
	return names, nil
}

// staticNamesOf reads a templ file by way of the Go that is made from it.
func staticNamesOf(root, file string) ([]source.StaticName, error) {
	rel, err := filepath.Rel(root, file)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	name := filepath.ToSlash(rel)
	t, _ := write.Templ(text, name)
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, name, t.Go, parser.SkipObjectResolution)
	if err != nil {
		return nil, nil
	}
	var names []source.StaticName
	for _, lit := range source.StaticTexts(parsed) {
		named, err := strconv.Unquote(lit.Value)
		if err != nil {
			continue
		}
		at := fset.Position(lit.Pos())
		pos := token.Position{Filename: name}
		if line, column, ok := t.Position(at.Line, at.Column); ok {
			pos.Line, pos.Column = line, column
		}
		names = append(names, source.StaticName{Name: named, Pos: pos})
	}
	return names, nil
}
