package inspect

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/generator"
	"github.com/gofw/gofw/generator/source"
)

// stored is how a database keeps what it has no type for. The field comes back
// as that: a database does not say that the text in it is an address.
type stored struct {
	kind schema.Kind
	size int
}

// roundTrips are the databases with gofw's own blog in them.
var roundTrips = []struct {
	dialect string
	open    func(t *testing.T) *sql.DB

	// differences by kind: SQLite has one width of whole numbers and no type for days, times, identifiers and
	// addresses, MySQL none for the last two, and none of them one for Go values
	// kept as JSON text, which gofw puts into a text.
	differences map[schema.Kind]stored
	migrations  bool // made the tables; the others are made by hand, without defaults and indexes
}{
	{"sqlite", func(t *testing.T) *sql.DB { return migrated(t, declaredBlog(t)) }, map[schema.Kind]stored{
		schema.JSON: {schema.Text, 0}, schema.Date: {schema.String, 10}, schema.Time: {schema.String, 15},
		schema.UUID: {schema.String, 36}, schema.IP: {schema.String, 39}, schema.Integer: {schema.BigInt, 0},
	}, true},
	{"postgres", func(t *testing.T) *sql.DB { return poolOf(t, orm.Gorm(blog.OpenPostgres(t))) }, map[schema.Kind]stored{
		schema.JSON: {schema.Text, 0},
	}, false},
	{"mysql", func(t *testing.T) *sql.DB { return poolOf(t, orm.Gorm(blog.OpenMySQL(t))) }, map[schema.Kind]stored{
		schema.JSON: {schema.Text, 0}, schema.UUID: {schema.String, 36}, schema.IP: {schema.String, 39},
	}, false},
}

// TestBlogComesBack makes the tables of package blog, writes models of them and
// compares what the generator reads in these with what it reads in blog.
func TestBlogComesBack(t *testing.T) {
	t.Parallel()
	for _, trip := range roundTrips {
		t.Run(trip.dialect, func(t *testing.T) {
			t.Parallel()
			db := trip.open(t)
			text := written(t, db, trip.dialect, WriteOptions{Package: "blog"})
			dir := siteWith(t, "blog", text)
			if said := problems(t, dir); said != "" {
				t.Fatalf("the generator finds problems:\n%s\nin\n%s", said, text)
			}
			_, apps, err := generator.Read(dir)
			if err != nil {
				t.Fatal(err)
			}
			want := facts(declaredBlog(t))
			for i := range want {
				for j := range want[i].Fields {
					f := &want[i].Fields[j]
					if as, ok := trip.differences[f.Kind]; ok {
						f.Kind, f.Size = as.kind, as.size
					}
					if !trip.migrations {
						f.Default, f.Index, want[i].Indexes = nil, false, nil
					}
				}
			}
			if diff := cmp.Diff(want, facts(apps[0].Models), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the models that were written differ (-blog +written):\n%s\nin\n%s", diff, text)
			}
		})
	}
}

// declaredBlog is the models of package blog, as the generator reads them.
func declaredBlog(t *testing.T) []*source.Model {
	t.Helper()
	dir, err := filepath.Abs("../internal/blog")
	if err != nil {
		t.Fatal(err)
	}
	_, resolver, err := source.ReadSite(dir)
	if err != nil {
		t.Fatal(err)
	}
	app, err := source.Read(dir, resolver)
	if err != nil || len(app.Problems) > 0 {
		t.Fatal(err, app.Problems)
	}
	return app.Models
}

// migrated is a SQLite database with what migrations make of models.
func migrated(t *testing.T, models []*source.Model) *sql.DB {
	t.Helper()
	declared, err := migrate.Declare(plainModels(models))
	if err != nil {
		t.Fatal(err)
	}
	graph, err := migrate.Load(migrate.Source{App: "blog"})
	if err != nil {
		t.Fatal(err)
	}
	files, err := migrate.MakeMigrations(graph, declared, migrate.MakeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range files {
		if err := migrate.Write(dir, f); err != nil {
			t.Fatal(err)
		}
	}
	if graph, err = migrate.Load(migrate.Source{App: "blog", FS: os.DirFS(dir)}); err != nil {
		t.Fatal(err)
	}
	db := openSQLite(t, filepath.Join(t.TempDir(), "blog.db"))
	if err := migrate.Run(t.Context(), db, migrate.SQLite{}, graph, migrate.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	return db
}

func plainModels(models []*source.Model) []*schema.Model {
	var out []*schema.Model
	for _, m := range models {
		out = append(out, m.Model)
	}
	return out
}

// TestWrittenModelsMakeTheSameTables follows the circle once more: migrations
// of the models that were written make tables of which the same models come.
func TestWrittenModelsMakeTheSameTables(t *testing.T) {
	t.Parallel()
	first := written(t, migrated(t, declaredBlog(t)), "sqlite", WriteOptions{Package: "blog"})
	_, apps, err := generator.Read(siteWith(t, "blog", first))
	if err != nil {
		t.Fatal(err)
	}
	second := written(t, migrated(t, apps[0].Models), "sqlite", WriteOptions{Package: "blog"})
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("-first +second:\n%s", diff)
	}
}

// facts drops what a database cannot know: words for people, the order of
// lists, formats, the constants of a text without a check, the Go names of
// durations and choices, times that are set by themselves because of a tag, and
// collections without a join table, which are the other side of a relation.
func facts(models []*source.Model) []schema.Model {
	var out []schema.Model
	for _, from := range models {
		m := *from.Model
		m.Comment, m.Label, m.LabelPlural, m.Ordering = "", "", "", nil
		m.Fields = slices.Clone(m.Fields)
		for i := range m.Fields {
			f := &m.Fields[i]
			*f = schema.Field{
				Name: f.Name, Column: f.Column, Kind: f.Kind, Size: f.Size, Scale: f.Scale, Null: f.Null,
				PrimaryKey: f.PrimaryKey, Unique: f.Unique, Index: f.Index, AutoAdd: f.AutoAdd, AutoUpdate: f.AutoUpdate,
				Default: f.Default, Relation: f.Relation,
			}
		}
		m.Indexes = slices.DeleteFunc(slices.Clone(m.Indexes), func(x schema.Index) bool {
			if len(x.Fields) == 1 { // the same as the tag index
				m.Field(x.Fields[0]).Index = true
			}
			return len(x.Fields) == 1
		})
		m.Collections = slices.DeleteFunc(slices.Clone(m.Collections), func(c schema.Collection) bool { return c.Table == "" })
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b schema.Model) int { return strings.Compare(a.Name, b.Name) })
	return out
}
