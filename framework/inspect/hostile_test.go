package inspect

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm/mysql"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/generator"
)

var dialects = []string{"sqlite", "postgres", "mysql"}

func TestADatabaseWithoutTablesIsAnError(t *testing.T) {
	t.Parallel()
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			if _, err := Read(t.Context(), open(t, dialect), dialect, Options{}); !errors.Is(err, ErrNoTables) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestTablesAreChosenByPatterns(t *testing.T) {
	t.Parallel()
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			db := open(t, dialect)
			execute(t, db, "CREATE TABLE blog_tag (id bigint PRIMARY KEY);\nCREATE TABLE blog_post (id bigint PRIMARY KEY, tag_id bigint NOT NULL, FOREIGN KEY (tag_id) REFERENCES blog_tag (id));\nCREATE TABLE other (id bigint PRIMARY KEY);")
			d, err := Read(t.Context(), db, dialect, Options{Tables: []string{"blog_*", "!*_tag"}})
			if err != nil || len(d.Tables) != 1 || d.Tables[0].Name != "blog_post" || len(d.Tables[0].Foreign) != 1 {
				t.Errorf("%+v (%v)", d, err)
			}
			if err := Write(io.Discard, d, WriteOptions{Package: "blog"}); err != nil {
				t.Error(err)
			}
			for patterns, want := range map[string]string{"blog_pots": `did you mean "blog_post"?`, "x*": "there are blog_post, blog_tag, other", "[": "not a pattern"} {
				if _, err := Read(t.Context(), db, dialect, Options{Tables: []string{patterns}}); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%s: %v, want %s", patterns, err, want)
				}
			}
		})
	}
}

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	d := Database{Tables: []Table{{Name: "blog_post", PrimaryKey: []string{"id"}, Columns: []Column{{Name: "id", Kind: schema.BigInt, Auto: true}}}}}
	for want, o := range map[string]WriteOptions{
		`"" is not a name for a Go package`:         {},
		`"two words" is not a name`:                 {Package: "two words"},
		`"func" is not a name`:                      {Package: "func"},
		`did you mean "blog_post"?`:                 {Package: "blog", Tables: []string{"blog_pos"}},
		"no table to write":                         {Package: "blog", Models: map[string]string{"blog_post": "example.org/blog.Post"}},
		`"Post" is not a type with its import`:      {Package: "blog", Models: map[string]string{"blog_post": "Post"}},
		`"[" is not a pattern`:                      {Package: "blog", Tables: []string{"["}},
		`no table matches *, !blog_post; there are`: {Package: "blog", Tables: []string{"*", "!blog_post"}},
	} {
		if err := Write(io.Discard, d, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", o, err, want)
		}
	}
	if err := Write(io.Discard, Database{}, WriteOptions{Package: "blog"}); err == nil {
		t.Error("nothing was written without an error")
	}
	if _, err := Read(t.Context(), nil, "oracle", Options{}); err == nil || !strings.Contains(err.Error(), "known: sqlite, postgres, mysql") {
		t.Errorf("%v", err)
	}
}

// sqliteDriver is the driver that package sqlite uses. The one for cgo is linked
// in any case, but does nothing without it.
func sqliteDriver() string {
	if slices.Contains(sql.Drivers(), "sqlite") {
		return "sqlite"
	}
	return "sqlite3"
}

func TestAFileThatIsNoDatabaseIsAnError(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, bytes.Repeat([]byte("this is no database "), 100), 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{text: "not a database", filepath.Join(dir, "missing.db"): "unable to open database file"} {
		db, err := sql.Open(sqliteDriver(), "file:"+path+"?mode=ro")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := Read(t.Context(), db, "sqlite", Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, open(t, "sqlite"), "sqlite", Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestAMissingRightNamesTheTable(t *testing.T) {
	t.Parallel()
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		db := open(t, "postgres")
		role := newName()
		execute(t, db, "CREATE TABLE open (id bigint PRIMARY KEY);\nCREATE TABLE secret (id bigint PRIMARY KEY);\nCREATE ROLE "+role)
		t.Cleanup(func() { execute(t, db, "DROP OWNED BY "+role+";\nDROP ROLE "+role) })
		var name string
		if err := db.QueryRow("SELECT current_schema()").Scan(&name); err != nil {
			t.Fatal(err)
		}
		execute(t, db, "GRANT USAGE ON SCHEMA "+name+" TO "+role+";\nGRANT SELECT ON open TO "+role)
		db.SetMaxOpenConns(1)
		execute(t, db, "SET ROLE "+role)
		t.Cleanup(func() { execute(t, db, "RESET ROLE") })
		refused(t, db, "postgres")
	})
	t.Run("mysql", func(t *testing.T) {
		t.Parallel()
		db := open(t, "mysql")
		var name string
		if err := db.QueryRow("SELECT DATABASE()").Scan(&name); err != nil {
			t.Fatal(err)
		}
		user := newName()[:30]
		execute(t, db, "CREATE TABLE open (id bigint PRIMARY KEY, x int CHECK (x > 0));\nCREATE TABLE secret (id bigint PRIMARY KEY, x int);\nCREATE USER "+user+" IDENTIFIED BY 'x'")
		t.Cleanup(func() { execute(t, db, "DROP USER "+user) })
		execute(t, db, "GRANT SELECT ON "+name+".open TO "+user+";\nGRANT SELECT (id) ON "+name+".secret TO "+user)
		address := server(t, "GOFW_TEST_MYSQL")
		limited, err := mysql.Open(user+":x"+address[strings.IndexByte(address, '@'):strings.LastIndexByte(address, '/')+1]+name, mysql.Options{Connections: 1})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { mysql.Close(limited) })
		refused(t, poolOf(t, limited), "mysql")
	})
}

// refused expects that the table secret cannot be read, and open can.
func refused(t *testing.T, db *sql.DB, dialect string) {
	t.Helper()
	if _, err := Read(t.Context(), db, dialect, Options{}); err == nil || !strings.Contains(err.Error(), `"secret"`) {
		t.Errorf("%v", err)
	}
	d, err := Read(t.Context(), db, dialect, Options{Tables: []string{"!secret"}})
	if err != nil || len(d.Tables) != 1 {
		t.Errorf("without it: %+v (%v)", d, err)
	}
}

func TestThousandsOfTables(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("makes thousands of tables")
	}
	for dialect, n := range map[string]int{"sqlite": 3000, "postgres": 1000, "mysql": 300} { // files, in MySQL
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			db := open(t, dialect)
			execute(t, db, "CREATE TABLE shop_hub (id bigint PRIMARY KEY)")
			for from := 0; from < n; from += 100 {
				tx, err := db.Begin()
				if err != nil {
					t.Fatal(err)
				}
				for i := from; i < from+100; i++ {
					if _, err := tx.Exec(fmt.Sprintf("CREATE TABLE shop_t%d (id bigint PRIMARY KEY, name varchar(80) NOT NULL UNIQUE, hub_id bigint NOT NULL, FOREIGN KEY (hub_id) REFERENCES shop_hub (id))", i)); err != nil {
						t.Fatal(err)
					}
				}
				if err := tx.Commit(); err != nil {
					t.Fatal(err)
				}
			}
			text := written(t, db, dialect, WriteOptions{Package: "shop"})
			if got := strings.Count(text, "Hub   *Hub"); got != n {
				t.Errorf("%d relations were written, want %d", got, n)
			}
		})
	}
}

// TestWhateverATableIsCalledTheGeneratorTakesIt writes databases that are put
// together by chance of names that are hard to say.
func TestWhateverATableIsCalledTheGeneratorTakesIt(t *testing.T) {
	t.Parallel()
	n := 60
	if testing.Short() {
		n = 5
	}
	for seed := range uint64(n) {
		d := randomDatabase(rand.New(rand.NewPCG(seed, 1)))
		var b, again bytes.Buffer
		o := WriteOptions{Package: "shop", Prefixes: []string{"shop_", "x"}}
		if err := errors.Join(Write(&b, d, o), Write(&again, d, o)); err != nil {
			t.Fatalf("%d: %v", seed, err)
		}
		if b.String() != again.String() {
			t.Errorf("%d: the second run wrote something else", seed)
		}
		dir := siteWith(t, "shop", b.String())
		if said := problems(t, dir); said != "" {
			t.Fatalf("%d: %s\nin\n%s", seed, said, b.String())
		}
		_, apps, err := generator.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := migrate.Declare(plainModels(apps[0].Models)); err != nil {
			t.Fatalf("%d: %v\nin\n%s", seed, err, b.String())
		}
	}
}

var hardNames = []string{
	"post", "posts", "Post", "post_fields", "new_post_fields", "post_table", "app", "apps", "route", "routes", "id", "ID", "created_at", "updated_at",
	"type", "func", "count", "all", "model", "meta", "string", "objects", "path", "table_name", "news", "data", "名前", "größe", "café", "_", "__", "x", "x1", "2x",
	"a b", "a;b", "a`b", "a\"b", "a\nb", "a\\", "author", "author_id", "authorId", "author_fk", "shop_post", "shop_posts", "xpost", "r", "row", "orm", "time", "json",
	"post_status", "status", "post_author", "post_tags", "tag", "tag_id", "post_id", "html_page", "HTMLPage", "htmlpage", "", "e\u0301", "\xff", strings.Repeat("long", 20),
}

func randomDatabase(r *rand.Rand) Database {
	name := func() string { return hardNames[r.IntN(len(hardNames))] }
	kinds := []schema.Kind{"", schema.BigInt, schema.BigInt, schema.BigInt, schema.Integer, schema.SmallInt, schema.Text, schema.String, schema.Bool,
		schema.DateTime, schema.Decimal, schema.JSON, schema.UUID, schema.Binary, schema.Date}
	var d Database
	for range 5 + r.IntN(20) {
		t := Table{Name: name(), Comment: name()}
		if d.Table(t.Name) != nil {
			continue
		}
		t.Columns = append(t.Columns, Column{Name: []string{"id", "ID", "key", name()}[r.IntN(4)], Kind: schema.BigInt, Auto: true})
		t.PrimaryKey = []string{t.Columns[0].Name}
		for range r.IntN(8) {
			c := Column{Name: name(), Type: name(), Kind: kinds[r.IntN(len(kinds))], Null: r.IntN(2) == 0, Comment: name(), Note: name(), DefaultSQL: name()}
			if t.Column(c.Name) != nil {
				continue
			}
			if c.Kind == schema.String || c.Kind == schema.Decimal {
				c.Size = 1 + r.IntN(50)
			}
			if c.Kind == schema.Text || c.Kind == schema.String && c.Size > 20 {
				for range r.IntN(4) {
					c.Values = append(c.Values, name())
				}
			}
			if r.IntN(3) == 0 {
				c.fallback(name(), "")
			}
			t.Columns = append(t.Columns, c)
		}
		for range r.IntN(3) {
			x := Index{Name: name(), Unique: r.IntN(2) == 0}
			for range 1 + r.IntN(3) {
				c := t.Columns[r.IntN(len(t.Columns))].Name
				if !slices.ContainsFunc(x.Columns, func(o IndexColumn) bool { return o.Name == c }) {
					x.Columns = append(x.Columns, IndexColumn{c, r.IntN(3) == 0})
				}
			}
			t.Indexes = append(t.Indexes, x)
		}
		t.Checks = append(t.Checks, Check{name(), name()})
		d.Tables = append(d.Tables, t)
	}
	actions := []schema.OnDelete{schema.Cascade, schema.SetNull, schema.Restrict}
	for i := range d.Tables {
		t := &d.Tables[i]
		for _, c := range t.Columns {
			to := d.Tables[r.IntN(len(d.Tables))]
			if r.IntN(2) == 0 {
				t.Foreign = append(t.Foreign, ForeignKey{Name: name(), Columns: []string{c.Name}, Table: to.Name, To: to.PrimaryKey, OnDelete: actions[r.IntN(3)]})
			}
		}
	}
	return d
}
