package migrate

import "slices"

// segment is a stretch of a migration: either a difference of states that is
// planned as a whole, or SQL of the author between two such.
type segment struct {
	before, after *State
	fill          Backfills
	app           string
	script        *Op // run_sql or run_go; after is nil then
	alone         *Op // the first operation, if the segment is all of one migration
}

// program is one or more migrations, ready to be planned in either direction.
type program struct {
	segments []segment
	after    *State
}

// compile splits migrations at what ends a plan. Several files become one
// program, in which plans reach across files: that is how a fresh database
// gets its tables. Elide leaves out what a database without rows can do without.
func compile(before *State, elide bool, files ...*File) (*program, error) {
	c := compiler{editor: before.edit(), before: before, fill: Backfills{}, elide: elide}
	for _, f := range files {
		if err := f.apply(c.editor, func(op *Op, before bool) { c.visit(f.App, op, before) }); err != nil {
			return nil, err
		}
	}
	c.cut()
	if len(files) == 1 && !elide && len(c.segments) == 1 {
		c.segments[0].alone = &files[0].Ops[0]
	}
	return &program{c.segments, c.before}, nil
}

type compiler struct {
	editor   *editor
	before   *State
	fill     Backfills
	changed  bool
	elide    bool
	segments []segment
}

func (c *compiler) visit(app string, op *Op, before bool) {
	switch {
	case !op.plans():
		if !before && !(c.elide && (op.Elidable || op.Kind == Barrier)) {
			c.cut()
			if op.Kind != Barrier {
				c.segments = append(c.segments, segment{before: c.before, script: op, app: app})
			}
		}
	case before && op.Kind == RemoveField, !before && op.Kind != RemoveField:
		c.changed = true
		backfill(c.editor.state, c.fill, app, op)
	}
}

// backfill notes the value of an operation by the identity of its field, which
// serves both directions.
func backfill(s *State, fill Backfills, app string, op *Op) {
	if op.Backfill == nil {
		return
	}
	name := op.Name
	if op.Field != nil {
		name = op.Field.Name
	}
	if m := s.models[app+"."+op.Model]; m != nil && m.Field(name) != nil {
		fill[m.Field(name).id] = *op.Backfill
	}
}

// cut ends the plan so far.
func (c *compiler) cut() {
	if !c.changed {
		return
	}
	after := c.editor.snapshot()
	c.segments = append(c.segments, segment{before: c.before, after: after, fill: c.fill})
	c.before, c.fill, c.changed = after, Backfills{}, false
}

// statements plans the program for a dialect.
func (p *program) statements(d Dialect, backwards bool) ([]Stmt, error) {
	segments := slices.Clone(p.segments)
	if backwards {
		slices.Reverse(segments)
	}
	var stmts []Stmt
	for _, s := range segments {
		more, err := s.statements(d, backwards)
		if err != nil {
			return nil, err
		}
		stmts = append(stmts, more...)
	}
	return stmts, nil
}

func (s segment) statements(d Dialect, backwards bool) ([]Stmt, error) {
	if s.script == nil {
		from, to := s.before, s.after
		if backwards {
			from, to = to, from
		}
		stmts, err := d.Plan(from, to, s.fill)
		if able, ok := d.(interface{ concurrently([]Stmt) []Stmt }); ok && s.alone != nil && s.alone.Concurrently {
			stmts = able.concurrently(stmts)
		}
		return stmts, err
	}
	if s.script.Kind == RunGo {
		return s.goStep(backwards)
	}
	scripts := s.script.SQL
	if backwards {
		if scripts = s.script.Reverse; scripts == nil {
			return nil, errNoReverse
		}
	}
	if script := scripts.For(d.Name()); script != "" {
		return []Stmt{{SQL: script}}, nil
	}
	return nil, nil
}

// goStep is the call of a step, or of the one that undoes it.
func (s segment) goStep(backwards bool) ([]Stmt, error) {
	name := s.script.Step
	if backwards {
		name = s.script.Undo
	}
	switch name {
	case "":
		return nil, errNoUndo
	case "noop":
		return nil, nil
	}
	return []Stmt{{Kind: Call, SQL: "-- the Go step " + name + " of " + s.app, call: &call{app: s.app, name: name, state: s.before, batches: s.alone != nil && s.script.Batches}}}, nil
}

// touched lists the tables whose foreign keys the program may have broken: what
// was copied, and what points at it. It returns nil for all tables, which SQL of
// the author makes necessary.
func (p *program) touched(stmts []Stmt, result *State) []string {
	tables := []string{}
	for _, s := range stmts {
		switch {
		case s.byAuthor():
			return nil
		case s.Rewrites && !slices.Contains(tables, s.Table):
			tables = append(tables, s.Table)
		}
	}
	copied := slices.Clone(tables)
	for _, m := range result.Models() {
		for _, f := range m.Fields {
			if f.Type == ForeignKey && slices.Contains(copied, result.models[f.To].Table) && !slices.Contains(tables, m.Table) {
				tables = append(tables, m.Table)
			}
		}
	}
	for _, table := range copied { // of a state in between, and renamed since
		if !slices.ContainsFunc(result.Models(), func(m *Model) bool { return m.Table == table }) {
			return nil
		}
	}
	return tables
}
