package migrate

import (
	"fmt"
	"slices"
	"strings"
)

// Picture shows the migrations of apps, or of all, as an indented text: below
// each stands what it comes after, unless that is the one above it.
func Picture(g *Graph, apps []string) (string, error) {
	apps, err := g.chosen(apps)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, app := range apps {
		b.WriteString(app + "\n")
		var above *File
		for _, f := range g.byApp[app] {
			b.WriteString("  " + f.Name)
			if s := g.squashOf(f); s != nil {
				b.WriteString(" (squash of " + s.span() + ")")
			}
			b.WriteString("\n")
			if needs := g.needs(f); !slices.Equal(needs, []*File{above}) {
				for _, other := range needs {
					b.WriteString("    after " + other.Key() + "\n")
				}
			}
			above = f
		}
	}
	return b.String(), nil
}

// Dot shows the same in the language of Graphviz.
func Dot(g *Graph, apps []string) (string, error) {
	apps, err := g.chosen(apps)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("digraph migrations {\n\trankdir=LR\n\tnode [shape=box]\n")
	for _, app := range apps {
		fmt.Fprintf(&b, "\tsubgraph \"cluster_%s\" {\n\t\tlabel=%q\n", app, app)
		for _, f := range g.byApp[app] {
			fmt.Fprintf(&b, "\t\t%q [label=%q]\n", f.Key(), f.Name)
		}
		b.WriteString("\t}\n")
	}
	for _, app := range apps {
		for _, f := range g.byApp[app] {
			for _, other := range g.needs(f) {
				fmt.Fprintf(&b, "\t%q -> %q\n", other.Key(), f.Key())
			}
		}
	}
	b.WriteString("}\n")
	return b.String(), nil
}

// chosen are the apps of a picture: those named, or all that have migrations.
func (g *Graph) chosen(apps []string) ([]string, error) {
	for _, app := range apps {
		if !slices.Contains(g.apps, app) {
			return nil, fmt.Errorf("migrate: there is no app %q; %s", app, known(app, g.apps))
		}
	}
	if len(apps) > 0 {
		return apps, nil
	}
	return slices.DeleteFunc(g.Apps(), func(app string) bool { return len(g.byApp[app]) == 0 }), nil
}
