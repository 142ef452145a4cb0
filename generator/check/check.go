// Package check finds what is wrong with the declarations of a site, all at
// once, each with its place and a remedy.
package check

import (
	"fmt"
	"go/token"
	"path"

	"github.com/gofw/gofw/generator/source"
	"github.com/gofw/gofw/generator/write"
)

// Site checks what the folders of a site declare, on their own and together.
// It returns the problems found while reading as well, unsorted.
func Site(s *source.Site, apps []*source.App) []source.Problem {
	c := checker{site: s, apps: apps}
	c.problems = append(c.problems, s.Problems...)
	for _, a := range apps {
		c.problems = append(c.problems, a.Problems...)
		c.names(a)
		c.addresses(a)
		for _, m := range a.Models {
			c.reserved(m)
			c.keys(m)
			c.orders(m)
			c.collections(m)
			c.reverses(m)
		}
	}
	c.tables()
	c.routes()
	if !s.IsFramework() {
		c.listed()
	}
	return c.problems
}

type checker struct {
	site     *source.Site
	apps     []*source.App
	problems []source.Problem
}

func (c *checker) wrong(pos token.Position, hint, format string, args ...any) {
	c.problems = append(c.problems, source.Problem{Pos: pos, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (c *checker) hint(pos token.Position, hint, format string, args ...any) {
	c.wrong(pos, hint, format, args...)
	c.problems[len(c.problems)-1].Warning = true
}

// Stale reports generated files that are not what the declarations say.
func Stale(c write.Changes) []source.Problem {
	var out []source.Problem
	add := func(name, message string) {
		out = append(out, source.Problem{Pos: token.Position{Filename: name}, Message: message, Hint: "run gofw generate"})
	}
	for _, name := range c.Write {
		add(name, "is not what "+parent(name)+" says today")
	}
	for _, name := range c.Remove {
		add(name, "is left over: nothing in "+parent(name)+" asks for it")
	}
	return out
}

// Foreign reports files of authors that stand where a companion must go.
func Foreign(c write.Changes) []source.Problem {
	var out []source.Problem
	for _, name := range c.Foreign {
		out = append(out, source.Problem{
			Pos: token.Position{Filename: name}, Message: "does not begin with the line of a generated file, so it is left alone",
			Hint: "rename it: gofw writes a file of this name",
		})
	}
	return out
}

// parent names what a generated file is made from.
func parent(name string) string {
	switch base := path.Base(name); base {
	case "models_gen.go":
		return "models.go"
	case "urls_gen.go":
		return "urls.go"
	case "app_gen.go":
		return "the folder"
	default:
		return base[:len(base)-len("_templ.go")] + ".templ"
	}
}
