package source

import (
	"errors"
	"fmt"
	"go/build"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// Resolver finds the source of packages for one module, through its go.mod:
// the module itself, replaced folders, vendor, the module cache, the standard
// library. It keeps what it has read; make a new one for each run. Not safe
// to share between goroutines.
type Resolver struct {
	Root   string // folder of go.mod, absolute
	Module string // its module path

	fset     *token.FileSet
	modules  []found // longest path first
	packages map[string]*pkg
	apps     map[string]*App
}

// found is where the packages of a module are.
type found struct{ path, dir, version string }

// NewResolver reads the go.mod of dir or the nearest folder above it.
func NewResolver(dir string) (*Resolver, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("finding go.mod: %w", err)
	}
	for {
		_, err := os.Stat(filepath.Join(root, "go.mod"))
		if err == nil {
			break
		}
		if parent := filepath.Dir(root); parent != root {
			root = parent
			continue
		}
		return nil, fmt.Errorf("no go.mod in %s or above it: this is not the folder of a site", dir)
	}
	file := filepath.Join(root, "go.mod")
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading go.mod: %w", err)
	}
	mod, err := modfile.Parse(file, text, nil)
	if err != nil {
		return nil, fmt.Errorf("reading go.mod: %w", err)
	}
	if mod.Module == nil {
		return nil, fmt.Errorf("reading go.mod: %s has no module line", file)
	}
	r := &Resolver{Root: root, Module: mod.Module.Mod.Path, fset: token.NewFileSet(), packages: map[string]*pkg{}, apps: map[string]*App{}}
	r.modules = modulesOf(mod, root)
	return r, nil
}

// modulesOf lists the modules of a go.mod and their folders.
func modulesOf(mod *modfile.File, root string) []found {
	modules := []found{{path: mod.Module.Mod.Path, dir: root}}
	for _, q := range mod.Require {
		modules = append(modules, locate(mod, root, q.Mod))
	}
	for _, p := range mod.Replace {
		if !slices.ContainsFunc(modules, func(f found) bool { return f.path == p.Old.Path }) {
			modules = append(modules, locate(mod, root, p.Old))
		}
	}
	slices.SortStableFunc(modules, func(a, b found) int { return len(b.path) - len(a.path) })
	return modules
}

func locate(mod *modfile.File, root string, m module.Version) found {
	f := found{path: m.Path, version: m.Version}
	if vendored := filepath.Join(root, "vendor", filepath.FromSlash(m.Path)); isDir(vendored) {
		f.dir = vendored
		return f
	}
	for _, p := range mod.Replace {
		if p.Old.Path != f.path || p.Old.Version != "" && p.Old.Version != m.Version {
			continue
		}
		if p.New.Version == "" {
			f.dir = filepath.FromSlash(p.New.Path)
			if !filepath.IsAbs(f.dir) {
				f.dir = filepath.Join(root, f.dir)
			}
			return f
		}
		m = p.New
	}
	name, err := module.EscapePath(m.Path)
	version, err2 := module.EscapeVersion(m.Version)
	if err == nil && err2 == nil {
		f.dir = filepath.Join(moduleCache(), filepath.FromSlash(name)+"@"+version)
	}
	return f
}

// Dir returns the folder of a package. It need not exist.
func (r *Resolver) Dir(importPath string) (string, error) {
	for _, m := range r.modules {
		rest, ok := strings.CutPrefix(importPath, m.path)
		if !ok || rest != "" && rest[0] != '/' {
			continue
		}
		if !isDir(m.dir) {
			return "", fmt.Errorf("module %s is not on this machine: run go mod download", strings.TrimSpace(m.path+" "+m.version))
		}
		return filepath.Join(m.dir, filepath.FromSlash(rest)), nil
	}
	if first, _, _ := strings.Cut(importPath, "/"); !strings.Contains(first, ".") {
		if dir := filepath.Join(build.Default.GOROOT, "src", filepath.FromSlash(importPath)); isDir(dir) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("no module in go.mod provides %s: run go get %s", importPath, importPath)
}

// importPath is the opposite of Dir, for folders of the module itself.
func (r *Resolver) importPath(dir string) string {
	rel, err := filepath.Rel(r.Root, dir)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		for _, m := range r.modules {
			if inside, err := filepath.Rel(m.dir, dir); err == nil && filepath.IsLocal(inside) {
				return path.Join(m.path, filepath.ToSlash(inside))
			}
		}
		return filepath.Base(dir)
	}
	return path.Join(r.Module, filepath.ToSlash(rel))
}

// display is how problems name a file.
func (r *Resolver) display(file string) string {
	if rel, err := filepath.Rel(r.Root, file); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}

func (r *Resolver) position(pos token.Pos) token.Position {
	p := r.fset.PositionFor(pos, false)
	p.Offset = 0
	return p
}

func isDir(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.IsDir()
}

// moduleCache is where the go command keeps modules: GOMODCACHE, else below
// GOPATH, each from the environment or from what go env -w has written.
func moduleCache() string {
	if dir := goEnv("GOMODCACHE"); dir != "" {
		return dir
	}
	gopath := goEnv("GOPATH")
	if gopath == "" {
		gopath = build.Default.GOPATH
	}
	return filepath.Join(filepath.SplitList(gopath + string(filepath.ListSeparator))[0], "pkg", "mod")
}

func goEnv(name string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	file := os.Getenv("GOENV")
	if file == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return ""
		}
		file = filepath.Join(dir, "go", "env")
	}
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), name+"="); ok {
			return v
		}
	}
	return ""
}
