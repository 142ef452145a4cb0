package dev

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// stamp is the state of a file; the zero value is that of a file that is not
// there.
type stamp struct {
	modified time.Time
	size     int64
}

func stampOf(file string) stamp {
	info, err := os.Stat(file)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}

// stamps is the states of files.
type stamps map[string]stamp

func (s stamps) note(file string) {
	if file != "" {
		s[file] = stampOf(file)
	}
}

// noteFolder notes a folder and the files in it.
func (s stamps) noteFolder(dir string) {
	s.note(dir)
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.Type() == fs.ModeDir || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		s.note(filepath.Join(dir, e.Name()))
	}
}

// same reports whether no file has changed.
func (s stamps) same() bool {
	for file, was := range s {
		if now := stampOf(file); now.size != was.size || !now.modified.Equal(was.modified) {
			return false
		}
	}
	return true
}

// header is what a Go file asks of the build, beside its code: its package, its
// imports and its directives.
func header(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly)
	if err != nil {
		return "", err
	}
	lines := []string{parsed.Name.Name}
	for _, i := range parsed.Imports {
		lines = append(lines, i.Path.Value)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "//go:") || strings.HasPrefix(line, "// +build") || strings.HasPrefix(line, "//line ") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return strings.Join(lines, "\n"), nil
}
