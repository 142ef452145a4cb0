package sitetest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// selector is a CSS selector: alternatives, one of which must match.
type selector []chain

// chain is compounds from the left, each with how it relates to the one before.
type chain []compound

// compound is what one element must be. The zero value is any element.
type compound struct {
	child bool // of the one before; else a descendant
	tag   string
	tests []test
}

// test is a condition on an attribute.
type test struct{ name, op, value string }

// compile reads a selector: tag, *, #id, .class, [attr], [attr=v] and its kinds
// ~= ^= $= *=, a descendant (blank), a child (>), and alternatives (,).
func compile(text string) (selector, error) {
	p := &selectorParser{rest: strings.TrimSpace(text)}
	s, err := p.selector()
	if err != nil {
		return nil, fmt.Errorf("selector %q: %w; there are tag, *, #id, .class, [attr], [attr=value] (also ~= ^= $= *=), blank, > and comma", text, err)
	}
	return s, nil
}

type selectorParser struct{ rest string }

func (p *selectorParser) selector() (selector, error) {
	var s selector
	for {
		c, err := p.chain()
		if err != nil {
			return nil, err
		}
		s = append(s, c)
		if p.rest == "" {
			return s, nil
		}
		p.rest = strings.TrimSpace(p.rest[1:]) // the comma
	}
}

func (p *selectorParser) chain() (chain, error) {
	var c chain
	child := false
	for {
		one, err := p.compound()
		if err != nil {
			return nil, err
		}
		one.child = child
		c = append(c, one)
		p.rest = strings.TrimSpace(p.rest)
		if p.rest == "" || p.rest[0] == ',' {
			return c, nil
		}
		if child = p.rest[0] == '>'; child {
			p.rest = strings.TrimSpace(p.rest[1:])
		}
	}
}

func (p *selectorParser) compound() (compound, error) {
	var c compound
	before := p.rest
	if strings.HasPrefix(p.rest, "*") {
		p.rest = p.rest[1:]
	} else {
		c.tag = strings.ToLower(p.name())
	}
	for p.rest != "" {
		sign := p.rest[0]
		switch sign {
		case '#', '.':
			p.rest = p.rest[1:]
			name := p.name()
			if name == "" {
				return c, fmt.Errorf("a name is missing behind %q", sign)
			}
			if sign == '#' {
				c.tests = append(c.tests, test{"id", "=", name})
			} else {
				c.tests = append(c.tests, test{"class", "~=", name})
			}
			continue
		case '[':
			t, err := p.attribute()
			if err != nil {
				return c, err
			}
			c.tests = append(c.tests, t)
			continue
		case ' ', '\t', '\n', '>', ',':
		default:
			return c, fmt.Errorf("%q is not understood", p.rest)
		}
		break
	}
	if p.rest == before {
		return c, fmt.Errorf("an element is missing before %q", p.rest)
	}
	return c, nil
}

func (p *selectorParser) name() string {
	end := strings.IndexFunc(p.rest, func(r rune) bool {
		return r != '-' && r != '_' && r < 0x80 && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if end < 0 {
		end = len(p.rest)
	}
	name := p.rest[:end]
	p.rest = p.rest[end:]
	return name
}

// attribute reads what stands in square brackets.
func (p *selectorParser) attribute() (test, error) {
	p.rest = strings.TrimSpace(p.rest[1:])
	t := test{name: strings.ToLower(p.name())}
	p.rest = strings.TrimSpace(p.rest)
	if t.name == "" {
		return t, fmt.Errorf("the name of an attribute is missing before %q", p.rest)
	}
	for _, op := range []string{"=", "~=", "^=", "$=", "*="} {
		if rest, ok := strings.CutPrefix(p.rest, op); ok {
			t.op, p.rest = op, strings.TrimSpace(rest)
			break
		}
	}
	if t.op != "" {
		if err := p.value(&t); err != nil {
			return t, err
		}
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(p.rest), "]")
	if !ok {
		return t, fmt.Errorf("] is missing before %q", p.rest)
	}
	p.rest = rest
	return t, nil
}

func (p *selectorParser) value(t *test) error {
	if p.rest == "" || p.rest[0] != '"' && p.rest[0] != '\'' {
		end := strings.IndexByte(p.rest, ']')
		if end < 0 {
			end = len(p.rest)
		}
		t.value, p.rest = strings.TrimSpace(p.rest[:end]), p.rest[end:]
		return nil
	}
	end := strings.IndexByte(p.rest[1:], p.rest[0])
	if end < 0 {
		return fmt.Errorf("the quote is not closed in %q", p.rest)
	}
	t.value, p.rest = p.rest[1:1+end], p.rest[end+2:]
	return nil
}

// matches reports whether an element is meant. Ancestors count up to the root of
// the document.
func (s selector) matches(n *html.Node) bool {
	return slices.ContainsFunc(s, func(c chain) bool { return c.matches(n) })
}

func (c chain) matches(n *html.Node) bool {
	last := len(c) - 1
	if n == nil || n.Type != html.ElementNode || !c[last].matches(n) {
		return false
	}
	if last == 0 {
		return true
	}
	if c[last].child {
		return c[:last].matches(n.Parent)
	}
	for up := n.Parent; up != nil; up = up.Parent {
		if c[:last].matches(up) {
			return true
		}
	}
	return false
}

func (c compound) matches(n *html.Node) bool {
	if c.tag != "" && c.tag != n.Data {
		return false
	}
	return !slices.ContainsFunc(c.tests, func(t test) bool { return !t.matches(n) })
}

func (t test) matches(n *html.Node) bool {
	have, ok := attribute(n, t.name)
	if !ok {
		return false
	}
	switch t.op {
	case "=":
		return have == t.value
	case "~=":
		return slices.Contains(strings.Fields(have), t.value)
	case "^=":
		return t.value != "" && strings.HasPrefix(have, t.value)
	case "$=":
		return t.value != "" && strings.HasSuffix(have, t.value)
	case "*=":
		return t.value != "" && strings.Contains(have, t.value)
	}
	return true
}
