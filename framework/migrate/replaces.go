package migrate

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// squash is one file, or a few that belong together, standing for earlier files
// of the same app. While the earlier ones are there, a graph holds either them
// or the squash: see Graph.view.
type squash struct {
	app      string
	replaces []string // keys, with those that a replaced squash replaces in turn
	parts    []*File  // in order
	old      []*File  // what is still there of the replaced ones, in order
}

// last is the part after which the squash is done.
func (s *squash) last() *File { return s.parts[len(s.parts)-1] }

// end is the number of the newest migration that the squash replaces.
func (s *squash) end() int {
	n := 0
	for _, key := range s.replaces {
		n = max(n, numberOf(key))
	}
	return n
}

func (s *squash) covers(key string) bool { return slices.Contains(s.replaces, key) }

// name says what the squash is, for messages.
func (s *squash) name() string { return s.parts[0].Key() }

// span says in a few words what it replaces.
func (s *squash) span() string {
	first, last := s.replaces[0], s.replaces[0]
	for _, key := range s.replaces {
		if numberOf(key) < numberOf(first) {
			first = key
		}
		if numberOf(key) >= numberOf(last) {
			last = key
		}
	}
	if first == last {
		return first
	}
	return first + " to " + last
}

func numberOf(key string) int {
	_, name, _ := strings.Cut(key, ".")
	return (&File{Name: name}).Number()
}

// squashesOf finds the squashes of an app, those first that replace the most: a
// squash comes before the squashes that it replaces.
func squashesOf(app string, files []*File) ([]*squash, error) {
	c := squasher{app: app, files: files, byKey: map[string]*File{}}
	for _, f := range files {
		c.byKey[f.Key()] = f
	}
	for _, f := range files {
		if len(f.Replaces) > 0 {
			c.add(f)
		}
	}
	for _, s := range c.list {
		c.check(s)
	}
	slices.SortStableFunc(c.list, func(a, b *squash) int { return cmp.Compare(len(b.replaces), len(a.replaces)) })
	return c.list, errors.Join(c.problems...)
}

// squasher collects the squashes of an app and what is wrong with them.
type squasher struct {
	app      string
	files    []*File
	byKey    map[string]*File
	list     []*squash
	problems []error
}

// add puts a file into the squash that it is a part of.
func (c *squasher) add(f *File) {
	replaces, ok := c.expand(f, nil)
	if !ok {
		return
	}
	for _, s := range c.list {
		if len(s.replaces) == len(replaces) && !slices.ContainsFunc(replaces, func(key string) bool { return !s.covers(key) }) {
			s.parts = append(s.parts, f)
			return
		}
	}
	s := &squash{app: c.app, replaces: replaces, parts: []*File{f}}
	for _, other := range c.files {
		if s.covers(other.Key()) {
			s.old = append(s.old, other)
		}
	}
	c.list = append(c.list, s)
}

// expand lists what a file replaces, by way of other squashes too.
func (c *squasher) expand(f *File, path []*File) (keys []string, ok bool) {
	path = append(path, f)
	for _, key := range f.Replaces {
		app, _, _ := strings.Cut(key, ".")
		other := c.byKey[key]
		switch {
		case app != c.app:
			c.problems = append(c.problems, f.wrong("replaces", key, "it replaces %s, a migration of another app; a squash stands for migrations of %s only", key, c.app))
			return nil, false
		case slices.Contains(path, other):
			c.problems = append(c.problems, f.wrong("replaces", key, "squashes replace each other in a circle: %s", circle(path, other, " replaces ")))
			return nil, false
		}
		if other != nil {
			more, ok := c.expand(other, path)
			if !ok {
				return nil, false
			}
			keys = append(keys, more...)
		}
		keys = append(keys, key)
	}
	var distinct []string
	for _, key := range keys {
		if !slices.Contains(distinct, key) {
			distinct = append(distinct, key)
		}
	}
	return distinct, true
}

// circle words a path that comes back to a file.
func circle(path []*File, again *File, verb string) string {
	var keys []string
	for _, f := range append(path[slices.Index(path, again):len(path):len(path)], again) {
		keys = append(keys, f.Key())
	}
	return strings.Join(keys, verb)
}

// check reports a squash that does not stand for one stretch of its app.
func (c *squasher) check(s *squash) {
	f := s.parts[0]
	for _, part := range s.parts {
		if part.Number() < s.end() {
			c.problems = append(c.problems, position{}.in(part.place(), "it replaces %s, so its number must not be below %d; rename the file", s.span(), s.end()))
		}
	}
	for _, key := range s.replaces {
		if c.byKey[key] == nil && len(s.old) > 0 && !s.coveredByOld(key) {
			c.problems = append(c.problems, c.halfDeleted(f, s, key))
		}
	}
	for _, other := range c.list {
		shared := slices.ContainsFunc(s.replaces, other.covers)
		if other == s || !shared || c.within(s, other) || c.within(other, s) {
			continue
		}
		if s.name() < other.name() {
			c.problems = append(c.problems, position{}.in(f.place(), "%s and %s replace some of the same migrations; one must replace the other as well", s.name(), other.name()))
		}
	}
	for _, other := range c.files {
		first := numberOf(s.replaces[0])
		for _, key := range s.replaces {
			first = min(first, numberOf(key))
		}
		between := other.Number() > first && other.Number() < s.end()
		if between && len(other.Replaces) == 0 && !s.covers(other.Key()) {
			c.problems = append(c.problems, position{}.in(f.place(), "it replaces %s, but not %s, which lies between; add it to replaces", s.span(), other.Key()))
		}
	}
}

// within reports whether one squash replaces all files of another.
func (c *squasher) within(outer, inner *squash) bool {
	return !slices.ContainsFunc(inner.parts, func(f *File) bool { return !outer.covers(f.Key()) })
}

// coveredByOld reports whether a squash that is still there stands for a file
// that is not.
func (s *squash) coveredByOld(key string) bool {
	return slices.ContainsFunc(s.old, func(f *File) bool { return slices.Contains(f.Replaces, key) })
}

// halfDeleted is about a replaced file that is gone while others are there: it
// may be a name that is misspelt.
func (c *squasher) halfDeleted(f *File, s *squash, key string) error {
	var free []string
	for _, other := range c.files {
		if !s.covers(other.Key()) && !slices.Contains(s.parts, other) {
			free = append(free, other.Key())
		}
	}
	if near := schema.Nearest(key, free); near != "" {
		return f.wrong("replaces", key, "it replaces %s, which does not exist; did you mean %q?", key, near)
	}
	return f.wrong("replaces", key, "it replaces %s, which does not exist, while %s is still there; bring it back, or delete all that the squash replaces once every database has had it", key, s.old[0].Key())
}

// inForce lists the files of an app without squashes that are not in force, and
// without those that squashes in force stand for. Old says which are not.
func inForce(files []*File, squashes []*squash, old func(*squash) bool) []*File {
	if len(squashes) == 0 {
		return files
	}
	gone := fileSet{}
	for _, s := range squashes { // the outer ones first
		out := s.old
		if old(s) {
			out = s.parts
		}
		for _, f := range out {
			gone[f] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(files), func(f *File) bool { return gone[f] })
}

func never(*squash) bool { return false }

// hasOld reports whether the graph can do without the squash.
func hasOld(s *squash) bool { return len(s.old) > 0 }
