package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Run migrates a database. On SQLite and PostgreSQL each migration is one
// transaction together with its record, so a process that dies leaves it done or
// not begun. On MySQL, where nothing can be taken back, the next Run goes on
// where it was interrupted. Several processes may run at once: one works, the
// others wait and find nothing left to do.
func Run(ctx context.Context, db *sql.DB, d Dialect, g *Graph, o RunOptions) error {
	return run(ctx, db, d, g, o, false)
}

// FastForward gives an empty database the newest tables and records all
// migrations, in one transaction. It refuses a database that has tables. Run
// does the same on its own; a test that makes many databases says it here.
func FastForward(ctx context.Context, db *sql.DB, d Dialect, g *Graph) error {
	return run(ctx, db, d, g, RunOptions{}, true)
}

// Pending returns the steps that Run would take, in order.
func Pending(ctx context.Context, db *sql.DB, d Dialect, g *Graph, o RunOptions) ([]Step, error) {
	l, half, err := d.readLedger(ctx, db, o.wait())
	if err != nil {
		return nil, err
	}
	steps, _, err := g.pending(l, o)
	if err != nil || half == nil {
		return steps, err
	}
	return g.resumed(half, steps, o)
}

// pending also returns the edited files that the options accept.
func (g *Graph) pending(l ledger, o RunOptions) ([]Step, []*File, error) {
	edited := g.edited(l)
	if len(edited) > 0 && !o.Accept {
		return nil, nil, editedError(edited)
	}
	steps, err := g.steps(l, o)
	return steps, edited, err
}

func run(ctx context.Context, db *sql.DB, d Dialect, g *Graph, o RunOptions, fresh bool) (err error) {
	if !fresh { // a look without a lock, for the usual case that nothing is to be done
		l, half, err := d.readLedger(ctx, db, o.wait())
		if err != nil {
			return err
		}
		if steps, edited, err := g.pending(l, o); err != nil || half == nil && len(steps)+len(edited) == 0 {
			return err
		}
	}
	s, err := d.open(ctx, db, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	r := runner{session: s, dialect: d, graph: g, options: o, fresh: fresh}
	for {
		more, err := r.patiently(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// runner takes one step after another.
type runner struct {
	session session
	dialect Dialect
	graph   *Graph
	options RunOptions
	fresh   bool // refuse a database that is not empty
	elide   bool // the database has no rows

	// What the last step led to, to spare replaying all files for each.
	reached *State
	had     ledger
}

// patiently takes a step again if others used its tables.
func (r *runner) patiently(ctx context.Context) (more bool, err error) {
	deadline := time.Now().Add(r.options.wait())
	for {
		more, err := r.next(ctx)
		s, ok := r.session.(interface{ lockedOut(error) bool })
		if err == nil || !ok || !s.lockedOut(err) {
			return more, err
		}
		if time.Now().After(deadline) {
			return false, fmt.Errorf("%w\n\tothers have used the tables for %s; migrate when there is less to do, or wait for less at once", err, r.options.wait())
		}
		if err := pause(ctx, 500*time.Millisecond); err != nil {
			return false, err
		}
	}
}

// next takes one step, or all of them on a fresh database. It looks at the
// ledger anew each time, under the lock: another process may have been first.
func (r *runner) next(ctx context.Context) (more bool, err error) {
	if err := r.session.begin(ctx); err != nil {
		return false, err
	}
	defer func() {
		if err != nil {
			r.session.rollback()
		}
	}()
	l, half, err := r.session.ledger(ctx)
	if err != nil {
		return false, err
	}
	steps, edited, err := r.graph.pending(l, r.options)
	if err != nil {
		return false, err
	}
	if half != nil {
		if steps, err = r.graph.resumed(half, steps, r.options); err != nil {
			return false, err
		}
		r.elide = half.fresh
		return true, r.take(ctx, l, steps[:len(half.keys)])
	}
	for _, f := range edited {
		if err := r.session.record(ctx, f); err != nil {
			return false, err
		}
	}
	empty := false
	if len(l) == 0 {
		if empty, err = r.session.empty(ctx); err != nil {
			return false, err
		}
	}
	switch {
	case r.fresh && !empty:
		return false, errors.New("migrate: the database is not empty")
	case len(steps) == 0:
		return false, r.session.commit(ctx)
	case !empty || r.options.Fake:
		steps = steps[:1]
	}
	r.elide = empty
	return true, r.take(ctx, l, steps)
}

// take runs steps of one direction as one transaction.
func (r *runner) take(ctx context.Context, l ledger, steps []Step) error {
	start := time.Now()
	r.report(Event{Steps: steps})
	if err := r.change(ctx, l, steps); err != nil {
		return fmt.Errorf("migrating %s: %w", describeSteps(steps), err)
	}
	if err := r.session.commit(ctx); err != nil {
		return fmt.Errorf("migrating %s: %w", describeSteps(steps), err)
	}
	r.fresh = false
	r.report(Event{Steps: steps, Done: true, Took: time.Since(start)})
	return nil
}

func (r *runner) report(e Event) {
	if r.options.Progress != nil {
		r.options.Progress(e)
	}
}

func describeSteps(steps []Step) string {
	s := steps[0].file.Key()
	if steps[0].Backwards {
		s += " backwards"
	}
	if len(steps) > 1 {
		s += fmt.Sprintf(" to %s", steps[len(steps)-1].file.Key())
	}
	return s
}

func (r *runner) change(ctx context.Context, l ledger, steps []Step) error {
	backwards := steps[0].Backwards
	if !r.options.Fake {
		if err := r.execute(ctx, l, steps); err != nil {
			return err
		}
	}
	for _, s := range steps {
		record := r.session.record
		if backwards {
			record = r.session.forget
		}
		if err := record(ctx, s.file); err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) execute(ctx context.Context, l ledger, steps []Step) error {
	backwards := steps[0].Backwards
	files := make([]*File, len(steps))
	for i, s := range steps {
		files[i] = s.file
	}
	before, err := r.before(l, files, backwards)
	if err != nil {
		return err
	}
	p, err := compile(before, r.elide, files...)
	if err != nil {
		return err
	}
	stmts, err := p.statements(r.dialect, backwards)
	if err != nil {
		return err
	}
	if err := r.session.prepare(ctx, work{steps, r.elide, stmts}); err != nil {
		return err
	}
	for _, stmt := range stmts {
		if err := r.session.run(ctx, stmt); err != nil {
			return err
		}
	}
	result := p.after
	if backwards {
		result = before
	}
	if tables := p.touched(stmts, result); tables == nil || len(tables) > 0 {
		if err := r.session.verify(ctx, tables); err != nil {
			return err
		}
	}
	r.remember(l, files, result, backwards)
	return nil
}

// before is the state that the files start from. Going back, that is what
// remains without them: nothing that was applied needs them any more, so they
// might as well have been the last.
func (r *runner) before(l ledger, files []*File, backwards bool) (*State, error) {
	if r.reached != nil && !backwards && maps.EqualFunc(r.had, l, func(a, b applied) bool { return true }) {
		return r.reached, nil
	}
	rest := slices.DeleteFunc(r.graph.applied(l), func(f *File) bool { return slices.Contains(files, f) })
	return replay(new(State), rest)
}

// remember keeps what the steps led to.
func (r *runner) remember(l ledger, files []*File, result *State, backwards bool) {
	if backwards {
		r.reached = nil
		return
	}
	r.reached, r.had = result, maps.Clone(l)
	for _, f := range files {
		r.had[f.Key()] = applied{}
	}
}
