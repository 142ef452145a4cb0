package migrate

import (
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// Remedies that several rules give.
const (
	expandContract = "let running code do without it first, in a release before this one: expand, deploy, contract"
	quietHour      = "run it in a quiet hour, or bring the rows over in steps: a new column, a script in batches, then the old column away"
)

// look applies the rules to an operation on a table that is in use.
func (l *linter) look(old, new *Model) {
	switch l.op.Kind {
	case DeleteModel:
		l.say("loses-data", old.Table, "the rows of "+old.Table+" are lost, and code that still uses the table fails", "keep a dump of it; "+expandContract)
	case RenameModel:
		if old.Table != new.Table {
			l.say("breaks-code", new.Table, "running code still asks for the table "+old.Table, "keep the table's name with Meta.Table, or "+expandContract)
		}
	case AddField:
		l.addField(new, *new.Field(l.op.Field.Name))
	case RemoveField:
		column := old.Field(l.op.Name).ColumnName()
		l.say("loses-data", old.Table, "the values of "+old.Table+"."+column+" are lost, and running code that still reads the column fails", "keep a dump of it; "+expandContract)
		if l.dialect == "sqlite" {
			l.locks("rewrite", old.Table, l.rewriting(), quietHour)
		}
	case RenameField:
		if from, to := old.Field(l.op.Name).ColumnName(), new.Field(l.op.To).ColumnName(); from != to {
			l.say("breaks-code", new.Table, "running code still asks for the column "+new.Table+"."+from, "keep the column with gorm:\"column:"+from+"\", or "+expandContract)
		}
	case AlterField:
		l.alterField(new, *old.Field(l.op.Field.Name), *new.Field(l.op.Field.Name))
	case AddIndex:
		l.index(new, *l.op.Index)
	case AddCheck:
		l.say("may-fail", new.Table, "it fails if there is a row of "+new.Table+" that breaks the check", "correct such rows before, with run_sql")
		l.locks("check", new.Table, l.reading(), quietHour)
	case RemoveCheck:
		if l.dialect == "sqlite" {
			l.locks("rewrite", new.Table, l.rewriting(), quietHour)
		}
	}
}

func (l *linter) addField(m *Model, f Field) {
	if !f.Nullable && f.Default == nil && f.Generated == "" {
		l.say("breaks-code", m.Table, "running code inserts rows without "+f.ColumnName()+", which "+m.Table+" refuses then", "give it a default, or let it be nullable in this release and required in the next")
	}
	switch {
	case l.dialect == "sqlite" && !l.inPlace(f):
		l.locks("rewrite", m.Table, l.rewriting(), "a nullable column, or one with a constant default, is added in a moment")
		return
	case l.dialect != "sqlite" && f.Generated != "":
		l.locks("rewrite", m.Table, l.rewriting(), quietHour)
	case f.Type == ForeignKey && l.dialect == "mysql":
		l.locks("foreign-key", m.Table, l.rewriting(), quietHour)
	case f.Type == ForeignKey && l.dialect == "postgres":
		l.locks("foreign-key", m.Table, held{"SHARE ROW EXCLUSIVE", "checks every row of", "nobody can write to it or to the table it points at"}, quietHour)
	}
	if f.Unique {
		l.index(m, Index{Name: f.Name, Fields: []string{f.Name}, Unique: true})
	}
}

// inPlace reports whether SQLite adds a column without copying the table.
func (l *linter) inPlace(f Field) bool {
	p := sqlitePlan{}
	return l.op.Backfill == nil && p.addsInPlace(f)
}

func (l *linter) alterField(m *Model, old, new Field) {
	from, to := l.editor.state.stored(old), l.editor.state.stored(new)
	column := m.Table + "." + new.ColumnName()
	retyped := from.Type != to.Type || from.Size != to.Size || from.Scale != to.Scale
	if retyped && !widens(from, to) {
		l.say("may-fail", m.Table, "values of "+column+" may not fit "+words(to), "look for such rows before: they make it fail, or are cut where the database does not mind")
	}
	required := from.Nullable && !to.Nullable
	if required {
		l.say("breaks-code", m.Table, "running code may still write rows without "+column, "let all running code fill it first")
		if l.op.Backfill == nil && to.Default == nil {
			l.say("may-fail", m.Table, "it fails if there is a row without "+column, "give such rows a value with backfill")
		}
	}
	switch {
	case l.dialect == "sqlite":
		if retyped || from.Nullable != to.Nullable || !sameText(from.Default, to.Default) || old.To != new.To || old.deletes() != new.deletes() || old.Generated != new.Generated {
			l.locks("rewrite", m.Table, l.rewriting(), quietHour)
		}
	case old.Generated != new.Generated, retyped && !(widens(from, to) && l.widensInPlace(from, to)):
		l.locks("rewrite", m.Table, l.rewriting(), quietHour)
	case required && l.dialect == "postgres":
		l.locks("required", m.Table, l.reading(), quietHour)
	case new.Type == ForeignKey && (old.To != new.To || old.deletes() != new.deletes()):
		l.locks("foreign-key", m.Table, l.reading(), quietHour)
	}
	if new.Unique && !old.Unique {
		l.index(m, Index{Name: new.Name, Fields: []string{new.Name}, Unique: true})
	}
}

// widens reports whether every value of one column fits the other.
func widens(from, to Field) bool {
	order := map[schema.Kind]int{schema.SmallInt: 1, schema.Integer: 2, schema.BigInt: 3, schema.BigAuto: 3}
	switch {
	case from.Type == schema.String && to.Type == schema.String:
		return to.Size >= from.Size
	case from.Type == schema.String && to.Type == schema.Text:
		return true
	case from.Type == schema.Decimal && to.Type == schema.Decimal:
		return to.Scale >= from.Scale && to.Size-to.Scale >= from.Size-from.Scale
	case order[from.Type] > 0 && order[to.Type] > 0:
		return order[to.Type] >= order[from.Type]
	}
	return from.Type == to.Type
}

// widensInPlace reports whether a server does so without touching the rows.
func (l *linter) widensInPlace(from, to Field) bool {
	texts := from.Type == schema.String && to.Type.Textual()
	if l.dialect == "postgres" {
		return texts || from.Type == schema.Decimal && from.Scale == to.Scale
	}
	// The length of a short value takes one byte, that of a longer one two.
	return texts && to.Type == schema.String && (from.Size*4 > 255) == (to.Size*4 > 255)
}

// words is a type for people.
func words(f Field) string {
	switch {
	case f.Type == schema.String:
		return "the new length"
	case f.Type == schema.Decimal:
		return "the new number of digits"
	}
	return "the type " + string(f.Type)
}

func (l *linter) index(m *Model, x Index) {
	if x.Unique {
		l.say("may-fail", m.Table, "it fails if two rows of "+m.Table+" have the same "+strings.Join(x.Fields, ", "), "correct such rows before, with run_sql")
	}
	if h := l.indexing(); h.lock != "" {
		remedy := quietHour
		if l.dialect == "postgres" {
			remedy = "put the index into a migration of its own and give it concurrently: true"
		}
		l.locks("index", m.Table, h, remedy)
	}
}
