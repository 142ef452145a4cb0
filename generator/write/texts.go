package write

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/a-h/templ/generator"
	templruntime "github.com/a-h/templ/runtime"

	"github.com/gofw/gofw/generator/source"
)

// Texts keeps the texts of a site's templates in files beside the program, where
// templ's development mode reads them while the site runs. A new text then
// needs no build.
type Texts struct {
	Root   string // the folder of go.mod
	Folder string // where the files go
	code   map[string]string
}

// NewTexts keeps the texts of the site at root in a folder, which it makes.
func NewTexts(root, folder string) (*Texts, error) {
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, fmt.Errorf("keeping the texts of templates: %w", err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("keeping the texts of templates: %w", err)
	}
	return &Texts{Root: root, Folder: folder}, nil
}

// Env tells a site where its texts are.
func (t *Texts) Env() []string {
	return []string{"TEMPL_DEV_MODE=true", "TEMPL_DEV_MODE_WATCH_ROOT=" + t.Root, "TEMPL_DEV_MODE_ROOT=" + t.Folder}
}

// Has reports whether a file is one of the site's templates.
func (t *Texts) Has(file string) bool {
	dir, err := filepath.EvalSymlinks(filepath.Dir(file))
	return err == nil && filepath.Ext(file) == ".templ" && strings.HasPrefix(dir+string(filepath.Separator), t.Root+string(filepath.Separator))
}

// Update brings the files up to date, and reports whether any template differs
// from the last time in more than its text. A template that cannot be read
// keeps its file.
func (t *Texts) Update() (code bool, err error) {
	site, _, err := source.ReadSite(t.Root)
	if err != nil {
		return true, err
	}
	now := make(map[string]string, len(site.Templ))
	for _, file := range site.Templ {
		text, err := os.ReadFile(file)
		if err != nil {
			return true, fmt.Errorf("keeping the texts of templates: %w", err)
		}
		made, _ := Templ(text, file)
		if made.Go == nil {
			now[file] = t.code[file]
			continue
		}
		now[file] = withoutTexts(made)
		if now[file] != t.code[file] {
			code = true
		}
		if err := t.write(file, made.Output); err != nil {
			return true, fmt.Errorf("keeping the texts of templates: %w", err)
		}
	}
	code = code || len(now) != len(t.code)
	t.code = now
	return code, nil
}

func (t *Texts) write(file string, out generator.GeneratorOutput) error {
	file, err := filepath.EvalSymlinks(file)
	if err != nil {
		return err
	}
	name := filepath.Join(t.Folder, filepath.Base(templruntime.GetDevModeTextFileName(file)))
	text := strings.Join(out.Literals, "\n")
	if was, err := os.ReadFile(name); err == nil && string(was) == text {
		return nil
	}
	if err := os.WriteFile(name+".new", []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// texts and places are what two templates of the same code may differ in.
var (
	texts  = regexp.MustCompile(`(templruntime\.WriteString\(\w+, \d+, )".*"\)`)
	places = regexp.MustCompile(`, Line: \d+, Col: \d+\}`)
)

// withoutTexts is the Go of a template without its texts.
func withoutTexts(t Template) string {
	return string(places.ReplaceAll(texts.ReplaceAll(t.raw, []byte("$1)")), []byte("}")))
}
