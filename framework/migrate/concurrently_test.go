package migrate

import (
	"strings"
	"sync"
	"testing"
)

const concurrentTable = "ops:\n  - {op: create_model, model: A, table: a, fields: [{name: id, type: bigauto, pk: true}, {name: n, type: integer}, {name: s, type: string, size: 20}]}\n"

// concurrent is a table and an index that is made concurrently.
func concurrent(t testing.TB, index string) *Graph {
	t.Helper()
	g, err := Load(Source{App: "blog", FS: files("0001_a.yaml", concurrentTable,
		"0002_b.yaml", "ops:\n  - {op: add_index, model: A, index: "+index+", concurrently: true}\n", "HEAD", "0002_b")})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestAnIndexIsMadeConcurrentlyWhereThatIsPossible(t *testing.T) {
	t.Parallel()
	g := concurrent(t, "{name: a_n_idx, fields: [n]}")
	want := map[string]string{
		"sqlite":   "PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\nCREATE INDEX `a_n_idx` ON `a` (`n`);\nCOMMIT;\nPRAGMA foreign_keys = ON;\n",
		"postgres": "CREATE INDEX CONCURRENTLY \"a_n_idx\" ON \"a\" (\"n\");\n",
		"mysql":    "ALTER TABLE `a` ADD INDEX `a_n_idx` (`n`);\n",
	}
	for _, e := range engines {
		stmts, err := SQL(g, "blog", "0002", e.dialect, false)
		if err != nil {
			t.Fatal(err)
		}
		if got := Script(e.dialect, stmts); got != want[e.name] {
			t.Errorf("%s: %s", e.name, got)
		}
	}
	eachEngine(t, func(t *testing.T, e engine) {
		db := e.open(t)
		for _, target := range []string{"0001", "0002", "0001", "0002"} {
			e.migrateTo(t, db, g, target)
			if has := strings.Contains(dumpOf(t, db, e.dialect), "index a a_n_idx"); has != (target == "0002") {
				t.Errorf("at %s the index is there: %v", target, has)
			}
		}
	})
}

func TestWhatAnInterruptedIndexLeavesIsCleared(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ before []string }{
		"an index that is not valid": {[]string{
			"INSERT INTO a (n, s) VALUES (1, 'x'), (1, 'y')", "CREATE UNIQUE INDEX CONCURRENTLY a_n_uq ON a (n)", "DELETE FROM a"}},
		"one that was finished and not recorded": {[]string{"CREATE UNIQUE INDEX CONCURRENTLY a_n_uq ON a (n)"}},
		"nothing":                                {},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, g := onPostgres.open(t), concurrent(t, "{name: a_n_uq, fields: [n], unique: true}")
			onPostgres.migrateTo(t, db, g, "0001")
			for _, statement := range test.before {
				_, _ = db.Exec(statement) // the index of the first test fails, as it should
			}
			onPostgres.migrateTo(t, db, g, "0002")
			const want = "index a a_n_uq unique=true btree (n)"
			if got := dumpOf(t, db, Postgres{}); !strings.Contains(got+"\n", want+"\n") {
				t.Errorf("want %s in:\n%s", want, got)
			}
		})
	}
}

// An index that cannot be is not left to be in the way.
func TestAnIndexThatFailsIsTakenAway(t *testing.T) {
	t.Parallel()
	db, g := onPostgres.open(t), concurrent(t, "{name: a_n_uq, fields: [n], unique: true}")
	onPostgres.migrateTo(t, db, g, "0001")
	execute(t, db, "INSERT INTO a (n, s) VALUES (1, 'x'), (1, 'y')")
	err := Run(t.Context(), db, Postgres{}, g, RunOptions{})
	if err == nil || !strings.Contains(err.Error(), "could not create unique index") {
		t.Fatalf("%v", err)
	}
	if strings.Contains(dumpOf(t, db, Postgres{}), "a_n_uq") {
		t.Error("a part of the index is left")
	}
	execute(t, db, "DELETE FROM a WHERE s = 'y'")
	onPostgres.migrateTo(t, db, g, "0002")
}

// Those who wait do not stand in the way of the index that they wait for.
func TestManyMigrateAtOnceAndOneMakesAnIndexConcurrently(t *testing.T) {
	t.Parallel()
	address, g := onPostgres.create(t), concurrent(t, "{name: a_n_idx, fields: [n]}")
	onPostgres.migrateTo(t, onPostgres.connect(t, address), g, "0001")
	var wait sync.WaitGroup
	for range 10 {
		db := onPostgres.connect(t, address)
		wait.Go(func() {
			if err := Run(t.Context(), db, Postgres{}, g, RunOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestASingleConnectionCannotMakeAnIndexConcurrently(t *testing.T) {
	t.Parallel()
	db, g := onPostgres.open(t), concurrent(t, "{name: a_n_idx, fields: [n]}")
	db.SetMaxOpenConns(1)
	onPostgres.migrateTo(t, db, g, "0001")
	err := Run(t.Context(), db, Postgres{}, g, RunOptions{})
	if err == nil || !strings.Contains(err.Error(), "concurrently needs a second connection") {
		t.Errorf("%v", err)
	}
}

// A client that was killed leaves the server at work on its index. That is waited
// for and recorded, not begun anew.
func TestAnIndexThatTheServerStillMakesIsWaitedFor(t *testing.T) {
	t.Parallel()
	address, g := onPostgres.create(t), concurrent(t, "{name: a_n_idx, fields: [n]}")
	db, other := onPostgres.connect(t, address), onPostgres.connect(t, address)
	onPostgres.migrateTo(t, db, g, "0001")
	writing, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer writing.Rollback()
	if _, err := writing.Exec("INSERT INTO a (n, s) VALUES (1, 'x')"); err != nil {
		t.Fatal(err)
	}
	made := make(chan error)
	go func() { // the server's part of a client that is gone
		_, err := other.Exec("CREATE INDEX CONCURRENTLY a_n_idx ON a (n)")
		made <- err
	}()
	for one(t, db, "SELECT count(*) FROM pg_stat_progress_create_index WHERE relid = 'a'::regclass") == "0" {
		if err := t.Context().Err(); err != nil {
			t.Fatal(err)
		}
	}
	o := RunOptions{Trace: func(sql string) {
		if strings.HasPrefix(sql, "CREATE INDEX CONCURRENTLY") {
			writing.Rollback()
		}
	}}
	if err := Run(t.Context(), db, Postgres{}, g, o); err != nil {
		t.Error(err)
	}
	if err := <-made; err != nil {
		t.Errorf("the index of the server: %v", err)
	}
	if got := dumpOf(t, db, Postgres{}); !strings.Contains(got, "index a a_n_idx unique=false btree (n)") {
		t.Errorf("the index is not there:\n%s", got)
	}
}
