package migrate

import (
	"database/sql"
	"strings"
	"testing"
	"time"
)

// shopOps are two migrations, of which the second is more than one statement.
var shopOps = []string{
	"ops:\n  - {op: create_model, model: A, table: a, fields: [{name: id, type: bigauto, pk: true}, {name: n, type: integer}]}\n",
	"ops:\n  - {op: rename_field, model: A, name: n, to: count}\n  - {op: add_field, model: A, field: {name: m, type: integer, nullable: true}}\n",
}

func graphFrom(t testing.TB, ops ...string) *Graph {
	t.Helper()
	list := []string{"HEAD", []string{"", "0001_a", "0002_b", "0003_c"}[len(ops)]}
	for i, op := range ops {
		list = append(list, []string{"0001_a.yaml", "0002_b.yaml", "0003_c.yaml"}[i], op)
	}
	fsys := files(list...)
	g, err := Load(Source{App: "shop", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// interrupted is a MySQL database whose second migration, or its way back, ended
// after the first of its statements.
func interrupted(t *testing.T, g *Graph, backwards bool) *sql.DB {
	t.Helper()
	db := onMySQL.open(t)
	target := "0002"
	if err := Run(t.Context(), db, MySQL{}, g, RunOptions{App: "shop", Target: "0001"}); err != nil {
		t.Fatal(err)
	}
	execute(t, db, "INSERT INTO a (n) VALUES (7)")
	if backwards {
		target = "0001"
		if err := Run(t.Context(), db, MySQL{}, g, RunOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	func() {
		defer func() { _ = recover() }()
		alters := 0
		_ = Run(t.Context(), db, MySQL{}, g, RunOptions{App: "shop", Target: target, Trace: func(sql string) {
			if strings.HasPrefix(sql, "ALTER") {
				if alters++; alters == 2 {
					panic("died")
				}
			}
		}})
	}()
	return db
}

// What was interrupted on MySQL goes before all else, and only as it was.
func TestWhatWasInterruptedIsFinishedFirst(t *testing.T) {
	t.Parallel()
	edited := strings.Replace(shopOps[1], "name: m", "name: k", 1)
	tests := map[string]struct {
		backwards bool
		second    string // the file as it is now
		options   RunOptions
		want      string // of the error
		columns   string // afterwards
	}{
		"plain migrate goes on":                                {second: shopOps[1], columns: "id,count,m"},
		"the same plan goes on":                                {second: shopOps[1], options: RunOptions{App: "shop", Target: "0002"}, columns: "id,count,m"},
		"plain migrate finishes the way back, and comes again": {backwards: true, second: shopOps[1], columns: "id,count,m"},
		"the same way back goes on":                            {backwards: true, second: shopOps[1], options: RunOptions{App: "shop", Target: "0001"}, columns: "id,n"},
		"another plan is refused":                              {second: shopOps[1], options: RunOptions{App: "shop", Target: Zero}, want: "has to be finished first: run migrate shop 0002_b"},
		"the way forward is refused":                           {backwards: true, second: shopOps[1], options: RunOptions{App: "shop", Target: "0002"}, want: "undoing shop.0002_b was interrupted on "},
		"a file that has changed is refused":                   {second: edited, want: "shop.0002_b was interrupted on "},
		"a file that is gone is refused":                       {want: "the database is halfway through shop.0002_b, which this code does not have"},
		"what was finished by hand is recorded":                {second: edited, options: RunOptions{App: "shop", Target: "0002", Fake: true}, columns: "id,count"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := interrupted(t, graphFrom(t, shopOps...), test.backwards)
			now := graphFrom(t, shopOps[0])
			if test.second != "" {
				now = graphFrom(t, shopOps[0], test.second)
			}
			err := Run(t.Context(), db, MySQL{}, now, test.options)
			if test.want != "" {
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Fatalf("%v, want %s", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			const columns = "SELECT group_concat(COLUMN_NAME ORDER BY ORDINAL_POSITION) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'a'"
			if got := one(t, db, columns); got != test.columns {
				t.Errorf("columns are %s, want %s", got, test.columns)
			}
			if got := one(t, db, "SELECT count(*) FROM "+journalTable); got != "0" {
				t.Errorf("%s rows are left in the journal", got)
			}
			if got := one(t, db, "SELECT count(*) FROM a"); got != "1" {
				t.Errorf("%s rows are left", got)
			}
		})
	}
}

func TestStatusAndPendingShowWhatWasInterrupted(t *testing.T) {
	t.Parallel()
	g := graphFrom(t, shopOps...)
	db := interrupted(t, g, true)
	entries, err := Status(t.Context(), db, MySQL{}, g)
	if err != nil || !entries[1].Halfway || entries[0].Halfway {
		t.Errorf("%+v, %v", entries, err)
	}
	steps, err := Pending(t.Context(), db, MySQL{}, g, RunOptions{})
	if err != nil || stepNames(steps) != "-shop.0002" {
		t.Errorf("%s, %v", stepNames(steps), err)
	}
}

// A first statement that fails leaves nothing behind that would have to be
// finished; a later one says that it is later.
func TestAFailureOnMySQLSaysWhereItStands(t *testing.T) {
	t.Parallel()
	db := onMySQL.open(t)
	const wrong = "ops:\n  - {op: run_sql, all: \"DROP TABLE nosuch\"}\n"
	if err := Run(t.Context(), db, MySQL{}, graphFrom(t, shopOps[0]), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	err := Run(t.Context(), db, MySQL{}, graphFrom(t, shopOps[0], wrong), RunOptions{})
	if err == nil || strings.Contains(err.Error(), "cannot take back") {
		t.Errorf("the first statement: %v", err)
	}
	if got := one(t, db, "SELECT count(*) FROM "+journalTable); got != "0" {
		t.Errorf("%s rows in the journal", got)
	}
	const later = "ops:\n  - {op: add_field, model: A, field: {name: m, type: integer, nullable: true}}\n  - {op: run_sql, all: \"DROP TABLE nosuch\"}\n"
	g := graphFrom(t, shopOps[0], later)
	err = Run(t.Context(), db, MySQL{}, g, RunOptions{})
	if err == nil || !strings.Contains(err.Error(), "this is statement 2 of 2, and MySQL cannot take back those before") {
		t.Errorf("the second statement: %v", err)
	}
	execute(t, db, "CREATE TABLE nosuch (a int)")
	if err := Run(t.Context(), db, MySQL{}, g, RunOptions{}); err != nil {
		t.Errorf("going on: %v", err)
	}
}

// A table that others use is waited for in turns, so that those who come later are
// not kept waiting, and given up in the end.
func TestTablesInUseAreWaitedFor(t *testing.T) {
	t.Parallel()
	for _, e := range []engine{onPostgres, onMySQL} {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			address, g := e.create(t), graphFrom(t, shopOps...)
			db, other := e.connect(t, address), e.connect(t, address)
			if err := Run(t.Context(), db, e.dialect, g, RunOptions{App: "shop", Target: "0001"}); err != nil {
				t.Fatal(err)
			}
			tx, err := other.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback()
			if _, err := tx.Exec("INSERT INTO a (n) VALUES (1)"); err != nil {
				t.Fatal(err)
			}
			o := RunOptions{Wait: 10 * time.Millisecond, LockTimeout: 50 * time.Millisecond}
			err = Run(t.Context(), db, e.dialect, g, o)
			if err == nil || !strings.Contains(err.Error(), "others have used the table") {
				t.Fatalf("%v", err)
			}
			tries := 0
			o = RunOptions{LockTimeout: 50 * time.Millisecond, Trace: func(sql string) {
				if tries++; tries == 2 {
					tx.Rollback()
				}
			}}
			if e.name == "mysql" { // where a statement is tried again and not the whole
				time.AfterFunc(100*time.Millisecond, func() { tx.Rollback() })
			}
			if err := Run(t.Context(), db, e.dialect, g, o); err != nil {
				t.Error(err)
			}
		})
	}
}

// Who waits for another that migrates gives up after the time that was set.
func TestWaitingForAnotherMigrateEnds(t *testing.T) {
	t.Parallel()
	for _, e := range []engine{onPostgres, onMySQL} {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			address := e.create(t)
			s, err := e.dialect.open(t.Context(), e.connect(t, address), RunOptions{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.close()
			if err := s.begin(t.Context()); err != nil {
				t.Fatal(err)
			}
			err = Run(t.Context(), e.connect(t, address), e.dialect, twoApps(t), RunOptions{Wait: 50 * time.Millisecond})
			if err == nil || !strings.Contains(err.Error(), "another process has been migrating for 50ms") {
				t.Errorf("%v", err)
			}
		})
	}
}
