package migrate

import "slices"

// view returns the graph with its squashes in force, but for some: old says
// which are not.
func (g *Graph) view(old func(*squash) bool) (*Graph, error) {
	v := &Graph{
		apps: g.apps, read: g.read, files: g.files, squashes: g.squashes, steppers: g.steppers,
		byApp: map[string][]*File{}, byKey: map[string]*File{}, instead: map[string]string{},
	}
	for _, app := range g.apps {
		mine := slices.DeleteFunc(slices.Clone(g.squashes), func(s *squash) bool { return s.app != app })
		v.byApp[app] = inForce(g.read[app], mine, old)
		for _, f := range v.byApp[app] {
			v.byKey[f.Key()] = f
		}
	}
	for _, s := range g.squashes {
		if v.byKey[s.name()] == nil {
			v.stepAside(s)
			continue
		}
		for _, key := range s.replaces {
			v.instead[key] = s.last().Key()
		}
	}
	return v, v.sort()
}

// stepAside puts the newest of what a squash would replace in its place.
func (g *Graph) stepAside(s *squash) {
	for _, f := range g.byApp[s.app] {
		standsFor := slices.ContainsFunc(f.Replaces, s.covers)
		if !s.covers(f.Key()) && !standsFor {
			continue
		}
		for _, part := range s.parts {
			g.instead[part.Key()] = f.Key()
		}
	}
}

// inPlaceOf is the squash in force that stands for a migration, or nil.
func (g *Graph) inPlaceOf(key string) *squash {
	for _, s := range g.squashes {
		if s.covers(key) && g.byKey[s.name()] != nil {
			return s
		}
	}
	return nil
}

// squashOf is the squash that a file is a part of, or nil.
func (g *Graph) squashOf(f *File) *squash {
	for _, s := range g.squashes {
		if slices.Contains(s.parts, f) {
			return s
		}
	}
	return nil
}

// file finds a file of an app, in force or not.
func (g *Graph) file(key string) *File {
	if f := g.files[key]; f != nil {
		return f
	}
	return g.byKey[key]
}
