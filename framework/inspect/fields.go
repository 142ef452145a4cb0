package inspect

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// goKinds are the Go types of the kinds.
var goKinds = map[schema.Kind]struct{ name, path string }{
	schema.BigInt: {"int64", ""}, schema.Integer: {"int32", ""}, schema.SmallInt: {"int16", ""},
	schema.Float: {"float64", ""}, schema.String: {"string", ""}, schema.Text: {"string", ""}, schema.Bool: {"bool", ""},
	schema.Binary: {"[]byte", ""}, schema.DateTime: {"time.Time", "time"}, schema.JSON: {"json.RawMessage", "encoding/json"},
	schema.Decimal: {"orm.Decimal", ormPath}, schema.Date: {"orm.Date", ormPath}, schema.Time: {"orm.TimeOfDay", ormPath},
	schema.UUID: {"orm.UUID", ormPath}, schema.IP: {"orm.IP", ormPath},
}

// Digits of a decimal where the database does not say how many there are, and
// the most that gofw knows. SQLite keeps 15.
const (
	guessedDigits  = 15
	guessedScale   = 5
	largestDecimal = 38
)

// column is a column on its way to a field.
type column struct {
	*Column
	name          string // of the Go field
	relation      string // of the Go field that holds the row; empty if there is none
	target        string // its Go type
	foreign       *ForeignKey
	key           bool
	unique, index bool
	comment       []string
}

// fill decides the fields of a model.
func (p *plan) fill(m *model) {
	if c := commented(m.table.Comment); c != "" {
		m.Comment = append([]string{c}, m.Comment...)
	}
	columns := p.columns(m)
	more := p.indexes(m, columns)
	for _, c := range m.table.Checks {
		more = append(more, strings.TrimSpace("the check "+c.Name)+": "+c.Expr)
	}
	for _, f := range m.table.Foreign {
		if len(f.Columns) > 1 {
			more = append(more, fmt.Sprintf("%s point together at %s", strings.Join(f.Columns, ", "), f.Table))
		}
	}
	if len(more) > 0 {
		if len(m.Comment) > 0 {
			m.Comment = append(m.Comment, "")
		}
		m.Comment = append(m.Comment, "The table has more than a model can say:", "")
		for _, line := range more { // indented, so that gofmt makes no quotation marks of two quotes
			m.Comment = append(m.Comment, "\t"+commented(line))
		}
	}
	apart := false // the field above is a relation
	for _, c := range columns {
		if m.Embed && slices.Contains(embedded, c.Name) {
			continue
		}
		f := p.field(m, c)
		f.Gap = len(m.Fields) > 0 && (apart || c.relation != "")
		m.Fields = append(m.Fields, f)
		if apart = c.relation != ""; apart {
			m.Fields = append(m.Fields, p.relationField(c))
		}
	}
}

var embedded = []string{"id", "created_at", "updated_at"}

// columns names the fields of all columns, then those of the relations, so that
// a relation gives way.
func (p *plan) columns(m *model) []*column {
	var list []*column
	seen := map[string]bool{}
	for i := range m.table.Columns {
		from := m.table.Columns[i] // a copy: notes are added to it
		c := &column{Column: &from, key: from.Name == m.table.PrimaryKey[0]}
		list = append(list, c)
		lower := strings.ToLower(c.Name)
		if why := p.unsaid(c.Column); why != "" || seen[lower] {
			c.comment = []string{leftOut(c.Column, cmp.Or(why, "its name differs from another in capitals alone"))}
			continue
		}
		seen[lower] = true
		if m.Embed && slices.Contains(embedded, c.Name) {
			c.name = camel(words(c.Name), "Field")
			continue
		}
		p.relate(m, c)
		name := camel(words(c.Name), "Field")
		if c.relation != "" && name != "ID" {
			name = c.relation + "ID"
		}
		c.name = m.names.take(name, "Field")
	}
	for _, c := range list {
		if c.relation != "" {
			c.relation = m.names.take(c.relation, "Row")
		}
	}
	return list
}

// unsaid is why a column cannot be a field, or "".
func (p *plan) unsaid(c *Column) string {
	switch {
	case odd(c.Name) != "":
		return odd(c.Name)
	case c.Generated:
		return "the database computes it"
	case c.Kind == "":
		return "no field can hold this type"
	case c.Kind == schema.Decimal && (c.Size > largestDecimal || c.Scale > c.Size):
		return "a decimal has at most 38 digits, those behind the point among them"
	}
	return ""
}

func leftOut(c *Column, why string) string {
	line := fmt.Sprintf("%s (%s) is left out: %s.", commented(c.Name), commented(cmp.Or(c.Type, "no type")), why)
	if !c.Null && !c.Generated && c.Default == nil && c.DefaultSQL == "" && !c.Auto {
		line += " No row can be made without it."
	}
	return line
}

// field writes one column.
func (p *plan) field(m *model, c *column) field {
	f := field{Comment: c.comment}
	if c.name == "" {
		return f
	}
	f.Name, f.Type = c.name, p.goType(m, c)
	say := func(format string, args ...any) {
		f.Comment = append(f.Comment, commented(fmt.Sprintf(format, args...)))
	}
	if text := commented(c.Comment); text != "" {
		f.Comment = append([]string{text}, f.Comment...)
	}
	if c.Note != "" {
		say("%s.", schema.Capital(c.Note))
	}
	if c.key && whole(c.Column) {
		if c.Kind != schema.BigInt && f.Type == "int64" {
			say("The column is narrower than the field: %s.", c.Type)
		}
		if !c.Auto && c.relation == "" {
			say("The database does not count it up.")
		}
	}
	if c.Kind == schema.Decimal && c.Size == 0 {
		say("The database does not say how many digits it has. These are a guess.")
	}
	if c.DefaultSQL != "" {
		say("The database fills in %s.", c.DefaultSQL)
	}
	var words []string
	if c.key {
		words = append(words, "primaryKey")
	}
	if schema.ColumnName(c.name) != c.Name {
		words = append(words, "column:"+c.Name)
	}
	f.Tag = quoteTag(append(words, p.tag(c, say)...)...)
	if c.Null && !c.key {
		f.Type = "*" + f.Type
	}
	return f
}

// tag lists the words of the tag that follow from the column's type and default.
func (p *plan) tag(c *column, say func(format string, args ...any)) (words []string) {
	switch c.Kind {
	case schema.String:
		words = append(words, "size:"+strconv.Itoa(c.Size))
	case schema.Decimal:
		size, scale := c.Size, c.Scale
		if size == 0 {
			size, scale = guessedDigits, guessedScale
		}
		words = append(words, "precision:"+strconv.Itoa(size))
		if scale > 0 {
			words = append(words, "scale:"+strconv.Itoa(scale))
		}
	case schema.JSON:
		words = append(words, "serializer:json")
	}
	switch {
	case c.key:
	case c.unique:
		words = append(words, "uniqueIndex")
	case c.index:
		words = append(words, "index")
	}
	switch {
	case c.Default == nil || c.key:
	case c.Values != nil && c.relation == "" && !slices.Contains(c.Values, *c.Default):
		say("The database fills in %s, which is not one of the values that it allows.", *c.Default)
	default:
		words = append(words, "default:"+*c.Default)
	}
	return words
}

// goType is the type of a field without its pointer.
func (p *plan) goType(m *model, c *column) string {
	switch {
	case c.relation != "":
		return "int64"
	case c.key && c.Values == nil && whole(c.Column):
		return m.goKey
	case c.Values != nil:
		if x, ok := p.choices(m, c); ok {
			if c.Kind == schema.Text {
				c.Note = joinNotes(c.Note, "the column is text of any length")
			}
			m.Choices = append(m.Choices, x)
			return x.Name
		}
		c.Note = joinNotes(c.Note, "it can only be "+strings.Join(c.Values, ", "))
	case c.Kind == schema.BigInt && c.Unsigned:
		return "uint64"
	}
	if of := c.Kind.Element(); of != "" {
		p.use("orm", ormPath)
		return "orm.Array[" + goKinds[of].name + "]"
	}
	t := goKinds[c.Kind]
	if t.path != "" {
		p.use(t.name[:strings.IndexByte(t.name, '.')], t.path)
	}
	return t.name
}

// quoteTag writes a struct tag as a Go literal; without words there is none.
func quoteTag(words ...string) string {
	if len(words) == 0 {
		return ""
	}
	tag := "gorm:" + strconv.Quote(strings.Join(words, ";"))
	if strings.Contains(tag, "`") {
		return strconv.Quote(tag)
	}
	return "`" + tag + "`"
}
