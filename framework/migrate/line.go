package migrate

import (
	"errors"
	"fmt"
	"slices"
)

// lines reports apps whose migrations do not follow one another. Two may have
// the same number, or both follow a third, if a later one depends on both.
func (g *Graph) lines() error {
	var problems []error
	for _, app := range g.apps {
		problems = append(problems, g.line(app))
	}
	return errors.Join(problems...)
}

func (g *Graph) line(app string) error {
	var problems []error
	for _, f := range g.byApp[app] {
		for _, other := range g.own(f) {
			if other.Number() >= f.Number() {
				problems = append(problems, f.wrong("depends", other.Key(), "%s depends on %s and so comes after it; give it a higher number", f.Name, other.Name))
			}
		}
	}
	if heads := g.heads(app); len(heads) > 1 && len(problems) == 0 {
		first, last := heads[0], heads[len(heads)-1]
		if first.Number() == last.Number() {
			return position{}.in(last.place(), "%s has the number of %s; %s", last.Name, first.Name, afterMerge(app))
		}
		return position{}.in(last.place(), "%s has two heads: no migration follows %s, and none follows %s; %s", app, first.Name, last.Name, afterMerge(app))
	}
	return errors.Join(problems...)
}

// afterMerge says what to do where two branches met.
func afterMerge(app string) string {
	return fmt.Sprintf("put one branch's behind the other's with gofw migrations rebase %s, or keep both and join them with gofw makemigrations --merge", app)
}

// own lists the migrations of the same app that a file comes right after.
func (g *Graph) own(f *File) []*File {
	return slices.DeleteFunc(g.needs(f), func(other *File) bool { return other.App != f.App })
}

// heads lists the migrations of an app that no other of it follows.
func (g *Graph) heads(app string) []*File {
	followed := fileSet{}
	for _, f := range g.byApp[app] {
		for _, other := range g.own(f) {
			followed[other] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(g.byApp[app]), func(f *File) bool { return followed[f] })
}

// renamed reports files whose former name is also that of another file.
func (g *Graph) renamed() error {
	var problems []error
	for _, app := range g.apps {
		for _, f := range g.read[app] {
			for _, name := range f.RenamedFrom {
				if other := g.file(app + "." + name); other == f {
					problems = append(problems, f.wrong("renamed_from", name, "renamed_from names the file itself; take it out"))
				} else if other != nil {
					problems = append(problems, f.wrong("renamed_from", name, "it was %s before, but that file is still there; delete the one that is not meant", name))
				}
			}
		}
	}
	return errors.Join(problems...)
}
