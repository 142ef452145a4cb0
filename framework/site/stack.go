package site

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofw/gofw/templates"
)

// around is how many lines of source are shown on each side of a call.
const around = 4

// calls reads a stack as runtime/debug.Stack prints it, innermost first, from
// the function that panicked on.
func calls(stack []byte) []templates.Call {
	var out []templates.Call
	function, panicked := "", false
	lines := bufio.NewScanner(bytes.NewReader(stack))
	for lines.Scan() {
		text := lines.Text()
		place, isPlace := strings.CutPrefix(text, "\t")
		if !isPlace {
			function = text
			if strings.HasPrefix(text, "panic(") {
				panicked, out = true, nil
			}
			continue
		}
		if place, _, _ = strings.Cut(place, " +"); function == "" || !panicked && len(out) > 200 {
			continue
		}
		if strings.HasPrefix(function, "panic(") {
			continue
		}
		out = append(out, call(function, place))
	}
	return out
}

func call(function, place string) templates.Call {
	name, _, _ := strings.Cut(strings.TrimPrefix(function, "created by "), "(0x")
	name = strings.TrimSuffix(name, "(...)")
	c := templates.Call{Function: name, Place: place}
	file, number, _ := strings.Cut(place, ".go:")
	line, err := strconv.Atoi(number)
	if here, wderr := os.Getwd(); err == nil && wderr == nil {
		if short, ok := strings.CutPrefix(file, here+string(filepath.Separator)); ok {
			c.Own, c.Place = true, short+".go:"+number
			c.Source = excerpt(file+".go", line)
		}
	}
	return c
}

// excerpt is the lines of a file around one; nil if it cannot be read.
func excerpt(file string, line int) []templates.Line {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var out []templates.Line
	for i, text := range strings.Split(string(src), "\n") {
		if n := i + 1; n >= line-around && n <= line+around {
			out = append(out, templates.Line{Number: n, Text: text, Here: n == line})
		}
	}
	return out
}
