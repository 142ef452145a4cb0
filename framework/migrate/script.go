package migrate

import (
	"slices"
	"strings"
)

// SQL returns the statements of one migration for a dialect, without a
// connection. Name may be the beginning of the name.
func SQL(g *Graph, app, name string, d Dialect, backwards bool) ([]Stmt, error) {
	f, err := g.Find(app, name)
	if err != nil && g.read[app] != nil { // perhaps one that a squash stands for
		if f, err = g.aside(app, name); err == nil {
			g, err = g.view(hasOld)
		}
	}
	if err != nil {
		return nil, err
	}
	var earlier []*File
	for _, other := range g.order {
		if other == f {
			break
		}
		earlier = append(earlier, other)
	}
	before, err := replay(new(State), earlier)
	if err != nil {
		return nil, err
	}
	p, err := compile(before, false, f)
	if err != nil {
		return nil, err
	}
	return p.statements(d, backwards)
}

// Script writes statements as text that a person can read, and run by hand
// where it has no comments about triggers. A query that must find no row stands
// there as a comment with its meaning.
func Script(d Dialect, stmts []Stmt) string {
	var b strings.Builder
	before, after := d.frame()
	if slices.ContainsFunc(stmts, func(s Stmt) bool { return s.Alone }) {
		before, after = nil, nil
	}
	for _, s := range before {
		b.WriteString(s + ";\n")
	}
	for _, s := range stmts {
		switch s.Kind {
		case Require:
			b.WriteString("-- stops if there is a row: " + s.SQL + ";\n--   " + s.Why + "\n")
		case Execute:
			b.WriteString(strings.TrimRight(s.SQL, "; \n") + ";\n")
		default:
			b.WriteString(s.SQL + "\n")
		}
	}
	for _, s := range after {
		b.WriteString(s + ";\n")
	}
	return b.String()
}
