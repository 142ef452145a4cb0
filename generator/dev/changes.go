package dev

import (
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// class says what a changed file asks for.
type class int

const (
	classNone   class = iota // nothing
	classOther               // a quiet build: the site may embed the file
	classAsset               // open pages reload at once, then a quiet build
	classSource              // requests wait for a new site
)

// classify says what a change of a file asks for, going by its name.
func classify(path string) class {
	name := filepath.Base(path)
	if name == ".env" || strings.HasPrefix(name, ".env.") {
		return classSource
	}
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") || name == "4913" { // editors' own
		return classNone
	}
	for _, suffix := range []string{"_gen.go", "_templ.go", "_test.go", "-journal", "-wal", "-shm"} {
		if strings.HasSuffix(name, suffix) {
			return classNone
		}
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".go", ".templ", ".mod", ".sum", ".work", ".yaml", ".yml", ".sql", ".html", ".gohtml", ".tmpl", ".po":
		return classSource
	case ".css", ".js", ".mjs", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2":
		return classAsset
	case ".log", ".tmp", ".swp", ".pid", ".sock", ".db", ".sqlite", ".sqlite3", ".exe", ".test", ".out", ".prof":
		return classNone
	}
	return classOther
}

// skipped reports whether a folder of that name is never watched.
func skipped(name string) bool {
	return strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor"
}

// changes collects the files that changed. The zero value is none.
type changes struct {
	paths map[string]bool
	most  class     // what the most demanding of them asks for
	since time.Time // when the first one was noted
}

// add notes a changed file.
func (c *changes) add(path string, class class) {
	if c.paths == nil {
		c.paths = map[string]bool{}
	}
	c.paths[path] = true
	c.ask(class)
}

// ask notes that something asks for class.
func (c *changes) ask(class class) {
	if c.since.IsZero() {
		c.since = time.Now()
	}
	c.most = max(c.most, class)
}

// merge notes what other noted.
func (c *changes) merge(other changes) {
	if other.most == classNone {
		return
	}
	if c.since.IsZero() || other.since.Before(c.since) {
		c.since = other.since
	}
	for path := range other.paths {
		c.add(path, other.most)
	}
	c.ask(other.most)
}

// sorted lists the files.
func (c *changes) sorted() []string {
	list := make([]string, 0, len(c.paths))
	for path := range c.paths {
		list = append(list, path)
	}
	slices.Sort(list)
	return list
}

// restarts reports whether the site must start again even if its binary is the
// same: it reads .env when it starts.
func (c *changes) restarts() bool {
	for path := range c.paths {
		if strings.HasPrefix(filepath.Base(path), ".env") {
			return true
		}
	}
	return false
}
