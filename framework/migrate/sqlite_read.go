package migrate

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// tables reads the tables of a database. SQLite keeps some facts only in the
// text of CREATE TABLE; of these, what this package writes is understood.
func (SQLite) tables(ctx context.Context, db executor) ([]*liveTable, error) {
	r := &liveReader{ctx: ctx, db: db}
	const tables = " FROM sqlite_master m, %s p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%%' ESCAPE '!' ORDER BY m.name, %s"
	var table, name, text string
	var c liveColumn
	var key, hidden int
	r.each(fmt.Sprintf(`SELECT m.name, p.name, p.type, p."notnull" = 0, coalesce(p.dflt_value, ''), p.pk, p.hidden`+tables, "pragma_table_xinfo(m.name)", "p.cid"),
		func() {
			t := r.table(table)
			if t.columns = append(t.columns, c); key > 0 {
				t.key = append(t.key, c.name)
			}
		}, &table, &c.name, &c.kind, &c.nullable, &c.fallback, &key, &hidden)

	r.each("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name", func() {
		_, over, _ := strings.Cut(text, " ON ")
		over = over[strings.IndexByte(over, '(')+1:]
		t := r.table(table)
		t.indexes = append(t.indexes, liveIndex{name, "(" + unquoted(over), strings.HasPrefix(text, "CREATE UNIQUE")})
	}, &table, &name, &text)

	var from, target, to, action string
	r.each(fmt.Sprintf(`SELECT m.name, p."from", p."table", p."to", p.on_delete`+tables, "pragma_foreign_key_list(m.name)", "p.id"),
		func() {
			t := r.table(table)
			t.foreign = append(t.foreign, liveConstraint{"", fmt.Sprintf("FOREIGN KEY (%s) REFERENCES %s(%s) ON DELETE %s", from, target, to, action)})
		}, &table, &from, &target, &to, &action)

	r.each("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
		func() { r.table(table).readDefinition(text) }, &table, &text)
	return r.tables, r.err
}

var (
	checkText     = regexp.MustCompile("CONSTRAINT [`\"](\\w+)[`\"] CHECK \\((.*)\\)")
	foreignText   = regexp.MustCompile("CONSTRAINT [`\"](\\w+)[`\"] (?:FOREIGN KEY|REFERENCES)")
	generatedText = regexp.MustCompile("[`\"](\\w+)[`\"] .* GENERATED ALWAYS AS \\((.*)\\) STORED")
)

// readDefinition finds names and expressions in the text of a table. The names of
// foreign keys are facts by themselves: nothing says which is whose.
func (t *liveTable) readDefinition(text string) {
	for _, m := range checkText.FindAllStringSubmatch(text, -1) {
		t.checks = append(t.checks, liveConstraint{m[1], unquoted(m[2])})
	}
	for _, m := range foreignText.FindAllStringSubmatch(text, -1) {
		t.foreign = append(t.foreign, liveConstraint{m[1], "by name"})
	}
	for _, m := range generatedText.FindAllStringSubmatch(text, -1) {
		for i := range t.columns {
			if t.columns[i].name == m[1] {
				t.columns[i].generated = unquoted(m[2])
			}
		}
	}
	for i := range t.columns {
		t.columns[i].counts = len(t.key) == 1 && t.columns[i].name == t.key[0] && strings.Contains(text, "AUTOINCREMENT")
	}
}

// unquoted leaves out the quotes of names, which a rename of SQLite changes.
func unquoted(s string) string { return strings.NewReplacer("`", "", `"`, "").Replace(s) }
