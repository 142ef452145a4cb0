package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// Route is one entry of the Routes that urls.go declares.
type Route struct {
	Method string // Show, Get, Post, …: the function of package urls
	Path   string // with all prefixes: "/blog/posts/:slug"
	Params []Param
	Thing  string         // the name of what it shows: "PostDetail"; empty for a function literal
	Ref    string         // the same as written: "shop.PostDetail"
	Pos    token.Position // of the path
	Use    []string       // the middleware around it as written, outermost first
	Needs  []string       // the permissions that its middleware asks for: "blog.change_post"
}

// Param is a part of a path that varies.
type Param struct {
	Name string // "slug"
	Type string // "int", "slug", "uuid" or "path"; empty for any text
}

// Hides reports whether a route answers every address of a later one. Paths
// differ when a fixed segment does; where both have a parameter, its type decides.
func (r Route) Hides(later Route) bool {
	mine, theirs := strings.Split(r.Path, "/"), strings.Split(later.Path, "/")
	if len(mine) != len(theirs) {
		return false
	}
	for i := range mine {
		_, typ, param := splitParam(mine[i])
		_, other, param2 := splitParam(theirs[i])
		switch {
		case param != param2, !param && mine[i] != theirs[i], (typ == "path") != (other == "path"):
			return false
		case typ != "" && typ != other && !(typ == "slug" && (other == "int" || other == "uuid")):
			return false
		}
	}
	return true
}

// splitParam takes ":id<int>" apart.
func splitParam(segment string) (name, typ string, ok bool) {
	name, ok = strings.CutPrefix(segment, ":")
	if ok {
		name, typ, _ = strings.Cut(name, "<")
	}
	return name, strings.TrimSuffix(typ, ">"), ok
}

var routeMethods = []string{"Show", "Get", "Post", "Put", "Patch", "Delete", "Any"}

// routeReader follows the value of Routes.
type routeReader struct {
	r        *Resolver
	p        *pkg
	open     map[*varDecl]bool // being read
	reads    int
	routes   []Route
	problems []Problem
	use      []ast.Expr // of the lists that are being read, outermost first
	types    ownTypes
}

// maxReads keeps variables that double each other from taking for ever.
const maxReads = 10_000

func (r *Resolver) routes(p *pkg) ([]Route, []Problem) {
	reader := routeReader{r: r, p: p, open: map[*varDecl]bool{}}
	if v := p.variable("Routes"); v != nil && v.value != nil && v.file.name == "urls.go" {
		reader.read(v.file, v.value, "")
	}
	return reader.routes, reader.problems
}

func (x *routeReader) wrong(pos token.Pos, message, hint string) {
	x.problems = append(x.problems, Problem{Pos: x.r.position(pos), Message: message, Hint: hint})
}

// read walks an expression that makes routes. What it does not know makes no
// address functions and is no problem.
func (x *routeReader) read(f *file, e ast.Expr, prefix string) {
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		for _, elt := range e.Elts {
			x.read(f, elt, prefix)
		}
	case *ast.Ident:
		v := x.p.variable(e.Name)
		if v == nil || v.value == nil {
			return
		}
		if x.reads++; x.open[v] || x.reads > maxReads {
			x.wrong(e.Pos(), e.Name+" holds itself, or too many others", "list each of them once")
			return
		}
		x.open[v] = true
		x.read(v.file, v.value, prefix)
		delete(x.open, v)
	case *ast.CallExpr:
		x.call(f, e, prefix)
	}
}

func (x *routeReader) call(f *file, e *ast.CallExpr, prefix string) {
	importPath, name := x.r.selector(f, e.Fun)
	if sel, ok := e.Fun.(*ast.SelectorExpr); ok && importPath == "" && (sel.Sel.Name == "With" || sel.Sel.Name == "Using") {
		outer := *x
		if sel.Sel.Name == "With" {
			x.use = append(slices.Clip(x.use), e.Args...)
		} else {
			x.types = x.types.and(x.p, e.Args)
		}
		x.read(f, sel.X, prefix)
		x.use, x.types = outer.use, outer.types
		return
	}
	if importPath != Framework+"/framework/urls" {
		if id, ok := e.Fun.(*ast.Ident); ok && id.Name == "append" || importPath == "slices" && name == "Concat" {
			for _, arg := range e.Args {
				x.read(f, arg, prefix)
			}
		}
		return
	}
	if len(e.Args) == 0 || name != "Under" && !slices.Contains(routeMethods, name) {
		return
	}
	path, _, why := x.p.evaluate(e.Args[0], true)
	if why != "" {
		x.wrong(e.Args[0].Pos(), "the path of a route must be a literal or a constant of this package", "addresses are read without running the program")
		return
	}
	if path != "" && path[0] != '/' {
		x.wrong(e.Args[0].Pos(), "the path "+strconv.Quote(path)+" does not begin with a slash", "write "+strconv.Quote("/"+path))
		return
	}
	if name == "Under" {
		if strings.HasSuffix(path, "/") {
			x.wrong(e.Args[0].Pos(), "the prefix "+strconv.Quote(path)+" ends in a slash, which every path in it begins with", "write "+strconv.Quote(strings.TrimRight(path, "/")))
			path = strings.TrimRight(path, "/")
		}
		for _, arg := range e.Args[1:] {
			x.read(f, arg, prefix+path)
		}
		return
	}
	route := Route{Method: name, Path: prefix + path, Pos: x.r.position(e.Args[0].Pos())}
	if len(e.Args) > 1 {
		route.Thing, route.Ref = thing(e.Args[1])
	}
	route.Use, route.Needs = x.around(e.Args[min(2, len(e.Args)):])
	var problem, hint string
	if route.Params, problem, hint = params(route.Path, x.types); problem != "" {
		x.wrong(e.Args[0].Pos(), "the path "+strconv.Quote(route.Path)+" "+problem, hint)
		return
	}
	x.routes = append(x.routes, route)
}

// thing names what a route shows: the identifier, or the last word of a selector.
func thing(e ast.Expr) (name, ref string) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e.Name, e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name, types.ExprString(e)
	case *ast.IndexExpr:
		return thing(e.X)
	case *ast.UnaryExpr:
		return thing(e.X)
	}
	return "", ""
}

// selector resolves blog.Post to the import path of blog and "Post".
func (r *Resolver) selector(f *file, e ast.Expr) (importPath, name string) {
	switch e := ast.Unparen(e).(type) {
	case *ast.IndexExpr:
		return r.selector(f, e.X)
	case *ast.IndexListExpr:
		return r.selector(f, e.X)
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			importPath, _ = r.importOf(f, id.Name)
			return importPath, e.Sel.Name
		}
	}
	return "", ""
}
