package migrate

import (
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/schema"
)

// A column that the database works out is never copied, follows renames, and
// comes and goes with the rest of its table.
func TestGeneratedColumnsAndPartialIndexesThroughTheirChanges(t *testing.T) {
	t.Parallel()
	g, err := Load(Source{App: "app", FS: files("0001_a.yaml", `ops:
  - op: create_model
    model: A
    table: a
    fields:
      - {name: id, type: bigauto, pk: true}
      - {name: price, type: integer}
      - {name: pieces, type: integer}
      - {name: gone, type: datetime, nullable: true}
    indexes:
      - {name: a_price, fields: ["-price", "coalesce({pieces}, 0)"], unique: true, where: "{gone} IS NULL"}
`, "0002_b.yaml", `ops:
  - {op: add_field, model: A, field: {name: cost, type: integer, generated: "{price} * {pieces}"}}
`, "0003_c.yaml", `ops:
  - {op: rename_field, model: A, name: pieces, to: count}
  - {op: add_check, model: A, check: {name: a_rule, expr: "{cost} >= 0"}}
`, "0004_d.yaml", `ops:
  - {op: alter_field, model: A, field: {name: cost, type: integer, generated: "{price} + {count}"}}
`, "HEAD", "0004_d")})
	if err != nil {
		t.Fatal(err)
	}
	eachEngine(t, func(t *testing.T, e engine) {
		db := e.open(t)
		to := func(target string) {
			t.Helper()
			if err := Run(t.Context(), db, e.dialect, g, RunOptions{App: "app", Target: target}); err != nil {
				t.Fatalf("to %s: %v", target, err)
			}
		}
		rows := func(want string) {
			t.Helper()
			if got := strings.Join(column(t, db, "SELECT cost FROM a ORDER BY id"), ","); got != want {
				t.Errorf("the costs are %s, want %s", got, want)
			}
		}
		refused := func(what, statement string) {
			t.Helper()
			if _, err := db.Exec(statement); err == nil {
				t.Errorf("%s is let in", what)
			}
		}
		to("0001")
		execute(t, db, "INSERT INTO a (price, pieces) VALUES (2, 3)")
		execute(t, db, "INSERT INTO a (price, pieces, gone) VALUES (2, 3, CURRENT_TIMESTAMP)")
		refused("a second row that is there", "INSERT INTO a (price, pieces) VALUES (2, 3)")
		to("0002")
		rows("6,6")
		to("0003")
		rows("6,6")
		refused("a row that breaks the check on a generated column", "INSERT INTO a (price, "+e.quote("count")+") VALUES (-1, 3)")
		refused("a second row, after the rename", "INSERT INTO a (price, "+e.quote("count")+") VALUES (2, 3)")
		to("0004")
		rows("5,5")
		to("0003")
		rows("6,6")
		to("0002")
		rows("6,6")
		to("0001")
		refused("a second row on the way back", "INSERT INTO a (price, pieces) VALUES (2, 3)")
		if e.name != "mysql" {
			return
		}
		if got := one(t, db, "SELECT count(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'a'"); got != "6" {
			t.Errorf("%s columns, want four and two hidden ones", got)
		}
		if got, err := db.Query("SELECT * FROM a"); err != nil {
			t.Error(err)
		} else if names, _ := got.Columns(); len(names) != 4 {
			t.Errorf("all columns are %v", names)
		}
	})
}

func TestWhatModelsDeclareBecomesPartOfTheirTables(t *testing.T) {
	t.Parallel()
	key := schema.Field{Name: "ID", Column: "id", Kind: schema.BigAuto, PrimaryKey: true}
	gone := schema.Field{Name: "DeletedAt", Column: "deleted_at", Kind: schema.DateTime, Null: true}
	email := schema.Field{Name: "Email", Column: "email", Kind: schema.String, Size: 20, Unique: true}
	twice := schema.Field{Name: "Twice", Column: "twice", Kind: schema.Integer, Generated: "{Age} * 2"}
	m := &schema.Model{App: "app", Name: "A", Table: "app_a", SoftDelete: "DeletedAt",
		Fields:  []schema.Field{key, gone, email, {Name: "Age", Column: "years", Kind: schema.Integer}, twice},
		Indexes: []schema.Index{{Fields: []string{"-Age", "lower({Email})"}}, {Fields: []string{"Age"}, Where: "{Age} > 5"}},
		Checks:  []schema.Check{{Expr: "{Age} >= 0"}, {Expr: "{Age} < 150", Name: "old"}},
	}
	declared, err := Declare([]*schema.Model{m})
	if err != nil {
		t.Fatal(err)
	}
	ops, err := Detect("app", new(State), declared, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := header + `depends: []
ops:
  - op: create_model
    model: A
    table: app_a
    fields:
      - {name: id, type: bigauto, pk: true}
      - {name: deleted_at, type: datetime, nullable: true}
      - {name: email, type: string, size: 20}
      - {name: age, type: integer, column: years}
      - {name: twice, type: integer, generated: "{age} * 2"}
    indexes:
      - {name: app_a_email_uq, fields: [email], unique: true, where: "{deleted_at} IS NULL"}
      - {name: app_a_years_email_idx, fields: ["-age", "lower({email})"]}
      - {name: app_a_years_idx, fields: [age], where: "{age} > 5"}
    checks:
      - {name: app_a_age_rule, expr: "{age} >= 0"}
      - {name: old_rule, expr: "{age} < 150"}
`
	if got := string((&File{Ops: ops}).Encode()); got != want {
		t.Errorf("written:\n%s\nwant:\n%s", got, want)
	}
	after, err := new(State).Apply("app", ops...)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Detect("app", after, declared, nil); err != nil || len(again) > 0 {
		t.Errorf("a second time: %v, %v", again, err)
	}
	m.Checks = m.Checks[1:]
	fewer, err := Declare([]*schema.Model{m})
	if err != nil {
		t.Fatal(err)
	}
	if ops, err := Detect("app", after, fewer, nil); err != nil || len(ops) != 1 || ops[0].Kind != RemoveCheck || ops[0].Name != "app_a_age_rule" {
		t.Errorf("without a check: %v, %v", ops, err)
	}
}

// Models cannot declare checks, so one that a migration adds by hand stays as
// long as the model has the fields that it speaks of.
func TestChecksAddedByHandStay(t *testing.T) {
	t.Parallel()
	model := func(fields ...schema.Field) *schema.Model {
		key := schema.Field{Name: "ID", Column: "id", Kind: schema.BigAuto, PrimaryKey: true}
		return &schema.Model{App: "shop", Name: "Item", Table: "shop_item", Fields: append([]schema.Field{key}, fields...)}
	}
	price := schema.Field{Name: "Price", Column: "price", Kind: schema.BigInt}
	declared, err := Declare([]*schema.Model{model(price)})
	if err != nil {
		t.Fatal(err)
	}
	from, err := declared.Apply("shop", Op{Kind: AddCheck, Model: "Item", Check: &Check{Name: "shop_item_price_ck", Expr: "{price} >= 0"}})
	if err != nil {
		t.Fatal(err)
	}
	if ops, err := Detect("shop", from, declared, NoInput{}); err != nil || len(ops) > 0 {
		t.Errorf("with the field: %v, %v", ops, err)
	}
	without, err := Declare([]*schema.Model{model()})
	if err != nil {
		t.Fatal(err)
	}
	ops, err := Detect("shop", from, without, NoInput{})
	if err != nil || len(ops) != 2 || ops[0].Kind != RemoveCheck || ops[1].Kind != RemoveField {
		t.Errorf("without the field: %v, %v", ops, err)
	}
}
