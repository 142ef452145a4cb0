package migrate

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// shop is 500 migrations of 50 tables, as files.
func shop() fstest.MapFS {
	fsys := fstest.MapFS{}
	n, last := 0, ""
	add := func(op string) {
		n++
		depends := "[]"
		if last != "" {
			depends = "[shop." + last + "]"
		}
		last = fmt.Sprintf("%04d_x", n)
		fsys[last+".yaml"] = &fstest.MapFile{Data: []byte(header + "depends: " + depends + "\nops:\n" + op)}
		fsys[headFile] = &fstest.MapFile{Data: []byte(last + "\n")}
	}
	for i := range 50 {
		parent := ""
		if i > 0 {
			parent = fmt.Sprintf("      - {name: parent, type: fk, column: parent_id, to: shop.M%d, on_delete: cascade}\n", i-1)
		}
		add(fmt.Sprintf("  - op: create_model\n    model: M%d\n    table: shop_m%d\n    fields:\n      - {name: id, type: bigauto, pk: true}\n      - {name: name, type: string, size: 100}\n%s", i, i, parent))
	}
	for round := range 9 {
		for i := range 50 {
			add(fmt.Sprintf("  - {op: add_field, model: M%d, field: {name: f%d, type: integer, default: \"%d\"}}\n", i, round, round))
		}
	}
	return fsys
}

func loadShop(b *testing.B) *Graph {
	b.Helper()
	g, err := Load(Source{App: "shop", FS: shop()})
	if err != nil {
		b.Fatal(err)
	}
	return g
}

func BenchmarkLoad500(b *testing.B) {
	fsys := shop()
	for b.Loop() {
		if _, err := Load(Source{App: "shop", FS: fsys}); err != nil {
			b.Fatal(err)
		}
	}
}

// The same with a squash of all of them beside them.
func squashedShop(b *testing.B) fstest.MapFS {
	b.Helper()
	g, fsys := loadShop(b), shop()
	s, err := Squash(g, SquashOptions{App: "shop", To: g.Latest("shop").Name})
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range g.Changes(s.Files) {
		fsys[c.File] = &fstest.MapFile{Data: c.Text}
	}
	return fsys
}

func BenchmarkLoad500AndTheirSquash(b *testing.B) {
	fsys := squashedShop(b)
	for b.Loop() {
		if _, err := Load(Source{App: "shop", FS: fsys}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNothingToDo500AndTheirSquash(b *testing.B) {
	g, err := Load(Source{App: "shop", FS: squashedShop(b)})
	if err != nil {
		b.Fatal(err)
	}
	_, db := newFile(b)
	for b.Loop() {
		if err := Run(b.Context(), db, SQLite{}, g, RunOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

// What makemigrations and squashmigrations do beside reading the models.
func BenchmarkSourceCommands500(b *testing.B) {
	fsys := shop()
	for b.Loop() {
		g, err := Load(Source{App: "shop", FS: fsys})
		if err != nil {
			b.Fatal(err)
		}
		state, err := g.State()
		if err != nil {
			b.Fatal(err)
		}
		if files, err := MakeMigrations(g, state, MakeOptions{}); err != nil || len(files) > 0 {
			b.Fatal(files, err)
		}
		if _, err := Squash(g, SquashOptions{App: "shop", To: g.Latest("shop").Name}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFresh500(b *testing.B) {
	g := loadShop(b)
	for b.Loop() {
		_, db := newFile(b)
		if err := Run(b.Context(), db, SQLite{}, g, RunOptions{}); err != nil {
			b.Fatal(err)
		}
		db.Close()
	}
}

func BenchmarkOneByOne500(b *testing.B) {
	g := loadShop(b)
	for b.Loop() {
		_, db := newFile(b)
		execute(b, db, "CREATE TABLE other (a)") // so that it is not fresh
		if err := Run(b.Context(), db, SQLite{}, g, RunOptions{}); err != nil {
			b.Fatal(err)
		}
		db.Close()
	}
}

func BenchmarkNothingToDo500(b *testing.B) {
	g := loadShop(b)
	_, db := newFile(b)
	for b.Loop() {
		if err := Run(b.Context(), db, SQLite{}, g, RunOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRebuild100kRows(b *testing.B) {
	g := blog(b)
	for b.Loop() {
		b.StopTimer()
		_, db := newFile(b)
		migrateTo(b, db, g, "0001")
		fillBlog(b, db, 100_000)
		b.StartTimer()
		migrateTo(b, db, g, "0002")
		b.StopTimer()
		db.Close()
		b.StartTimer()
	}
}

// Six changes of a table of 100,000 rows: in one migration they are one rebuild.
func BenchmarkSixChangesOf100kRows(b *testing.B) {
	changes := []string{
		"  - {op: rename_field, model: Post, name: body, to: content}\n",
		"  - {op: alter_field, model: Post, field: {name: title, type: text}}\n",
		"  - {op: add_field, model: Post, field: {name: lang, type: string, size: 5}, backfill: en}\n",
		"  - {op: add_field, model: Post, field: {name: views, type: integer}, backfill: \"0\"}\n",
		"  - {op: add_check, model: Post, check: {name: blog_post_views_ck, expr: \"{views} >= 0\"}}\n",
		"  - {op: alter_field, model: Post, field: {name: slug, type: string, size: 250, unique: true}}\n",
	}
	first, err := os.ReadFile("testdata/blog/0001_initial.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for name, sizes := range map[string]int{"in one migration": len(changes), "one by one": 1} {
		fsys := fstest.MapFS{"0001_initial.yaml": {Data: first}}
		last := "0001_initial"
		for i := 0; i < len(changes); i += sizes {
			next := fmt.Sprintf("%04d_change", i+2)
			fsys[next+".yaml"] = &fstest.MapFile{Data: []byte("depends: [blog." + last + "]\nops:\n" + strings.Join(changes[i:i+sizes], ""))}
			last = next
		}
		fsys[headFile] = &fstest.MapFile{Data: []byte(last + "\n")}
		g, err := Load(Source{App: "blog", FS: fsys})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				_, db := newFile(b)
				migrateTo(b, db, g, "0001")
				fillBlog(b, db, 100_000)
				b.StartTimer()
				migrateTo(b, db, g, "")
				b.StopTimer()
				db.Close()
				b.StartTimer()
			}
		})
	}
}
