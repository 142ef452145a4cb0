package module

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"github.com/gofw/gofw"
)

// goEnv is what the go command's settings say about finding modules.
type goEnv struct{ GOFLAGS, GOMODCACHE, GOWORK string }

// findFramework finds the framework's source as the go command would.
func findFramework(site Site, file *modfile.File, env goEnv) (Site, error) {
	replaces, where := file.Replace, filepath.Join(site.Dir, "go.mod")
	if env.GOWORK != "" && env.GOWORK != "off" {
		work, err := readWork(env.GOWORK)
		if err != nil {
			return Site{}, err
		}
		if dir, ok := used(work, filepath.Dir(env.GOWORK)); ok {
			site.Framework, site.From = dir, FromWorkspace
			return site, nil
		}
		if r := replacement(work.Replace, site.Version); r != nil {
			replaces, where = work.Replace, env.GOWORK
		}
	}
	if site.Version == "" {
		return Site{}, fmt.Errorf("%w: %s is another Go module, which does not require %s: make a site with gofw new NAME",
			ErrNoSite, filepath.Join(site.Dir, "go.mod"), gofw.ModulePath)
	}
	if usesVendor(site.Dir, env) {
		site.Framework, site.From = filepath.Join(site.Dir, "vendor", filepath.FromSlash(gofw.ModulePath)), FromVendor
		return present(site, "run go mod vendor")
	}
	m := module.Version{Path: gofw.ModulePath, Version: site.Version}
	if r := replacement(replaces, site.Version); r != nil {
		if r.New.Version == "" {
			site.Framework, site.From = under(filepath.Dir(where), r.New.Path), FromReplace
			return present(site, fmt.Sprintf("%s:%d replaces it by that folder: correct the line, or run gofw upgrade",
				where, r.Syntax.Start.Line))
		}
		m = r.New
	}
	dir, err := cached(env.GOMODCACHE, m)
	if err != nil {
		return Site{}, err
	}
	site.Framework, site.From = dir, FromCache
	return present(site, remedy(m))
}

// present returns the site if its framework is there, or says what to do.
func present(site Site, remedy string) (Site, error) {
	info, err := os.Stat(site.Framework)
	if err == nil && info.IsDir() && (site.From != FromReplace || isFramework(site.Framework)) {
		return site, nil
	}
	return site, fmt.Errorf("%w: %s %s is not in %s: %s", ErrMissing, gofw.ModulePath, site.Version, site.Framework, remedy)
}

// remedy says how a module gets into the module cache. The command brings its
// own version along; what was released can be downloaded.
func remedy(m module.Version) string {
	carried, err := Version()
	if err == nil && m.Version != carried && m.Path == gofw.ModulePath && module.IsPseudoVersion(m.Version) {
		return fmt.Sprintf("it came with another gofw; this one carries %s: run gofw upgrade", carried)
	}
	if err == nil && m.Version == carried {
		return "run gofw upgrade, which puts it there"
	}
	return "run go mod download"
}

// readEnv asks the go command for its settings in a folder.
func readEnv(dir string) (goEnv, error) {
	command := exec.Command("go", "env", "-json", "GOFLAGS", "GOMODCACHE", "GOWORK")
	command.Dir = dir
	out, err := command.Output()
	if err != nil {
		return goEnv{}, fmt.Errorf("asking go env for the module cache: %w", err)
	}
	var env goEnv
	if err := json.Unmarshal(out, &env); err != nil {
		return goEnv{}, fmt.Errorf("reading go env: %w", err)
	}
	return env, nil
}

// readWork reads a go.work.
func readWork(name string) (*modfile.WorkFile, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("locating the framework: %w", err)
	}
	work, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return nil, fmt.Errorf("locating the framework: %w", err)
	}
	return work, nil
}

// used returns the framework's folder among those that a go.work uses.
func used(work *modfile.WorkFile, base string) (string, bool) {
	for _, use := range work.Use {
		if dir := under(base, use.Path); isFramework(dir) {
			return dir, true
		}
	}
	return "", false
}

// replacement returns the line that replaces the framework; one for the very
// version wins.
func replacement(replaces []*modfile.Replace, version string) *modfile.Replace {
	var found *modfile.Replace
	for _, r := range replaces {
		if r.Old.Path != gofw.ModulePath {
			continue
		}
		if r.Old.Version == version && version != "" {
			return r
		}
		if r.Old.Version == "" {
			found = r
		}
	}
	return found
}

// usesVendor reports whether the go command builds from the vendor folder.
func usesVendor(dir string, env goEnv) bool {
	if env.GOWORK != "" && env.GOWORK != "off" {
		return false
	}
	for _, flag := range strings.Fields(env.GOFLAGS) {
		if flag == "-mod=mod" || flag == "-mod=readonly" {
			return false
		}
	}
	_, err := os.Stat(filepath.Join(dir, "vendor", "modules.txt"))
	return err == nil
}

// cached returns the folder of a module in the module cache.
func cached(cache string, m module.Version) (string, error) {
	path, err := module.EscapePath(m.Path)
	if err != nil {
		return "", fmt.Errorf("locating the framework: %w", err)
	}
	version, err := module.EscapeVersion(m.Version)
	if err != nil {
		return "", fmt.Errorf("locating the framework: %w", err)
	}
	return filepath.Join(cache, filepath.FromSlash(path)+"@"+version), nil
}

// under resolves a path that stands in a go.mod or go.work in base.
func under(base, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}
