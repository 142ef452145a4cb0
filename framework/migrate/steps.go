package migrate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Zero is the target that takes back all migrations of an app.
const Zero = "zero"

// Step is one migration on the way to a target.
type Step struct {
	App, Name string
	Backwards bool

	// Record, if not empty, says why the database is only to be told that it has
	// had the migration: it has had what a squash stands for, or the file under
	// another name.
	Record string

	file *File
}

// steps chooses what is to be done, given what a database has had.
func (g *Graph) steps(l ledger, o RunOptions) ([]Step, error) {
	if err := g.consistent(l); err != nil {
		return nil, err
	}
	forwards, backwards, err := g.choose(l, o)
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, f := range g.order {
		if forwards[f] {
			steps = append(steps, Step{App: f.App, Name: f.Name, file: f})
		}
	}
	for _, f := range slices.Backward(g.order) {
		if backwards[f] {
			steps = append(steps, Step{App: f.App, Name: f.Name, Backwards: true, file: f})
		}
	}
	return steps, g.unknown(l, steps)
}

type fileSet map[*File]bool

func (g *Graph) choose(l ledger, o RunOptions) (forwards, backwards fileSet, err error) {
	forwards, backwards = fileSet{}, fileSet{}
	switch {
	case o.App == "" && o.Target != "":
		return nil, nil, fmt.Errorf("migrate: the target %s needs an app", o.Target)
	case o.App == "":
		for _, f := range g.order {
			g.before(f, l, forwards)
		}
		return forwards, nil, nil
	case !slices.Contains(g.apps, o.App):
		return nil, nil, fmt.Errorf("migrate: there is no app %q; %s", o.App, known(o.App, g.apps))
	case o.Target == "":
		for _, f := range g.byApp[o.App] {
			g.before(f, l, forwards)
		}
		return forwards, nil, nil
	}
	if o.Target == Zero {
		for _, f := range g.byApp[o.App] {
			g.behind(f, l, backwards)
		}
		return nil, backwards, nil
	}
	target, err := g.Find(o.App, o.Target)
	if err != nil {
		return nil, nil, err
	}
	if _, done := l[target.Key()]; !done {
		g.before(target, l, forwards)
		return forwards, nil, nil
	}
	for _, f := range g.byApp[o.App] {
		if slices.Contains(g.needs(f), target) {
			g.behind(f, l, backwards)
		}
	}
	return nil, backwards, nil
}

// before collects a file and all it needs, without what was applied.
func (g *Graph) before(f *File, l ledger, set fileSet) {
	if _, done := l[f.Key()]; done || set[f] {
		return
	}
	set[f] = true
	for _, other := range g.needs(f) {
		g.before(other, l, set)
	}
}

// behind collects a file and all that needs it, as far as applied.
func (g *Graph) behind(f *File, l ledger, set fileSet) {
	if _, done := l[f.Key()]; !done || set[f] {
		return
	}
	set[f] = true
	for _, other := range g.order {
		if slices.Contains(g.needs(other), f) {
			g.behind(other, l, set)
		}
	}
}

// consistent reports applied migrations that need one that was not applied. A
// file that was put behind others of its app after it was applied may come first.
func (g *Graph) consistent(l ledger) error {
	var problems []error
	for _, f := range g.order {
		if _, done := l[f.Key()]; !done {
			continue
		}
		for _, other := range g.needs(f) {
			if _, done := l[other.Key()]; !done && (len(f.RenamedFrom) == 0 || other.App != f.App) {
				problems = append(problems, fmt.Errorf("migrate: %s is recorded as applied, but %s, which it needs, is not", f.Key(), other.Key()))
			}
		}
	}
	return errors.Join(problems...)
}

// unknown refuses to touch an app whose ledger names migrations that the code
// does not have: the tables are not what the files say.
func (g *Graph) unknown(l ledger, steps []Step) error {
	for _, a := range l.sorted() {
		if g.file(a.app+"."+a.name) != nil {
			continue
		}
		if slices.ContainsFunc(steps, func(s Step) bool { return s.App == a.app }) {
			return fmt.Errorf("migrate: the database has had %s.%s, which this code does not have; deploy the code that has it", a.app, a.name)
		}
	}
	return nil
}

// edited lists migrations whose operations changed since they were applied.
func (g *Graph) edited(l ledger) []*File {
	var files []*File
	for _, f := range g.order {
		if a, done := l[f.Key()]; done && a.checksum != f.Checksum() {
			files = append(files, f)
		}
	}
	return files
}

func editedError(files []*File) error {
	var places []string
	for _, f := range files {
		places = append(places, f.place())
	}
	return fmt.Errorf("migrate: changed since it was applied: %s; take the change back and write a new migration, or, if every database is as the file now says, accept it with --accept", strings.Join(places, ", "))
}

// applied lists the files that a database has had, in order.
func (g *Graph) applied(l ledger) []*File {
	var files []*File
	for _, f := range g.order {
		if _, done := l[f.Key()]; done {
			files = append(files, f)
		}
	}
	return files
}
