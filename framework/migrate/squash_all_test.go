package migrate

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tangledFiles are two apps whose tables point at each other.
func tangledFiles() map[string]string {
	texts := shopFiles()
	texts["shop/0004_size"] = "depends: [cart.0001_initial]\nops:\n  - {op: add_field, model: Article, field: {name: line, type: fk, to: cart.Line, nullable: true}}\n" +
		"  - {op: add_index, model: Article, index: {name: shop_article_line_name_idx, fields: [line, name]}}\n"
	texts["cart/0002_count"] = "ops:\n  - {op: rename_field, model: Line, name: article, to: good}\n"
	texts["user/0001_initial"] = "ops:\n  - {op: create_model, model: User, fields: [{name: id, type: bigauto, pk: true}]}\n"
	texts["cart/0003_user"] = "depends: [user.0001_initial]\nops:\n  - {op: add_field, model: Line, field: {name: user, type: fk, to: user.User, nullable: true}}\n"
	return texts
}

func TestAllAppsAreSquashedTogether(t *testing.T) {
	t.Parallel()
	texts := tangledFiles()
	plain := mustLoad(t, texts)
	s, err := SquashAll(plain, []string{"shop", "cart", "user"}, "")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, f := range s.Files {
		got.WriteString("-- " + f.Key() + "\n" + string(f.Encode()))
		texts[f.App+"/"+f.Name] = string(f.Encode())
	}
	golden(t, "testdata/squash_all.txt", got.String())
	both := mustLoad(t, texts)
	for name := range texts {
		if !strings.Contains(name, "squashed") && !strings.HasPrefix(name, "user") {
			delete(texts, name)
		}
	}
	alone := mustLoad(t, texts)
	want := freshDump(t, plain)
	for shop := range 5 {
		for cart := range 4 {
			db := memory(t)
			for app, number := range map[string]int{"shop": shop, "cart": cart} {
				if number > 0 {
					to(t, db, plain, app, "000"+string(rune('0'+number)))
				}
			}
			to(t, db, both, "", "")
			to(t, db, both, "", "")
			to(t, db, alone, "", "")
			if diff := cmp.Diff(want, dump(t, db)); diff != "" {
				t.Errorf("shop at %d, cart at %d (-want +got):\n%s", shop, cart, diff)
			}
			ledger := strings.Join(column(t, db, "SELECT app || '.' || name FROM gofw_migration ORDER BY 1"), " ")
			if want := "cart.0003_squashed cart.0004_squashed shop.0004_squashed user.0001_initial"; ledger != want {
				t.Errorf("shop at %d, cart at %d: ledger %s, want %s", shop, cart, ledger, want)
			}
			to(t, db, alone, "shop", Zero)
			to(t, db, alone, "", "")
		}
	}
	db := memory(t)
	to(t, db, both, "", "")
	to(t, db, both, "shop", "0002")
	to(t, db, both, "", "")
	if diff := cmp.Diff(want, dump(t, db)); diff != "" {
		t.Errorf("back into shop and forth (-want +got):\n%s", diff)
	}
	to(t, db, alone, "", "")
}

func TestSquashOfAllRefusesSQL(t *testing.T) {
	t.Parallel()
	texts := tangledFiles()
	texts["shop/0003_rename"] = strings.Replace(texts["shop/0003_rename"], ", elidable: true", "", 1)
	_, err := SquashAll(mustLoad(t, texts), []string{"shop", "cart"}, "")
	want := "migrate: a squash of all apps has no place for these operations; mark those elidable: true that a fresh database can do without, or squash the app by itself, which keeps them:\n\tshop/migrations/0003_rename.yaml:4:5: run_sql"
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	for name := range texts {
		if !strings.Contains(name, "0001") {
			delete(texts, name)
		}
	}
	texts["cart/0001_initial"] = nothing
	if _, err := SquashAll(mustLoad(t, texts), []string{"shop", "cart"}, ""); err == nil || !strings.Contains(err.Error(), "nothing to squash") {
		t.Error(err)
	}
}

// A squash of two parts that was begun is finished, and stands in the way of its
// old files meanwhile.
func TestASquashOfTwoPartsIsFinished(t *testing.T) {
	t.Parallel()
	texts := tangledFiles()
	s, err := SquashAll(mustLoad(t, texts), []string{"shop", "cart", "user"}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range s.Files {
		texts[f.App+"/"+f.Name] = string(f.Encode())
	}
	g := mustLoad(t, texts)
	db := memory(t)
	to(t, db, g, "cart", "0003_squashed")
	ledger := func() string {
		return strings.Join(column(t, db, "SELECT app || '.' || name FROM gofw_migration ORDER BY 1"), " ")
	}
	if got, want := ledger(), "cart.0003_squashed user.0001_initial"; got != want {
		t.Errorf("after the first part: %s, want %s", got, want)
	}
	_, err = Pending(t.Context(), db, SQLite{}, g, RunOptions{App: "cart", Target: "0001_initial"})
	if want := "migrate: the database has had a part of cart.0003_squashed, so it cannot go to 0001_initial; migrate cart to 0004_squashed or to zero first"; err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	to(t, db, g, "", "")
	if got := ledger(); !strings.Contains(got, "cart.0002_count") || !strings.Contains(got, "shop.0001_initial") {
		t.Errorf("what was replaced is not recorded: %s", got)
	}
	if diff := cmp.Diff(freshDump(t, g), dump(t, db)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	to(t, db, g, "cart", "0003_squashed")
	if got, want := ledger(), "cart.0003_squashed shop.0001_initial shop.0002_price shop.0003_rename shop.0004_size shop.0004_squashed user.0001_initial"; got != want {
		t.Errorf("back to the first part: %s, want %s", got, want)
	}
	to(t, db, g, "", "")
	to(t, db, g, "cart", "0001_initial")
	to(t, db, g, "", "")
	if diff := cmp.Diff(freshDump(t, g), dump(t, db)); diff != "" {
		t.Errorf("back to an old file and forth (-want +got):\n%s", diff)
	}
}
