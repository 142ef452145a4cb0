package migrate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// longestName is what PostgreSQL accepts, the strictest of the databases.
const longestName = 63

// frozen holds the names that were derived from the table when the field came
// to need them. They stay when the table or the column is renamed; a rename
// would otherwise rename every index and constraint too.
type frozen struct{ index, unique, constraint string }

// FieldNames are the names of what a field has by itself. An operation gives
// them where a table or a column was renamed since they were made.
type FieldNames struct {
	Index      string `json:"index,omitempty"`
	Unique     string `json:"unique,omitempty"`
	Constraint string `json:"constraint,omitempty"`
}

// given takes the names that an operation gives, where there are none yet.
func (e *editor) given(f *Field) error {
	for _, n := range []struct {
		name  *string
		given string
	}{{&f.names.index, f.Names.Index}, {&f.names.unique, f.Names.Unique}, {&f.names.constraint, f.Names.Constraint}} {
		if n.given == "" || *n.name != "" {
			continue
		}
		if owner := e.owner(n.given); owner != nil {
			return fmt.Errorf("the name %s belongs to an index or constraint of %s already", n.given, owner.Key())
		}
		*n.name = n.given
	}
	f.Names = FieldNames{}
	return nil
}

// used are the names of what the field has by itself now.
func (f *Field) used() FieldNames {
	var n FieldNames
	if f.Unique {
		n.Unique = f.names.unique
	}
	if f.Type == ForeignKey {
		n.Constraint = f.names.constraint
		if !f.Unique {
			n.Index = f.names.index
		}
	}
	return n
}

// constraintName joins table, columns and a suffix, shortened with a hash where
// it would be too long: blog_post_slug_uq.
func constraintName(table string, columns []string, suffix string) string {
	name := table + "_" + strings.Join(columns, "_") + "_" + suffix
	if len(name) <= longestName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	hash := hex.EncodeToString(sum[:4])
	return name[:longestName-len(hash)-len(suffix)-2] + "_" + hash + "_" + suffix
}

// indexName is the name that a new index gets.
func indexName(table string, columns []string, unique bool) string {
	if unique {
		return constraintName(table, columns, "uq")
	}
	return constraintName(table, columns, "idx")
}

// freeze gives the field the names it needs and does not have yet.
func (e *editor) freeze(m *Model, f *Field) {
	column := []string{f.ColumnName()}
	set := func(name *string, suffix string) {
		if *name == "" {
			*name = e.free(constraintName(m.Table, column, suffix))
		}
	}
	if f.Unique {
		set(&f.names.unique, "uq")
	}
	if f.Type == ForeignKey {
		set(&f.names.constraint, "fk")
		if !f.Unique {
			set(&f.names.index, "idx")
		}
	}
}

// free returns the name, with a number behind it if the state has it already:
// a renamed table keeps its names, and a new one may be called as it was.
func (e *editor) free(wanted string) string {
	name := wanted
	for n := 2; e.owner(name) != nil; n++ {
		suffix := fmt.Sprintf("_%d", n)
		name = wanted[:min(len(wanted), longestName-len(suffix))] + suffix
	}
	return name
}

// owner returns the model that has an index, a check or a constraint of the
// given name. Such names are unique per schema on SQLite and PostgreSQL.
func (e *editor) owner(name string) *Model {
	for _, key := range e.state.order {
		m := e.state.models[key]
		for _, f := range m.Fields {
			if f.names.index == name || f.names.unique == name || f.names.constraint == name {
				return m
			}
		}
		for _, x := range m.Indexes {
			if x.Name == name {
				return m
			}
		}
		for _, c := range m.Checks {
			if c.Name == name {
				return m
			}
		}
	}
	return nil
}

// tableOf is the table of a model whose operation names none.
func tableOf(app, model string) string { return schema.TableName(app, model) }
