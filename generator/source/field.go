package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// fields takes a struct apart, embedded structs in their place. At is where
// problems are reported for a struct of another package: the line that embeds it.
func (m *modelReader) fields(f *file, st *ast.StructType, at *token.Position) {
	for _, field := range st.Fields.List {
		place := func(p token.Pos) token.Position {
			if at != nil {
				return *at
			}
			return m.r.position(p)
		}
		if len(field.Names) == 0 {
			m.embed(f, field, place(field.Type.Pos()))
			continue
		}
		for _, name := range field.Names {
			if name.IsExported() {
				m.field(f, field, name.Name, place(name.Pos()), at == nil)
			}
		}
	}
}

func (m *modelReader) embed(f *file, field *ast.Field, pos token.Position) {
	text := string(f.src[int(field.Type.Pos()-f.ast.FileStart):int(field.Type.End()-f.ast.FileStart)])
	if _, ok := field.Type.(*ast.StarExpr); ok {
		m.wrong(pos, "embed it by value: "+strings.TrimPrefix(text, "*"), "embeds the pointer %s", text)
		return
	}
	b, err := m.r.under(f, field.Type, 0)
	switch {
	case err != nil:
		m.fault(pos, "embeds "+text+", which", err)
	case b.decl == nil:
		m.wrong(pos, "give the field a name", "embeds %s, which is not a struct", text)
	case b.model != "":
		m.wrong(pos, "move what both share to a struct of another file and embed that, or point to it with a relation", "embeds the model %s", b.model)
	case m.embedded[b.decl]:
		m.wrong(pos, "remove one of them", "embeds %s twice", text)
	default:
		m.embedded[b.decl] = true
		at := &pos
		if b.decl.file.pkg == m.td.file.pkg {
			at = nil
		}
		m.fields(b.decl.file, b.decl.spec.Type.(*ast.StructType), at)
	}
}

// field describes one field to the rules.
func (m *modelReader) field(f *file, field *ast.Field, name string, pos token.Position, own bool) {
	if _, twice := m.model.Places[name]; twice {
		m.wrong(pos, "rename one of them", "has two fields called %s", name)
		return
	}
	m.model.Places[name] = pos
	tag := tagOf(field)
	if tag.Get("gorm") == "-" {
		return
	}
	if own && field.Tag != nil {
		m.tags[name] = field.Tag
		if problem := tagSyntax(field.Tag); problem != "" {
			m.wrong(m.r.position(field.Tag.Pos()), "write it like `gorm:\"size:200\" gofw:\"help=Never shown.\"`", "has a malformed tag at %s: %s", name, problem)
			return
		}
	}
	t, expr, err := m.r.fieldType(m.names, f, field)
	if err != nil {
		m.fault(pos, "has the field "+name+", whose type", err)
		return
	}
	if hint := unstorable(t); hint != "" {
		m.wrong(pos, hint, "cannot store %s, which has the type %s", name, types.ExprString(field.Type))
		return
	}
	b, _ := m.r.under(f, field.Type, 0)
	if b.choices != nil {
		m.problems = append(m.problems, b.choices.problems...)
	}
	if b.elsewhere != "" && len(t.Choices) == 0 {
		m.wrong(pos, "move the type to models.go", "does not offer the constants of %s as choices, because %s does not declare it", t.Text, b.elsewhere)
		m.problems[len(m.problems)-1].Warning = true
	}
	m.model.Types[name] = expr
	if t.Model != "" {
		target := targetOf(expr)
		target.Key = m.keyOf(f, field)
		m.model.Targets[name] = target
	}
	m.decl.Fields = append(m.decl.Fields, schema.DeclField{Name: name, Type: t, Tag: tag})
}

// keyOf is the type of the key of the model that a field leads to.
func (m *modelReader) keyOf(f *file, field *ast.Field) Expr {
	e := ast.Unparen(field.Type)
	if array, ok := e.(*ast.ArrayType); ok {
		e = ast.Unparen(array.Elt)
	}
	if star, ok := e.(*ast.StarExpr); ok {
		e = ast.Unparen(star.X)
	}
	if td := m.r.structOf(f, e); td != nil {
		if in, key := m.r.key(td.file, td.spec.Type.(*ast.StructType), map[*typeDecl]bool{td: true}); key != nil {
			if expr, err := m.names.expr(in, key); err == nil {
				return expr
			}
		}
	}
	return Expr{Text: "int64"} // whose model has a problem of its own
}

func targetOf(e Expr) Target {
	t := Target{Name: e.Text[strings.LastIndex(e.Text, ".")+1:]}
	if len(e.Imports) > 0 {
		t.Import = e.Imports[0]
	}
	return t
}

// unstorable says what to do about a type that no column can hold, or "".
func unstorable(t schema.Type) string {
	if t.Model != "" || t.Stored != nil || t.Array || t.Basic != "" && !t.Slice {
		return ""
	}
	if t.Slice {
		return `make it an orm.Array, keep it as JSON with gorm:"serializer:json", or leave it out with gorm:"-"`
	}
	return `make it a model (embed orm.Model there), keep it as JSON with gorm:"serializer:json", or leave it out with gorm:"-"`
}

// fault reports a type that could not be settled. What is to be done may stand
// behind the message of such an error.
func (m *modelReader) fault(pos token.Position, before string, err error) {
	message, hint := err.Error(), "declare it, or mend its import"
	for _, verb := range []string{"run ", "write "} {
		if before, after, ok := strings.Cut(message, ": "+verb); ok {
			message, hint = before, verb+after
		}
	}
	m.wrong(pos, hint, "%s %s", before, message)
}

// rules applies schema to the declaration and gives each of its problems a place.
func (m *modelReader) rules(elements []element) {
	model, problems := schema.New(m.decl)
	m.model.Model = model
	for _, p := range problems {
		pos := m.model.At(p.Field)
		switch {
		case p.Field == "" && p.Word != "":
			for i, e := range elements {
				if e.word == p.Word {
					pos, elements = e.pos, elements[i+1:]
					break
				}
			}
		case p.Word != "":
			if lit := m.tags[p.Field]; lit != nil {
				pos = m.r.position(lit.Pos())
				pos.Column += max(0, strings.Index(strings.ToLower(lit.Value), strings.ToLower(p.Word)))
			}
		}
		m.problems = append(m.problems, Problem{Pos: pos, Message: p.Message, Hint: p.Hint})
	}
}
