package migrate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
)

// GoStep changes rows in the middle of a migration, where SQL is not enough. It
// must not use the app's models, which change, but structs of its own with the
// fields it needs.
type GoStep func(ctx context.Context, d *Data) error

// GoSteps are the steps of an app by the names that its migrations call them.
type GoSteps map[string]GoStep

// Data is the rows of a database during a [GoStep].
type Data struct {
	app, name string
	state     *State
	dialect   string
	db        *gorm.DB // in the transaction of the step; between batches it only fails
	each      func(ctx context.Context, fn func(*gorm.DB) error) error
	progress  progress
	now       time.Time
}

// DB is GORM in the transaction of the migration. It has no tables of its own:
// say db.Table, or [Data.Rows].
func (d *Data) DB() *gorm.DB { return d.db }

// refusing is GORM of which every use is an error.
func refusing(db *gorm.DB, err error) *gorm.DB {
	db = db.Session(&gorm.Session{})
	_ = db.AddError(err)
	return db
}

// Rows are the rows of a model, as its table is called at this point of history.
func (d *Data) Rows(model string) *gorm.DB {
	table, err := d.table(model)
	if err != nil {
		return refusing(d.db, err)
	}
	return d.db.Table(table.Table)
}

func (d *Data) table(model string) (*Model, error) {
	m := d.state.Model(model)
	if m == nil {
		return nil, fmt.Errorf("migrate: there is no model %s at this point; %s", model, known(model, d.state.order))
	}
	return m, nil
}

// Now is the moment of the step, the same for all of its rows.
func (d *Data) Now() time.Time { return d.now }

// Dialect is the database: sqlite, postgres or mysql.
func (d *Data) Dialect() string { return d.dialect }

// Batches calls fn for the rows of a model, size at a time, in order of their
// keys; from and to are the first and the last key, which is a whole number. In
// a step that says batches: true, each call is a transaction of its own on
// PostgreSQL and MySQL, and a step that was interrupted goes on behind the last
// one; so fn must bear rows that it has seen to before.
func (d *Data) Batches(ctx context.Context, model string, size int, fn func(rows *gorm.DB, from, to int64) error) error {
	m, err := d.table(model)
	if err != nil {
		return err
	}
	key := m.key().ColumnName()
	last, err := d.progress.read(ctx, model)
	if err != nil {
		return err
	}
	for more := true; more; {
		err := d.each(ctx, func(db *gorm.DB) error {
			var keys []int64
			rows := db.Table(m.Table).Where("? > ?", keyColumn(key), last).Order(keyOrder(key)).Limit(max(size, 1))
			if err := rows.Pluck(key, &keys).Error; err != nil {
				return err
			}
			if more = len(keys) > 0; !more {
				return nil
			}
			from, to := keys[0], keys[len(keys)-1]
			if err := fn(db.Table(m.Table).Where("? BETWEEN ? AND ?", keyColumn(key), from, to), from, to); err != nil {
				return err
			}
			last = to
			return d.progress.write(db, model, to)
		})
		if err != nil {
			return fmt.Errorf("behind the key %d of %s: %w", last, model, err)
		}
	}
	return nil
}

// call is a step that is about to run.
type call struct {
	app, name string
	state     *State
	batches   bool
	step      GoStep
	open      func(gorm.ConnPool) *gorm.DB
}

// run runs the step in one transaction.
func (c *call) run(ctx context.Context, dialect string, pool gorm.ConnPool) error {
	db := c.open(pool).WithContext(ctx)
	d := &Data{app: c.app, name: c.name, state: c.state, dialect: dialect, db: db, now: time.Now().UTC().Truncate(time.Microsecond), progress: unwritten{}}
	d.each = func(ctx context.Context, fn func(*gorm.DB) error) error { return fn(db.WithContext(ctx)) }
	return c.step(ctx, d)
}

// runBatches runs a step whose batches are transactions, each of which own
// begins and commits.
func (c *call) runBatches(ctx context.Context, dialect string, own func(ctx context.Context, fn func(gorm.ConnPool) error) error) error {
	d := &Data{app: c.app, name: c.name, state: c.state, dialect: dialect, now: time.Now().UTC().Truncate(time.Microsecond)}
	d.each = func(ctx context.Context, fn func(*gorm.DB) error) error {
		return own(ctx, func(pool gorm.ConnPool) error { return fn(c.open(pool).WithContext(ctx)) })
	}
	d.progress = written{c.app, c.name, d.each}
	err := d.each(ctx, func(db *gorm.DB) error {
		d.db = refusing(db, errors.New("migrate: a step in batches has no transaction of its own: use Batches"))
		return nil
	})
	if err != nil {
		return err
	}
	return c.step(ctx, d)
}

// goSteps puts the functions behind the calls of a plan, and reports those that
// there are not.
func (r *runner) goSteps(stmts []Stmt) error {
	for _, s := range stmts {
		if s.Kind != Call {
			continue
		}
		if r.options.Gorm == nil {
			return fmt.Errorf("it calls the Go step %s, and this program runs none", s.call.name)
		}
		steps := r.graph.steppers[s.call.app]
		if s.call.step = steps[s.call.name]; s.call.step == nil {
			return missingStep(s.call.app, s.call.name, steps)
		}
		s.call.open = r.options.Gorm
	}
	return nil
}

func missingStep(app, name string, steps GoSteps) error {
	return fmt.Errorf("it calls the Go step %s, which %s does not have; %s", name, app, known(name, slices.Sorted(maps.Keys(steps))))
}

// checkSteps reports what cannot be run or undone, before anything is: Go steps
// that the program does not have, and operations that have no way back.
func (g *Graph) checkSteps(steps []Step, o RunOptions) error {
	if o.Fake {
		return nil
	}
	var problems []error
	for _, s := range steps {
		for i := range s.file.Ops {
			op := &s.file.Ops[i]
			if err := op.runnable(s, g.steppers[s.App]); err != nil {
				problems = append(problems, op.pos.in(s.file.place(), "%v", err))
			}
		}
	}
	return errors.Join(problems...)
}

func (o *Op) runnable(s Step, have GoSteps) error {
	name := o.Step
	if s.Backwards {
		name = o.Undo
	}
	switch {
	case s.Backwards && o.Kind == RunSQL && o.Reverse == nil:
		return errNoReverse
	case s.Backwards && o.Kind == RunGo && name == "":
		return errNoUndo
	case o.Kind == RunGo && name != "noop" && have[name] == nil:
		return missingStep(s.App, name, have)
	}
	return nil
}

var (
	errNoReverse = errors.New("it cannot be undone: its run_sql has no reverse; write one, or reverse: noop if there is nothing to do")
	errNoUndo    = errors.New("it cannot be undone: its run_go has no reverse; name the step that undoes it, or reverse: noop if there is nothing to do")
)
