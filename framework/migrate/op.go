package migrate

import "slices"

// OpKind is the verb of an operation, as migration files spell it.
type OpKind string

// The operations. RunSQL, RunGo and Barrier change no state; they end a plan, so that
// what stands before them happens before what stands after.
const (
	CreateModel OpKind = "create_model"
	DeleteModel OpKind = "delete_model"
	RenameModel OpKind = "rename_model"
	AddField    OpKind = "add_field"
	RemoveField OpKind = "remove_field"
	AlterField  OpKind = "alter_field"
	RenameField OpKind = "rename_field"
	AddIndex    OpKind = "add_index"
	RemoveIndex OpKind = "remove_index"
	AddCheck    OpKind = "add_check"
	RemoveCheck OpKind = "remove_check"
	RunSQL      OpKind = "run_sql"
	RunGo       OpKind = "run_go"
	Barrier     OpKind = "barrier"
)

// Op is one operation of a migration. Kind decides which of the other fields
// have a meaning.
type Op struct {
	Kind     OpKind  `json:"op"`
	Model    string  `json:"model,omitempty"` // its name without the app
	Name     string  `json:"name,omitempty"`  // of the field, index or check
	To       string  `json:"to,omitempty"`    // the new name
	Table    string  `json:"table,omitempty"` // empty: derived from app and model
	Auto     string  `json:"auto,omitempty"`
	Fields   []Field `json:"fields,omitempty"`
	Indexes  []Index `json:"indexes,omitempty"`
	Checks   []Check `json:"checks,omitempty"`
	Field    *Field  `json:"field,omitempty"`
	Index    *Index  `json:"index,omitempty"`
	Check    *Check  `json:"check,omitempty"`
	Backfill *string `json:"backfill,omitempty"` // for rows that exist and have no value

	// Concurrently lets rows be written on PostgreSQL while it makes or drops
	// the index, which it does outside of a transaction.
	Concurrently bool `json:"concurrently,omitempty"`

	Step    string `json:"step,omitempty"`    // the GoStep
	Undo    string `json:"undo,omitempty"`    // the one that undoes it, or noop; empty: it cannot be undone
	Batches bool   `json:"batches,omitempty"` // of a GoStep, each a transaction of its own

	SQL      Scripts `json:"sql,omitempty"`
	Reverse  Scripts `json:"reverse,omitempty"`  // nil: cannot be undone
	Elidable bool    `json:"elidable,omitempty"` // a fresh database can do without

	pos   position
	hints []string // comments above it
}

// Scripts is SQL text by dialect, with "all" for those that are not named.
type Scripts map[string]string

// For returns the text for a dialect; it may be empty.
func (s Scripts) For(dialect string) string {
	if text, ok := s[dialect]; ok {
		return text
	}
	return s["all"]
}

// noop is a reverse that has nothing to do.
var noop = Scripts{"all": ""}

func (s Scripts) isNoop() bool { return len(s) == 1 && s["all"] == "" && s != nil && hasKey(s, "all") }

func hasKey(s Scripts, key string) bool {
	_, ok := s[key]
	return ok
}

// plans reports whether the operation changes the state and so belongs to a plan.
func (o *Op) plans() bool { return o.Kind != RunSQL && o.Kind != RunGo && o.Kind != Barrier }

// part is a key that an operation has in a file.
type part struct {
	name     string
	required bool
}

// opParts lists the keys of each operation in the order they are written.
var opParts = map[OpKind][]part{
	CreateModel: {{"model", true}, {"table", false}, {"auto", false}, {"fields", true}, {"indexes", false}, {"checks", false}},
	DeleteModel: {{"model", true}},
	RenameModel: {{"model", true}, {"to", true}, {"table", false}, {"auto", false}},
	AddField:    {{"model", true}, {"field", true}, {"backfill", false}},
	RemoveField: {{"model", true}, {"name", true}, {"backfill", false}},
	AlterField:  {{"model", true}, {"field", true}, {"backfill", false}},
	RenameField: {{"model", true}, {"name", true}, {"to", true}},
	AddIndex:    {{"model", true}, {"index", true}, {"concurrently", false}},
	RemoveIndex: {{"model", true}, {"name", true}, {"concurrently", false}},
	AddCheck:    {{"model", true}, {"check", true}},
	RemoveCheck: {{"model", true}, {"name", true}},
	RunSQL:      {{"all", false}, {"sqlite", false}, {"postgres", false}, {"mysql", false}, {"reverse", false}, {"elidable", false}},
	RunGo:       {{"step", true}, {"batches", false}, {"reverse", false}, {"elidable", false}},
	Barrier:     {},
}

// dialects are the databases that an operation can have a text for.
var dialects = []string{"sqlite", "postgres", "mysql"}

// references lists the models that the operation's foreign keys point at.
func (o *Op) references() []string {
	var keys []string
	add := func(f Field) {
		if f.Type == ForeignKey && !slices.Contains(keys, f.To) {
			keys = append(keys, f.To)
		}
	}
	for _, f := range o.Fields {
		add(f)
	}
	if o.Field != nil {
		add(*o.Field)
	}
	return keys
}
