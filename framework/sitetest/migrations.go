package sitetest

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/migrations"
)

// Migrations are the first migrations of an app as makemigrations would write
// them, for the test of an app that has none yet.
func Migrations(t testing.TB, app string, tables ...*orm.Table) fs.FS {
	t.Helper()
	var sources []migrate.Source
	for _, own := range migrations.Apps() {
		files, _ := migrations.FS(own)
		sources = append(sources, migrate.Source{App: own, FS: files})
	}
	graph, err := migrate.Load(append(sources, migrate.Source{App: app})...)
	if err != nil {
		t.Fatal(err)
	}
	var models []*schema.Model
	for _, table := range tables {
		models = append(models, table.Schema())
	}
	declared, err := migrate.Declare(models)
	if err != nil {
		t.Fatal(err)
	}
	files, err := migrate.MakeMigrations(graph, declared, migrate.MakeOptions{Apps: []string{app}})
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, f := range files {
		out[f.Name+".yaml"] = &fstest.MapFile{Data: f.Encode()}
		out["HEAD"] = &fstest.MapFile{Data: []byte(f.Name + "\n")}
	}
	return out
}
