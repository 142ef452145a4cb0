package docs_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// block is a fenced block of a page.
type block struct {
	info string // what follows the fence: "go file=main.go"
	text string
	page string // "tutorial.md"
	line int    // of the fence
}

// file is the name that the fence gives to a whole file, or "".
func (b block) file() string {
	for _, word := range strings.Fields(b.info) {
		if name, ok := strings.CutPrefix(word, "file="); ok {
			return name
		}
	}
	return ""
}

// is reports whether the fence holds a word.
func (b block) is(word string) bool {
	for _, w := range strings.Fields(b.info) {
		if w == word {
			return true
		}
	}
	return false
}

func (b block) place() string { return fmt.Sprintf("%s:%d", b.page, b.line) }

// pages lists the pages of this folder.
func pages(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("*.md")
	if err != nil || len(names) < 2 {
		t.Fatalf("finding the pages: %v %v", names, err)
	}
	return names
}

// read takes a page apart: its fenced blocks, and its other lines, numbered
// from one, with empty lines in place of the blocks.
func read(t *testing.T, page string) (blocks []block, prose []string) {
	t.Helper()
	f, err := os.Open(page)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var open *block
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		info, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && open == nil:
			open = &block{info: info, page: page, line: n}
			line = ""
		case fence:
			blocks = append(blocks, *open)
			open, line = nil, ""
		case open != nil:
			open.text += line + "\n"
			line = ""
		}
		prose = append(prose, line)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if open != nil {
		t.Fatalf("%s: the block is not closed", open.place())
	}
	return blocks, prose
}

var built struct {
	sync.Once
	path string
	err  error
}

// gofw is the command, built once from this checkout and without cgo.
func gofw(t *testing.T) string {
	t.Helper()
	built.Do(func() {
		dir, err := os.MkdirTemp("", "gofw-docs-*") // outlives the test that is first
		if err != nil {
			built.err = err
			return
		}
		built.path = filepath.Join(dir, "gofw")
		if runtime.GOOS == "windows" {
			built.path += ".exe"
		}
		command := exec.Command("go", "build", "-o", built.path, "../cmd/gofw")
		command.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := command.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("building gofw: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.path
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.path != "" {
		os.RemoveAll(filepath.Dir(built.path))
	}
	os.Exit(code)
}
