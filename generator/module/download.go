package module

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gofw/gofw"
)

// Download provides the framework below cacheDir, brings it into the module
// cache and returns its version. Only this one module is asked for, from files
// alone: no network is used and the user's own proxies hear nothing. The
// environment of later go commands need not change.
func Download(ctx context.Context, cacheDir string) (version string, err error) {
	cacheDir, err = filepath.Abs(cacheDir)
	if err != nil {
		return "", fmt.Errorf("finding the cache folder: %w", err)
	}
	version, err = Provide(cacheDir)
	if err != nil {
		return "", err
	}
	outside, err := os.MkdirTemp("", "gofw-") // not in a module, whose go.mod would have a say
	if err != nil {
		return "", fmt.Errorf("downloading the framework: %w", err)
	}
	defer os.RemoveAll(outside)
	command := exec.CommandContext(ctx, "go", "mod", "download", gofw.ModulePath+"@"+version)
	command.Dir = outside
	command.Env = append(os.Environ(), proxyEnv(cacheDir)...)
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("putting the framework %s into the module cache: %w\n%s", version, err, strings.TrimSpace(string(out)))
	}
	return version, nil
}

// proxyEnv is the environment of the one command that takes the framework from
// the proxy of files. GONOPROXY and GONOSUMDB stand in for a GOPRIVATE that
// happens to match, and for the checksum database, which cannot know a version
// that was never published. GOFLAGS stays the user's, -modcacherw above all.
func proxyEnv(cacheDir string) []string {
	return []string{
		"GOPROXY=" + fileURL(proxyDir(cacheDir)),
		"GONOPROXY=none",
		"GONOSUMDB=" + gofw.ModulePath,
		"GOWORK=off",
	}
}

// fileURL writes a folder as an element of GOPROXY, in which commas and bars
// separate.
func fileURL(dir string) string {
	path := filepath.ToSlash(dir)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: path}
	return strings.NewReplacer(",", "%2C", "|", "%7C").Replace(u.String())
}
