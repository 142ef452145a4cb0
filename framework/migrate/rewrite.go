package migrate

import (
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// rewrite returns the text of a file with other lists of migrations; all else
// stays as the author wrote it, comments too. A text of an unusual form is
// written anew.
func (f *File) rewrite(src []byte) []byte {
	root, err := parse(f.place(), src)
	if err != nil {
		return f.Encode()
	}
	lines := strings.SplitAfter(string(src), "\n")
	var entries []*ast.MappingValueNode
	if m, ok := root.(*ast.MappingNode); ok {
		entries = m.Values
	}
	first := len(lines)
	for _, e := range slices.Backward(entries) {
		from := e.Key.GetToken().Position.Line - 1
		first = from
		if key := e.Key.GetToken().Value; key == "depends" || key == "replaces" || key == "renamed_from" {
			lines = slices.Delete(lines, from, lastLine(e.Value))
		}
	}
	if one, ok := root.(*ast.MappingValueNode); ok { // only ops
		first = one.Key.GetToken().Position.Line - 1
	}
	lines = slices.Insert(lines, min(first, len(lines)), f.lists())
	text := []byte(strings.Join(lines, ""))
	again, err := Decode(f.App, path.Join("migrations", f.Name+".yaml"), text)
	if err != nil || again.Checksum() != f.Checksum() || again.lists() != f.lists() {
		return f.Encode()
	}
	return text
}

// lastLine is the number of the line on which a list ends.
func lastLine(n ast.Node) int {
	last := n.GetToken().Position.Line
	if list, ok := n.(*ast.SequenceNode); ok {
		for _, value := range list.Values {
			last = max(last, value.GetToken().Position.Line)
		}
		if list.End != nil {
			last = max(last, list.End.Position.Line)
		}
	}
	return last
}
