package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run this test's binary as gofw.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gofw": main})
}

// TestScripts runs testdata/script. Sites in it are built against this
// checkout, with the Go caches of whoever runs the tests.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			for _, name := range []string{"GOMODCACHE", "GOCACHE", "GOPROXY", "GOSUMDB"} {
				e.Setenv(name, goEnv(t, name))
			}
			e.Setenv("GOFLAGS", "") // go.mod and go.sum of a new site must be complete
			e.Setenv("GOWORK", "off")
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, "home", "cache"))
			return os.MkdirAll(filepath.Join(e.WorkDir, "home"), 0o755)
		},
		Condition: func(name string) (bool, error) { return name == "root" && os.Getuid() == 0, nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status, "onlyholds": onlyHolds, "get": get, "freeport": freePort, "busyport": busyPort, "copyalone": copyAlone,
		},
	})
}

// goEnv is a setting of the go command.
func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
