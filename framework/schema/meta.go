package schema

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/gofw/gofw/framework/schema/condition"
)

func (b *builder) meta() {
	meta := b.decl.Meta
	for _, s := range meta.Ordering {
		o := ParseOrder(s)
		if b.known(o.Field, "orders by %q") {
			b.model.Ordering = append(b.model.Ordering, o)
		}
	}
	for _, names := range meta.Indexes {
		b.index(Index{Fields: names})
	}
	for _, names := range meta.Unique {
		b.index(Index{Fields: names, Unique: true})
	}
	for _, x := range meta.MoreIndexes {
		b.index(x)
	}
	for _, c := range meta.Checks {
		b.check(c)
	}
	for _, p := range meta.Permissions {
		b.permission(p)
	}
	if meta.LatestBy != "" && b.known(meta.LatestBy, "has %q as LatestBy") {
		b.model.LatestBy = meta.LatestBy
	}
}

// index adds an index of Meta. A unique one speaks of rows that are there: where
// rows are deleted softly, the values of a deleted one are free again.
func (b *builder) index(x Index) {
	ok := len(x.Fields) > 0
	for _, entry := range x.Fields {
		if isExpression(entry) {
			ok = b.braces(entry, "indexes %q") && ok
			continue
		}
		ok = b.known(strings.TrimPrefix(entry, "-"), "indexes %q") && ok
	}
	if x.Where != "" {
		ok = b.condition(x.Where) && ok
	}
	if !ok {
		return
	}
	if x.Where == "" && x.Unique {
		x.Where = b.model.Alive()
	}
	b.model.Indexes = append(b.model.Indexes, x)
}

// Alive is the condition of rows that are not deleted softly; empty if there
// are no others.
func (m *Model) Alive() string {
	if m.SoftDelete == "" {
		return ""
	}
	return "{" + m.SoftDelete + "} IS NULL"
}

var braces = regexp.MustCompile(`\{([^{}]*)\}`)

// braces makes sure that the names in braces are fields.
func (b *builder) braces(text, verb string) bool {
	ok := true
	for _, m := range braces.FindAllStringSubmatch(text, -1) {
		ok = b.known(m[1], verb) && ok
	}
	return ok
}

func (b *builder) condition(text string) bool {
	c, err := condition.Parse(text)
	if err != nil {
		b.wrong("", "write a condition that every database and Go understand alike, such as {Starts} < {Ends}; a migration can hold any other: add_check", "cannot be checked: %v", err)
		b.problems[len(b.problems)-1].Word = text
		return false
	}
	ok := len(c.Fields()) > 0
	if !ok {
		b.wrong("", "name a field in braces, such as {Views} >= 0", "has the condition %q, which speaks of no field", text)
		b.problems[len(b.problems)-1].Word = text
	}
	for _, name := range c.Fields() {
		ok = b.known(name, "has a condition on %q") && ok
	}
	return ok
}

func (b *builder) check(c Check) {
	if b.condition(c.Expr) {
		b.model.Checks = append(b.model.Checks, c)
	}
}

func (b *builder) permission(p Permission) {
	if p.Verb == "" || strings.ContainsFunc(p.Verb, func(r rune) bool { return !unicode.IsLower(r) && !unicode.IsDigit(r) }) {
		b.wrong("", `use one word in lower case, such as "publish"`, "has a permission to %q, which is not a verb", p.Verb)
		b.problems[len(b.problems)-1].Word = p.Verb
		return
	}
	if p.Label == "" {
		p.Label = p.Verb + " " + b.model.LabelPlural
	}
	b.model.Permissions = append(b.model.Permissions, p)
}

func (b *builder) known(name, verb string) bool {
	if b.model.Field(name) != nil {
		return true
	}
	b.wrong("", b.nearestField(name), verb+", which is not a field", name)
	b.problems[len(b.problems)-1].Word = name
	return false
}
