package write

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/gofw/gofw/generator/source"
)

// Site plans all generated files of a site, or of the framework itself. The
// problems are those of templ files; a file with one keeps its last output.
func Site(ctx context.Context, s *source.Site, apps []*source.App) (Plan, []source.Problem, error) {
	p := Plan{Files: map[string][]byte{}, Keep: map[string]bool{}, Folders: s.Folders}
	for _, a := range apps {
		out, keep, err := App(a, !s.IsFramework())
		if err != nil {
			return p, nil, err
		}
		for base, text := range out {
			p.Files[path.Join(a.Display, base)] = text
		}
		for _, base := range keep {
			p.Keep[path.Join(a.Display, base)] = true
		}
	}
	results := make([]templResult, len(s.Templ))
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, file := range s.Templ {
		slots <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		wait.Go(func() {
			defer func() { <-slots }()
			results[i] = templFile(s.Root, file)
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return p, nil, err
	}
	var problems []source.Problem
	for _, r := range results {
		if r.err != nil {
			return p, nil, r.err
		}
		problems = append(problems, r.problems...)
		if r.text == nil {
			p.Keep[r.output] = true
			continue
		}
		p.Files[r.output] = r.text
	}
	return p, problems, nil
}

type templResult struct {
	output   string
	text     []byte
	problems []source.Problem
	err      error
}

func templFile(root, file string) templResult {
	rel, err := filepath.Rel(root, file)
	if err != nil {
		return templResult{err: fmt.Errorf("reading templ files: %w", err)}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return templResult{err: fmt.Errorf("reading templ files: %w", err)}
	}
	name := filepath.ToSlash(rel)
	t, problems := Templ(text, name)
	return templResult{output: strings.TrimSuffix(name, ".templ") + "_templ.go", text: t.Go, problems: problems}
}

// TemplPosition maps a place in the generated Go of a templ file, as the Go
// compiler names it, back to the templ file. It is not ok for code that stands
// in no template, and if the file has changed so that it cannot be read.
func TemplPosition(file string, genLine, genCol int) (line, col int, ok bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, 0, false
	}
	t, _ := Templ(text, filepath.Base(file))
	return t.Position(genLine, genCol)
}
