package collect

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofw/gofw/framework/static"
)

// TestMain is a process that kills itself while it collects, if it is told to.
func TestMain(m *testing.M) {
	if dir := os.Getenv("COLLECT_TEST_DIR"); dir != "" {
		steps, _ := strconv.Atoi(os.Getenv("COLLECT_TEST_STEPS"))
		if err := collectSecond(dir, func() {
			if steps--; steps < 0 {
				self, _ := os.FindProcess(os.Getpid())
				_ = self.Kill()
				select {} // the system takes it away
			}
		}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// generation is the files of the first and of the second collection: one file
// changes, one goes, one comes, one stays.
func generation(n int) fstest.MapFS {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	m := fstest.MapFS{
		"css/site.css": text(strings.Repeat(fmt.Sprintf("a { order: %d }\n", n), 200) + "b { c: url(../img/same.png) }"),
		"img/same.png": text("the same"),
	}
	m[fmt.Sprintf("only/%d.js", n)] = text("x()")
	return m
}

var (
	firstDay  = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	secondDay = firstDay.AddDate(0, 2, 0)
)

func collectSecond(dir string, step func()) error {
	p, err := Read([]static.Source{{Name: "site", FS: generation(2)}}, Options{Prefix: "/static/"})
	if err != nil {
		return err
	}
	_, err = p.Write(context.Background(), dir, WriteOptions{Now: secondDay, Clear: true, step: step})
	return err
}

// A collection that is killed before any of its changes leaves the old one, or
// the new one, whole; and the next one goes on from there.
func TestACollectionThatIsKilledLeavesAWholeOne(t *testing.T) {
	t.Parallel()
	before, after, unclear := 0, 0, 0
	for steps := 0; ; steps++ {
		dir := filepath.Join(t.TempDir(), strconv.Itoa(steps))
		p, err := Read([]static.Source{{Name: "site", FS: generation(1)}}, Options{Prefix: "/static/"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write(t.Context(), dir, WriteOptions{Now: firstDay}); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "COLLECT_TEST_DIR="+dir, "COLLECT_TEST_STEPS="+strconv.Itoa(steps), "GOMAXPROCS=1")
		if out, err := child.CombinedOutput(); len(out) > 0 { // that it was killed is no error here
			t.Fatalf("%v: %s", err, out)
		}
		switch whole(t, dir) {
		case 1:
			before++
		case 2:
			after++
		default:
			unclear++
		}
		if err := collectSecond(dir, func() {}); err != nil {
			t.Fatalf("after %d steps, the next collection: %v", steps, err)
		}
		if whole(t, dir) != 2 {
			t.Fatalf("after %d steps, the next collection is not the second", steps)
		}
		if child.ProcessState.Success() {
			break
		}
	}
	if before < 10 || after < 3 || unclear > 0 {
		t.Errorf("killed %d times before the manifest and %d times after; %d times the folder was broken", before, after, unclear)
	}
}

// whole is the generation that a folder serves, or 0.
func whole(t *testing.T, dir string) int {
	t.Helper()
	files, err := static.Collected(os.DirFS(dir), "/static/")
	if err != nil {
		t.Error(err)
		return 0
	}
	m, err := static.ReadManifest(os.DirFS(dir))
	if err != nil {
		t.Error(err)
		return 0
	}
	for n := 1; n <= 2; n++ {
		if _, err := files.URL(fmt.Sprintf("only/%d.js", n)); err != nil {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, m.Files["css/site.css"]))
		if err != nil || strings.Count(string(text), fmt.Sprintf("order: %d", n)) != 200 || !strings.Contains(string(text), "same.") {
			t.Errorf("the style sheet of generation %d is broken: %v", n, err)
		}
		return n
	}
	return 0
}
