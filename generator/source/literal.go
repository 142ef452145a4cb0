package source

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// literalFields are the fields of a struct literal inside of Meta.
type literalFields struct {
	m      *metaReader
	values map[string]ast.Expr
}

// literals reads a list of struct literals, which may only have the known fields.
func (m *metaReader) literals(e ast.Expr, read func(literalFields), known ...string) {
	list, ok := ast.Unparen(e).(*ast.CompositeLit)
	if !ok {
		m.unreadable(e)
		return
	}
	for _, e := range list.Elts {
		lit, ok := ast.Unparen(e).(*ast.CompositeLit)
		if !ok {
			m.unreadable(e)
			continue
		}
		f := literalFields{m, map[string]ast.Expr{}}
		for i, e := range lit.Elts {
			kv, ok := e.(*ast.KeyValueExpr)
			if !ok && i < len(known) {
				f.values[known[i]] = e
				continue
			}
			if !ok {
				m.unreadable(e)
				continue
			}
			key := types.ExprString(kv.Key)
			if !slices.Contains(known, key) {
				hint := "known: " + strings.Join(known, ", ")
				if near := schema.Nearest(key, known); near != "" {
					hint = "did you mean " + strconv.Quote(near) + "?"
				}
				m.wrong(m.r.position(kv.Key.Pos()), hint, "has %s in Meta, which is not a field there", key)
				continue
			}
			f.values[key] = kv.Value
		}
		read(f)
	}
}

func (f literalFields) text(name string) element {
	if e := f.values[name]; e != nil {
		return f.m.string(e)
	}
	return element{}
}

func (f literalFields) texts(name string) []element {
	if e := f.values[name]; e != nil {
		return f.m.strings(e)
	}
	return nil
}

func (f literalFields) flag(name string) bool {
	e := f.values[name]
	if e == nil {
		return false
	}
	if id, ok := e.(*ast.Ident); ok && (id.Name == "true" || id.Name == "false") {
		return id.Name == "true"
	}
	f.m.unreadable(e)
	return false
}

var inBraces = regexp.MustCompile(`\{([^{}]*)\}`)

// spoken are the words by which the rules may speak of an element: itself, the
// field without its minus, and the fields in its braces.
func spoken(e element) []element {
	if e.word == "" {
		return nil
	}
	list := []element{e}
	if field, ok := strings.CutPrefix(e.word, "-"); ok {
		list = append(list, element{field, e.pos})
	}
	for _, m := range inBraces.FindAllStringSubmatch(e.word, -1) {
		list = append(list, element{m[1], e.pos})
	}
	return list
}
