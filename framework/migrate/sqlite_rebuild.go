package migrate

import (
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// rebuild makes a table with the new definition, copies the rows and puts it in
// the place of the old one. Table and columns have their new names already.
// Dropping the old table would take triggers and the sequence along; the rename
// at the end must not touch what other tables and views say of the table.
func (p *sqlitePlan) rebuild(pair pair) error {
	table := pair.new.Table
	fresh := "gofw_new_" + table
	if err := p.createTable(pair.new, fresh); err != nil {
		return err
	}
	var columns, values []string
	var after []Stmt
	for _, f := range pair.new.Fields {
		if f.Generated != "" {
			continue
		}
		c := copied{plan: p, model: pair.new, old: pair.old.byID(f.id), new: f, fresh: fresh}
		value, err := c.value()
		if err != nil {
			return fmt.Errorf("%s.%s: %w", pair.new.Key(), f.Name, err)
		}
		columns, values = append(columns, f.ColumnName()), append(values, value)
		p.stmts = append(p.stmts, c.before...)
		after = append(after, c.after...)
	}
	p.stmts = append(p.stmts, Stmt{
		SQL:   fmt.Sprintf("INSERT INTO %s (%s)\n  SELECT %s FROM %s", quote(fresh), quoteList(columns), strings.Join(values, ", "), quote(table)),
		Table: table, Rewrites: true,
	})
	p.stmts = append(p.stmts, after...)
	if pair.old.key().Type == schema.BigAuto && pair.new.key().Type == schema.BigAuto && pair.old.key().id == pair.new.key().id {
		p.add(table, "DELETE FROM sqlite_sequence WHERE name = %s", text(fresh))
		p.add(table, "INSERT INTO sqlite_sequence (name, seq) SELECT %s, seq FROM sqlite_sequence WHERE name = %s", text(fresh), text(table))
	}
	p.stmts = append(p.stmts, Stmt{SQL: "-- triggers of " + table + ", and indexes that no migration made, are remembered", Kind: Save, Table: table})
	p.add(table, "DROP TABLE %s", quote(table))
	p.add(table, "PRAGMA legacy_alter_table = ON")
	p.add(table, "ALTER TABLE %s RENAME TO %s", quote(fresh), quote(table))
	p.add(table, "PRAGMA legacy_alter_table = OFF")
	p.stmts = append(p.stmts, Stmt{SQL: "-- and created again", Kind: Restore, Table: table})
	return nil
}

// guardColumns stops before columns are lost that no migration made.
func (p *sqlitePlan) guardColumns() {
	for _, pair := range p.kept {
		if !p.rebuilt[pair.new.id] {
			continue
		}
		var names []string
		for _, f := range pair.old.Fields {
			names = append(names, text(f.ColumnName()))
		}
		p.stmts = append(p.stmts, Stmt{
			SQL:  fmt.Sprintf("SELECT 1 FROM pragma_table_xinfo(%s) WHERE name COLLATE NOCASE NOT IN (%s) LIMIT 1", text(pair.old.Table), strings.Join(names, ", ")),
			Kind: Require, Table: pair.new.Table,
			Why: fmt.Sprintf("%s has a column that no migration made and that would be lost: remove it, or add it to the model", pair.old.Table),
		})
	}
}

// copied is one column on its way into the new table.
type copied struct {
	plan          *sqlitePlan
	model         *Model
	old           *Field // nil if the column is new
	new           Field
	fresh         string
	before, after []Stmt // what must hold before and after the rows are copied
}

// value is what the new column is filled with, for each row of the old table.
func (c *copied) value() (string, error) {
	to := c.plan.after.stored(c.new)
	if c.old == nil {
		fill, err := c.fill(to)
		if err != nil || fill != "" {
			return fill, err
		}
		if !to.Nullable && to.Type != schema.BigAuto {
			c.requireNone("", "is required, and there are rows that would have no value")
		}
		return "NULL", nil
	}
	from := c.plan.before.stored(*c.old)
	column := c.convert(from, to)
	if !from.Nullable || to.Nullable {
		return column, nil
	}
	fill, err := c.fill(to)
	if err != nil {
		return "", err
	}
	if fill == "" {
		c.requireNone(" WHERE "+quote(to.ColumnName())+" IS NULL", "becomes required, and there are rows without a value")
		return column, nil
	}
	return "coalesce(" + column + ", " + fill + ")", nil
}

// fill is the value, in SQL, for rows that exist and have none; empty if there
// is no such value.
func (c *copied) fill(to Field) (string, error) {
	value, ok := c.plan.fill[to.id]
	if !ok && to.Default != nil {
		value, ok = *to.Default, true
	}
	if !ok {
		return "", nil
	}
	literal, err := sqliteValue(to, value)
	if err != nil {
		return "", fmt.Errorf("the value for existing rows %w", err)
	}
	return literal, nil
}

func (c *copied) requireNone(where, problem string) {
	c.before = append(c.before, Stmt{
		SQL: fmt.Sprintf("SELECT 1 FROM %s%s LIMIT 1", quote(c.model.Table), where), Kind: Require, Table: c.model.Table,
		Why: fmt.Sprintf("%s.%s %s: give them one with backfill: on the operation that changes the field, or before it with run_sql", c.model.Key(), c.new.Name, problem),
	})
}

// check makes the migration stop if a copied value does not fit its new type,
// which SQLite itself would store without a word.
func (c *copied) check(format, problem string) {
	column := quote(c.new.ColumnName())
	c.after = append(c.after, Stmt{
		SQL:  fmt.Sprintf("SELECT 1 FROM "+quote(c.fresh)+" WHERE "+format+" LIMIT 1", column),
		Kind: Require, Table: c.model.Table,
		Why: fmt.Sprintf("%s.%s holds %s: change or remove them first, for example with run_sql", c.model.Key(), c.new.Name, problem),
	})
}

// convert is the old column as the new type stores it. Where a value may not
// fit, a check follows the copy.
func (c *copied) convert(from, to Field) string {
	column := quote(to.ColumnName())
	switch {
	case class(from) == class(to):
		if to.Type == schema.String && (from.Type != schema.String || from.Size > to.Size) {
			c.check(fmt.Sprintf("length(%%s) > %d", to.Size), fmt.Sprintf("texts of more than %d characters", to.Size))
		}
		if limit, narrow := integerLimit[to.Type], integerLimit[from.Type]; limit > 0 && (narrow == 0 || narrow > limit) {
			c.check(fmt.Sprintf("%%s NOT BETWEEN %d AND %d", -limit-1, limit), fmt.Sprintf("numbers above %d", limit))
		}
		return column
	case class(from) == "bool" && class(to) == "text":
		return "CASE " + column + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"
	case class(from) == "text" && class(to) == "bool":
		c.check("typeof(%s) NOT IN ('integer', 'null')", "texts that are neither true nor false")
		return "CASE WHEN " + column + " IS NULL THEN NULL WHEN lower(" + column + ") IN ('true', '1') THEN 1 WHEN lower(" + column + ") IN ('false', '0') THEN 0 ELSE 'neither' END"
	case class(from) == "integer" && class(to) == "bool":
		return "(" + column + " <> 0)"
	case class(to) == "text":
		return "CAST(" + column + " AS text)"
	case class(to) == "binary":
		return "CAST(" + column + " AS blob)"
	case class(to) == "integer" || class(to) == "bool":
		c.check("typeof(%s) NOT IN ('integer', 'null')", "values that are not whole numbers")
	case class(to) == "number":
		c.check("typeof(%s) NOT IN ('integer', 'real', 'null')", "values that are not numbers")
	case class(to) == "moment":
		c.check("%[1]s IS NOT NULL AND datetime(%[1]s) IS NULL", "texts that are not moments")
	}
	return column
}

// integerLimit is the largest number of the types that other databases hold to it.
var integerLimit = map[schema.Kind]int64{schema.Integer: 1<<31 - 1, schema.SmallInt: 1<<15 - 1}

// class groups the types between which SQLite stores values alike.
func class(f Field) string {
	switch f.Type {
	case schema.BigAuto, schema.BigInt, schema.Integer, schema.SmallInt:
		return "integer"
	case schema.Float, schema.Decimal:
		return "number"
	case schema.Bool:
		return "bool"
	case schema.DateTime:
		return "moment"
	case schema.Binary:
		return "binary"
	}
	return "text" // string, text, json
}
