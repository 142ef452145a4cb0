// Package condition reads the conditions of checks: SQL with fields in braces,
// as in "{Starts} < {Ends} OR {Ends} IS NULL". What it can read means the same to
// every database, and to Go, so that a row is checked before it is sent.
package condition

import (
	"fmt"
	"slices"
)

// Condition is what must hold for every row. Safe to share.
type Condition struct {
	root   node
	fields []string
}

// Parse reads a condition: comparisons, AND, OR, NOT, IS NULL, IN, BETWEEN, + - *,
// and the functions abs, coalesce, length, lower, trim and upper. Errors say what
// was found and what may stand there.
func Parse(text string) (*Condition, error) {
	tokens, err := scan(text)
	if err != nil {
		return nil, fmt.Errorf("the condition %q %w", text, err)
	}
	p := &parser{tokens: tokens}
	root, err := p.or()
	if err == nil && p.here().kind != end {
		err = fmt.Errorf("goes on with %s, where AND, OR or its end was expected", p.here())
	}
	if err != nil {
		return nil, fmt.Errorf("the condition %q %w", text, err)
	}
	return &Condition{root, p.fields}, nil
}

// Fields lists the fields that the condition speaks of, in order, once each.
func (c *Condition) Fields() []string { return slices.Clone(c.fields) }

// Value is what the text comes to for a row, where it is no condition but a value
// such as "{Price} * {Pieces}": a bool, a string, a decimal.Decimal, a time.Time,
// or nil where it is unknown.
func (c *Condition) Value(value func(field string) any) any {
	return c.root.value(func(field string) any { return normal(value(field)) })
}

// Broken reports whether a row breaks the condition, given its values. As in SQL,
// what is unknown because a value is NULL breaks nothing; nor does what only the
// database can decide, such as comparing values of two kinds.
func (c *Condition) Broken(value func(field string) any) bool {
	holds, ok := c.root.value(func(field string) any { return normal(value(field)) }).(bool)
	return ok && !holds
}
