package module

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program imports the framework and one of the framework's own requirements,
// which a new site must find in its go.mod.
const program = `package main

import (
	"fmt"

	"github.com/joho/godotenv"

	"github.com/gofw/gofw/framework/schema"
)

func main() {
	_, err := godotenv.Unmarshal("A=1")
	fmt.Print(schema.Nearest("Titel", []string{"Title"}), err)
}
`

// cacheName has what separates the elements of GOPROXY, and a space.
const cacheName = "a cache, or | two"

func TestSiteOfACheckoutBuilds(t *testing.T) {
	t.Parallel()
	checkout, ok := Checkout()
	if !ok {
		t.Fatal("the test was not built from a checkout")
	}
	dir := t.TempDir()
	goMod, goSum, err := Requirements("example.com/mysite", Origin{Dir: checkout})
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"go.mod": string(goMod), "go.sum": string(goSum), "main.go": program})

	offline := []string{"GOPROXY=off", "GOFLAGS=-mod=readonly"}
	wantOutput(t, run(t, dir, offline, "go", "run", "."))
	site, err := Locate(dir)
	if err != nil {
		t.Fatal(err)
	}
	if site.From != FromReplace || site.Framework != checkout {
		t.Errorf("located %q by %q, want the checkout %q", site.Framework, site.From, checkout)
	}

	run(t, dir, []string{"GOPROXY=off"}, "go", "mod", "tidy")
	wantOutput(t, run(t, dir, offline, "go", "run", "."))
}

func TestSiteOfACommandCopiedAloneBuilds(t *testing.T) {
	t.Parallel()
	dir, alone := t.TempDir(), t.TempDir()
	command := filepath.Join(alone, "provide")
	run(t, ".", nil, "go", "build", "-trimpath", "-o", command, "./testdata/provide")
	write(t, dir, map[string]string{"main.go": program})

	// A fresh module cache without the framework. Other modules come from the
	// files that were downloaded for this test.
	downloaded := filepath.Join(run(t, ".", nil, "go", "env", "GOMODCACHE"), "cache", "download")
	env := []string{
		"GOMODCACHE=" + filepath.Join(alone, "modules"),
		"GOPROXY=file://" + filepath.ToSlash(downloaded),
		"GONOSUMDB=*",
		"GOPRIVATE=github.com/gofw/*",
		"GOFLAGS=-modcacherw", // so that the folder can be removed; the command must keep it
	}
	run(t, dir, env, command, "example.com/mysite", filepath.Join(alone, cacheName))
	wantOutput(t, run(t, dir, env, "go", "run", "."))

	run(t, dir, env, "go", "mod", "tidy")
	wantOutput(t, run(t, dir, append(env, "GOPROXY=off"), "go", "run", "."))
	if goMod := read(t, dir, "go.mod"); strings.Contains(goMod, "replace") {
		t.Errorf("go.mod replaces:\n%s", goMod)
	}
}

// run runs a command and returns what it prints.
func run(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	command := exec.Command(name, args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	command.Env = append(command.Env, env...)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, stderr.String())
	}
	return strings.TrimSpace(string(out))
}

// wantOutput checks what program prints.
func wantOutput(t *testing.T, got string) {
	t.Helper()
	if want := "Title<nil>"; got != want {
		t.Errorf("the site prints %q, want %q", got, want)
	}
}

// write writes files below dir.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// read returns the text of a file below dir.
func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
