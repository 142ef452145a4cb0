package migrate

import (
	"fmt"
	"slices"
	"strings"
)

// Level is how bad a finding is.
type Level int

// The levels of findings.
const (
	Warning Level = iota // worth a look before it runs on a site that is in use
	Danger               // keeps a large table locked; migrate stops unless told otherwise
)

// String is the level in a word.
func (l Level) String() string { return []string{"warning", "danger"}[l] }

// Finding is something in a migration that can hurt a site that is in use.
type Finding struct {
	App, Migration string
	Place          string // path:line:column
	Level          Level
	Rule           string // "rewrite", "breaks-code": a name to look up in the guide
	Table          string
	Rows           int64  // in Table where it will run; -1 if nobody knows
	Lock           string // what the database calls the lock that is held meanwhile; empty if it is held for a moment only
	Message        string
	Remedy         string

	op *Op
}

// Sizes are the numbers of rows of tables. nil knows none.
type Sizes map[string]int64

// How many rows make a lock worth a word, and dangerous.
const (
	someRows = 10_000
	manyRows = 1_000_000
)

// Lint looks for what can hurt in some migrations of a graph, for a dialect.
// Tables that the same migrations create are left out: nobody uses them yet.
func (g *Graph) Lint(d Dialect, files []*File, sizes Sizes) ([]Finding, error) {
	l := &linter{dialect: d.Name(), sizes: sizes, fresh: map[Identity]bool{}, editor: new(State).edit()}
	for _, f := range g.order {
		if l.file = nil; slices.Contains(files, f) {
			l.file = f
		}
		if err := f.apply(l.editor, func(op *Op, before bool) { l.visit(f.App, op, before) }); err != nil {
			return nil, err
		}
	}
	return l.found, nil
}

type linter struct {
	dialect string
	sizes   Sizes
	editor  *editor
	file    *File             // whose operations are looked at; nil only replays
	fresh   map[Identity]bool // models that the files create
	old     *Model            // before the operation
	op      *Op
	found   []Finding
}

// visit looks at one operation, before and after it changed the state.
func (l *linter) visit(app string, op *Op, before bool) {
	if l.file == nil {
		return
	}
	if before {
		l.op, l.old = op, l.editor.state.models[app+"."+op.Model]
		return
	}
	if op.Kind == CreateModel {
		l.fresh[l.editor.state.models[app+"."+op.Model].id] = true
		return
	}
	if op.Kind == RunSQL {
		if op.Reverse == nil {
			l.say("no-way-back", "", "it cannot be undone: the script has no reverse", "write one, or reverse: noop if there is nothing to do")
		}
		return
	}
	if l.old == nil || l.fresh[l.old.id] {
		return
	}
	name := op.Model
	if op.Kind == RenameModel {
		name = op.To
	}
	l.look(l.old, l.editor.state.models[app+"."+name])
}

// say notes something that is so on every database and however many rows there are.
func (l *linter) say(rule, table, message, remedy string) {
	l.add(Finding{Rule: rule, Table: table, Rows: l.rows(table), Message: message, Remedy: remedy})
}

// locks notes that work on every row keeps a lock.
func (l *linter) locks(rule, table string, h held, remedy string) {
	rows := l.rows(table)
	if rows >= 0 && rows < someRows {
		return
	}
	f := Finding{Rule: rule, Table: table, Rows: rows, Lock: h.lock, Message: h.words(table), Remedy: remedy}
	if rows >= manyRows {
		f.Level = Danger
	}
	l.add(f)
}

func (l *linter) add(f Finding) {
	f.App, f.Migration, f.op = l.file.App, l.file.Name, l.op
	f.Place = strings.TrimSuffix(l.op.pos.in(l.file.place(), "").Error(), ": ")
	same := func(o Finding) bool { return o.op == f.op && o.Rule == f.Rule && o.Message == f.Message }
	if !slices.ContainsFunc(l.found, same) {
		l.found = append(l.found, f)
	}
}

// rows is how many rows a table has; -1 if nobody knows.
func (l *linter) rows(table string) int64 {
	if n, ok := l.sizes[table]; ok {
		return n
	}
	return -1
}

// held is a lock, and what is done to the rows while it is held.
type held struct{ lock, doing, blocks string }

func (h held) words(table string) string {
	return fmt.Sprintf("%s %s, and %s meanwhile", h.doing, table, h.blocks)
}

// Locks of the databases. On PostgreSQL even reading waits for the strongest.
var (
	nobodyReads  = "nobody can read or write it"
	nobodyWrites = "nobody can write to it"
	noneWrites   = "nothing in the whole database can be written"
)

// rewriting is what building a table anew holds.
func (l *linter) rewriting() held {
	switch l.dialect {
	case "postgres":
		return held{"ACCESS EXCLUSIVE", "rewrites every row of", nobodyReads}
	case "mysql":
		return held{"SHARED", "copies every row of", nobodyWrites}
	}
	return held{"RESERVED", "copies every row of", noneWrites}
}

// reading is what a check of every row holds.
func (l *linter) reading() held {
	h := l.rewriting()
	if l.dialect == "postgres" {
		h.doing = "reads every row of"
	}
	return h
}

// indexing is what building an index holds.
func (l *linter) indexing() held {
	switch l.dialect {
	case "postgres":
		return held{"SHARE", "reads every row of", nobodyWrites}
	case "sqlite":
		return held{"RESERVED", "reads every row of", noneWrites}
	}
	return held{}
}
