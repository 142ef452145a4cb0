package dev

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// plan is what the compiler and the linker must be told to build a site again.
// The go command finds out each time which packages there are and what has
// changed, which takes a quarter of the time of a small change; a plan asks it
// once, while the site runs, and remembers.
//
// A plan holds until anything happens but an edit of a Go file of the site that
// leaves the file's imports and directives as they were. Then it is stale, and
// the go command builds.
type plan struct {
	dir      string
	tools    string // the folder of compile and link
	objects  string // where new packages go
	packages []*sitePackage
	link     map[string]string // by import path: what the linker reads
	export   map[string]string // by import path: what importers read
	godebug  string
	outside  stamps // files that make the plan stale
	unlinked bool   // objects differ from those in the binary
}

// sitePackage is a package of the site's own module.
type sitePackage struct {
	listed
	files   stamps            // its Go files, as they were compiled
	headers map[string]string // by file: what it asks of the build
	due     bool              // to be compiled
}

// listed is what go list tells of a package.
type listed struct {
	ImportPath, Name, Dir, Export, DefaultGODEBUG string

	Standard, Incomplete                 bool
	GoFiles, IgnoredGoFiles, TestGoFiles []string
	XTestGoFiles, CgoFiles, SFiles       []string
	HFiles, SysoFiles, OtherFiles        []string
	EmbedFiles, EmbedPatterns, Imports   []string
	ImportMap                            map[string]string
	Module                               *struct {
		GoVersion, GoMod, Dir string
		Main                  bool
		Replace               *struct{ Dir, Version string }
	}
}

// harmless are flags in GOFLAGS that are none of the compiler's or the linker's.
var harmless = regexp.MustCompile(`^--?(mod|modcacherw|buildvcs|tags|p)(=.*)?$`)

var errStale = errors.New("the plan is stale")

// newPlan asks the go command for the plan of the site in dir. An error means
// that this site cannot be planned.
func newPlan(ctx context.Context, dir, objects string) (*plan, error) {
	p := &plan{dir: dir, objects: objects, link: map[string]string{}, export: map[string]string{}, outside: stamps{}}
	env, err := goEnv(ctx, dir)
	if err != nil {
		return nil, err
	}
	for _, flag := range strings.Fields(env["GOFLAGS"]) {
		if !harmless.MatchString(flag) {
			return nil, fmt.Errorf("the go command is told to use %s", flag)
		}
	}
	if env["GOEXPERIMENT"] != "" {
		return nil, fmt.Errorf("the go command is told to use %s", env["GOEXPERIMENT"])
	}
	p.tools = env["GOTOOLDIR"]
	for _, file := range []string{env["GOMOD"], strings.TrimSuffix(env["GOMOD"], ".mod") + ".sum", env["GOWORK"], env["GOENV"]} {
		p.outside.note(file)
	}
	packages, err := list(ctx, dir)
	if err != nil {
		return nil, err
	}
	for _, l := range packages {
		if l.Incomplete || l.Export == "" && l.ImportPath != "unsafe" {
			return nil, fmt.Errorf("%s does not build", l.ImportPath)
		}
		if l.Export != "" {
			p.link[l.ImportPath], p.export[l.ImportPath] = l.Export, l.Export
		}
		switch {
		case l.Module != nil && l.Module.Main:
			if err := p.own(l); err != nil {
				return nil, err
			}
		case l.Module != nil && l.Module.Replace != nil && l.Module.Replace.Version == "": // a checkout
			p.outside.noteFolder(l.Dir)
		}
	}
	return p, os.MkdirAll(objects, 0o755)
}

// own adds a package of the site.
func (p *plan) own(l listed) error {
	if len(l.CgoFiles)+len(l.SFiles)+len(l.HFiles)+len(l.SysoFiles) > 0 {
		return fmt.Errorf("%s is not all Go", l.ImportPath)
	}
	s := &sitePackage{listed: l, files: stamps{}, headers: map[string]string{}}
	for _, name := range l.GoFiles {
		file := filepath.Join(l.Dir, name)
		s.files.note(file)
		header, err := header(file)
		if err != nil {
			return err
		}
		s.headers[file] = header
	}
	for _, name := range l.EmbedFiles {
		p.outside.note(filepath.Join(l.Dir, name))
		if folder := filepath.Dir(filepath.Join(l.Dir, name)); folder != l.Dir {
			p.outside.note(folder)
		}
	}
	if l.Name == "main" {
		p.godebug = l.DefaultGODEBUG
	}
	p.packages = append(p.packages, s)
	return nil
}

// list asks the go command for the packages of a site, those that others import
// first. It brings their export data up to date.
func list(ctx context.Context, dir string) ([]listed, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-export", "-json", "-pgo=off",
		"-gcflags=./...="+strings.Join(siteFlags, " "), ".")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), withoutCgo...)
	isolate(cmd)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("listing packages: %w", err)
	}
	var packages []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading go list: %w", err)
		}
		packages = append(packages, l)
	}
}

func goEnv(ctx context.Context, dir string) (map[string]string, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "-json", "GOFLAGS", "GOEXPERIMENT", "GOTOOLDIR", "GOMOD", "GOWORK", "GOENV")
	cmd.Dir = dir
	isolate(cmd)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("asking for Go's environment: %w", err)
	}
	env := map[string]string{}
	return env, json.Unmarshal(out, &env)
}

// look finds the packages whose files have changed, or says errStale.
func (p *plan) look() error {
	if !p.outside.same() {
		return errStale
	}
	work := p.unlinked
	for _, s := range p.packages {
		names, err := goFiles(s.Dir)
		if err != nil || !slices.Equal(names, s.goFiles()) {
			return errStale
		}
		if !s.files.same() {
			for file, was := range s.headers {
				if now, err := header(file); err != nil || now != was {
					return errStale
				}
			}
			s.due = true
		}
		work = work || s.due
	}
	if !work { // something else has happened
		return errStale
	}
	return nil
}

// goFiles is the names of the Go files that the plan expects in the folder.
func (s *sitePackage) goFiles() []string {
	names := slices.Concat(s.GoFiles, s.IgnoredGoFiles)
	slices.Sort(names)
	return names
}

// goFiles is the names of the Go files in a folder, but for tests.
func goFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			names = append(names, name)
		}
	}
	return names, nil
}
