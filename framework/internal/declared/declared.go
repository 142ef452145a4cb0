// Package declared makes test databases with the tables that models declare.
package declared

import (
	"context"
	"testing"

	"github.com/gofw/gofw/framework/internal/database"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// Each runs a test on an empty database of each kind that has the tables of these
// models, made by the planner of migrations: see [database.Each].
func Each(t *testing.T, models []*orm.Table, test func(t *testing.T, ctx context.Context)) {
	t.Helper()
	database.Each(t, nil, func(t *testing.T, ctx context.Context) {
		t.Helper()
		registry, problems := orm.NewRegistry(models...)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		create(t, ctx, models)
		test(t, orm.WithRegistry(ctx, registry))
	})
}

func create(t *testing.T, ctx context.Context, models []*orm.Table) {
	t.Helper()
	var schemas []*schema.Model
	for _, m := range models {
		schemas = append(schemas, m.Schema())
	}
	wanted, err := migrate.Declare(schemas)
	if err != nil {
		t.Fatal(err)
	}
	db := orm.Gorm(ctx)
	d, err := migrate.DialectByName(db.Dialector.Name())
	if err != nil {
		t.Fatal(err)
	}
	statements, err := d.Plan(new(migrate.State), wanted, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if err := db.Exec(s.SQL).Error; err != nil {
			t.Fatalf("%s: %v", s.SQL, err)
		}
	}
}
