package source

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// pkg is the syntax of one package folder, without tests and generated files.
type pkg struct {
	name, path, dir string
	files           []*file // sorted by name
	types           map[string]*typeDecl
	consts          map[string]*constDecl
	constants       []*constDecl // in order of source
	vars            []*varDecl   // in order of source
	methods         map[string][]*method
	names           map[string]token.Pos // everything declared at package level
}

type file struct {
	name    string // models.go
	display string // blog/models.go
	src     []byte
	ast     *ast.File
	err     error
	pkg     *pkg
}

type typeDecl struct {
	spec *ast.TypeSpec
	doc  *ast.CommentGroup
	file *file
}

type constDecl struct {
	name  string
	typ   ast.Expr // nil if not written
	value ast.Expr // nil if repeated from the line above
	spec  *ast.ValueSpec
	file  *file
	open  bool                 // being evaluated
	known map[bool]*constValue // as a number, as a text
}

type varDecl struct {
	name  string
	typ   ast.Expr // nil if not written
	value ast.Expr // nil if not written, or one of several from one call
	pos   token.Pos
	file  *file
}

type method struct {
	decl    *ast.FuncDecl
	pointer bool
	file    *file
}

// Generated reports whether a file's name is that of generated Go code.
func Generated(name string) bool {
	return strings.HasSuffix(name, "_gen.go") || strings.HasSuffix(name, "_templ.go")
}

// load returns the package with an import path, from its folder.
func (r *Resolver) load(importPath string) (*pkg, error) {
	dir, err := r.Dir(importPath)
	if err != nil {
		return nil, err
	}
	if !isDir(dir) {
		return nil, fmt.Errorf("there is no package %s", importPath)
	}
	p, err := r.parse(dir)
	if err != nil {
		return nil, err
	}
	if p.name == "" {
		return nil, fmt.Errorf("%s holds no Go package", importPath)
	}
	return p, nil
}

// parse reads a package folder once.
func (r *Resolver) parse(dir string) (*pkg, error) {
	if p := r.packages[dir]; p != nil {
		return p, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading package: %w", err)
	}
	p := &pkg{
		path: r.importPath(dir), dir: dir, types: map[string]*typeDecl{}, consts: map[string]*constDecl{},
		methods: map[string][]*method{}, names: map[string]token.Pos{},
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || Generated(name) || e.IsDir() || name[0] == '.' || name[0] == '_' {
			continue
		}
		full := filepath.Join(dir, name)
		src, err := os.ReadFile(full)
		if err != nil {
			return nil, fmt.Errorf("reading package: %w", err)
		}
		if !built(dir, name, src) {
			continue
		}
		f := &file{name: name, display: r.display(full), src: src, pkg: p}
		f.ast, f.err = parser.ParseFile(r.fset, f.display, src, parser.ParseComments|parser.SkipObjectResolution)
		p.files = append(p.files, f)
	}
	p.choosePackage()
	for _, f := range p.files {
		p.index(f)
	}
	r.packages[dir] = p
	return p, nil
}

// built reports whether a file belongs to the build on this machine.
func built(dir, name string, src []byte) bool {
	if !bytes.Contains(src, []byte("//go:build")) && strings.Count(name, "_") == 0 {
		return true
	}
	ctx := build.Default
	ctx.OpenFile = func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(src)), nil }
	ok, err := ctx.MatchFile(dir, name)
	return ok || err != nil
}

// choosePackage settles the package's name, that of its first declaring file,
// and drops files of another package.
func (p *pkg) choosePackage() {
	for _, name := range []string{"models.go", "urls.go", "admin.go", ""} {
		for _, f := range p.files {
			if p.name == "" && (f.name == name || name == "") && f.ast != nil && f.ast.Name != nil {
				p.name = f.ast.Name.Name
			}
		}
	}
	kept := p.files[:0]
	for _, f := range p.files {
		if f.ast != nil && f.ast.Name != nil && (f.ast.Name.Name == p.name || f.err != nil) {
			kept = append(kept, f)
		}
	}
	p.files = kept
}

func (p *pkg) file(name string) *file {
	for _, f := range p.files {
		if f.name == name {
			return f
		}
	}
	return nil
}

// index notes what a file declares.
func (p *pkg) index(f *file) {
	for _, d := range f.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			p.indexFunc(f, d)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				p.indexSpec(f, d, s)
			}
		}
	}
}

func (p *pkg) indexFunc(f *file, d *ast.FuncDecl) {
	if d.Recv == nil {
		p.names[d.Name.Name] = d.Name.Pos()
		return
	}
	if len(d.Recv.List) != 1 {
		return
	}
	on, pointer := d.Recv.List[0].Type, false
	if star, ok := on.(*ast.StarExpr); ok {
		on, pointer = star.X, true
	}
	switch x := on.(type) {
	case *ast.IndexExpr:
		on = x.X
	case *ast.IndexListExpr:
		on = x.X
	}
	if id, ok := on.(*ast.Ident); ok {
		p.methods[id.Name] = append(p.methods[id.Name], &method{d, pointer, f})
	}
}

func (p *pkg) indexSpec(f *file, d *ast.GenDecl, s ast.Spec) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		p.names[s.Name.Name] = s.Name.Pos()
		doc := s.Doc
		if doc == nil {
			doc = d.Doc
		}
		p.types[s.Name.Name] = &typeDecl{s, doc, f}
	case *ast.ValueSpec:
		for i, n := range s.Names {
			if n.Name != "_" {
				p.names[n.Name] = n.Pos()
			}
			if d.Tok != token.CONST {
				v := &varDecl{name: n.Name, typ: s.Type, pos: n.Pos(), file: f}
				if len(s.Values) == len(s.Names) {
					v.value = s.Values[i]
				}
				p.vars = append(p.vars, v)
				continue
			}
			c := &constDecl{name: n.Name, typ: s.Type, spec: s, file: f}
			if i < len(s.Values) {
				c.value = s.Values[i]
			}
			p.consts[n.Name] = c
			p.constants = append(p.constants, c)
		}
	}
}

func (p *pkg) variable(name string) *varDecl {
	for _, v := range p.vars {
		if v.name == name {
			return v
		}
	}
	return nil
}

// method returns a method that the author wrote for a type, or nil.
func (p *pkg) method(typ, name string) *method {
	for _, m := range p.methods[typ] {
		if m.decl.Name.Name == name {
			return m
		}
	}
	return nil
}
