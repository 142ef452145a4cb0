package source

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofw/gofw/framework/schema"
)

// Choices is a named string or whole number of models.go with its constants,
// which are the only values allowed.
type Choices struct {
	Name   string // "Status"
	Text   bool   // a string, else a number
	Values []schema.Choice
	Pos    token.Position

	problems []Problem // why the constants could not be read
}

// choices reads the constants of a named type, or returns nil if it has none.
func (r *Resolver) choices(td *typeDecl, basic string) *Choices {
	text := basic == "string"
	if !text && !strings.HasPrefix(basic, "int") && !strings.HasPrefix(basic, "uint") {
		return nil
	}
	p, name := td.file.pkg, td.spec.Name.Name
	c := &Choices{Name: name, Text: text, Pos: r.position(td.spec.Name.Pos())}
	var typed bool // the constants since the last type in a group are ours
	seen := map[string]string{}
	for _, k := range p.constants {
		if k.value != nil || k.typ != nil {
			typed = isType(k.typ, name) || k.typ == nil && converts(k.value, name) != nil
		}
		if !typed || k.name == "_" {
			continue
		}
		value, alias, why := p.constant(k, text)
		if why != "" {
			c.problems = append(c.problems, Problem{
				Pos: r.position(k.spec.Pos()), Message: "cannot read the value of " + k.name + ": " + why,
				Hint: "write it out: " + k.name + " " + name + " = " + example(k, name, text, len(c.Values)+len(c.problems)),
			})
			continue
		}
		if other, twice := seen[value]; twice {
			if !alias {
				c.problems = append(c.problems, Problem{
					Pos: r.position(k.spec.Pos()), Message: k.name + " and " + other + " have the same value",
					Hint: "give one of them another value, or write " + k.name + " = " + other,
				})
			}
			continue
		}
		seen[value] = k.name
		c.Values = append(c.Values, schema.Choice{Value: value, Label: labelOf(k, name)})
	}
	if len(c.Values) == 0 && len(c.problems) == 0 {
		return nil
	}
	return c
}

// example is a value that a constant could have.
func example(k *constDecl, typ string, text bool, n int) string {
	if text {
		return strconv.Quote(strings.ToLower(labelOf(k, typ)))
	}
	return strconv.Itoa(n)
}

// labelOf is the words for a constant: its line comment, else its name without
// that of the type.
func labelOf(k *constDecl, typ string) string {
	if k.spec.Comment != nil && len(k.spec.Names) == 1 {
		if s := strings.Join(strings.Fields(k.spec.Comment.Text()), " "); s != "" {
			return s
		}
	}
	name := k.name
	if rest, ok := strings.CutPrefix(name, typ); ok && rest != "" {
		name = rest
	}
	words := schema.Words(name)
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

func isType(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// converts returns the operand of Status("draft"), or nil.
func converts(e ast.Expr, name string) ast.Expr {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 || !isType(ast.Unparen(call.Fun), name) {
		return nil
	}
	return call.Args[0]
}
