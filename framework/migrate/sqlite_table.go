package migrate

import (
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// quote uses backticks: SQLite takes an unknown name in double quotes for a
// text, and a rebuild that runs twice would fill a column with its own name.
func quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

func quoteList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return strings.Join(quoted, ", ")
}

// text is a string in SQL.
func text(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// createTable writes a table under the given name, which is not the model's
// own while it is built anew.
func (p *sqlitePlan) createTable(m *Model, name string) error {
	var parts []string
	for _, f := range m.Fields {
		column, err := p.column(m, f, p.after)
		if err != nil {
			return err
		}
		parts = append(parts, column)
	}
	for _, c := range m.Checks {
		expr := fill(c.Expr, func(field string) string { return quote(m.Field(field).ColumnName()) })
		parts = append(parts, fmt.Sprintf("CONSTRAINT %s CHECK (%s)", quote(c.Name), expr))
	}
	for _, f := range m.Fields {
		if f.Type == ForeignKey {
			name, references, _ := strings.Cut(p.constraint(f), " REFERENCES ")
			parts = append(parts, fmt.Sprintf("%s FOREIGN KEY (%s) REFERENCES %s", name, quote(f.ColumnName()), references))
		}
	}
	p.add(m.Table, "CREATE TABLE %s (\n  %s\n)", quote(name), strings.Join(parts, ",\n  "))
	return nil
}

// column is the definition of one column.
func (p *sqlitePlan) column(m *Model, field Field, s *State) (string, error) {
	f := s.stored(field)
	column := quote(f.ColumnName()) + " " + sqliteType(f)
	if f.Type == schema.BigAuto {
		return column + " NOT NULL PRIMARY KEY AUTOINCREMENT", nil
	}
	if !f.Nullable {
		column += " NOT NULL"
	}
	if f.Default != nil {
		value, err := sqliteValue(f, *f.Default)
		if err != nil {
			return "", fmt.Errorf("the default of %s %w", f.Name, err)
		}
		column += " DEFAULT " + value
	}
	if f.Generated != "" {
		column += " GENERATED ALWAYS AS (" + fill(f.Generated, func(name string) string { return quote(m.Field(name).ColumnName()) }) + ") STORED"
	}
	if f.PK {
		column += " PRIMARY KEY"
	}
	return column, nil
}

// sqliteActions is what is said of a key whose target is deleted.
var sqliteActions = map[schema.OnDelete]string{
	schema.Cascade: " ON DELETE CASCADE", schema.Protect: " ON DELETE RESTRICT",
	schema.SetNull: " ON DELETE SET NULL", schema.SetDefault: " ON DELETE SET DEFAULT",
}

// constraint is a foreign key as it stands behind a column. Restrict is NO
// ACTION: it refuses too, but lets a row go whose children go in the same
// statement.
func (p *sqlitePlan) constraint(f Field) string {
	target := p.after.models[f.To]
	action := sqliteActions[f.deletes()]
	return fmt.Sprintf("CONSTRAINT %s REFERENCES %s (%s)%s", quote(f.names.constraint), quote(target.Table), quote(target.key().ColumnName()), action)
}

// sqliteType is the declared type of a column. The drivers read it: boolean
// gives a bool and datetime a time.
func sqliteType(f Field) string {
	switch f.Type {
	case schema.BigAuto:
		return "integer"
	case schema.Float:
		return "real"
	case schema.String:
		return fmt.Sprintf("varchar(%d)", f.Size)
	case schema.Decimal:
		return fmt.Sprintf("decimal(%d,%d)", f.Size, f.Scale)
	case schema.Bool:
		return "boolean"
	case schema.Date, schema.Time, schema.UUID, schema.IP:
		return "varchar(" + map[schema.Kind]string{schema.Date: "10", schema.Time: "15", schema.UUID: "36", schema.IP: "39"}[f.Type] + ")" // they sort and compare as text
	case schema.Binary:
		return "blob"
	case schema.JSON:
		return "text" // the type json would turn numbers into numbers
	}
	if f.Type.Element() != "" {
		return "text" // of a list in JSON
	}
	return string(f.Type)
}

// sqliteValue writes a default or backfill. The field is as stored.
func sqliteValue(f Field, value string) (string, error) {
	if err := validValue(f, value); err != nil {
		return "", err
	}
	switch f.Type {
	case schema.BigInt, schema.Integer, schema.SmallInt, schema.Float, schema.Decimal:
		return value, nil
	case schema.Bool:
		return map[string]string{"true": "1", "false": "0"}[value], nil
	case schema.Binary:
		return "x''", nil
	case schema.DateTime:
		if value == now {
			return "CURRENT_TIMESTAMP", nil
		}
		moment, err := parseTime(value)
		if err != nil {
			return "", err
		}
		return text(moment.Format("2006-01-02 15:04:05.999999999-07:00")), nil
	}
	return text(value), nil
}
