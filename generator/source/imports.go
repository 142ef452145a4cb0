package source

import (
	"path"
	"strings"
)

// importOf returns the path of the import that a file uses under a name.
func (r *Resolver) importOf(f *file, name string) (string, bool) {
	var unsure []string
	for _, i := range f.ast.Imports {
		p := strings.Trim(i.Path.Value, "`\"")
		switch {
		case i.Name != nil:
			if i.Name.Name == name {
				return p, true
			}
		case guessName(p) == name:
			return p, true
		default:
			unsure = append(unsure, p)
		}
	}
	for _, p := range unsure {
		if r.packageName(p) == name {
			return p, true
		}
	}
	return "", false
}

// packageName is the name in a package's package clause, or a guess.
func (r *Resolver) packageName(importPath string) string {
	if first, _, _ := strings.Cut(importPath, "/"); strings.Contains(first, ".") {
		if p, err := r.load(importPath); err == nil {
			return p.name
		}
	}
	return guessName(importPath)
}

// guessName is what a package is most likely called.
func guessName(importPath string) string {
	base := path.Base(importPath)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(importPath))
	}
	if i := strings.LastIndex(base, ".v"); i > 0 {
		base = base[:i]
	}
	return base
}
