package inspect

import "github.com/gofw/gofw/framework/schema"

// Database is the tables of one schema.
type Database struct {
	Dialect string // "sqlite", "postgres" or "mysql"
	Tables  []Table
}

// Table is a table, or something that looks like one.
type Table struct {
	Name       string
	View       string // what it is if it is not a table: "a view"; empty is a table
	Comment    string // the database's own
	Columns    []Column
	PrimaryKey []string // names of columns
	Foreign    []ForeignKey
	Indexes    []Index // unique sets as well; the primary key is not among them
	Checks     []Check // those that are no list of values
}

// Column is one column and what gofw makes of its type.
type Column struct {
	Name string
	Type string // as the database says it: "character varying(80)"

	// Kind is the kind of field that holds it; empty if there is none.
	Kind     schema.Kind
	Size     int // characters of a string, digits of a decimal; 0 is not said
	Scale    int // digits of a decimal behind the point
	Unsigned bool

	Null      bool
	Auto      bool // the database counts it up
	Generated bool // the database computes it, and takes no other value

	// Default is what the database fills in, as a tag writes it: "draft", "true",
	// "now". DefaultSQL is an expression that no tag can say. Nil and empty is none.
	Default    *string
	DefaultSQL string

	Values  []string // the only values that an enum or a check allows; nil allows all
	Comment string   // the database's own
	Note    string   // what the kind does not say: "it compares without case"
}

// ForeignKey is columns that point at the row of a table.
type ForeignKey struct {
	Name     string // may be empty on SQLite
	Columns  []string
	Table    string
	To       []string // the columns of Table that they point at
	OnDelete schema.OnDelete
	Note     string // what a relation does not say: "ON UPDATE CASCADE"
	Outside  bool   // Table is in another schema
}

// Index is an index over columns. Special is not empty if it is more or less
// than that, and says how the database defines it.
type Index struct {
	Name    string
	Unique  bool
	Columns []IndexColumn
	Special string // "gin (words)", "(title) WHERE published"
}

// IndexColumn is a column of an index.
type IndexColumn struct {
	Name string
	Desc bool
}

// Check is a condition that every row meets.
type Check struct{ Name, Expr string }

// Column returns the column of the given name, or nil.
func (t *Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

// Table returns the table of the given name, or nil.
func (d *Database) Table(name string) *Table {
	for i := range d.Tables {
		if d.Tables[i].Name == name {
			return &d.Tables[i]
		}
	}
	return nil
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
