package condition

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// deepest is how far parentheses and NOT may be nested.
const deepest = 50

type parser struct {
	tokens []token
	at     int
	depth  int
	fields []string
}

func (p *parser) here() token { return p.tokens[p.at] }

// take steps over the token if it is this word or sign.
func (p *parser) take(s string) bool {
	t := p.here()
	if (t.kind == word || t.kind == sign) && t.text == s {
		p.at++
		return true
	}
	return false
}

func (p *parser) need(s string) error {
	if !p.take(s) {
		return fmt.Errorf("has %s, where %q was expected", p.here(), s)
	}
	return nil
}

func (p *parser) or() (node, error) { return p.chain("OR", p.and) }

func (p *parser) and() (node, error) { return p.chain("AND", p.not) }

// chain reads parts with a word between them.
func (p *parser) chain(between string, part func() (node, error)) (node, error) {
	first, err := part()
	if err != nil {
		return nil, err
	}
	parts := []node{first}
	for p.take(between) {
		next, err := part()
		if err != nil {
			return nil, err
		}
		parts = append(parts, next)
	}
	if len(parts) == 1 {
		return first, nil
	}
	return junction{parts, between == "AND"}, nil
}

func (p *parser) not() (node, error) {
	if p.depth++; p.depth > deepest {
		return nil, fmt.Errorf("is nested more than %d deep", deepest)
	}
	defer func() { p.depth-- }()
	if !p.take("NOT") {
		return p.predicate()
	}
	inner, err := p.not()
	return negation{inner}, err
}

func (p *parser) predicate() (node, error) {
	left, err := p.sum()
	if err != nil {
		return nil, err
	}
	if t := p.here(); t.kind == sign && slices.Contains([]string{"=", "<>", "!=", "<", "<=", ">", ">="}, t.text) {
		p.at++
		right, err := p.sum()
		return comparison{left, right, t.text}, err
	}
	if p.take("IS") {
		not := p.take("NOT")
		return negated(missing{left}, not), p.need("NULL")
	}
	not := p.take("NOT")
	switch {
	case p.take("IN"):
		list, err := p.list()
		return negated(among{left, list}, not), err
	case p.take("BETWEEN"):
		low, err := p.sum()
		if err != nil {
			return nil, err
		}
		if err := p.need("AND"); err != nil {
			return nil, err
		}
		high, err := p.sum()
		return negated(junction{[]node{comparison{left, low, ">="}, comparison{left, high, "<="}}, true}, not), err
	case not:
		return nil, fmt.Errorf("has NOT before %s, where IN or BETWEEN was expected", p.here())
	}
	return left, nil
}

func negated(n node, not bool) node {
	if not {
		return negation{n}
	}
	return n
}

// list reads values in parentheses.
func (p *parser) list() ([]node, error) {
	if err := p.need("("); err != nil {
		return nil, err
	}
	var list []node
	for {
		x, err := p.sum()
		if err != nil {
			return nil, err
		}
		list = append(list, x)
		if !p.take(",") {
			return list, p.need(")")
		}
	}
}

func (p *parser) sum() (node, error) { return p.reckoning([]string{"+", "-"}, p.product) }

func (p *parser) product() (node, error) { return p.reckoning([]string{"*"}, p.unary) }

func (p *parser) reckoning(signs []string, part func() (node, error)) (node, error) {
	left, err := part()
	for err == nil {
		t := p.here()
		if t.kind != sign || !slices.Contains(signs, t.text) {
			break
		}
		p.at++
		var right node
		right, err = part()
		left = arithmetic{left, right, t.text}
	}
	return left, err
}

func (p *parser) unary() (node, error) {
	if p.take("-") {
		inner, err := p.primary()
		return arithmetic{literal{decimal.Zero}, inner, "-"}, err
	}
	return p.primary()
}

func (p *parser) primary() (node, error) {
	t := p.here()
	p.at++
	switch {
	case t.kind == field && t.text != "":
		if !slices.Contains(p.fields, t.text) {
			p.fields = append(p.fields, t.text)
		}
		return variable(t.text), nil
	case t.kind == number:
		d, err := decimal.NewFromString(t.text)
		if err != nil || strings.HasSuffix(t.text, ".") {
			return nil, fmt.Errorf("has %s, which is not a number", t)
		}
		return literal{d}, nil
	case t.kind == text:
		return literal{t.text}, nil
	case t.kind == word && (t.text == "TRUE" || t.text == "FALSE"):
		return literal{t.text == "TRUE"}, nil
	case t.kind == word && t.text == "NULL":
		return literal{nil}, nil
	case t.kind == word && functions[t.text] != nil:
		args, err := p.list()
		if err == nil && len(args) > 1 != (t.text == "COALESCE") {
			err = fmt.Errorf("calls %s with %d values", strings.ToLower(t.text), len(args))
		}
		return call{t.text, args}, err
	case t.kind == word && p.here().text == "(":
		return nil, fmt.Errorf("calls %s; known: abs, coalesce, length, lower, trim, upper", strings.ToLower(t.text))
	case t.kind == word:
		return nil, fmt.Errorf("has the word %s; write fields in braces, as in {Title}, and texts in single quotes", strings.ToLower(t.text))
	case t.kind == sign && t.text == "(":
		inner, err := p.or()
		if err != nil {
			return nil, err
		}
		return inner, p.need(")")
	}
	p.at--
	return nil, fmt.Errorf("has %s, where a value was expected", t)
}
