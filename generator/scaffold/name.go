package scaffold

import (
	"fmt"
	"go/build"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofw/gofw"
	"github.com/gofw/gofw/generator/source"
)

// longest is how long a name may be: names of tables, indexes and constraints
// begin with that of the app, and a database takes some sixty characters.
const longest = 30

var (
	// plain is a name of lower-case letters, digits and underscores.
	plain = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	// capital is the same with capitals in it.
	capital = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
)

// std are the folders at the top of the standard library. A module or package
// of such a name would hide one of them.
var std = strings.Fields(`archive bufio builtin bytes cmd cmp compress container context crypto database debug embed
	encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin
	reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe
	vendor weak`)

// framework are the packages of the framework, which generated files import by
// these names, and whose own apps and tables are called so.
var framework = frameworkPackages()

func frameworkPackages() []string {
	names := []string{"gofw", "templ", "templates"}
	err := fs.WalkDir(gofw.Source, "framework", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil || !e.IsDir() || name == "framework":
			return err
		case e.Name() == "internal" || e.Name() == "testdata":
			return fs.SkipDir
		}
		names = append(names, e.Name())
		return nil
	})
	if err != nil {
		panic(err) // the source is part of the program
	}
	return names
}

// folders have a meaning to gofw, to the go command or to those who look for
// a site's files.
var folders = strings.Fields(`assets bin docs main migrations node_modules test testdata tests tmp tools uploads`)

// SiteName says what is wrong with the name of a new site, or nil.
func SiteName(name string) error { return check(name, "site", "mysite") }

// AppName says what is wrong with the name of a new app in the site with the
// given module path, or nil.
func AppName(name, site string) error {
	if err := check(name, "app", "blog"); err != nil {
		return err
	}
	if name == last(site) {
		return fmt.Errorf("an app cannot be called %q: the site itself is, and so will be its program; choose another name, such as %s_pages", name, name)
	}
	return nil
}

// check says what is wrong with a name. Sites and apps keep to the same rules,
// because a site's name is that of a folder, a module and a program, and an
// app's that of a folder, a package and its tables.
func check(name, what, example string) error {
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("%q is no name for "+article(what)+": "+format+", such as %s", append(append([]any{name}, args...), example)...)
	}
	switch {
	case name == "":
		return fmt.Errorf("the name of the %s is empty: give one, such as %s", what, example)
	case strings.ContainsAny(name, `/\`):
		return wrong("it is a path; go into the folder first, then give a single word")
	case capital.MatchString(name) && !plain.MatchString(name):
		return fmt.Errorf("%q is no name for %s: write it in lower case: %s", name, article(what), strings.ToLower(name))
	case !plain.MatchString(name):
		return wrong("it must begin with a letter from a to z and go on with letters, digits and underscores")
	case len(name) > longest:
		return wrong("it is longer than %d characters; take a short one", longest)
	case token.IsKeyword(name):
		return wrong("it is a keyword of Go; take another word")
	case types.Universe.Lookup(name) != nil, name == "init":
		return wrong("Go itself has %s already; take another word", name)
	case slices.Contains(std, name):
		return wrong("Go's standard library has a package %s; take another word", name)
	case slices.Contains(framework, name):
		return wrong("gofw has a package %s; take another word", name)
	case slices.Contains(folders, name):
		return wrong("a folder called %s means something else; take another word", name)
	case strings.HasSuffix(name, "_test"), !onEverySystem(name):
		return wrong("Go builds a file called %s.go on some systems or in tests only; take another ending", name)
	}
	if err := module.CheckImportPath(name); err != nil {
		return wrong("%w; take another word", err)
	}
	return nil
}

// onEverySystem reports whether a file name ends in no word that ties it to a
// system, as _linux and _amd64 do.
func onEverySystem(name string) bool {
	nowhere := build.Context{GOOS: "none", GOARCH: "none", Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package x\n")), nil
	}}
	ok, err := nowhere.MatchFile("", name+".go")
	return err == nil && ok
}

// ModulePath says what is wrong with the module path of a new site, or nil.
func ModulePath(path string) error {
	if err := module.CheckImportPath(path); err != nil {
		return fmt.Errorf("%q is no module path: %w: write one such as example.com/mysite", path, err)
	}
	first, _, _ := strings.Cut(path, "/")
	if slices.Contains(std, first) {
		return fmt.Errorf("%q is no module path: it would hide Go's package %s: write one such as example.com/mysite", path, first)
	}
	if path == source.Framework || strings.HasPrefix(path, source.Framework+"/") {
		return fmt.Errorf("%q is the module path of gofw: write one such as example.com/mysite", path)
	}
	return nil
}

// last is the last element of a module path, without a major version.
func last(path string) string {
	prefix, _, ok := module.SplitPathVersion(path)
	if !ok {
		prefix = path
	}
	return prefix[strings.LastIndex(prefix, "/")+1:]
}

// article puts the article before a word.
func article(word string) string {
	if strings.ContainsAny(word[:1], "aeiou") {
		return "an " + word
	}
	return "a " + word
}
