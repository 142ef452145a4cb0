package migrate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// commute reports whether two branches of an app lead to the same tables
// whichever comes first. If not, the error names what collides.
func (g *Graph) commute(a, b []*File) error {
	one, errOne := replay(new(State), g.earliest(a))
	other, errOther := replay(new(State), g.earliest(b))
	err := errors.Join(errOne, errOther)
	if err == nil {
		err = likeTables("", one, other)
	}
	if err == nil {
		return nil
	}
	if found := collisions(a, b); len(found) > 0 {
		return errors.New(strings.Join(found, "\n"))
	}
	return err
}

// earliest lists all migrations in an order in which some come as early as they can.
func (g *Graph) earliest(early []*File) []*File {
	s := sorter{graph: g, done: map[*File]bool{}}
	for _, f := range slices.Concat(early, g.order) {
		if err := s.visit(f); err != nil {
			return g.order // there is no circle in a graph that has an order
		}
	}
	return s.order
}

// collisions lists pairs of operations, one of each branch, that are about the
// same thing.
func collisions(a, b []*File) []string {
	var found []string
	each := func(files []*File, visit func(f *File, op *Op)) {
		for _, f := range files {
			for i := range f.Ops {
				if f.Ops[i].plans() {
					visit(f, &f.Ops[i])
				}
			}
		}
	}
	each(a, func(f *File, p *Op) {
		each(b, func(h *File, q *Op) {
			if what := p.collides(f.App, q); what != "" {
				found = append(found, fmt.Sprintf("%s and %s both change %s", p.pos.in(f.place(), "%s", p.Kind), q.pos.in(h.place(), "%s", q.Kind), what))
			}
		})
	})
	return found
}

// collides names what two operations of an app both change; empty if nothing.
func (o *Op) collides(app string, p *Op) string {
	for _, model := range o.models() {
		if !slices.Contains(p.models(), model) {
			continue
		}
		if o.wholeModel() || p.wholeModel() {
			return app + "." + model
		}
		if o.kindOf("index", "check") && p.kindOf("index", "check") && o.part() != p.part() {
			continue
		}
		for _, part := range o.parts() {
			if slices.Contains(p.parts(), part) {
				return app + "." + model + "." + part
			}
		}
	}
	for _, table := range o.tables(app) {
		if slices.Contains(p.tables(app), table) {
			return "the table " + table
		}
	}
	return ""
}

func (o *Op) kindOf(whats ...string) bool {
	return slices.ContainsFunc(whats, func(what string) bool { return strings.HasSuffix(string(o.Kind), "_"+what) })
}

func (o *Op) wholeModel() bool { return o.kindOf("model") }

// models are the names by which the operation knows its model.
func (o *Op) models() []string {
	if o.Kind == RenameModel {
		return []string{o.Model, o.To}
	}
	return []string{o.Model}
}

// tables are those that the operation gives a name to.
func (o *Op) tables(app string) []string {
	switch {
	case o.Kind == CreateModel && o.Table == "":
		return []string{tableOf(app, o.Model)}
	case o.Kind == RenameModel && o.Table == "":
		return []string{tableOf(app, o.To)}
	case o.Table != "":
		return []string{o.Table}
	}
	return nil
}

// parts are the fields, indexes and checks that the operation speaks of.
func (o *Op) parts() []string {
	parts := []string{o.part()}
	if o.Kind == RenameField {
		parts = append(parts, o.To)
	}
	if o.Index != nil {
		parts = append(parts, o.Index.names()...)
	}
	if o.Check != nil {
		for _, match := range placeholder.FindAllStringSubmatch(o.Check.Expr, -1) {
			parts = append(parts, match[1])
		}
	}
	return parts
}
