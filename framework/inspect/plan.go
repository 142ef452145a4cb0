package inspect

import (
	"cmp"
	"fmt"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

const ormPath = "github.com/gofw/gofw/framework/orm"

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
		p.elses[table] = elsewhere{typ[:i], packageName(typ[:i]), typ[i+1:]}
	}
	tables, err := p.wanted()
	if err != nil {
		return nil, err
	}
	p.sort(tables)
	p.settleKeys()
	return p, nil
}

// packageName is what the file calls a package: what it is most likely called,
// or else something that says the same.
func packageName(importPath string) string {
	base := path.Base(importPath)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(importPath))
	}
	if token.IsIdentifier(base) {
		return base
	}
	return "p" + strings.ToLower(strings.Join(words(base), ""))
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
		if f.takes(t.Name) && !known && (!slices.Contains(ledgers, t.Name) || f.names(t.Name)) {
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
	pointedAt := map[string]bool{}
	for _, t := range tables {
		for _, f := range t.Foreign {
			pointedAt[f.Table] = true
		}
	}
	for _, t := range tables {
		why := unfit(t)
		other := seen[strings.ToLower(t.Name)]
		if other != "" {
			why = fmt.Sprintf("its name differs from %s in capitals alone", other)
		}
		switch {
		case joins(t) && other == "" && !pointedAt[t.Name]:
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

// qualified is a type as this file writes it.
func (p *plan) qualified(f *ForeignKey, typ string) string {
	if e, ok := p.elses[f.Table]; ok {
		return p.use(e.pkg, e.path) + "." + typ
	}
	return typ
}

// use notes an import and returns the name that the file has for it.
func (p *plan) use(name, importPath string) string {
	if known := p.imports[importPath]; known != "" {
		return known
	}
	free := name
	for i := 2; ; i++ {
		taken := false
		for _, other := range p.imports {
			taken = taken || other == free
		}
		if !taken && free != "orm" && free != "time" && free != "json" || importPath == ormPath || importPath == "time" || importPath == "encoding/json" {
			break
		}
		free = fmt.Sprint(name, i)
	}
	p.imports[importPath] = free
	return free
}
