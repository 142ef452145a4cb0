package source

import (
	"go/ast"
	"go/token"
	"strconv"
)

// constant is the value of a constant as far as syntax goes, or why it could
// not be read. Alias means that it repeats another constant by name.
func (p *pkg) constant(k *constDecl, text bool) (value string, alias bool, why string) {
	if k.value == nil {
		return "", false, "it repeats the line above"
	}
	if k.open {
		return "", false, "it is declared in a circle"
	}
	known := k.known[text]
	if known == nil {
		k.open = true
		known = new(constValue)
		known.value, known.alias, known.why = p.evaluate(k.value, text)
		k.open = false
		if k.known == nil {
			k.known = map[bool]*constValue{}
		}
		k.known[text] = known
	}
	return known.value, known.alias, known.why
}

// constValue is what became of evaluating a constant.
type constValue struct {
	value string
	alias bool
	why   string
}

// maxText keeps constants that double each other from filling the memory.
const maxText = 1 << 16

const (
	whyIota    = "it counts with iota, and a number that is stored must not change when a line moves"
	whyUnknown = "it is not a literal or a constant of this package"
)

// evaluate is constant for any expression. Numbers are in decimal.
func (p *pkg) evaluate(e ast.Expr, text bool) (value string, alias bool, why string) {
	switch e := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		return literal(e, "", text)
	case *ast.UnaryExpr:
		if lit, ok := e.X.(*ast.BasicLit); ok && e.Op == token.SUB {
			return literal(lit, "-", text)
		}
	case *ast.Ident:
		if k := p.consts[e.Name]; k != nil {
			value, _, why := p.constant(k, text)
			return value, true, why
		}
		if e.Name == "iota" {
			return "", false, whyIota
		}
	case *ast.CallExpr:
		if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok && len(e.Args) == 1 && (p.types[id.Name] != nil || id.Name == "string") {
			value, _, why := p.evaluate(e.Args[0], text)
			return value, false, why
		}
	case *ast.BinaryExpr:
		if text && e.Op == token.ADD {
			return p.joined(e)
		}
		if usesIota(e) {
			return "", false, whyIota
		}
	}
	return "", false, whyUnknown
}

func (p *pkg) joined(e *ast.BinaryExpr) (value string, alias bool, why string) {
	a, _, why := p.evaluate(e.X, true)
	if why != "" {
		return "", false, why
	}
	b, _, why := p.evaluate(e.Y, true)
	if len(a)+len(b) > maxText {
		why = "it is too long"
	}
	if why != "" {
		return "", false, why
	}
	return a + b, false, ""
}

func literal(lit *ast.BasicLit, sign string, text bool) (value string, alias bool, why string) {
	if text && lit.Kind == token.STRING && sign == "" {
		if s, err := unquote(lit); err == nil {
			return s, false, ""
		}
	}
	if !text && lit.Kind == token.INT {
		if n, err := strconv.ParseInt(sign+lit.Value, 0, 64); err == nil {
			return strconv.FormatInt(n, 10), false, ""
		}
		if n, err := strconv.ParseUint(lit.Value, 0, 64); err == nil && sign == "" {
			return strconv.FormatUint(n, 10), false, ""
		}
	}
	return "", false, whyUnknown
}

func usesIota(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == "iota"
		return !found
	})
	return found
}

func unquote(lit *ast.BasicLit) (string, error) { return strconv.Unquote(lit.Value) }
