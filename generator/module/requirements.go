package module

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"github.com/gofw/gofw"
)

// replacedVersion is the version that stands in a go.mod whose framework is
// replaced; the go command writes the same.
const replacedVersion = "v0.0.0-00010101000000-000000000000"

// Origin says where a new site takes the framework from: a checkout, or a
// version that [Download] has put into the module cache. The zero value is
// neither, hence an error.
type Origin struct {
	Dir     string // the checkout; empty: Version is required
	Replace string // how go.mod writes Dir, such as ".."; empty: Dir
	Version string // what Download or Provide returned
}

// Requirements returns the go.mod and go.sum of a new site with the module path
// site. They are complete: all that the framework requires stands there, as
// // indirect, so that the first build resolves nothing. The first go mod tidy
// keeps what the site uses.
func Requirements(site string, origin Origin) (goMod, goSum []byte, err error) {
	if err := module.CheckImportPath(site); err != nil {
		return nil, nil, fmt.Errorf("naming the site's module: %w", err)
	}
	read := gofw.Source.ReadFile
	if origin.Dir != "" {
		read = func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(origin.Dir, name)) }
	}
	framework, err := readMod(read)
	if err != nil {
		return nil, nil, err
	}
	goMod, err = writeRequirements(site, framework, origin)
	if err != nil {
		return nil, nil, fmt.Errorf("writing go.mod of %s: %w", site, err)
	}
	goSum, err = read("go.sum")
	if err != nil {
		return nil, nil, fmt.Errorf("reading the framework's go.sum: %w", err)
	}
	if origin.Dir == "" {
		goSum, err = addSums(goSum, origin.Version)
	}
	return goMod, goSum, err
}

// readMod reads the framework's go.mod.
func readMod(read func(string) ([]byte, error)) (*modfile.File, error) {
	data, err := read("go.mod")
	if err != nil {
		return nil, fmt.Errorf("reading the framework's go.mod: %w", err)
	}
	file, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		return nil, fmt.Errorf("reading the framework's go.mod: %w", err)
	}
	if file.Module == nil || file.Module.Mod.Path != gofw.ModulePath || file.Go == nil {
		return nil, fmt.Errorf("reading the framework's go.mod: it is not that of %s with a go line", gofw.ModulePath)
	}
	return file, nil
}

// writeRequirements writes the site's go.mod.
func writeRequirements(site string, framework *modfile.File, origin Origin) ([]byte, error) {
	version := origin.Version
	if origin.Dir != "" {
		version = replacedVersion
	}
	if err := module.Check(gofw.ModulePath, version); err != nil {
		return nil, err
	}
	file := new(modfile.File)
	if err := file.AddModuleStmt(site); err != nil {
		return nil, err
	}
	if err := file.AddGoStmt(framework.Go.Version); err != nil {
		return nil, err
	}
	requires := []*modfile.Require{{Mod: module.Version{Path: gofw.ModulePath, Version: version}}}
	for _, r := range framework.Require {
		requires = append(requires, &modfile.Require{Mod: r.Mod, Indirect: true})
	}
	file.SetRequireSeparateIndirect(requires)
	if origin.Dir != "" {
		replace := origin.Replace
		if replace == "" {
			replace = origin.Dir
		}
		if !modfile.IsDirectoryPath(replace) {
			return nil, fmt.Errorf("replacing the framework by %q: begin a relative folder with ./ or ../", replace)
		}
		if err := file.AddReplace(gofw.ModulePath, "", replace, ""); err != nil {
			return nil, err
		}
	}
	file.Cleanup()
	return file.Format()
}

// addSums puts the two lines of the framework itself in order before go.sum's
// others, whose order is free.
func addSums(goSum []byte, version string) ([]byte, error) {
	carried, err := Version()
	if err != nil {
		return nil, err
	}
	if version != carried {
		return nil, fmt.Errorf("requiring the framework %s: this gofw carries %s", version, carried)
	}
	m := module.Version{Path: gofw.ModulePath, Version: version}
	zipSum, err := sourceSum(m.String() + "/")
	if err != nil {
		return nil, err
	}
	modSum, err := goModSum()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s %s %s\n%s %s/go.mod %s\n", m.Path, version, zipSum, m.Path, version, modSum)
	out.Write(goSum)
	return out.Bytes(), nil
}
