package shop

import (
	"context"
	"testing"

	"github.com/gofw/gofw/framework/internal/database"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

// tables is the schema of this package, as its migrations would make it, in
// SQLite's words. MySQL knows no index of some rows, and no default on delete.
var tables = []string{
	"CREATE TABLE shop_customer (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, deleted_at datetime, name varchar(80) NOT NULL, email varchar(254) NOT NULL)",
	"sqlite: CREATE UNIQUE INDEX shop_customer_email_uq ON shop_customer (email) WHERE deleted_at IS NULL",
	"postgres: CREATE UNIQUE INDEX shop_customer_email_uq ON shop_customer (email) WHERE deleted_at IS NULL",
	"mysql: ALTER TABLE shop_customer ADD COLUMN alive boolean AS (IF(deleted_at IS NULL, 1, NULL)) VIRTUAL INVISIBLE, ADD UNIQUE INDEX shop_customer_email_uq (email, alive)",
	"CREATE TABLE shop_card (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, number varchar(20) NOT NULL, customer_id integer NOT NULL UNIQUE REFERENCES shop_customer(id) ON DELETE CASCADE)",
	"CREATE TABLE shop_stage (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(20) NOT NULL UNIQUE)",
	"CREATE TABLE shop_order (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, placed DATE NOT NULL, due DATE, total decimal(10,2) NOT NULL, customer_id integer NOT NULL REFERENCES shop_customer(id) ON DELETE RESTRICT, stage_id integer NOT NULL DEFAULT 1 REFERENCES shop_stage(id) ON DELETE DEFAULTS, CONSTRAINT shop_order_total_rule CHECK (total >= 0), CONSTRAINT shop_order_due_placed_rule CHECK (due IS NULL OR due >= placed))",
	"CREATE TABLE shop_product (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, deleted_at datetime, name varchar(80) NOT NULL, sku varchar(20) NOT NULL, colors text NOT NULL, sizes text NOT NULL)",
	"sqlite: CREATE UNIQUE INDEX shop_product_name_sku_uq ON shop_product (name, sku) WHERE deleted_at IS NULL",
	"postgres: CREATE UNIQUE INDEX shop_product_name_sku_uq ON shop_product (name, sku) WHERE deleted_at IS NULL",
	"mysql: ALTER TABLE shop_product ADD COLUMN alive boolean AS (IF(deleted_at IS NULL, 1, NULL)) VIRTUAL INVISIBLE, ADD UNIQUE INDEX shop_product_name_sku_uq (name, sku, alive)",
	"CREATE TABLE shop_item (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, line integer NOT NULL, order_id integer NOT NULL REFERENCES shop_order(id) ON DELETE CASCADE, product_id integer NOT NULL REFERENCES shop_product(id), pieces integer NOT NULL DEFAULT 1, price decimal(8,2) NOT NULL, cost decimal(10,2) GENERATED ALWAYS AS (price * pieces) STORED, UNIQUE (order_id, product_id))",
}

// Each runs a test on an empty database of each kind, with the tables known: see
// [database.Each].
func Each(t *testing.T, test func(t *testing.T, ctx context.Context)) {
	database.Each(t, tables, func(t *testing.T, ctx context.Context) {
		test(t, orm.WithRegistry(ctx, Registry(t)))
	})
}

// Open returns a context with an empty database in memory, with the tables known.
func Open(t testing.TB) context.Context {
	return orm.WithRegistry(database.Open(t, sqlite.Memory, tables...), Registry(t))
}

// Registry is the tables of this package.
func Registry(t testing.TB) *orm.Registry {
	t.Helper()
	r, problems := orm.NewRegistry(Customers.Def.Table, Cards.Def.Table, Stages.Def.Table, Orders.Def.Table, Products.Def.Table, Items.Def.Table)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return r
}
