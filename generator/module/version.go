package module

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"golang.org/x/mod/sumdb/dirhash"

	"github.com/gofw/gofw"
)

// unreleased is the time in the version of a framework that was never
// released. It is fixed, so that the same source is the same version.
func unreleased() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// Version returns the framework's version as the running command carries it:
// that of its release or, for a command built from any other source, a
// pseudo-version made from the sum of the source.
func Version() (string, error) {
	if release, ok := built(); ok {
		return release.Version, nil
	}
	sum, err := sourceSum("")
	if err != nil {
		return "", err
	}
	hash, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(sum, "h1:"))
	if err != nil {
		return "", fmt.Errorf("reading the sum %q of the embedded source: %w", sum, err)
	}
	return module.PseudoVersion("v0", "", unreleased(), hex.EncodeToString(hash[:6])), nil
}

// built returns the framework's module as recorded in the running command, if
// that is a release.
func built() (debug.Module, bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return debug.Module{}, false
	}
	return release(info)
}

// release finds the framework among the modules of a program. It may be a
// requirement too: of a site that names the command in a tool line.
func release(info *debug.BuildInfo) (debug.Module, bool) {
	for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
		if m.Path != gofw.ModulePath {
			continue
		}
		ok := m.Replace == nil && semver.IsValid(m.Version) && semver.Build(m.Version) == "" &&
			semver.Canonical(m.Version) == m.Version && !module.IsPseudoVersion(m.Version)
		return *m, ok
	}
	return debug.Module{}, false
}

// sourceSum returns the sum of the embedded source. The sum of a module zip
// has the prefix "path@version/" before each name.
func sourceSum(prefix string) (string, error) {
	var names []string
	err := fs.WalkDir(gofw.Source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, prefix+name)
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("listing the embedded source: %w", err)
	}
	sum, err := dirhash.Hash1(names, func(name string) (io.ReadCloser, error) {
		return gofw.Source.Open(strings.TrimPrefix(name, prefix))
	})
	if err != nil {
		return "", fmt.Errorf("summing the embedded source: %w", err)
	}
	return sum, nil
}

// goModSum returns the sum of go.mod, as go.sum records it.
func goModSum() (string, error) {
	sum, err := dirhash.Hash1([]string{"go.mod"}, func(name string) (io.ReadCloser, error) {
		return gofw.Source.Open(name)
	})
	if err != nil {
		return "", fmt.Errorf("summing the embedded go.mod: %w", err)
	}
	return sum, nil
}
