package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/collect"
	"github.com/gofw/gofw/templates"
)

const (
	// staticPrefix is where static files are shown.
	staticPrefix = "/static/"

	// ownStatic comes before the names of the framework's own static files.
	ownStatic = "gofw/"
)

// staticFiles are the static files of a site: while it is developed the folders
// themselves, otherwise collected ones. Those that nobody has collected get
// their names when the site starts, and no compressed copies.
func staticFiles(s Settings, apps []App) (*static.Files, error) {
	sources, onDisk := sourcesOf(s, apps)
	carried := staticIn(s.Static)
	switch isCollected := static.IsCollected(carried); {
	case s.Debug && (onDisk || !isCollected):
		return static.Live(staticPrefix, sources...)
	case s.StaticRoot != "" && !s.Debug:
		files, err := static.Collected(static.Dir(s.StaticRoot), staticPrefix)
		if err != nil {
			return nil, fmt.Errorf("SITE_STATIC_ROOT is %s: %w", s.StaticRoot, err)
		}
		return files, nil
	case isCollected:
		return static.Collected(carried, staticPrefix)
	}
	plan, err := collect.Read(sources, collect.Options{Prefix: staticPrefix})
	if err != nil {
		return nil, err
	}
	fsys, err := plan.FS()
	if err != nil {
		return nil, err
	}
	return static.Collected(fsys, staticPrefix)
}

// sourcesOf are the folders of static files, in the order in which they are
// searched: the site's, those of the apps, the framework's. While a site is
// developed they are read from the disk, as far as they are there.
func sourcesOf(s Settings, apps []App) (sources []static.Source, onDisk bool) {
	module := ""
	if s.Debug {
		module = moduleHere()
	}
	add := func(name, folder string, carried fs.FS) {
		if info, err := os.Stat(folder); s.Debug && folder != "" && err == nil && info.IsDir() {
			sources = append(sources, static.Source{Name: name, Path: folder, FS: static.Dir(folder)})
			onDisk = true
			return
		}
		sources = append(sources, static.Source{Name: name, FS: staticIn(carried)})
	}
	add("the site", "static", s.Static)
	for _, a := range apps {
		if a.Static.Files == nil {
			continue
		}
		folder := ""
		if below, ok := strings.CutPrefix(a.Static.Package, module+"/"); ok && module != "" {
			folder = path.Join(below, "static")
		}
		add(a.Name, folder, a.Static.Files)
	}
	return append(sources, static.Source{Name: "gofw", Prefix: ownStatic, FS: templates.Assets()}), onDisk
}

// moduleHere is the module of the current folder, or "".
func moduleHere() string {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "module" {
			return strings.Trim(words[1], "\"`")
		}
	}
	return ""
}

// staticIn is the folder "static" of what is carried, since an embedded folder
// keeps its name, or what is carried itself. It is empty for nil.
func staticIn(carried fs.FS) fs.FS {
	if carried == nil {
		return nothing{}
	}
	if sub, err := fs.Sub(carried, "static"); err == nil {
		if _, err := fs.ReadDir(sub, "."); err == nil {
			return sub
		}
	}
	return carried
}

// nothing is an empty folder.
type nothing struct{}

// Open finds nothing.
func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// withStatic returns a context whose pages find static files, the framework's
// own among them.
func (s *Site) withStatic(ctx context.Context) context.Context {
	return templates.WithAssets(static.With(ctx, s.static), func(name string) string {
		address, err := s.static.URL(ownStatic + name)
		if err != nil { // a collection of another version of the framework
			return templates.StaticPrefix + name
		}
		return address
	})
}

// mounts opens what the settings mount.
func (s *Site) mounts() ([]*static.Mounted, error) {
	var all []*static.Mounted
	var problems []error
	for _, m := range s.Settings.Mounts {
		opened, err := m.Open()
		problems = append(problems, err)
		all = append(all, opened)
	}
	return all, errors.Join(problems...)
}

// mounted reports whether a mount has answered a request.
func mounted(mounts []*static.Mounted, w http.ResponseWriter, r *http.Request) bool {
	for _, m := range mounts {
		if m.Serve(w, r) {
			return true
		}
	}
	return false
}
