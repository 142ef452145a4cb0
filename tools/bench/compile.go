package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// compileBar is how many times longer 100 models may take to compile with their
// companions than without.
const compileBar = 3.0

// compileModels is the models of one app: a hundred, of which each points at the
// one before, with 15 columns.
func compileModels() string {
	var b strings.Builder
	b.WriteString("// Package app is a hundred models.\npackage app\n\nimport (\n\t\"time\"\n\n\t\"github.com/gofw/gofw/framework/orm\"\n)\n")
	for i := range 100 {
		fmt.Fprintf(&b, `
// M%[1]d is a made model.
type M%[1]d struct {
	orm.Model

	Title       string %[3]sgorm:"size:200"%[3]s
	Slug        string %[3]sgorm:"size:80;uniqueIndex" gofw:"slug=Title"%[3]s
	Summary     string %[3]sgorm:"size:300"%[3]s
	Body        string
	Color       string %[3]sgorm:"size:20"%[3]s
	Views       int64
	Likes       int64
	Weight      float64
	Active      bool
	Public      bool
	PublishedAt *time.Time

	BeforeID *int64
	Before   *M%[2]d
}
`, i, max(i-1, 0), "`")
	}
	return b.String()
}

// compileRow times go build of a hundred models, with and without companions.
func compileRow(ctx context.Context, b *bench) ([]figure, error) {
	gofw, err := b.gofw(ctx)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(b.temp, "hundred")
	for name, text := range map[string]string{
		"go.mod":        "module example.com/hundred\n\ngo 1.26.0\n\nrequire github.com/gofw/gofw v0.0.0\n\nreplace github.com/gofw/gofw => " + b.root + "\n",
		"main.go":       "// Command hundred compiles.\npackage main\n\nimport _ \"example.com/hundred/app\"\n\nfunc main() {}\n",
		"app/models.go": compileModels(),
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	if _, err := b.command(ctx, dir, nil, "go", "mod", "tidy"); err != nil {
		return nil, err
	}
	if _, err := b.command(ctx, dir, nil, gofw, "generate"); err != nil {
		return nil, err
	}
	if err := os.Remove(filepath.Join(dir, "app", "app_gen.go")); err != nil { // it pulls in the admin
		return nil, err
	}
	companion, aside := filepath.Join(dir, "app", "models_gen.go"), filepath.Join(dir, "models_gen.aside")
	var bare, with sample[time.Duration]
	for round := range b.times(5, 2) + 1 {
		for _, whole := range []bool{false, true} {
			if err := moveTo(companion, aside, whole); err != nil {
				return nil, err
			}
			edition := fmt.Sprintf("%s\n// Edition %d.\nvar edition = %d\n", compileModels(), round, 2*round)
			if err := os.WriteFile(filepath.Join(dir, "app", "models.go"), []byte(edition), 0o644); err != nil {
				return nil, err
			}
			took, _, err := timed(func() (string, error) {
				return b.command(ctx, dir, []string{"CGO_ENABLED=0"}, "go", "build", "-buildvcs=false", "./app")
			})
			if err != nil {
				return nil, err
			}
			switch {
			case round == 0: // the packages that it imports are compiled too
			case whole:
				with = append(with, took)
			default:
				bare = append(bare, took)
			}
		}
	}
	return []figure{
		under("100 models of 15 columns, structs alone", "go build ./app", bare, 0),
		under("the same with their companion", "go build ./app", with, 0),
		atMost("with against without", "go run -C tools/bench . compile", ratios(with, bare), compileBar),
	}, nil
}

// moveTo puts the companion in its place or aside.
func moveTo(companion, aside string, whole bool) error {
	from, to := companion, aside
	if whole {
		from, to = aside, companion
	}
	if _, err := os.Stat(from); err != nil {
		return nil // it is there already
	}
	return os.Rename(from, to)
}
