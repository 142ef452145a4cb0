package migrations_test

import (
	"reflect"
	"testing"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/session/sessions"
	"github.com/gofw/gofw/migrations"
	"github.com/google/go-cmp/cmp"
)

// The framework's tables are what its models declare, or a site would be told
// to migrate tables that are not its own.
func TestMigrationsAreCurrent(t *testing.T) {
	t.Parallel()
	graph, err := load()
	if err != nil {
		t.Fatal(err)
	}
	declared := declare(t)
	made, err := migrate.MakeMigrations(graph, declared, migrate.MakeOptions{Ask: migrate.CheckOnly{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range made {
		t.Errorf("models differ from migrations; %s would be:\n%s", f.Key(), f.Encode())
	}
}

// The first migrations are as makemigrations would write them.
func TestFirstMigrationsAreAsWritten(t *testing.T) {
	t.Parallel()
	var none []migrate.Source
	for _, app := range migrations.Apps() {
		none = append(none, migrate.Source{App: app})
	}
	empty, err := migrate.Load(none...)
	if err != nil {
		t.Fatal(err)
	}
	graph, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range graph.Files() {
		if f.Number() > 1 {
			t.Skip("there are newer migrations; the first cannot be made from the models any more")
		}
	}
	made, err := migrate.MakeMigrations(empty, declare(t), migrate.MakeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range graph.Files() {
		if diff := cmp.Diff(string(made[i].Encode()), string(f.Encode())); diff != "" {
			t.Errorf("%s differs (-made +file):\n%s", f.Key(), diff)
		}
	}
}

func TestUnknownAppsHaveNoMigrations(t *testing.T) {
	t.Parallel()
	for _, app := range []string{"", "blog", "../auth", "."} {
		if _, ok := migrations.FS(app); ok {
			t.Errorf("FS(%q) found something", app)
		}
	}
}

func load() (*migrate.Graph, error) {
	var sources []migrate.Source
	for _, app := range migrations.Apps() {
		fsys, _ := migrations.FS(app)
		sources = append(sources, migrate.Source{App: app, FS: fsys, Dir: "migrations/" + app})
	}
	return migrate.Load(sources...)
}

func declare(t *testing.T) *migrate.State {
	t.Helper()
	var models []*schema.Model
	for _, model := range []reflect.Type{reflect.TypeFor[auth.Group](), reflect.TypeFor[auth.User](), reflect.TypeFor[sessions.Session]()} {
		m, problems := schema.Of(model)
		for _, p := range problems {
			t.Fatal(p)
		}
		models = append(models, m)
	}
	declared, err := migrate.Declare(models)
	if err != nil {
		t.Fatal(err)
	}
	return declared
}
