package module

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"

	"github.com/gofw/gofw"
)

// ErrNoSite is wrapped by the error of [Locate] for a folder that lies in no
// site: there is no go.mod, or one that does not require the framework.
var ErrNoSite = errors.New("not in a site")

// ErrMissing is wrapped by the error of [Locate] when the framework's source
// is not where go.mod says. [Download] helps if the version is that of the
// running command.
var ErrMissing = errors.New("the framework's source is missing")

// From says by what the go command finds the framework.
type From string

// The ways to the framework, in the order in which they are tried.
const (
	FromItself    From = "itself"       // the site is the framework's own checkout
	FromWorkspace From = "workspace"    // a use line of go.work
	FromVendor    From = "vendor"       // go mod vendor
	FromReplace   From = "replace"      // a replace line with a folder
	FromCache     From = "module cache" // an ordinary require
)

// Site is where a site lies and where the go command finds the framework for it.
type Site struct {
	Dir       string // the folder of go.mod, absolute
	Module    string // the site's module path
	Version   string // the version of the framework in go.mod; empty for FromItself and a workspace without a require
	Framework string // the folder of the framework's source, absolute
	From      From   // what led there
}

// Locate finds the site that dir lies in and the framework's source for it.
func Locate(dir string) (Site, error) { return locate(dir, readEnv) }

// locate is Locate with the go command's settings of a folder.
func locate(dir string, readEnv func(dir string) (goEnv, error)) (Site, error) {
	root, err := findRoot(dir)
	if err != nil {
		return Site{}, err
	}
	name := filepath.Join(root, "go.mod")
	data, err := os.ReadFile(name)
	if err != nil {
		return Site{}, fmt.Errorf("locating the framework: %w", err)
	}
	file, err := modfile.Parse(name, data, nil)
	if err != nil {
		return Site{}, fmt.Errorf("locating the framework: %w", err)
	}
	if file.Module == nil {
		return Site{}, fmt.Errorf("locating the framework: %s has no module line", name)
	}
	site := Site{Dir: root, Module: file.Module.Mod.Path}
	if site.Module == gofw.ModulePath {
		site.Framework, site.From = root, FromItself
		return site, nil
	}
	for _, r := range file.Require {
		if r.Mod.Path == gofw.ModulePath {
			site.Version = r.Mod.Version
		}
	}
	env, err := readEnv(root)
	if err != nil {
		return Site{}, err
	}
	return findFramework(site, file, env)
}

// findRoot walks up from dir to the folder of a go.mod.
func findRoot(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("locating the site of %s: %w", dir, err)
	}
	if info, err := os.Stat(start); err != nil {
		return "", fmt.Errorf("locating the site of %s: %w", dir, err)
	} else if !info.IsDir() {
		start = filepath.Dir(start)
	}
	for root := start; ; root = filepath.Dir(root) {
		if info, err := os.Stat(filepath.Join(root, "go.mod")); err == nil && info.Mode().IsRegular() {
			return root, nil
		}
		if root == filepath.Dir(root) {
			return "", fmt.Errorf("%w: no go.mod in %s or above: go into a site's folder, or make a site with gofw new NAME", ErrNoSite, start)
		}
	}
}
