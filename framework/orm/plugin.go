package orm

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Plugin puts this package's statements into GORM's callback chain. [Open] uses
// it; a program that opens GORM itself says db.Use(orm.Plugin{}).
type Plugin struct{}

// Name is the plugin's name for GORM.
func (Plugin) Name() string { return "gofw:orm" }

// Initialize wraps the four callbacks that run statements. Statements of plain
// GORM code go through them unchanged.
func (Plugin) Initialize(db *gorm.DB) error {
	cb := db.Callback()
	if err := cb.Query().Before("gorm:query").Register("gofw:render", renderEarly); err != nil {
		return err
	}
	for _, err := range []error{
		cb.Query().After("gorm:query").Register("gofw:ledger", notePlain), cb.Create().After("gorm:create").Register("gofw:ledger", notePlain),
		cb.Update().After("gorm:update").Register("gofw:ledger", notePlain), cb.Delete().After("gorm:delete").Register("gofw:ledger", notePlain),
		cb.Row().After("gorm:row").Register("gofw:ledger", notePlain), cb.Raw().After("gorm:raw").Register("gofw:ledger", notePlain),
	} {
		if err != nil {
			return fmt.Errorf("orm: joining GORM's callbacks: %w", err)
		}
	}
	for name, p := range map[string]interface {
		Get(string) func(*gorm.DB)
		Replace(string, func(*gorm.DB)) error
	}{"gorm:query": cb.Query(), "gorm:create": cb.Create(), "gorm:update": cb.Update(), "gorm:delete": cb.Delete()} {
		original := p.Get(name)
		if err := p.Replace(name, around(original)); err != nil {
			return fmt.Errorf("orm: wrapping %s: %w", name, err)
		}
	}
	return nil
}

// statement writes its text, and runs it and takes the result.
type statement interface {
	render(b *builder)
	run(db *gorm.DB) error
}

// written is a statement made of functions.
type written struct {
	text func(b *builder)
	send func(db *gorm.DB) error
}

func (p written) render(b *builder)     { p.text(b) }
func (p written) run(db *gorm.DB) error { return p.send(db) }

// operation is a statement on its way through the chain.
type operation struct {
	statement
	brief  bool   // over in microseconds where the database is in this process
	whole  bool   // so it runs to its end whatever becomes of the context
	silent bool   // no row is at hand for hooks
	table  *Table // that is written to, for what its constraints say; nil for a query
	query  *query // that is read, to say what would replace it in a loop; nil: nothing to say
	plugs  int    // clauses of plugins that the text contains
	text   string // as it was sent; GORM forgets it
}

type operationKey struct{}

// carrier brings the operation to the callbacks. Plugins may wrap it.
type carrier struct {
	context.Context
	op *operation
}

// unwatched is a context for a statement that runs to its end. Watching one costs
// database/sql and the driver as much as a row by its key costs SQLite.
type unwatched struct{ context.Context }

// Done is never.
func (unwatched) Done() <-chan struct{} { return nil }

// spare is a connection pool of a database in this process. It reports whether
// there is a connection for a statement without waiting.
type spare interface{ Spare(writes bool) bool }

func (c *carrier) Value(key any) any {
	if key == (operationKey{}) {
		return c.op
	}
	return c.Context.Value(key)
}

func operationOf(db *gorm.DB) *operation {
	op, _ := db.Statement.Context.Value(operationKey{}).(*operation)
	return op
}

// renderEarly writes the text before the query runs, so that a plugin which
// has replaced the query itself still runs the right one.
func renderEarly(db *gorm.DB) {
	if op := operationOf(db); op != nil && db.Error == nil {
		op.write(db)
	}
}

func around(original func(*gorm.DB)) func(*gorm.DB) {
	return func(db *gorm.DB) {
		op := operationOf(db)
		if op == nil {
			original(db)
			return
		}
		if db.Error != nil {
			return
		}
		if db.Statement.SQL.Len() == 0 || op.plugs != len(db.Statement.Clauses) {
			op.write(db)
		}
		if db.Error != nil || db.DryRun {
			return
		}
		if err := op.send(db); err != nil {
			db.AddError(err)
		}
	}
}

// send runs the statement. Hooks before and after it see the context as it is.
func (op *operation) send(db *gorm.DB) error {
	if !op.whole {
		return op.run(db)
	}
	watched := db.Statement.Context
	db.Statement.Context = unwatched{watched}
	defer func() { db.Statement.Context = watched }()
	return op.run(db)
}

// write renders the statement, with the conditions that plugins added.
func (op *operation) write(db *gorm.DB) {
	b := newBuilder(dialect(db.Dialector.Name()))
	defer b.done()
	for name, c := range db.Statement.Clauses {
		where, ok := c.Expression.(clause.Where)
		if !ok {
			db.AddError(fmt.Errorf("orm: a plugin added the clause %s, which a queryset cannot carry: use orm.Gorm(ctx) for this query", name))
			return
		}
		for _, e := range where.Exprs {
			b.plugged = append(b.plugged, plugged{e})
		}
	}
	op.plugs = len(db.Statement.Clauses)
	op.render(b)
	if b.err != nil {
		db.AddError(b.err)
		return
	}
	db.Statement.SQL.Reset()
	db.Statement.SQL.Write(b.text)
	op.text = db.Statement.SQL.String()
	db.Statement.Vars = b.args
}

// frame is what GORM needs for one statement, in one allocation.
type frame struct {
	db  gorm.DB
	st  gorm.Statement
	ctx carrier
}

// verb is the chain a statement goes through.
type verb int

const (
	querying verb = iota
	creating
	updating
	deleting
)

// execute sends a statement through GORM's chain. Hooks see dest.
func execute(ctx context.Context, v verb, t *Table, dest any, op *operation) (int64, error) {
	h, err := handleOf(ctx)
	if err != nil {
		return 0, err
	}
	base := h.db
	f := &frame{ctx: carrier{Context: ctx, op: op}}
	f.db.Config = base.Config
	f.db.Statement = &f.st
	f.st = gorm.Statement{DB: &f.db, ConnPool: base.Statement.ConnPool, Model: dest, Dest: dest, Table: t.named,
		Clauses: map[string]clause.Clause{}, Context: &f.ctx, SkipHooks: op.silent}
	if op.brief {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		p, ok := base.Statement.ConnPool.(spare)
		op.whole = ok && p.Spare(v != querying)
	}
	if h.ledger != nil {
		defer func(began time.Time) { h.ledger.note(op.text, time.Since(began), op.remedy()) }(time.Now())
	}
	switch v {
	case querying:
		f.st.Model = t.sample
		base.Callback().Query().Execute(&f.db)
	case creating:
		f.st.Omits = omitAssociations
		base.Callback().Create().Execute(&f.db)
	case updating:
		f.st.Omits = omitAssociations
		base.Callback().Update().Execute(&f.db)
	case deleting:
		base.Callback().Delete().Execute(&f.db)
	}
	if f.db.Error != nil && op.table != nil {
		return f.db.RowsAffected, op.table.explained(f.db.Error)
	}
	return f.db.RowsAffected, f.db.Error
}

// omitAssociations keeps GORM from saving related rows with a row.
var omitAssociations = []string{clause.Associations}
