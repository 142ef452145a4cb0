package urls

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with a route.
type Problem struct {
	Place   string // "blog/urls.go:12"; may be empty
	Message string
	Hint    string // what to do; may be empty
}

// Problems are all that is wrong with the routes of a site.
type Problems []Problem

// Error lists the problems, one a line, each with its hint below.
func (p Problems) Error() string {
	var b strings.Builder
	for i, problem := range p {
		if i > 0 {
			b.WriteByte('\n')
		}
		if problem.Place != "" {
			b.WriteString(problem.Place + ": ")
		}
		b.WriteString(problem.Message)
		if problem.Hint != "" {
			b.WriteString("\n\t" + problem.Hint)
		}
	}
	return b.String()
}

// Check returns everything that is wrong with the routes: patterns that cannot
// be read, routes that lead nowhere, routes that another one hides.
func (r Routes) Check() Problems {
	var problems Problems
	var good []entry
	for _, route := range r {
		report := func(hint, format string, args ...any) {
			problems = append(problems, Problem{route.Place, fmt.Sprintf(format, args...), hint})
		}
		if bad := badConverter(route.Converters); bad != "" {
			report("give it a name of small letters that is not int, slug, uuid or path, and a function Accepts", "%s uses %s", route.Pattern, bad)
			continue
		}
		p, err := parse(route.Pattern, route.Converters)
		if err != nil {
			report(err.Error(), "the pattern %q cannot be read", route.Pattern)
			continue
		}
		if route.Handler == nil {
			report("give it a view or a handler", "%s leads to nil", route.Pattern)
			continue
		}
		if len(route.Methods) == 0 {
			report("return at least http.MethodGet from its Methods", "%s answers no method", route.Pattern)
			continue
		}
		if m, bad := badMethod(route.Methods); bad {
			report("methods are upper case, such as http.MethodGet", "%s answers %q, which is no method", route.Pattern, m)
			continue
		}
		if v, ok := route.View.(Checked); ok {
			if err := v.Check(p.names()); err != nil {
				report("", "%s: %v", route.Pattern, err)
			}
		}
		e := entry{route: route, pattern: p}
		for _, earlier := range good {
			if methods := earlier.hides(e); len(methods) > 0 {
				report("declare the narrower one first, give parameters types, or remove one",
					"%s %s is never reached: %s%s answers first", strings.Join(methods, ","), route.Pattern, earlier.pattern.text, at(earlier.route))
				break
			}
		}
		good = append(good, e)
	}
	return problems
}

// badMethod returns the first word that is no request method.
func badMethod(methods []string) (string, bool) {
	for _, m := range methods {
		if m == "" || strings.Trim(m, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
			return m, true
		}
	}
	return "", false
}

func at(r Route) string {
	if r.Place == "" {
		return ""
	}
	return " (" + r.Place + ")"
}

// hides lists the methods in which e answers every address of later.
func (e entry) hides(later entry) []string {
	if e.pattern.shape() != later.pattern.shape() {
		return nil
	}
	mine, theirs := e.pattern.params(), later.pattern.params()
	for i := range mine {
		if !mine[i].covers(theirs[i]) {
			return nil
		}
	}
	var methods []string
	for _, m := range later.methods() {
		if slices.Contains(e.methods(), m) && (m != "HEAD" || slices.Contains(later.route.Methods, m)) {
			methods = append(methods, m)
		}
	}
	return methods
}
