package web

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/templates"
)

// report collects what the error page of development shows.
func (h ErrorHandler) report(c Context, f Failure, err error) templates.Report {
	r := templates.Report{Failure: f}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if text := e.Error(); len(r.Errors) == 0 || text != r.Errors[len(r.Errors)-1] {
			r.Errors = append(r.Errors, text)
		}
	}
	if strings.Contains(err.Error(), "no such table") {
		r.Errors = append(r.Errors, "The database is not up to date: run gofw migrate.")
	}
	var panicked *Panic
	if errors.As(err, &panicked) {
		r.Calls = calls(string(panicked.Stack))
	}
	request := c.Request()
	r.Request = []templates.Fact{
		{Name: "Method", Value: request.Method},
		{Name: "Address", Value: AbsoluteURL(c, request.URL.EscapedPath())},
		{Name: "Route", Value: c.Path()},
		{Name: "Client", Value: c.RealIP()},
	}
	r.Request = append(r.Request, facts(request.Header)...)
	r.More = append(r.More, templates.Section{Title: "Query", Facts: facts(request.URL.Query())})
	if len(request.PostForm) > 0 { // what the handler has read; the rest stays unread
		r.More = append(r.More, templates.Section{Title: "Form", Facts: facts(request.PostForm)})
	}
	if h.More != nil {
		for _, section := range h.More(c) {
			section.Facts = slices.Clone(section.Facts)
			for i, fact := range section.Facts {
				section.Facts[i].Value = shown(fact.Name, fact.Value)
			}
			r.More = append(r.More, section)
		}
	}
	return r
}

// facts lists named values, without secrets.
func facts(values map[string][]string) []templates.Fact {
	var out []templates.Fact
	for _, name := range slices.Sorted(maps.Keys(values)) {
		out = append(out, templates.Fact{Name: name, Value: shown(name, strings.Join(values[name], ", "))})
	}
	return out
}

// longestFact is how many bytes of a value are worth reading.
const longestFact = 2000

// shown is a value for the page, unless its name says that it may let its reader
// in.
func shown(name, value string) string {
	name = strings.ToLower(name)
	for _, word := range []string{"cookie", "auth", "token", "secret", "key", "pass", "signature", "credential", "session-id", "sessionid"} {
		if strings.Contains(name, word) && value != "" {
			return "(hidden)"
		}
	}
	if len(value) > longestFact {
		value = strings.ToValidUTF8(value[:longestFact], "") + "…"
	}
	return value
}

// most calls and lines of source that are worth reading.
const (
	mostCalls   = 40
	aroundLines = 4
)

// calls reads a stack as runtime/debug prints it, from the panic on.
func calls(stack string) []templates.Call {
	lines := strings.Split(stack, "\n")
	library := "" // where Go's own source is: the first call is debug.Stack
	if len(lines) > 2 {
		library, _, _ = strings.Cut(strings.TrimPrefix(lines[2], "\t"), "runtime/debug/")
	}
	if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "panic(") }); i >= 0 {
		lines = lines[min(i+2, len(lines)):]
	}
	var out []templates.Call
	for i := 0; i+1 < len(lines) && len(out) < mostCalls && !strings.HasPrefix(lines[i], "created by "); i += 2 {
		place, _, _ := strings.Cut(strings.TrimPrefix(lines[i+1], "\t"), " +")
		call := templates.Call{Function: withoutArguments(lines[i]), Place: place}
		if !strings.HasPrefix(place, library) && !strings.Contains(place, "/pkg/mod/") {
			call.Own, call.Source = true, source(place)
		}
		out = append(out, call)
	}
	return out
}

func withoutArguments(call string) string {
	if i := strings.LastIndexByte(call, '('); i > 0 {
		return call[:i]
	}
	return call
}

// source reads the lines around file:line; none if the file is not here.
func source(place string) []templates.Line {
	i := strings.LastIndexByte(place, ':')
	if i < 0 {
		return nil
	}
	here, err := strconv.Atoi(place[i+1:])
	if err != nil {
		return nil
	}
	text, err := os.ReadFile(place[:i])
	if err != nil {
		return nil
	}
	var out []templates.Line
	for n, line := range strings.Split(string(text), "\n") {
		if n+1 >= here-aroundLines && n+1 <= here+aroundLines {
			out = append(out, templates.Line{Number: n + 1, Text: line, Here: n+1 == here})
		}
	}
	return out
}
