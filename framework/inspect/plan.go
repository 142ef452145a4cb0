package inspect

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/gofw/gofw/framework/schema"
)

const (
	ormPath   = "github.com/gofw/gofw/framework/orm"
	noInt64   = "whose key is not an int64"
	notInFile = "which is not in this file"
)

// plan decides what becomes of each table.
type plan struct {
	database Database
	options  WriteOptions
	prefixes []string
	models   []*model          // by table, in order
	byTable  map[string]*model // of this file
	elses    map[string]elsewhere
	joins    []*join
	left     []left
	names    typeNames
	imports  map[string]string // names by path
}

// elsewhere is a model of another package.
type elsewhere struct{ path, pkg, name string }

func newPlan(d Database, o WriteOptions) (*plan, error) {
	p := &plan{
		database: d, options: o, prefixes: o.Prefixes, byTable: map[string]*model{}, elses: map[string]elsewhere{},
		names: newTypeNames(), imports: map[string]string{},
	}
	if len(p.prefixes) == 0 {
		p.prefixes = []string{o.Package + "_"}
	}
	for table, typ := range o.Models {
		i := strings.LastIndexByte(typ, '.')
		if i < 0 || strings.HasSuffix(typ, ".") {
			return nil, fmt.Errorf("inspect: %q is not a type with its import path, such as example.org/mysite/blog.Post", typ)
		}
		p.elses[table] = elsewhere{typ[:i], typ[strings.LastIndexByte(typ[:i], '/')+1 : i], typ[i+1:]}
	}
	tables, err := p.wanted()
	if err != nil {
		return nil, err
	}
	p.sort(tables)
	p.settleKeys()
	return p, nil
}

// wanted lists the tables to write.
func (p *plan) wanted() ([]*Table, error) {
	f, err := newFilter(p.options.Tables)
	if err != nil {
		return nil, fmt.Errorf("inspect: %w", err)
	}
	var tables []*Table
	var names []string
	for i := range p.database.Tables {
		t := &p.database.Tables[i]
		names = append(names, t.Name)
		_, known := p.elses[t.Name]
		if f.takes(t.Name) && !known && (t.Name != ledger || f.names(ledger)) {
			tables = append(tables, t)
		}
	}
	slices.SortStableFunc(tables, func(a, b *Table) int { return cmp.Compare(a.Name, b.Name) })
	switch {
	case len(tables) > 0:
		return tables, nil
	case len(names) == 0 || len(f.take)+len(f.leave) == 0:
		return nil, errNoTable
	}
	return nil, f.unmatched(names)
}

// sort parts the tables into models, join tables and those that have neither.
func (p *plan) sort(tables []*Table) {
	var joining []*Table
	seen := map[string]string{}
	for _, t := range tables {
		why := unfit(t)
		other := seen[strings.ToLower(t.Name)]
		if other != "" {
			why = fmt.Sprintf("its name differs from %s in capitals alone", other)
		}
		switch {
		case joins(t) && other == "":
			joining = append(joining, t)
		case why != "":
			p.left = append(p.left, left{t.Name, why})
			continue
		default:
			p.add(t)
		}
		seen[strings.ToLower(t.Name)] = t.Name
	}
	p.settleKeys() // what is joined must have a number as key
	for _, t := range joining {
		j, problem := p.join(t)
		why := unfit(t)
		switch {
		case j != nil:
			p.joins = append(p.joins, j)
		case why == "":
			p.add(t).Comment = []string{"It joins two tables, but " + problem + "."}
		default:
			p.left = append(p.left, left{t.Name, why + ", and as a join table " + problem})
		}
	}
	slices.SortFunc(p.models, func(a, b *model) int { return cmp.Compare(a.table.Name, b.table.Name) })
	slices.SortFunc(p.left, func(a, b left) int { return cmp.Compare(a.Table, b.Table) })
}

// add makes a model of a table and names it.
func (p *plan) add(t *Table) *model {
	m := &model{table: t}
	stripped := t.Name
	for _, prefix := range p.prefixes {
		if rest, ok := strings.CutPrefix(t.Name, prefix); ok && len(words(rest)) > 0 {
			stripped = rest
			break
		}
	}
	name := camel(singular(words(stripped)), "Table")
	m.Name = p.names.model(name, camel(singular(words(t.Name)), "Table"), name+"Row")
	m.Embed = embeds(t)
	m.names = newFieldNames(m.Name, m.Embed)
	if schema.TableName(p.options.Package, m.Name) != t.Name {
		m.Meta.Table = fmt.Sprintf("%q", t.Name)
	}
	p.models = append(p.models, m)
	p.byTable[t.Name] = m
	return m
}

// identifier is a name that migrations take: all databases do without quotes.
var identifier = regexp.MustCompile(`^[\pL_][\pL\pN_]*$`)

// longestName is how many bytes of a name PostgreSQL takes, and so migrations.
const longestName = 63

// odd is why migrations do not take a name, or "".
func odd(name string) string {
	switch {
	case len(name) > longestName:
		return fmt.Sprintf("migrations take no name of more than %d bytes", longestName)
	case name != "" && unicode.IsDigit(rune(name[0])):
		return "migrations take no name that begins with a digit"
	case !identifier.MatchString(name):
		return "migrations take names of letters, digits and underscores alone"
	}
	return ""
}

// unfit is why a table cannot be a model, or "".
func unfit(t *Table) string {
	switch {
	case t.View != "":
		return "it is " + t.View
	case odd(t.Name) != "":
		return odd(t.Name)
	case len(t.PrimaryKey) == 0:
		return "it has no primary key"
	case len(t.PrimaryKey) > 1:
		return "its primary key has " + count(len(t.PrimaryKey)) + " columns: " + strings.Join(t.PrimaryKey, ", ")
	}
	key := t.Column(t.PrimaryKey[0])
	switch {
	case key == nil:
		return "its primary key is not a column that can be seen"
	case odd(key.Name) != "":
		return fmt.Sprintf("its primary key is called %s, and %s", key.Name, odd(key.Name))
	case key.Kind == "" || key.Kind == schema.JSON || key.Kind == schema.Binary || key.Kind == schema.Decimal && key.Size > largestDecimal:
		return fmt.Sprintf("its primary key %s has the type %s, which no key can have", key.Name, cmp.Or(key.Type, "of nothing in particular"))
	case key.Generated:
		return "its primary key " + key.Name + " is generated"
	}
	return ""
}

func count(n int) string {
	if n < 5 {
		return []string{"no", "one", "two", "three", "four"}[n]
	}
	return fmt.Sprint(n)
}

// embeds reports whether a table has just the columns of orm.Model.
func embeds(t *Table) bool {
	id := t.Column("id")
	if len(t.PrimaryKey) != 1 || id == nil || t.PrimaryKey[0] != "id" || id.Kind != schema.BigInt || id.Unsigned || !id.Auto || t.foreign("id") != nil || id.Comment != "" {
		return false
	}
	for _, name := range []string{"created_at", "updated_at"} {
		c := t.Column(name)
		if c == nil || c.Kind != schema.DateTime || c.Null || c.Generated || c.Default != nil || c.DefaultSQL != "" || c.Note != "" || c.Comment != "" {
			return false
		}
	}
	return true
}

// foreign returns the foreign key of one column, or nil.
func (t *Table) foreign(column string) *ForeignKey {
	for i := range t.Foreign {
		if f := &t.Foreign[i]; len(f.Columns) == 1 && f.Columns[0] == column {
			return f
		}
	}
	return nil
}

// settleKeys finds the Go types of the keys. Whole numbers are read as 64 bits
// wide, whatever their column, because relations need that.
func (p *plan) settleKeys() {
	for _, m := range p.models {
		key := m.table.Column(m.table.PrimaryKey[0])
		m.goKey = goKinds[key.Kind].name
		if key.Kind == schema.Integer || key.Kind == schema.SmallInt {
			m.goKey = "int64"
		}
		if key.Kind == schema.BigInt && key.Unsigned && !key.Auto {
			m.goKey = "uint64"
		}
	}
}

// target says what a foreign key points at: the Go type of the model, or why
// there can be no relation.
func (p *plan) target(t *Table, f *ForeignKey) (typ, why string) {
	if f.Outside {
		return "", "which is in another schema"
	}
	if len(f.Columns) > 1 {
		return "", "by " + count(len(f.Columns)) + " columns together"
	}
	e, known := p.elses[f.Table]
	m := p.byTable[f.Table]
	switch {
	case known:
		typ = e.name
	case m == nil:
		return "", notInFile
	case len(f.To) != 1 || f.To[0] != m.table.PrimaryKey[0]:
		return "", "but not at its key"
	case m.goKey != "int64":
		return "", noInt64
	default:
		typ = m.Name
	}
	if c := t.Column(f.Columns[0]); c == nil || !whole(c) {
		return "", "by a column that is not a whole number"
	}
	if p.circular(t, f) {
		return "", "whose key points at a key, which points at a key, and so on"
	}
	return typ, ""
}

// deepest is how many keys that point at keys migrations follow, and one less.
const deepest = 8

// circular reports whether a key points at a key that points at a key, and that
// back at the first, or nowhere near.
func (p *plan) circular(t *Table, f *ForeignKey) bool {
	for seen := map[string]bool{t.Name: true}; f != nil && len(t.PrimaryKey) == 1 && f.Columns[0] == t.PrimaryKey[0]; f = t.foreign(t.PrimaryKey[0]) {
		m := p.byTable[f.Table]
		if m == nil {
			return false
		}
		if seen[f.Table] || len(seen) > deepest {
			return true
		}
		t = m.table
		seen[t.Name] = true
	}
	return false
}

// whole reports whether a column holds whole numbers, which relations need.
func whole(c *Column) bool {
	return c.Kind == schema.BigInt || c.Kind == schema.Integer || c.Kind == schema.SmallInt
}

// qualified is a type as this file writes it.
func (p *plan) qualified(f *ForeignKey, typ string) string {
	if e, ok := p.elses[f.Table]; ok {
		return p.use(e.pkg, e.path) + "." + typ
	}
	return typ
}

// use notes an import and returns the name that the file has for it.
func (p *plan) use(name, path string) string {
	if known := p.imports[path]; known != "" {
		return known
	}
	free := name
	for i := 2; ; i++ {
		taken := false
		for _, other := range p.imports {
			taken = taken || other == free
		}
		if !taken && free != "orm" && free != "time" && free != "json" || path == ormPath || path == "time" || path == "encoding/json" {
			break
		}
		free = fmt.Sprint(name, i)
	}
	p.imports[path] = free
	return free
}
