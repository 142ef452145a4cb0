package inspect

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"go/format"
	"go/token"
	"io"
	"slices"
	"strings"
	"text/template"
	"unicode"
)

// WriteOptions says what to write. Only Package is required.
type WriteOptions struct {
	// Package is the Go package of the file, and so the app: "blog".
	Package string

	// Tables are patterns such as "blog_*", as in [Options]. Empty is all tables
	// but the record of gofw's own migrations.
	Tables []string

	// Prefixes are taken off the names of tables: with "blog_" the table
	// blog_post is Post. Empty is the package and an underscore.
	Prefixes []string

	// Models are tables that have a model elsewhere, such as "auth_user":
	// "github.com/gofw/gofw/framework/auth.User". They are not written, and
	// relations may point at them. Their keys are of the type int64.
	Models map[string]string
}

// ledgers are the tables in which gofw keeps which migrations were applied, and on
// MySQL how far one is.
var ledgers = []string{"gofw_migration", "gofw_migration_journal"}

//go:embed models.tmpl
var templates embed.FS

var fileTemplate = template.Must(template.New("models.tmpl").ParseFS(templates, "models.tmpl"))

// Write writes the models of the tables as a models.go, formatted. The same
// database gives the same bytes.
func Write(w io.Writer, d Database, o WriteOptions) error {
	if !token.IsIdentifier(o.Package) || o.Package == "_" {
		return fmt.Errorf("inspect: %q is not a name for a Go package", o.Package)
	}
	p, err := newPlan(d, o)
	if err != nil {
		return err
	}
	f, err := p.file()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := fileTemplate.Execute(&text, f); err != nil {
		return fmt.Errorf("inspect: writing models: %w", err)
	}
	formatted, err := format.Source(text.Bytes())
	if err != nil {
		return fmt.Errorf("inspect: the models that were written are not Go: %w", err)
	}
	_, err = w.Write(formatted)
	return err
}

// file is what models.tmpl needs.
type file struct {
	Package string
	Imports []string // lines: "time", or auth2 "example.org/auth"
	Models  []*model
	Left    []left
}

// left is a table without a model, and the reason.
type left struct{ Table, Why string }

// model is one struct.
type model struct {
	table *Table
	names fieldNames
	goKey string // the Go type of its key

	Name    string
	Comment []string // lines below the first sentence
	Embed   bool     // orm.Model
	Fields  []field
	Choices []choices
	Meta    meta
}

// TableName is the table as text in a comment.
func (m *model) TableName() string { return commented(m.table.Name) }

// field is a line of a struct, or only a comment.
type field struct {
	Comment []string
	Name    string
	Type    string
	Tag     string // a Go literal, or empty
	Gap     bool   // an empty line stands before it
}

// choices is a type with constants.
type choices struct {
	Name, Of, Type string
	Values         []choice
}

type choice struct{ Name, Value, Label string }

type meta struct {
	Table           string // a Go literal, or empty
	Indexes, Unique [][]string
}

// Is reports whether a Meta method is needed.
func (m meta) Is() bool { return m.Table != "" || m.Sets() }

// Sets reports whether it says more than the name of the table.
func (m meta) Sets() bool { return len(m.Indexes)+len(m.Unique) > 0 }

// Lists writes lists of names as a Go literal.
func (file) Lists(sets [][]string) string {
	parts := make([]string, len(sets))
	for i, set := range sets {
		parts[i] = `{"` + strings.Join(set, `", "`) + `"}`
	}
	return "[][]string{" + strings.Join(parts, ", ") + "}"
}

// file decides everything that the template writes.
func (p *plan) file() (file, error) {
	f := file{Package: p.options.Package, Models: p.models, Left: p.left}
	for i := range f.Left {
		f.Left[i].Table, f.Left[i].Why = commented(f.Left[i].Table), commented(f.Left[i].Why)
	}
	for _, m := range p.models {
		p.fill(m)
	}
	for _, m := range p.models {
		gap := len(m.Fields) > 0
		for _, j := range p.joins {
			if j.owner == m {
				f := j.field()
				f.Gap, gap = gap, false
				m.Fields = append(m.Fields, f)
			}
		}
		if m.Embed || m.Meta.Is() {
			p.use("orm", ormPath)
		}
	}
	for path, name := range p.imports {
		line := fmt.Sprintf("%q", path)
		if name != path[strings.LastIndexByte(path, '/')+1:] {
			line = name + " " + line
		}
		f.Imports = append(f.Imports, line)
	}
	slices.SortFunc(f.Imports, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(a, "."), strings.Count(b, ".")), cmp.Compare(a, b))
	})
	for i, line := range f.Imports { // the standard library stands apart
		if i > 0 && strings.Contains(line, ".") && !strings.Contains(f.Imports[i-1], ".") {
			f.Imports[i] = "\n" + line
		}
	}
	return f, nil
}

// longestComment keeps a view of a thousand lines out of a comment.
const longestComment = 300

// commented makes text of a database fit for a comment of one line.
func commented(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > longestComment {
		return string(runes[:longestComment]) + "…"
	}
	return string(runes)
}

var errNoTable = errors.New("inspect: there is no table to write")
