package migrate

import (
	"errors"
	"fmt"
	"slices"
)

// SquashOptions says which migrations become one.
type SquashOptions struct {
	App  string
	From string // a name or the beginning of one; empty is the app's first
	To   string // likewise
	Name string // what follows the number in the file's name; empty is "squashed"
}

// Squashed is a squash that is not written yet.
type Squashed struct {
	Files []*File

	// Kept are operations of the author that stay, and Dropped those that do not.
	// Each is told with its migration.
	Kept, Dropped []Leftover
}

// Leftover is an operation that changes no table and the migration it is from.
type Leftover struct {
	Migration string // as App.Name
	Op        Op
}

// Squash makes one migration of several that follow one another: what leads from
// the state before them to the state after. SQL of the author and barriers
// between them stay, in order. What is elidable goes if the squash begins at the
// app's first migration: then only databases without rows run it.
func Squash(g *Graph, o SquashOptions) (*Squashed, error) {
	files, err := g.stretch(o)
	if err != nil {
		return nil, err
	}
	first, last := files[0], files[len(files)-1]
	earlier, err := g.around(files)
	if err != nil {
		return nil, err
	}
	f := &File{App: o.App, Name: fmt.Sprintf("%04d_%s", last.Number(), o.name(g, first)), Replaces: replacedBy(files)}
	if err := g.free(f); err != nil {
		return nil, err
	}
	for _, r := range files {
		for _, key := range r.Depends {
			key = g.lookup(key).Key()
			if !slices.Contains(f.Replaces, key) && !slices.Contains(f.Depends, key) {
				f.Depends = append(f.Depends, key)
			}
		}
	}
	for _, own := range g.own(first) {
		if !slices.Contains(f.Depends, own.Key()) {
			f.Depends = append([]string{own.Key()}, f.Depends...)
		}
	}
	s := &Squashed{Files: []*File{f}}
	before, err := replay(new(State), earlier)
	if err != nil {
		return nil, err
	}
	if f.Ops, err = s.condense(before, files, len(g.own(first)) == 0); err != nil {
		return nil, err
	}
	return s, g.proves(s)
}

func (o SquashOptions) name(g *Graph, first *File) string {
	switch {
	case o.Name != "":
		return o.Name
	case len(g.own(first)) > 0:
		return fmt.Sprintf("squashed_from_%04d", first.Number())
	}
	return "squashed"
}

// free reports a name that a file cannot have.
func (g *Graph) free(f *File) error {
	switch {
	case !fileName.MatchString(f.Name):
		return fmt.Errorf("migrate: the name %q is not one of lower-case letters, digits and underscores", f.Name)
	case g.file(f.Key()) != nil:
		return fmt.Errorf("migrate: there is a migration %s already; choose another --name", f.Key())
	}
	return nil
}

// replacedBy lists what a squash of files stands for.
func replacedBy(files []*File) []string {
	var keys []string
	for _, f := range files {
		for _, key := range append(slices.Clone(f.Replaces), f.Key()) {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// stretch lists the migrations from one to another of an app.
func (g *Graph) stretch(o SquashOptions) ([]*File, error) {
	last, err := g.Find(o.App, o.To)
	if err != nil {
		return nil, err
	}
	files := g.byApp[o.App]
	from, to := 0, slices.Index(files, last)
	if o.From != "" {
		first, err := g.Find(o.App, o.From)
		if err != nil {
			return nil, err
		}
		from = slices.Index(files, first)
	}
	switch {
	case from > to:
		return nil, fmt.Errorf("migrate: %s comes after %s; name the earlier one first", o.From, o.To)
	case from == to:
		return nil, fmt.Errorf("migrate: %s alone is nothing to squash", last.Key())
	}
	files = files[from : to+1]
	for _, f := range g.byApp[o.App] {
		s := g.squashOf(f)
		if s != nil && slices.Contains(files, f) && slices.ContainsFunc(s.parts, func(part *File) bool { return !slices.Contains(files, part) }) {
			return nil, fmt.Errorf("migrate: %s and %s are one squash; take both or none", s.parts[0].Key(), s.last().Key())
		}
	}
	for _, f := range g.byApp[o.App] { // a branch that goes by
		if slices.Contains(files, f) {
			continue
		}
		for _, own := range g.own(f) {
			if slices.Contains(files, own) && own != last {
				return nil, fmt.Errorf("migrate: %s follows %s, which is in the middle of what is squashed; squash to a migration that comes after both", f.Key(), own.Key())
			}
		}
	}
	return files, nil
}

// around lists what files build on outside of themselves. If any of it builds on
// one of them in turn, they cannot be one migration.
func (g *Graph) around(files []*File) ([]*File, error) {
	needed, behind := fileSet{}, map[*File]*File{}
	for _, f := range files {
		g.before(f, ledger{}, needed)
	}
	var earlier []*File
	for _, f := range g.order {
		if !needed[f] || slices.Contains(files, f) {
			continue
		}
		for _, other := range g.needs(f) {
			if slices.Contains(files, other) {
				behind[f] = other
			} else if behind[other] != nil {
				behind[f] = behind[other]
			}
		}
		earlier = append(earlier, f)
	}
	for _, f := range files {
		for _, other := range g.needs(f) {
			if behind[other] != nil {
				return nil, g.tangled(f, other, behind[other])
			}
		}
	}
	return earlier, nil
}

func (g *Graph) tangled(f, other, inside *File) error {
	before := g.byApp[f.App][slices.Index(g.byApp[f.App], f)-1]
	return fmt.Errorf("migrate: these cannot be one migration: %s needs %s, which comes after %s; squash to %s and from %s separately, or all apps together with --all",
		f.Key(), other.Key(), inside.Key(), before.Name, f.Name)
}

// condense turns the operations of files into what they amount to.
func (s *Squashed) condense(before *State, files []*File, elide bool) ([]Op, error) {
	c := &condenser{squashed: s, elide: elide, editor: before.edit(), before: before, fill: Backfills{}}
	for _, f := range files {
		if err := f.apply(c.editor, func(op *Op, before bool) { c.visit(f, op, before) }); err != nil {
			return nil, err
		}
	}
	c.cut()
	if len(c.ops) > 1 {
		for i := range c.ops { // which only what stands alone can be
			c.ops[i].Concurrently, c.ops[i].Batches = false, false
		}
	}
	return c.ops, nil
}

// condenser works stretch by stretch, from one kept operation to the next.
type condenser struct {
	squashed *Squashed
	elide    bool // no rows are there
	editor   *editor
	before   *State
	fill     Backfills
	since    []Op // since the last cut
	ops      []Op
}

func (c *condenser) visit(f *File, op *Op, before bool) {
	switch {
	case op.plans():
		if before == (op.Kind == RemoveField) {
			backfill(c.editor.state, c.fill, f.App, op)
		}
		if !before {
			c.since = append(c.since, *op)
		}
	case before:
	case op.Elidable && c.elide:
		c.squashed.Dropped = append(c.squashed.Dropped, Leftover{f.Key(), *op})
	default:
		c.cut()
		if n := len(c.ops); op.Kind == Barrier && (n == 0 || !c.ops[n-1].plans()) {
			return // nothing before it that it could hold back
		}
		c.ops = append(c.ops, *op)
		c.squashed.Kept = append(c.squashed.Kept, Leftover{f.Key(), *op})
	}
}

// cut writes down what the operations since the last cut amount to. Where they
// are entangled beyond telling, they stay as they are.
func (c *condenser) cut() {
	if len(c.since) == 0 {
		return
	}
	app, after := c.app(), c.editor.snapshot()
	ops, err := between(app, c.before, after, c.fill)
	if err != nil {
		ops = c.since
	}
	c.ops = append(c.ops, ops...)
	c.before, c.fill, c.since = after, Backfills{}, nil
}

func (c *condenser) app() string { return c.squashed.Files[0].App }

// proves reports whether the tables are the same with a squash as without.
func (g *Graph) proves(s *Squashed) error {
	v, err := g.including(s.Files)
	if err != nil {
		return err
	}
	want, err := g.State()
	if err != nil {
		return err
	}
	got, err := v.State()
	if err != nil {
		return err
	}
	if err := likeTables("", want, got); err != nil {
		return fmt.Errorf("migrate: the squash would lead to other tables: %w", err)
	}
	return nil
}

// including returns the graph with more files of apps that it has.
func (g *Graph) including(files []*File) (*Graph, error) {
	more := &Graph{apps: g.apps, read: map[string][]*File{}, files: map[string]*File{}}
	var problems []error
	for _, app := range g.apps {
		list := slices.Clone(g.read[app])
		for _, f := range files {
			if f.App == app {
				list = append(list, f)
			}
		}
		slices.SortStableFunc(list, func(a, b *File) int { return a.Number() - b.Number() })
		squashes, err := squashesOf(app, list)
		problems = append(problems, err)
		more.read[app] = list
		more.squashes = append(more.squashes, squashes...)
		for _, f := range list {
			more.files[f.Key()] = f
		}
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return more.checked()
}
