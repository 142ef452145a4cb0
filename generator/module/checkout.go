package module

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/gofw/gofw"
)

// Checkout returns the folder of the checkout that the running command was
// built from, if it was built from one and the checkout is still there. A
// command built from the module cache, or with -trimpath, has none.
func Checkout() (dir string, ok bool) {
	_, file, _, ok := runtime.Caller(0)
	if !ok || !filepath.IsAbs(file) {
		return "", false
	}
	dir = filepath.Dir(filepath.Dir(filepath.Dir(filepath.FromSlash(file))))
	if strings.Contains(filepath.Base(dir), "@") { // the module cache, which nobody edits
		return "", false
	}
	return dir, isFramework(dir)
}

// isFramework reports whether dir holds the source of the framework.
func isFramework(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	return err == nil && modfile.ModulePath(data) == gofw.ModulePath
}
