package migrate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// hiddenColumn is a column that no model has: MySQL puts there what it cannot
// put into an index. An expression stands in the index by its column. A unique
// index of some rows has a column that is NULL for the others, which may then be
// alike. An index of some rows that is not unique becomes one of all.
type hiddenColumn struct{ name, kind, expr string }

// hidden lists the columns that an index needs.
func (g mysqlGrammar) hidden(x tableIndex) []hiddenColumn {
	var list []hiddenColumn
	for i, entry := range x.Fields {
		if isExpression(entry) {
			list = append(list, hiddenColumn{hiddenName(x.Name, fmt.Sprint(i+1)), g.expressionType(x.model, entry), strings.TrimPrefix(entry, "-")})
		}
	}
	if x.Unique && x.Where != "" {
		list = append(list, hiddenColumn{hiddenName(x.Name, "in"), "boolean", "CASE WHEN " + x.Where + " THEN 1 END"})
	}
	return list
}

// hiddenName follows from the name of the index, which never changes.
func hiddenName(index, suffix string) string {
	name := index + "_" + suffix
	if len(name) > longestName {
		sum := sha256.Sum256([]byte(index))
		name = index[:longestName-len(suffix)-10] + "_" + hex.EncodeToString(sum[:4]) + "_" + suffix
	}
	return name
}

func (h hiddenColumn) definition(p *serverPlan, m *Model) string {
	return fmt.Sprintf("%s %s GENERATED ALWAYS AS (%s) VIRTUAL /*!80023 INVISIBLE */ /*M! INVISIBLE */", quote(h.name), h.kind, p.written(m, h.expr))
}

var countsCharacters = regexp.MustCompile(`(?i)^\s*-?\(*(char_)?length\s*\(`)

// expressionType is the type of an expression of an index: that of the first field
// in it. Counting characters gives a number.
func (g mysqlGrammar) expressionType(m *Model, entry string) string {
	f := *m.Field(placeholder.FindStringSubmatch(entry)[1])
	switch {
	case countsCharacters.MatchString(entry), f.Type == schema.Integer, f.Type == schema.SmallInt:
		return "bigint"
	case f.Type == ForeignKey:
		return "bigint"
	}
	return g.columnType(f)
}

// indexes has one more than other databases where a foreign key would have to do
// with an index that runs backwards, of which not every server makes use.
func (mysqlGrammar) indexes(m *Model) []tableIndex {
	list := m.indexes()
	begins := func(field string) bool {
		for _, x := range list {
			if x.Fields[0] == field {
				return true
			}
		}
		return false
	}
	for _, f := range m.Fields {
		if f.Type == ForeignKey && !f.PK && !begins(f.Name) {
			list = append(list, m.tableIndex(Index{Name: f.names.index, Fields: []string{f.Name}}))
		}
	}
	return list
}

func (mysqlGrammar) identity(x tableIndex) string { return x.identity }

// index is an index as it stands in CREATE TABLE and behind ADD.
func (g mysqlGrammar) index(p *serverPlan, x tableIndex) string {
	kind := "INDEX"
	if x.Unique {
		kind = "UNIQUE INDEX"
	}
	hidden := g.hidden(x)
	size := 0
	var parts []string
	for _, entry := range x.Fields {
		name, desc := strings.CutPrefix(entry, "-")
		part, column := "", ""
		if isExpression(entry) {
			part, column, hidden = quote(hidden[0].name), hidden[0].kind, hidden[1:]
		} else {
			f := p.after.stored(*x.model.Field(name))
			part, column = quote(f.ColumnName()), g.columnType(f)
		}
		if desc {
			part += " DESC"
		}
		parts = append(parts, part)
		size += g.keySize(p, x, entry, column)
	}
	if size > largestKey {
		p.problem("%s: the index %s covers %d bytes, and MySQL takes %d: give its strings smaller sizes, of four bytes a character", x.model.Key(), x.Name, size, largestKey)
	}
	for _, h := range hidden {
		parts = append(parts, quote(h.name))
	}
	return fmt.Sprintf("%s %s (%s)", kind, quote(x.Name), strings.Join(parts, ", "))
}

// largestKey is how many bytes an index of InnoDB can cover.
const largestKey = 3072

// keySize is how many bytes a part of an index has. Of a text of any length it
// has none, and is a problem.
func (mysqlGrammar) keySize(p *serverPlan, x tableIndex, entry, kind string) int {
	n := 8
	switch {
	case strings.HasPrefix(kind, "long"):
		p.problem("%s: the index %s covers %s, which is of any length, and MySQL cannot index that: give the field the type string with a size, or make the index with run_sql on the other databases alone",
			x.model.Key(), x.Name, entry)
	case strings.HasPrefix(kind, "varchar("):
		_, _ = fmt.Sscanf(kind, "varchar(%d)", &n)
		n *= 4
	case strings.HasPrefix(kind, "char("):
		_, _ = fmt.Sscanf(kind, "char(%d)", &n)
		n *= 4
	}
	return n
}

// checkKey looks at a key as at an index.
func (g mysqlGrammar) checkKey(p *serverPlan, m *Model) {
	g.index(p, m.tableIndex(Index{Name: "of its key", Fields: []string{m.key().Name}, Unique: true}))
}

func (g mysqlGrammar) createIndex(p *serverPlan, x tableIndex) {
	for _, h := range g.hidden(x) {
		p.clause(x.model.Table, "ADD COLUMN %s", h.definition(p, x.model))
	}
	p.clause(x.model.Table, "ADD %s", g.index(p, x))
}

func (g mysqlGrammar) dropIndex(p *serverPlan, table string, x tableIndex) {
	p.clause(table, "DROP INDEX %s", quote(x.Name))
	for _, h := range g.hidden(x) {
		p.clause(table, "DROP COLUMN %s", quote(h.name))
	}
}

func (mysqlGrammar) renameIndex(p *serverPlan, table string, r rename) {
	p.add(table, "ALTER TABLE %s RENAME INDEX %s TO %s", quote(table), quote(r.from), quote(r.to))
}
