package migrate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// SquashAll makes one migration for each of some apps, from nothing to the
// newest tables. Where apps need each other, one gets its tables first without
// the foreign keys that stand in the way, and these in a second file; the two
// are one squash. Name is what follows the number; empty is "squashed".
func SquashAll(g *Graph, apps []string, name string) (*Squashed, error) {
	b := &baseline{graph: g, name: name, squashed: &Squashed{}, all: fileSet{}}
	if b.name == "" {
		b.name = "squashed"
	}
	if err := b.choose(apps); err != nil {
		return nil, err
	}
	if err := b.leftovers(); err != nil {
		return nil, err
	}
	if err := b.make(); err != nil {
		return nil, err
	}
	b.rename()
	for _, f := range b.squashed.Files {
		if err := g.free(f); err != nil {
			return nil, err
		}
	}
	return b.squashed, g.proves(b.squashed)
}

type baseline struct {
	graph    *Graph
	name     string
	apps     []string
	all      fileSet // what is squashed
	squashed *Squashed
}

// choose takes the apps with more than one migration, and those that build on
// one of these.
func (b *baseline) choose(apps []string) error {
	for _, app := range apps {
		if !slices.Contains(b.graph.apps, app) {
			return fmt.Errorf("migrate: there is no app %q; %s", app, known(app, b.graph.apps))
		}
		files := b.graph.byApp[app]
		if len(files) > 1 && (b.graph.squashOf(files[0]) == nil || b.graph.squashOf(files[0]).last() != files[len(files)-1]) {
			b.take(app)
		}
	}
	if len(b.apps) == 0 {
		return errors.New("migrate: no app has more than one migration, so there is nothing to squash")
	}
	for again := true; again; {
		again = false
		for _, f := range b.graph.order {
			if b.all[f] || !slices.ContainsFunc(b.graph.needs(f), func(other *File) bool { return b.all[other] }) {
				continue
			}
			if !slices.Contains(apps, f.App) {
				return fmt.Errorf("migrate: %s builds on what is to be squashed, and its app is not one of yours; squash one app at a time instead", f.Key())
			}
			b.take(f.App)
			again = true
		}
	}
	slices.SortFunc(b.apps, func(x, y string) int { return slices.Index(apps, x) - slices.Index(apps, y) })
	return nil
}

func (b *baseline) take(app string) {
	b.apps = append(b.apps, app)
	for _, f := range b.graph.byApp[app] {
		b.all[f] = true
	}
}

// leftovers refuses SQL of the author: between which of the new files would it stand?
func (b *baseline) leftovers() error {
	var stay []string
	for _, f := range b.graph.order {
		for _, op := range f.Ops {
			switch {
			case !b.all[f] || op.plans() || op.Kind == Barrier:
			case op.Elidable:
				b.squashed.Dropped = append(b.squashed.Dropped, Leftover{f.Key(), op})
			default:
				stay = append(stay, op.pos.in(f.place(), "%s", op.Kind).Error())
			}
		}
	}
	if len(stay) == 0 {
		return nil
	}
	return fmt.Errorf("migrate: a squash of all apps has no place for these operations; mark those elidable: true that a fresh database can do without, or squash the app by itself, which keeps them:\n\t%s", strings.Join(stay, "\n\t"))
}

// make lets makemigrations arrange tables as if all models were new.
func (b *baseline) make() error {
	rest := slices.DeleteFunc(b.graph.Files(), func(f *File) bool { return b.all[f] })
	before, err := replay(new(State), rest)
	if err != nil {
		return err
	}
	after, err := b.graph.State()
	if err != nil {
		return err
	}
	kept := &Graph{apps: b.graph.apps, byApp: map[string][]*File{}, byKey: map[string]*File{}, instead: b.graph.instead}
	for _, f := range rest {
		kept.byApp[f.App] = append(kept.byApp[f.App], f)
		kept.byKey[f.Key()] = f
	}
	kept.order = rest
	m, err := newMaker(kept, MakeOptions{Name: b.name})
	if err != nil {
		return err
	}
	m.ops = map[string][]Op{}
	for _, app := range b.apps {
		if m.ops[app], err = between(app, before, after, Backfills{}); err != nil {
			return fmt.Errorf("migrate: squashing %s: %w", app, err)
		}
	}
	if err := m.arrange(b.apps); err != nil {
		return err
	}
	b.squashed.Files = m.files
	for _, app := range b.apps {
		if !slices.ContainsFunc(m.files, func(f *File) bool { return f.App == app }) {
			b.squashed.Files = append(b.squashed.Files, &File{App: app, Name: "0001_" + b.name}) // all its models are gone again
		}
	}
	return nil
}

// rename gives the files the numbers that they have beside those they replace.
func (b *baseline) rename() {
	names := map[string]string{}
	parts := map[string]int{}
	for _, f := range b.squashed.Files {
		old := b.graph.byApp[f.App]
		was := f.Key()
		number := old[len(old)-1].Number() + parts[f.App]
		f.Name, f.Replaces = fmt.Sprintf("%04d_%s", number, b.name), replacedBy(old)
		names[was] = f.Key()
		parts[f.App]++
	}
	for _, f := range b.squashed.Files {
		for i, key := range f.Depends {
			if to := names[key]; to != "" {
				f.Depends[i] = to
			}
		}
	}
}
