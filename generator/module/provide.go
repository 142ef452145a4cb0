package module

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/zip"

	"github.com/gofw/gofw"
)

// Provide writes the framework, from the source embedded in the running
// command, as a module proxy of files below cacheDir and returns its version.
// What is there already is checked and kept. Any number of processes may do
// this at once.
func Provide(cacheDir string) (version string, err error) {
	version, err = Version()
	if err != nil {
		return "", err
	}
	m := module.Version{Path: gofw.ModulePath, Version: version}
	sum, err := sourceSum(m.String() + "/")
	if err != nil {
		return "", err
	}
	if release, ok := built(); ok && release.Sum != "" && release.Sum != sum {
		return "", fmt.Errorf("providing %s: the embedded source has the sum %s, its release %s: install gofw again", m, sum, release.Sum)
	}
	dir := filepath.Join(proxyDir(cacheDir), filepath.FromSlash(gofw.ModulePath), "@v")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("providing %s: %w", m, err)
	}
	name := filepath.Join(dir, version)
	if have, err := dirhash.HashZip(name+".zip", dirhash.Hash1); err != nil || have != sum {
		if err := replaceFile(name+".zip", func(w io.Writer) error { return writeZip(w, m) }); err != nil {
			return "", fmt.Errorf("providing %s: %w", m, err)
		}
	}
	if err := replaceFile(name+".mod", writeMod); err != nil {
		return "", fmt.Errorf("providing %s: %w", m, err)
	}
	if err := replaceFile(name+".info", func(w io.Writer) error { return writeInfo(w, version) }); err != nil {
		return "", fmt.Errorf("providing %s: %w", m, err)
	}
	return version, nil
}

// proxyDir is the root of the module proxy below a cache folder.
func proxyDir(cacheDir string) string { return filepath.Join(cacheDir, "gofw", "proxy") }

// writeMod writes the framework's go.mod.
func writeMod(w io.Writer) error {
	data, err := gofw.Source.ReadFile("go.mod")
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// writeInfo writes what a module proxy knows of a version.
func writeInfo(w io.Writer, version string) error {
	return json.NewEncoder(w).Encode(struct {
		Version string
		Time    time.Time
	}{version, unreleased()})
}

// writeZip writes the module zip.
func writeZip(w io.Writer, m module.Version) error {
	var files []zip.File
	err := fs.WalkDir(gofw.Source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, sourceFile(name))
		}
		return err
	})
	if err != nil {
		return err
	}
	return zip.Create(w, m, files)
}

// sourceFile is a file of the embedded source, by its name.
type sourceFile string

// Path is the name in the zip.
func (f sourceFile) Path() string { return string(f) }

// Lstat describes the file.
func (f sourceFile) Lstat() (fs.FileInfo, error) { return fs.Stat(gofw.Source, string(f)) }

// Open opens the file.
func (f sourceFile) Open() (io.ReadCloser, error) { return gofw.Source.Open(string(f)) }

// replaceFile writes a file so that a reader sees the old one or the new one,
// never a part.
func replaceFile(name string, write func(io.Writer) error) error {
	temp, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // in vain once it is renamed
	if err := write(temp); err != nil {
		temp.Close()
		return err
	}
	if err := temp.Chmod(0o644); err != nil {
		temp.Close()
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}
