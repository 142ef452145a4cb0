package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// status N COMMAND runs a command that must end with the exit status N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("the exit status is %d, not %s", got, args[0])
	}
}

// onlyholds DIR NAME… checks what is in a folder, dot files included. What the
// tests themselves need there does not count.
func onlyHolds(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: onlyholds DIR NAME…")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, e := range entries {
		if e.Name() != ".tmp" && !slices.Contains(args[1:], e.Name()) {
			ts.Fatalf("%s holds %s", args[0], e.Name())
		}
	}
}

// get URL TEXT asks a server that may still be starting, until the page has the
// text in it.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: get URL TEXT")
	}
	var last string
	retry := time.NewTicker(50 * time.Millisecond)
	defer retry.Stop()
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); <-retry.C {
		page, err := read(args[0])
		if err == nil && strings.Contains(page, args[1]) {
			return
		}
		if last = page; err != nil {
			last = err.Error()
		}
	}
	ts.Fatalf("%s never showed %q; the last answer:\n%s", args[0], args[1], last)
}

// read is the page at an address, as a browser would get it.
func read(url string) (string, error) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Accept", "text/html")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	return string(page), err
}

// freeport NAME sets a variable to a port that nobody uses.
func freePort(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], portOf(listener))
	ts.Check(listener.Close())
}

// busyport NAME sets a variable to a port that is in use until the script ends.
func busyPort(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { listener.Close() })
	ts.Setenv(args[0], portOf(listener))
}

func portOf(listener net.Listener) string {
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

// copyAlone builds gofw as it is installed, puts it as "alone" into a folder of
// its own in PATH, and gives the script a module cache with nothing in it.
// Other modules come from the files that were downloaded for this test.
func copyAlone(ts *testscript.TestScript, _ bool, _ []string) {
	bin := ts.MkAbs("bin")
	command := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(bin, "alone"), ".")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		ts.Fatalf("building gofw: %v\n%s", err, out)
	}
	downloaded := filepath.Join(ts.Getenv("GOMODCACHE"), "cache", "download")
	ts.Setenv("GOPROXY", "file://"+filepath.ToSlash(downloaded))
	ts.Setenv("GONOSUMDB", "*")
	ts.Setenv("GOMODCACHE", ts.MkAbs("modules"))
	ts.Setenv("GOFLAGS", "-trimpath -modcacherw") // what was compiled elsewhere counts; the folder can be removed
	ts.Setenv("PATH", fmt.Sprintf("%s%c%s", bin, filepath.ListSeparator, ts.Getenv("PATH")))
}
