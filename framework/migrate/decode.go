package migrate

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// largestFile is far above what anybody would review.
const largestFile = 4 << 20

// fileName is the form of a migration's name: a number, then words.
var fileName = regexp.MustCompile(`^[0-9]{4,9}_[a-z0-9][a-z0-9_]*$`)

// Decode reads a migration. Place is the path for messages; its last element
// gives the name. All problems are reported, each as a FileError.
func Decode(app, place string, src []byte) (*File, error) {
	name := strings.TrimSuffix(path.Base(place), ".yaml")
	d := &decoder{path: place}
	if !fileName.MatchString(name) {
		return nil, position{}.in(place, "a migration is called NNNN_name.yaml, with a number, lower-case letters and underscores")
	}
	root, err := parse(place, src)
	if err != nil {
		return nil, err
	}
	f := &File{App: app, Name: name, path: place, places: map[string]position{}}
	d.mapping(root, "a migration", []string{"ops"}, map[string]func(ast.Node){
		"depends":      func(n ast.Node) { f.Depends = d.migrations(n, f, "depends", keyForm) },
		"replaces":     func(n ast.Node) { f.Replaces = d.migrations(n, f, "replaces", keyForm) },
		"renamed_from": func(n ast.Node) { f.RenamedFrom = d.migrations(n, f, "renamed_from", nameForm) },
		"ops": func(n ast.Node) {
			for _, node := range d.list(n, "ops") {
				f.Ops = append(f.Ops, d.op(node))
			}
		},
	})
	return f, errors.Join(d.problems...)
}

// spelling is how a list names migrations.
type spelling struct {
	valid func(string) bool
	how   string
}

var (
	keyForm = spelling{func(s string) bool {
		app, name, ok := strings.Cut(s, ".")
		return ok && app != "" && fileName.MatchString(name)
	}, "app.NNNN_name, as in auth.0001_initial"}

	nameForm = spelling{fileName.MatchString, "NNNN_name, as in 0001_initial"}
)

// migrations reads a list of migrations and notes where each stands.
func (d *decoder) migrations(n ast.Node, f *File, list string, form spelling) []string {
	var names []string
	for _, node := range d.list(n, list) {
		before := len(d.problems)
		name := d.text(node, list)
		switch {
		case len(d.problems) > before:
			continue
		case !form.valid(name):
			d.wrong(node, "%s names %q; write %s", list, name, form.how)
		case slices.Contains(names, name):
			d.wrong(node, "%s names %s twice", list, name)
		}
		names = append(names, name)
		f.places[list+" "+name] = at(node)
	}
	return names
}

// parse turns text into nodes. The parser is made for trusted text: what it
// cannot digest becomes an error here.
func parse(place string, src []byte) (root ast.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = position{}.in(place, "this is not YAML that can be read: %v", r)
		}
	}()
	if len(src) > largestFile {
		return nil, position{}.in(place, "the file has %d bytes, more than a migration may have", len(src))
	}
	if depth(src) > 100 {
		return nil, position{}.in(place, "the file nests brackets too deeply")
	}
	file, err := parser.ParseBytes(src, 0)
	if err != nil {
		var syntax *yaml.SyntaxError
		if errors.As(err, &syntax) && syntax.Token != nil {
			at := position{syntax.Token.Position.Line, syntax.Token.Position.Column}
			return nil, at.in(place, "%s", syntax.Message)
		}
		return nil, position{}.in(place, "%v", err)
	}
	switch {
	case len(file.Docs) == 0 || file.Docs[0].Body == nil:
		return nil, position{}.in(place, "the file is empty; write ops: [] if there is nothing to do")
	case len(file.Docs) > 1:
		return nil, position{}.in(place, "the file holds %d documents; write one migration a file", len(file.Docs))
	}
	return file.Docs[0].Body, nil
}

// depth counts how deep brackets nest at most, those in texts included.
func depth(src []byte) int {
	now, most := 0, 0
	for _, c := range src {
		switch c {
		case '[', '{':
			now++
			most = max(most, now)
		case ']', '}':
			now = max(now-1, 0)
		}
	}
	return most
}

// decoder turns nodes into values and collects what is wrong.
type decoder struct {
	path     string
	problems []error
}

func at(n ast.Node) position {
	if n == nil || n.GetToken() == nil {
		return position{}
	}
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 && !m.IsFlowStyle {
		n = m.Values[0].Key
	}
	p := n.GetToken().Position
	return position{p.Line, p.Column}
}

func (d *decoder) wrong(n ast.Node, format string, args ...any) {
	d.problems = append(d.problems, at(n).in(d.path, format, args...))
}

// entries returns the pairs of a mapping, or complains.
func (d *decoder) entries(n ast.Node, what string) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	d.wrong(n, "%s must be keys with values, not %s", what, describe(n))
	return nil, false
}

// mapping hands each value to the reader of its key.
func (d *decoder) mapping(n ast.Node, what string, required []string, readers map[string]func(ast.Node)) {
	entries, ok := d.entries(n, what)
	if !ok {
		return
	}
	var seen []string
	for _, entry := range entries {
		key := entry.Key.GetToken().Value
		read := readers[key]
		if read == nil {
			var names []string
			for name := range readers {
				names = append(names, name)
			}
			slices.Sort(names)
			d.wrong(entry.Key, "%s has no key %q; %s", what, key, known(key, names))
			continue
		}
		if slices.Contains(seen, key) {
			d.wrong(entry.Key, "%s has the key %q twice", what, key)
			continue
		}
		seen = append(seen, key)
		read(entry.Value)
	}
	for _, key := range required {
		if !slices.Contains(seen, key) {
			d.wrong(n, "%s needs the key %q", what, key)
		}
	}
}

func (d *decoder) list(n ast.Node, what string) []ast.Node {
	if sequence, ok := n.(*ast.SequenceNode); ok {
		return sequence.Values
	}
	d.wrong(n, "%s must be a list, not %s", what, describe(n))
	return nil
}

func (d *decoder) names(n ast.Node, what string) []string {
	var names []string
	for _, node := range d.list(n, what) {
		names = append(names, d.text(node, what))
	}
	return names
}

// text reads a string. Numbers and the like are refused rather than turned
// into text, because 010 and 1.50 would not come through as they were written.
func (d *decoder) text(n ast.Node, what string) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return d.clean(n, what, n.Value)
	case *ast.LiteralNode:
		return d.clean(n, what, n.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		d.wrong(n, "%s must be text; write it in quotes: \"%s\"", what, n.GetToken().Value)
	case *ast.NullNode:
		d.wrong(n, "%s must be text; write it in quotes, or leave the key out", what)
	default:
		d.wrong(n, "%s must be text, not %s", what, describe(n))
	}
	return ""
}

// clean refuses a NUL, at which databases stop reading.
func (d *decoder) clean(n ast.Node, what, s string) string {
	if strings.ContainsRune(s, 0) {
		d.wrong(n, "%s holds a NUL byte", what)
	}
	return s
}

func (d *decoder) optional(n ast.Node, what string) *string {
	s := d.text(n, what)
	return &s
}

func (d *decoder) flag(n ast.Node, what string) bool {
	if b, ok := n.(*ast.BoolNode); ok {
		return b.Value
	}
	d.wrong(n, "%s must be true or false, not %s", what, describe(n))
	return false
}

func (d *decoder) number(n ast.Node, what string) int {
	if i, ok := n.(*ast.IntegerNode); ok {
		if v, ok := i.Value.(uint64); ok && v <= 1<<30 {
			return int(v)
		}
	}
	d.wrong(n, "%s must be a whole number, not %s", what, describe(n))
	return 0
}

// describe names a node for people.
func describe(n ast.Node) string {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys with values"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return fmt.Sprintf("%q", n.GetToken().Value)
	case *ast.LiteralNode:
		return "a text"
	}
	return "an anchor, an alias or a tag, which migrations do not use"
}
