package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// element is a word of a Meta literal and its place.
type element struct {
	word string
	pos  token.Position
}

// meta reads the Meta method of a model, or that of the one embedded struct
// that has one. It returns the names of fields in the order in which the rules
// look at them.
func (m *modelReader) meta(td *typeDecl) []element {
	method := td.file.pkg.method(td.spec.Name.Name, "Meta")
	if method == nil {
		return m.promotedMeta(td)
	}
	if method.pointer {
		m.wrong(m.r.position(method.decl.Recv.Pos()), "write func ("+td.spec.Name.Name+") Meta() orm.Meta", "has a Meta method on its pointer, which is not found")
		return nil
	}
	lit := returned(method.decl)
	if lit == nil {
		m.wrong(m.r.position(method.decl.Name.Pos()), "let it be: return orm.Meta{…}", "has a Meta method that does more than return a literal, which is all that can be read without running it")
		return nil
	}
	read := metaReader{modelReader: m, file: method.file}
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			m.wrong(m.r.position(e.Pos()), "write Ordering: …", "has a Meta literal without names")
			continue
		}
		read.set(kv)
	}
	return read.places()
}

// promotedMeta follows Go: the shallowest embedded struct with a Meta method
// counts, and two of them at one depth cancel each other out.
func (m *modelReader) promotedMeta(td *typeDecl) []element {
	seen := map[*typeDecl]bool{}
	for level := []*typeDecl{td}; len(level) > 0; {
		var next, found []*typeDecl
		for _, td := range level {
			for _, f := range td.spec.Type.(*ast.StructType).Fields.List {
				if len(f.Names) > 0 {
					continue
				}
				if inner := m.r.structOf(td.file, f.Type); inner != nil && !seen[inner] {
					seen[inner] = true
					next = append(next, inner)
					if inner.file.pkg.method(inner.spec.Name.Name, "Meta") != nil {
						found = append(found, inner)
					}
				}
			}
		}
		if len(found) == 1 {
			return m.meta(found[0])
		}
		if len(found) > 1 {
			return nil
		}
		level = next
	}
	return nil
}

// returned is the literal of a method that only returns one.
func returned(d *ast.FuncDecl) *ast.CompositeLit {
	if d.Body == nil || len(d.Body.List) != 1 {
		return nil
	}
	ret, ok := d.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return nil
	}
	lit, _ := ast.Unparen(ret.Results[0]).(*ast.CompositeLit)
	return lit
}

type metaReader struct {
	*modelReader
	file                                                    *file // that the method stands in
	ordering, indexes, unique, more, checks, verbs, latests []element
}

var metaWords = []string{"Ordering", "Indexes", "Unique", "MoreIndexes", "Checks", "Permissions", "LatestBy", "Label", "LabelPlural", "Table", "Unmanaged"}

// places are the words of the literal in the order in which the rules look at them.
func (m *metaReader) places() []element {
	return slices.Concat(m.ordering, m.indexes, m.unique, m.more, m.checks, m.verbs, m.latests)
}

func (m *metaReader) set(kv *ast.KeyValueExpr) {
	meta := &m.decl.Meta
	switch key := types.ExprString(kv.Key); key {
	case "Ordering":
		for _, e := range m.strings(kv.Value) {
			meta.Ordering = append(meta.Ordering, e.word)
			e.word = schema.ParseOrder(e.word).Field
			m.ordering = append(m.ordering, e)
		}
	case "Indexes":
		m.sets(kv.Value, &meta.Indexes, &m.indexes)
	case "Unique":
		m.sets(kv.Value, &meta.Unique, &m.unique)
	case "MoreIndexes":
		m.literals(kv.Value, func(f literalFields) {
			x := schema.Index{Name: f.text("Name").word, Message: f.text("Message").word, Unique: f.flag("Unique")}
			for _, e := range f.texts("Fields") {
				x.Fields = append(x.Fields, e.word)
				m.more = append(m.more, spoken(e)...)
			}
			where := f.text("Where")
			x.Where = where.word
			m.more = append(m.more, spoken(where)...)
			meta.MoreIndexes = append(meta.MoreIndexes, x)
		}, "Fields", "Unique", "Where", "Name", "Message")
	case "Checks":
		m.literals(kv.Value, func(f literalFields) {
			expr := f.text("Expr")
			meta.Checks = append(meta.Checks, schema.Check{Expr: expr.word, Message: f.text("Message").word, Name: f.text("Name").word})
			m.checks = append(m.checks, spoken(expr)...)
		}, "Expr", "Message", "Name")
	case "Permissions":
		m.literals(kv.Value, func(f literalFields) {
			verb := f.text("Verb")
			meta.Permissions = append(meta.Permissions, schema.Permission{Verb: verb.word, Label: f.text("Label").word})
			m.verbs = append(m.verbs, verb)
		}, "Verb", "Label")
	case "LatestBy":
		latest := m.string(kv.Value)
		meta.LatestBy = latest.word
		m.latests = append(m.latests, latest)
	case "Label":
		meta.Label = m.string(kv.Value).word
	case "LabelPlural":
		meta.LabelPlural = m.string(kv.Value).word
	case "Unmanaged":
		meta.Unmanaged = literalFields{m, map[string]ast.Expr{key: kv.Value}}.flag(key)
	case "Table":
		meta.Table = m.string(kv.Value).word
	default:
		hint := "known: " + strings.Join(metaWords, ", ")
		if near := schema.Nearest(key, metaWords); near != "" {
			hint = "did you mean " + strconv.Quote(near) + "?"
		}
		m.wrong(m.r.position(kv.Key.Pos()), hint, "has %s in Meta, which is not a field of orm.Meta", key)
	}
}

func (m *metaReader) sets(e ast.Expr, to *[][]string, places *[]element) {
	lit, ok := ast.Unparen(e).(*ast.CompositeLit)
	if !ok {
		m.unreadable(e)
		return
	}
	for _, inner := range lit.Elts {
		var set []string
		for _, e := range m.strings(inner) {
			set = append(set, e.word)
			*places = append(*places, spoken(e)...)
		}
		*to = append(*to, set)
	}
}

func (m *metaReader) strings(e ast.Expr) []element {
	lit, ok := ast.Unparen(e).(*ast.CompositeLit)
	if !ok {
		m.unreadable(e)
		return nil
	}
	var out []element
	for _, e := range lit.Elts {
		out = append(out, m.string(e))
	}
	return out
}

func (m *metaReader) string(e ast.Expr) element {
	s, why := m.r.constantIn(m.file, e, true)
	if why != "" {
		m.unreadable(e)
	}
	return element{s, m.r.position(e.Pos())}
}

func (m *metaReader) unreadable(e ast.Expr) {
	m.wrong(m.r.position(e.Pos()), "write a literal or a constant of this package", "has %s in Meta, which cannot be read without running it", types.ExprString(e))
}
