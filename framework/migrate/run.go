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
	p, err := g.plan(l, o)
	if err != nil {
		return nil, err
	}
	if half != nil {
		return p.graph.resumed(half, p.steps, o)
	}
	return append(p.said, p.steps...), nil
}

func run(ctx context.Context, db *sql.DB, d Dialect, g *Graph, o RunOptions, fresh bool) (err error) {
	if !fresh { // a look without a lock, for the usual case that nothing is to be done
		l, half, err := d.readLedger(ctx, db, o.wait())
		if err != nil {
			return err
		}
		if p, err := g.plan(l, o); err != nil || half == nil && p.idle() {
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
	p, err := r.graph.plan(l, r.options)
	if err != nil {
		return false, err
	}
	if half != nil { // it is what comes first
		if p.steps, err = p.graph.resumed(half, p.steps, r.options); err != nil {
			return false, err
		}
		r.elide = half.fresh
		return true, r.take(ctx, p, p.steps[:len(half.keys)])
	}
	if err := r.keepBooks(ctx, p); err != nil {
		return false, err
	}
	steps := p.steps
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
		if err := r.session.commit(ctx); err != nil {
			return false, err
		}
		r.reportSaid(p)
		return false, nil
	case !empty || r.options.Fake:
		steps = steps[:1]
	}
	r.elide = empty
	if len(steps) == 1 && !empty {
		if steps, err = r.foundInitial(ctx, p, steps); err != nil {
			return false, err
		}
	}
	if err := r.take(ctx, p, steps); err != nil {
		return false, err
	}
	r.reportSaid(p)
	return true, nil
}

// keepBooks tells the ledger what is known without running anything.
func (r *runner) keepBooks(ctx context.Context, p *plan) error {
	for _, f := range p.forget {
		if err := r.session.forget(ctx, f); err != nil {
			return err
		}
	}
	for _, f := range p.record {
		if err := r.session.record(ctx, f); err != nil {
			return err
		}
	}
	if len(p.forget)+len(p.record) > 0 {
		r.reached = nil // other files may be in force now
	}
	return nil
}

func (r *runner) reportSaid(p *plan) {
	if len(p.said) > 0 {
		r.report(Event{Steps: p.said, Done: true})
	}
}

// take runs steps of one direction as one transaction.
func (r *runner) take(ctx context.Context, p *plan, steps []Step) error {
	start := time.Now()
	left := len(p.steps) - len(steps)
	r.report(Event{Steps: steps, Left: left})
	if err := r.change(ctx, p, steps); err != nil {
		return fmt.Errorf("migrating %s: %w", describeSteps(steps), err)
	}
	if err := r.session.commit(ctx); err != nil {
		return fmt.Errorf("migrating %s: %w", describeSteps(steps), err)
	}
	r.fresh = false
	r.report(Event{Steps: steps, Done: true, Took: time.Since(start), Left: left})
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

func (r *runner) change(ctx context.Context, p *plan, steps []Step) error {
	backwards := steps[0].Backwards
	if !r.options.Fake && steps[0].Record == "" {
		if err := r.execute(ctx, p, steps); err != nil {
			return err
		}
	}
	for _, s := range steps {
		record := r.session.record
		if backwards {
			record = r.session.forget
		}
		for _, f := range append(p.along(s.file, backwards), s.file) {
			if err := record(ctx, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *runner) execute(ctx context.Context, p *plan, steps []Step) error {
	backwards := steps[0].Backwards
	files := make([]*File, len(steps))
	for i, s := range steps {
		files[i] = s.file
	}
	before, err := r.before(p, files, backwards)
	if err != nil {
		return err
	}
	program, err := compile(before, r.elide, files...)
	if err != nil {
		return err
	}
	stmts, err := program.statements(r.dialect, backwards)
	if err != nil {
		return err
	}
	if err := r.goSteps(stmts); err != nil {
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
	result := program.after
	if backwards {
		result = before
	}
	if tables := program.touched(stmts, result); tables == nil || len(tables) > 0 {
		if err := r.session.verify(ctx, tables); err != nil {
			return err
		}
	}
	r.remember(p, files, result, backwards)
	return nil
}

// before is the state that the files start from. Going back, that is what
// remains without them: nothing that was applied needs them any more, so they
// might as well have been the last.
func (r *runner) before(p *plan, files []*File, backwards bool) (*State, error) {
	if r.reached != nil && !backwards && maps.EqualFunc(r.had, p.ledger, func(a, b applied) bool { return true }) {
		return r.reached, nil
	}
	rest := slices.DeleteFunc(p.graph.applied(p.ledger), func(f *File) bool { return slices.Contains(files, f) })
	return replay(new(State), rest)
}

// remember keeps what the steps led to.
func (r *runner) remember(p *plan, files []*File, result *State, backwards bool) {
	if backwards {
		r.reached = nil
		return
	}
	r.reached, r.had = result, maps.Clone(p.ledger)
	for _, f := range files {
		r.had[f.Key()] = applied{}
		for _, other := range p.along(f, false) {
			r.had[other.Key()] = applied{}
		}
	}
}
