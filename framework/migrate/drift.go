package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Difference is a fact about a table in which a database is not what its
// migrations say.
type Difference struct {
	Table string
	Fact  string // "column views", "index blog_post_slug_idx"; empty is the table as a whole
	Want  string // what migrations say, in the database's words; empty: they know nothing of it
	Have  string // what is there; empty is nothing
}

// String says it in a sentence.
func (d Difference) String() string {
	switch {
	case d.Fact == "":
		return d.Table + ": the table is missing"
	case d.Have == "":
		return fmt.Sprintf("%s: the %s is missing; it should be %s", d.Table, d.Fact, d.Want)
	case d.Want == "":
		return fmt.Sprintf("%s: the %s is there, and no migration made it: %s", d.Table, d.Fact, d.Have)
	}
	return fmt.Sprintf("%s: the %s is %s, and should be %s", d.Table, d.Fact, d.Have, d.Want)
}

// Drift compares the tables of a database with what the migrations that it has
// had lead to, and returns the differences by table. Whole tables that no
// migration knows are left out: they may belong to somebody else.
//
// The tables as they should be are made in a place of their own, so that both
// are described in the database's own words: in memory on SQLite, in a schema
// that is rolled back on PostgreSQL, in a database that is dropped on MySQL.
func Drift(ctx context.Context, db *sql.DB, d Dialect, g *Graph) ([]Difference, error) {
	l, half, err := d.readLedger(ctx, db, RunOptions{}.wait())
	if err != nil {
		return nil, err
	}
	if half != nil {
		return nil, fmt.Errorf("migrate: %s was interrupted: finish it first, with %s", half.name(), half.command(g))
	}
	for _, a := range l.sorted() {
		if g.byKey[a.app+"."+a.name] == nil {
			return nil, fmt.Errorf("migrate: the database has had %s.%s, which this code does not have; compare it with the code that has it", a.app, a.name)
		}
	}
	state, err := replay(new(State), g.applied(l))
	if err != nil {
		return nil, err
	}
	stmts, err := d.Plan(new(State), state, nil)
	if err != nil {
		return nil, err
	}
	want, err := d.imagine(ctx, db, stmts)
	if err != nil {
		return nil, fmt.Errorf("migrate: making the tables as they should be: %w", err)
	}
	have, err := d.tables(ctx, db)
	if err != nil {
		return nil, err
	}
	return differences(want, have), nil
}

func differences(want, have []*liveTable) []Difference {
	var list []Difference
	for _, w := range want {
		i := slices.IndexFunc(have, func(h *liveTable) bool { return h.name == w.name })
		if i < 0 {
			list = append(list, Difference{Table: w.name, Want: "there"})
			continue
		}
		wanted, there := w.facts(), have[i].facts()
		for _, fact := range slices.Sorted(maps.Keys(wanted)) {
			if wanted[fact] != there[fact] {
				list = append(list, Difference{w.name, fact, wanted[fact], there[fact]})
			}
		}
		for _, fact := range slices.Sorted(maps.Keys(there)) {
			if _, known := wanted[fact]; !known {
				list = append(list, Difference{w.name, fact, "", there[fact]})
			}
		}
	}
	return list
}

// facts is what there is to say about a table, by what each fact is about.
func (t *liveTable) facts() map[string]string {
	facts := map[string]string{}
	for _, line := range t.lines() {
		kind, rest, _ := strings.Cut(line, " "+t.name)
		if kind == "foreign key" && strings.HasPrefix(rest, "  ") { // SQLite does not say whose a name is
			facts["foreign key "+strings.TrimSpace(rest)] = "there"
			continue
		}
		name, about, _ := strings.Cut(strings.TrimLeft(rest, ". "), " ")
		if kind == "key" {
			name, about = "", strings.TrimSpace(rest)
		}
		facts[strings.TrimSpace(kind+" "+name)] = strings.TrimPrefix(about, "unique=false ")
	}
	return facts
}

// runAll runs the statements of a plan that begins with nothing.
func runAll(ctx context.Context, e executor, stmts []Stmt) error {
	for _, s := range stmts {
		if s.Kind != Execute {
			continue
		}
		if err := runSQL(ctx, e, s.SQL); err != nil {
			return err
		}
	}
	return nil
}

// imagine makes the tables in another database, in memory.
func (d SQLite) imagine(ctx context.Context, db *sql.DB, stmts []Stmt) (tables []*liveTable, err error) {
	beside := sql.OpenDB(opened{db.Driver(), ":memory:"})
	beside.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, beside.Close()) }()
	if err := runAll(ctx, beside, stmts); err != nil {
		return nil, err
	}
	return d.tables(ctx, beside)
}

// imagine makes the tables in a schema of their own, in a transaction that is
// rolled back.
func (d Postgres) imagine(ctx context.Context, db *sql.DB, stmts []Stmt) ([]*liveTable, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	name := besideName()
	for _, statement := range []string{
		"CREATE SCHEMA " + name,
		"SELECT set_config('search_path', '" + name + ",' || current_setting('search_path'), true)",
	} {
		if err := runSQL(ctx, tx, statement); err != nil {
			return nil, err
		}
	}
	if err := runAll(ctx, tx, stmts); err != nil {
		return nil, err
	}
	return d.tables(ctx, tx)
}

// imagine makes the tables in a database of their own, and drops it.
func (d MySQL) imagine(ctx context.Context, db *sql.DB, stmts []Stmt) (tables []*liveTable, err error) {
	s, err := d.open(ctx, db, RunOptions{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }() // which throws the connection away
	conn, name := s.(*mysqlSession).conn, besideName()
	if err := runSQL(ctx, conn, "CREATE DATABASE "+name); err != nil {
		return nil, fmt.Errorf("%w\n\tthe user of the database needs the right to make one called gofw_beside_…", err)
	}
	defer func() {
		err = errors.Join(err, runSQL(context.WithoutCancel(ctx), conn, "DROP DATABASE "+name))
	}()
	if err := runSQL(ctx, conn, "USE "+name); err != nil {
		return nil, err
	}
	if err := runAll(ctx, conn, stmts); err != nil {
		return nil, err
	}
	return d.tables(ctx, conn)
}
