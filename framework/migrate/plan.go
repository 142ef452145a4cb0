package migrate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// plan is what one database needs. What its ledger must be told, because files
// were squashed or renamed, is told together with the first step.
type plan struct {
	graph  *Graph // with the squashes in force that suit the database
	ledger ledger // with record and forget done

	record []*File
	forget []*File
	said   []Step // what of it is worth saying
	steps  []Step
	cloned bool // the ledger is a copy
}

func (p *plan) idle() bool { return len(p.steps)+len(p.record)+len(p.forget) == 0 }

// plan chooses what is to be done, given what a database has had.
func (g *Graph) plan(l ledger, o RunOptions) (*plan, error) {
	p, o, err := g.adapt(l, o)
	if err != nil {
		return nil, err
	}
	if edited := p.graph.edited(p.ledger); len(edited) > 0 {
		if !o.Accept {
			return nil, editedError(edited)
		}
		p.record = append(p.record, edited...)
	}
	if p.steps, err = p.graph.steps(p.ledger, o); err == nil {
		err = p.graph.checkSteps(p.steps, o)
	}
	return p, err
}

// adapt chooses the squashes that are in force for a database, and the target by
// its name in that graph.
func (g *Graph) adapt(l ledger, o RunOptions) (*plan, RunOptions, error) {
	p := &plan{graph: g, ledger: l}
	if g.read == nil { // made of files, for makemigrations and tests
		return p, o, nil
	}
	p.followRenames(g)
	if len(g.squashes) == 0 {
		return p, o, nil
	}
	old, err := g.unsuited(p.ledger)
	if err != nil {
		return nil, o, err
	}
	if p.graph, err = g.suited(p.ledger, old); err != nil {
		return nil, o, err
	}
	if o.App != "" && o.Target != "" && o.Target != Zero {
		if o.Target, err = p.aim(old, o); err != nil {
			return nil, o, err
		}
	}
	p.keepBooks(old)
	return p, o, nil
}

// unsuited lists the squashes that a database cannot take: it has had a part of
// what they stand for, and goes on with the rest.
func (g *Graph) unsuited(l ledger) (map[*squash]bool, error) {
	old := map[*squash]bool{}
	var problems []error
	for _, s := range g.squashes {
		if g.withinAnother(s, old) || s.taken(l) || s.had(l) || !s.begun(l) {
			continue
		}
		if !hasOld(s) {
			problems = append(problems, fmt.Errorf("migrate: the database has had a part of what %s stands for (%s), and the files of the rest are gone; migrate it with a release that still has them, then with this one", s.name(), s.span()))
			continue
		}
		old[s] = true
	}
	return old, errors.Join(problems...)
}

// withinAnother reports whether a squash in force stands for this one too.
func (g *Graph) withinAnother(s *squash, old map[*squash]bool) bool {
	return slices.ContainsFunc(g.squashes, func(outer *squash) bool {
		return outer != s && outer.covers(s.name()) && !old[outer]
	})
}

// taken reports whether the database has had the squash, or a part of it.
func (s *squash) taken(l ledger) bool {
	return slices.ContainsFunc(s.parts, func(f *File) bool { return l.has(f.Key()) })
}

// halfTaken reports whether the database has had a part of the squash only.
func (s *squash) halfTaken(l ledger) bool { return s.taken(l) && !l.has(s.last().Key()) }

// begun reports whether the database has had anything that the squash replaces.
func (s *squash) begun(l ledger) bool { return slices.ContainsFunc(s.replaces, l.has) }

// had reports whether the database has had all that the squash replaces: the
// newest of it, behind which all else must come, and all whose files can be seen.
func (s *squash) had(l ledger) bool {
	end := s.end()
	if !slices.ContainsFunc(s.replaces, func(key string) bool { return l.has(key) && numberOf(key) == end }) {
		return false
	}
	for _, f := range s.old {
		if !l.has(f.Key()) && len(f.Replaces) == 0 && !s.hadBySquash(l, f) {
			return false
		}
	}
	return true
}

// hadBySquash reports whether the database has had a file by way of a squash that
// this one replaces.
func (s *squash) hadBySquash(l ledger, f *File) bool {
	return slices.ContainsFunc(s.old, func(other *File) bool {
		return len(other.Replaces) > 0 && l.has(other.Key()) && slices.Contains(other.Replaces, f.Key())
	})
}

func (l ledger) has(key string) bool {
	_, done := l[key]
	return done
}

// suited is the graph without some of its squashes. A squash may wait for
// another app that has not come as far; then all step aside that can.
func (g *Graph) suited(l ledger, old map[*squash]bool) (*Graph, error) {
	v, err := g.view(func(s *squash) bool { return old[s] })
	var around *circleError
	if !errors.As(err, &around) {
		return v, err
	}
	for _, s := range g.squashes {
		old[s] = hasOld(s) && !s.halfTaken(l)
	}
	return g.view(func(s *squash) bool { return old[s] })
}

// aim finds the target. One that a squash in force stands for can be reached if
// its file is there: the squash steps aside then.
func (p *plan) aim(old map[*squash]bool, o RunOptions) (string, error) {
	if _, err := p.graph.Find(o.App, o.Target); err == nil {
		return o.Target, nil
	}
	f, err := p.graph.aside(o.App, o.Target)
	if err != nil {
		return "", err
	}
	in := p.graph.inPlaceOf(f.Key())
	if in == nil || f.Number() == in.end() { // a squash that waits, or the point where one ends
		return p.graph.lookup(f.Key()).Name, nil
	}
	for _, s := range p.graph.squashes {
		if !s.covers(f.Key()) {
			continue
		}
		old[s] = true
		if s.halfTaken(p.ledger) {
			return "", fmt.Errorf("migrate: the database has had a part of %s, so it cannot go to %s; migrate %s to %s or to %s first", s.name(), f.Name, o.App, s.last().Name, Zero)
		}
	}
	p.graph, err = p.graph.suited(p.ledger, old)
	return f.Name, err
}

// aside finds a migration of an app that is not in force, by its name or the
// beginning of it.
func (g *Graph) aside(app, name string) (*File, error) {
	var found []*File
	for _, f := range g.read[app] {
		if f.Name == name {
			return f, nil
		}
		if g.byKey[f.Key()] == nil && strings.HasPrefix(f.Name, name) {
			found = append(found, f)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if in := g.inPlaceOf(app + "." + name); in != nil {
		return nil, fmt.Errorf("migrate: %s is a part of %s, and its file is gone; go to %s, or to what is before it", name, in.name(), in.last().Name)
	}
	_, err := g.Find(app, name)
	return nil, err
}

// followRenames renames the records of files that have another name now.
func (p *plan) followRenames(g *Graph) {
	for _, app := range g.apps {
		for _, f := range g.read[app] {
			for _, name := range f.RenamedFrom {
				was, done := p.ledger[app+"."+name]
				if !done || p.ledger.has(f.Key()) {
					continue
				}
				p.change(f, &File{App: app, Name: name})
				renamed := p.ledger[f.Key()]
				renamed.checksum = was.checksum // an edit is still one
				p.ledger[f.Key()] = renamed
				p.said = append(p.said, Step{App: app, Name: f.Name, Record: "it was applied as " + name, file: f})
			}
		}
	}
}

// keepBooks makes the ledger say what the squashes in force amount to.
func (p *plan) keepBooks(old map[*squash]bool) {
	for _, s := range p.graph.squashes {
		switch {
		case p.graph.byKey[s.name()] == nil && old[s] && s.taken(p.ledger):
			p.unfold(s)
		case p.graph.byKey[s.name()] == nil:
		case !s.taken(p.ledger) && s.had(p.ledger):
			for _, f := range s.parts {
				p.change(f, nil)
				p.said = append(p.said, Step{App: f.App, Name: f.Name, Record: "it stands for " + s.span() + ", which are applied", file: f})
			}
			p.tidy(s)
		case s.taken(p.ledger):
			p.tidy(s)
		}
	}
}

// unfold tells the ledger of what a squash stands for instead of the squash.
func (p *plan) unfold(s *squash) {
	for _, f := range s.old {
		if p.graph.byKey[f.Key()] != nil && !p.ledger.has(f.Key()) {
			p.change(f, nil)
		}
	}
	for _, f := range s.parts {
		p.change(nil, f)
	}
}

// tidy forgets what a squash stands for where no file speaks of it any more.
func (p *plan) tidy(s *squash) {
	for _, key := range s.replaces {
		if app, name, _ := strings.Cut(key, "."); p.ledger.has(key) && p.graph.file(key) == nil {
			p.change(nil, &File{App: app, Name: name})
		}
	}
}

// along lists what is recorded or forgotten together with a file: once a squash
// is done, the database has had all that it stands for.
func (p *plan) along(f *File, backwards bool) []*File {
	s := p.graph.squashOf(f)
	switch {
	case s == nil:
		return nil
	case backwards:
		var files []*File
		for _, key := range s.replaces {
			if app, name, _ := strings.Cut(key, "."); p.ledger.has(key) {
				files = append(files, &File{App: app, Name: name})
			}
		}
		return files
	case f == s.last():
		return s.old
	}
	return nil
}

// change notes that a file is to be recorded, or forgotten.
func (p *plan) change(record, forget *File) {
	if !p.cloned {
		p.ledger, p.cloned = maps.Clone(p.ledger), true
	}
	if record != nil {
		p.record = append(p.record, record)
		p.ledger[record.Key()] = applied{app: record.App, name: record.Name, checksum: record.Checksum()}
	}
	if forget != nil {
		p.forget = append(p.forget, forget)
		delete(p.ledger, forget.Key())
	}
}
