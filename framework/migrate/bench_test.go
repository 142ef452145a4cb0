package migrate

import (
	"fmt"
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
