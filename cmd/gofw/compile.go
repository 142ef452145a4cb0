package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/gofw/gofw/generator/dev"
	"github.com/gofw/gofw/generator/write"
)

// compiled matches a line of the go command about a place.
var compiled = regexp.MustCompile(`^(\S.*?\.\w+):(\d+):(\d+): (.+)$`)

// compileError makes what go build has printed fit to read: places in what
// templ generates become places in the templ file, and the names of packages,
// which every place repeats, are left out.
func compileError(dir string, err error) error {
	var lines []string
	for line := range strings.Lines(err.Error()) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "# ") {
			continue
		}
		m := compiled.FindStringSubmatch(line)
		if m == nil {
			lines = append(lines, line)
			continue
		}
		l, _ := strconv.Atoi(m[2]) // digits; what is too large is no place anyway
		c, _ := strconv.Atoi(m[3])
		q := inTempl(dir, dev.Problem{File: filepath.Clean(m[1]), Line: l, Column: c, Message: m[4]})
		lines = append(lines, q.String())
	}
	if len(lines) == 0 {
		return err
	}
	return fmt.Errorf("the site does not compile:\n%w", errors.New(strings.Join(lines, "\n")))
}

// inTempl moves a problem from what templ generates to the templ file, if it
// stands in a template.
func inTempl(dir string, p dev.Problem) dev.Problem {
	base, ok := strings.CutSuffix(p.File, "_templ.go")
	if !ok {
		return p
	}
	file := base + ".templ"
	full := file
	if !filepath.IsAbs(full) {
		full = filepath.Join(dir, file)
	}
	line, column, ok := write.TemplPosition(full, p.Line, p.Column)
	if !ok {
		return p
	}
	p.File, p.Line, p.Column = file, line, column
	return p
}
