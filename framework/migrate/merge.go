package migrate

import (
	"fmt"
	"slices"
	"strings"
)

// Merge returns a migration without operations for each app that has more than
// one head, which comes after all of them. An empty list of apps is all. Branches
// that lead to other tables in another order are an error that names what
// collides. The graph is of the files as the merge in version control left them;
// what HEAD says does not matter.
func Merge(sources []Source, apps []string, name string) (*Graph, []*File, error) {
	g, err := afterBranches(sources)
	if err != nil {
		return nil, nil, err
	}
	if name == "" {
		name = "merge"
	}
	var files []*File
	for _, app := range g.apps {
		heads := g.heads(app)
		if len(heads) < 2 || len(apps) > 0 && !slices.Contains(apps, app) {
			continue
		}
		if err := g.mergeable(app, heads); err != nil {
			return nil, nil, err
		}
		f := &File{App: app, Name: fmt.Sprintf("%04d_%s", g.Latest(app).Number()+1, name)}
		for _, head := range heads {
			f.Depends = append(f.Depends, head.Key())
		}
		if err := g.free(f); err != nil {
			return nil, nil, err
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return g, nil, nil
	}
	_, err = g.including(files)
	return g, files, err
}

// afterBranches reads files that two branches may have left side by side.
func afterBranches(sources []Source) (*Graph, error) {
	g, err := gather(sources, false)
	if err != nil {
		return nil, err
	}
	return g.view(never)
}

// mergeable reports branches whose order makes a difference.
func (g *Graph) mergeable(app string, heads []*File) error {
	for i, head := range heads {
		for _, other := range heads[:i] {
			a, b := g.apart(other, head)
			if err := g.commute(a, b); err != nil {
				return fmt.Errorf("migrate: %s has branches that cannot be merged as they are: %s and %s lead to other tables in another order:\n\t%s\nchange one of them, or delete one and let gofw makemigrations write what is still missing",
					app, other.Name, head.Name, strings.ReplaceAll(err.Error(), "\n", "\n\t"))
			}
		}
	}
	return nil
}

// apart lists what each of two migrations of an app has before it, itself
// included, that the other has not.
func (g *Graph) apart(a, b *File) (onlyA, onlyB []*File) {
	hasA, hasB := g.ancestry(a), g.ancestry(b)
	for _, f := range g.byApp[a.App] {
		switch {
		case hasA[f] && !hasB[f]:
			onlyA = append(onlyA, f)
		case hasB[f] && !hasA[f]:
			onlyB = append(onlyB, f)
		}
	}
	return onlyA, onlyB
}

// ancestry is a migration and those of its app that come before it.
func (g *Graph) ancestry(f *File) fileSet {
	set := fileSet{}
	var visit func(f *File)
	visit = func(f *File) {
		if set[f] {
			return
		}
		set[f] = true
		for _, other := range g.own(f) {
			visit(other)
		}
	}
	visit(f)
	return set
}
