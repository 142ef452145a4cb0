package source

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/doc"
	"go/token"
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// Model is a declared model: what schema makes of it, and what its companion
// must say in Go.
type Model struct {
	*schema.Model
	Pos     token.Position // of its name
	Members []Member       // the struct as declared
	Places  map[string]token.Position
	Types   map[string]Expr // of columns, by Go name, without the pointer
	Targets map[string]Target
}

// Member is one line of a struct. An embedded struct has no name.
type Member struct {
	Name string
	Type Expr
}

// Target is the model at the other end of a relation or collection.
type Target struct {
	Name   string // "User"
	Import Import // the zero value is the same package
	Key    Expr   // the type of its key
}

// At returns the place of a field, or of the model if the field is unknown.
func (m *Model) At(field string) token.Position {
	if p, ok := m.Places[field]; ok {
		return p
	}
	return m.Pos
}

// modelReader reads one struct.
type modelReader struct {
	r        *Resolver
	names    *namer
	td       *typeDecl
	model    *Model
	decl     schema.Decl
	tags     map[string]*ast.BasicLit
	embedded map[*typeDecl]bool
	problems []Problem
}

// models reads the models of models.go in order of source. Those with a
// problem are left out.
func (r *Resolver) models(p *pkg, n *namer) (models []*Model, problems []Problem) {
	var decls []*typeDecl
	for _, td := range p.types {
		if td.file.name == "models.go" {
			decls = append(decls, td)
		}
	}
	slices.SortFunc(decls, func(a, b *typeDecl) int { return cmp.Compare(a.spec.Pos(), b.spec.Pos()) })
	for _, td := range decls {
		if !r.isModel(td) {
			problems = append(problems, r.almostModel(td)...)
			continue
		}
		m, wrong := r.model(td, n)
		problems = append(problems, wrong...)
		if !slices.ContainsFunc(wrong, func(p Problem) bool { return !p.Warning }) {
			models = append(models, m)
		}
	}
	return models, problems
}

// almostModel reports a struct that has the tags of a model but not its key.
func (r *Resolver) almostModel(td *typeDecl) []Problem {
	st, ok := td.spec.Type.(*ast.StructType)
	if !ok || !td.spec.Name.IsExported() {
		return nil
	}
	for _, other := range td.file.pkg.types {
		if o, ok := other.spec.Type.(*ast.StructType); ok && other != td && embeds(o, td.spec.Name.Name) {
			return nil
		}
	}
	for _, f := range st.Fields.List {
		if tag := tagOf(f); tag.Get("gorm") == "" && tag.Get("gofw") == "" {
			continue
		}
		name, pos := td.spec.Name.Name, r.position(td.spec.Name.Pos())
		if td.spec.TypeParams != nil {
			return []Problem{{Pos: pos, Message: name + " has type parameters, which a table cannot have", Hint: "declare one struct for each table; they can embed what they share"}}
		}
		return []Problem{{Pos: pos, Message: name + " has the tags of a model, but no key", Hint: "embed orm.Model; or move it to another file, if models of other packages embed it"}}
	}
	return nil
}

func embeds(st *ast.StructType, name string) bool {
	for _, f := range st.Fields.List {
		if id, ok := f.Type.(*ast.Ident); ok && len(f.Names) == 0 && id.Name == name {
			return true
		}
	}
	return false
}

func (r *Resolver) model(td *typeDecl, n *namer) (*Model, []Problem) {
	p := td.file.pkg
	m := &modelReader{r: r, names: n, td: td, tags: map[string]*ast.BasicLit{}, embedded: map[*typeDecl]bool{td: true}, model: &Model{
		Pos: r.position(td.spec.Name.Pos()), Places: map[string]token.Position{},
		Types: map[string]Expr{}, Targets: map[string]Target{},
	}}
	m.decl = schema.Decl{App: p.name, Name: td.spec.Name.Name}
	if td.doc != nil {
		m.decl.Comment = new(doc.Package).Synopsis(td.doc.Text())
	}
	st := td.spec.Type.(*ast.StructType)
	m.fields(td.file, st, nil)
	m.members(st)
	elements := m.meta(td)
	m.rules(elements)
	return m.model, m.problems
}

func (m *modelReader) wrong(pos token.Position, hint, format string, args ...any) {
	m.problems = append(m.problems, Problem{Pos: pos, Message: m.decl.Name + " " + fmt.Sprintf(format, args...), Hint: hint})
}

// members notes the struct as it is declared, for the guard.
func (m *modelReader) members(st *ast.StructType) {
	for _, f := range st.Fields.List {
		e, err := m.names.expr(m.td.file, f.Type)
		if err != nil {
			pos := m.r.position(f.Type.Pos())
			if !slices.ContainsFunc(m.problems, func(p Problem) bool { return p.Pos.Line == pos.Line && p.Pos.Filename == pos.Filename }) {
				m.fault(pos, "has a type that", err)
			}
			continue
		}
		if len(f.Names) == 0 {
			m.model.Members = append(m.model.Members, Member{Type: e})
		}
		for _, name := range f.Names {
			m.model.Members = append(m.model.Members, Member{name.Name, e})
		}
	}
}
