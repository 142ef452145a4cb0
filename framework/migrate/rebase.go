package migrate

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Heads lists the newest migration of each branch of an app, whatever HEAD says.
// There is one where nothing forked.
func Heads(sources []Source, app string) ([]string, error) {
	g, err := afterBranches(sources)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(g.apps, app) {
		return nil, fmt.Errorf("migrate: there is no app %q; %s", app, known(app, g.apps))
	}
	var names []string
	for _, f := range g.heads(app) {
		names = append(names, f.Name)
	}
	return names, nil
}

// Rebased is what putting one branch behind another amounts to.
type Rebased struct {
	Onto    string
	Moved   []Moved
	Changes []Change
}

// Moved is a migration that is behind others now.
type Moved struct{ From, To string }

// Rebase puts the migrations of an app that are not before one of its heads
// behind it: they get the next numbers and depend on one another, in the order in
// which they were. What names them in other files follows, and so does HEAD.
func Rebase(sources []Source, app, onto string) (*Rebased, error) {
	g, err := afterBranches(sources)
	if err != nil {
		return nil, err
	}
	base, err := g.Find(app, onto)
	if err != nil {
		return nil, err
	}
	r := &rebaser{graph: g, sources: sources, base: base, names: map[string]string{}}
	r.choose()
	if err := r.check(); err != nil {
		return nil, err
	}
	return r.rebase()
}

type rebaser struct {
	graph   *Graph
	sources []Source
	base    *File
	mine    []*File           // what is moved
	theirs  []*File           // what it is moved behind
	names   map[string]string // new keys, by old
}

// choose divides the app's migrations.
func (r *rebaser) choose() {
	ahead := r.graph.ancestry(r.base)
	shared := fileSet{}
	for _, f := range r.graph.order {
		if f.App != r.base.App || ahead[f] {
			continue
		}
		r.mine = append(r.mine, f)
		for other := range r.graph.ancestry(f) {
			shared[other] = true
		}
	}
	for _, f := range r.graph.byApp[r.base.App] {
		if ahead[f] && !shared[f] {
			r.theirs = append(r.theirs, f)
		}
	}
}

// check reports what cannot be moved.
func (r *rebaser) check() error {
	for _, f := range r.mine {
		if len(f.Replaces) > 0 {
			return fmt.Errorf("migrate: %s is a squash and stands for what is on one side only; delete it, rebase, and squash again", f.Key())
		}
	}
	if len(r.mine) == 0 || len(r.theirs) == 0 {
		return nil
	}
	if err := r.graph.commute(r.theirs, r.mine); err != nil {
		return fmt.Errorf("migrate: %s cannot go behind %s, because they change the same:\n\t%s\ngo back before %[1]s in databases that have had it, delete it, and let gofw makemigrations write what is still missing",
			r.mine[0].Name, r.base.Name, strings.ReplaceAll(err.Error(), "\n", "\n\t"))
	}
	return nil
}

func (r *rebaser) rebase() (*Rebased, error) {
	out := &Rebased{Onto: r.base.Name}
	number, last := r.base.Number(), r.base.Name
	for _, f := range r.mine {
		number++
		_, words, _ := strings.Cut(f.Name, "_")
		last = fmt.Sprintf("%04d_%s", number, words)
		for last != f.Name && r.graph.file(f.App+"."+last) != nil {
			last += "_rebased"
		}
		r.names[f.Key()] = f.App + "." + last
		out.Moved = append(out.Moved, Moved{f.Name, last})
	}
	if len(r.theirs) == 0 {
		out.Moved = nil // they follow already; perhaps HEAD does not know
		if len(r.mine) > 0 {
			last = r.graph.Latest(r.base.App).Name
		}
	} else if err := r.edit(out); err != nil {
		return nil, err
	}
	if err := r.head(out, last); err != nil {
		return nil, err
	}
	return out, r.proves(out)
}

// edit changes the moved files and those that name them.
func (r *rebaser) edit(out *Rebased) error {
	previous := r.base.Key()
	var gone []Change
	for _, f := range r.mine {
		moved := *f
		moved.App, moved.Name, _ = strings.Cut(r.names[f.Key()], ".")
		moved.Depends = []string{previous}
		for _, key := range r.follow(f.Depends) {
			if app, _, _ := strings.Cut(key, "."); app != f.App {
				moved.Depends = append(moved.Depends, key)
			}
		}
		if moved.Name != f.Name {
			moved.RenamedFrom = append(slices.Clone(f.RenamedFrom), f.Name)
			gone = append(gone, Change{f.App, f.Name + ".yaml", nil})
		}
		if err := r.write(out, f, &moved); err != nil {
			return err
		}
		previous = moved.Key()
	}
	for _, f := range r.graph.order {
		depends := r.follow(f.Depends)
		if slices.Contains(r.mine, f) || slices.Equal(depends, f.Depends) {
			continue
		}
		changed := *f
		changed.Depends = depends
		if err := r.write(out, f, &changed); err != nil {
			return err
		}
	}
	out.Changes = append(out.Changes, gone...)
	return nil
}

// follow gives moved migrations their new names in a list of keys.
func (r *rebaser) follow(keys []string) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		if list[i] = key; r.names[key] != "" {
			list[i] = r.names[key]
		}
	}
	return list
}

// write notes the text that a file gets, as its author wrote it but for its lists.
func (r *rebaser) write(out *Rebased, was, f *File) error {
	src, err := r.read(was.App, was.Name+".yaml")
	if err != nil {
		return err
	}
	out.Changes = append(out.Changes, Change{f.App, f.Name + ".yaml", f.rewrite(src)})
	return nil
}

// read reads a file of the folder of an app's migrations.
func (r *rebaser) read(app, name string) ([]byte, error) {
	i := slices.IndexFunc(r.sources, func(s Source) bool { return s.App == app })
	fsys, err := r.sources[i].folder()
	if err != nil {
		return nil, err
	}
	src, err := fs.ReadFile(fsys, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading %s of %s: %w", name, app, err)
	}
	return src, nil
}

// head lets HEAD name the newest.
func (r *rebaser) head(out *Rebased, newest string) error {
	src, err := r.read(r.base.App, headFile)
	if err == nil && string(src) != newest+"\n" {
		out.Changes = append(out.Changes, Change{r.base.App, headFile, []byte(newest + "\n")})
	}
	return err
}

// proves replays all migrations as they will be.
func (r *rebaser) proves(out *Rebased) error {
	g := &Graph{apps: r.graph.apps, read: map[string][]*File{}, files: map[string]*File{}}
	var files []*File
	written := func(c Change) bool { return c.Text != nil && c.File != headFile }
	for _, c := range out.Changes {
		if written(c) {
			f, err := Decode(c.App, c.App+"/migrations/"+c.File, c.Text)
			if err != nil {
				return err
			}
			files = append(files, f)
		}
	}
	for _, app := range r.graph.apps {
		for _, f := range r.graph.read[app] {
			if !slices.ContainsFunc(out.Changes, func(c Change) bool { return c.App == app && c.File == f.Name+".yaml" }) {
				files = append(files, f)
			}
		}
	}
	v, err := g.including(files)
	if err != nil {
		return fmt.Errorf("migrate: after the rebase, the migrations would not fit together: %w", err)
	}
	_, err = v.State()
	return err
}
