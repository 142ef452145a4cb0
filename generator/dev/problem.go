package dev

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Problem is one thing that keeps a site from running, with its place.
type Problem struct {
	File    string // relative to the site's folder, or absolute
	Line    int    // from 1
	Column  int    // from 1, in bytes; 0: not known
	Message string
	Hint    string // what to do; may be empty
}

// Place is where the problem is, as editors and terminals understand it.
func (p Problem) Place() string {
	if p.Column == 0 {
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// String is the problem in the form in which compilers print.
func (p Problem) String() string {
	text := p.Place() + ": " + p.Message
	if p.Hint != "" {
		text += "\n\t" + strings.ReplaceAll(p.Hint, "\n", "\n\t")
	}
	return text
}

// placed matches "file:line:column: message"; the column may be missing.
var placed = regexp.MustCompile(`^(\S.*?\.[A-Za-z]\w*):(\d+)(?::(\d+))?: (.+)$`)

// frame matches the place in a goroutine's trace.
var frame = regexp.MustCompile(`^\t(.+\.go):(\d+)(?: \+0x[0-9a-f]+)?$`)

// parseProblems reads the problems that a tool printed and returns the lines
// that are none. An indented line belongs to the problem before it.
func parseProblems(text string) (problems []Problem, rest string) {
	var others []string
	follows := false // a problem
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if m := placed.FindStringSubmatch(line); m != nil {
			problems = append(problems, Problem{File: filepath.Clean(m[1]), Line: number(m[2]), Column: number(m[3]), Message: m[4]})
			follows = true
			continue
		}
		if follows && strings.HasPrefix(line, "\t") {
			last := &problems[len(problems)-1]
			last.Hint = strings.TrimPrefix(last.Hint+"\n"+strings.TrimSpace(line), "\n")
			continue
		}
		follows = false
		if strings.HasPrefix(line, "# ") || line == "" && len(others) == 0 { // the package that the compiler reports on
			continue
		}
		others = append(others, line)
	}
	return problems, strings.TrimSpace(strings.Join(others, "\n"))
}

// parsePanic finds in what a site printed the place in dir where it panicked.
func parsePanic(text, dir string) []Problem {
	message := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			message = line
		}
		m := frame.FindStringSubmatch(line)
		if message == "" || m == nil {
			continue
		}
		if name, err := filepath.Rel(dir, m[1]); err == nil && filepath.IsLocal(name) {
			return []Problem{{File: name, Line: number(m[2]), Message: message}}
		}
	}
	return nil
}

// number reads digits; what is too large for an int is 0.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// sourceLine is a line of an excerpt.
type sourceLine struct {
	Number int
	Text   string
	Here   bool // the problem is in this line
}

// excerptLimit is the longest piece of a line that an excerpt shows.
const excerptLimit = 300

// excerpt returns the lines around a problem, or none if there is no such file.
func excerpt(p Problem, dir string) []sourceLine {
	name := p.File
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	var lines []sourceLine
	scanner := bufio.NewScanner(file)
	for n := 1; n <= p.Line+3 && scanner.Scan(); n++ {
		if n < p.Line-3 {
			continue
		}
		text := scanner.Text()
		if len(text) > excerptLimit {
			text = strings.ToValidUTF8(text[:excerptLimit], "") + " …"
		}
		lines = append(lines, sourceLine{Number: n, Text: text, Here: n == p.Line})
	}
	return lines
}
