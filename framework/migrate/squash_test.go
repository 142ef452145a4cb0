package migrate

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shopFiles are four migrations of an app and one of another that follows the second.
func shopFiles() map[string]string {
	return map[string]string{
		"shop/0001_initial": "ops:\n  - {op: create_model, model: Item, fields: [{name: id, type: bigauto, pk: true}, {name: name, type: text}]}\n",
		"shop/0002_price":   "depends: [shop.0001_initial]\nops:\n  - {op: add_field, model: Item, field: {name: price, type: integer, nullable: true}}\n",
		"shop/0003_rename":  "depends: [shop.0002_price]\nops:\n  - {op: rename_model, model: Item, to: Article}\n  - {op: run_sql, all: UPDATE shop_article SET price = 1, reverse: noop, elidable: true}\n",
		"shop/0004_size":    "depends: [shop.0003_rename]\nops:\n  - {op: add_field, model: Article, field: {name: size, type: text, nullable: true}}\n",
		"cart/0001_initial": "depends: [shop.0003_rename]\nops:\n  - {op: create_model, model: Line, fields: [{name: id, type: bigauto, pk: true}, {name: article, type: fk, to: shop.Article}]}\n",
	}
}

// loadFiles loads files by app and name. HEAD is what it should be.
func loadFiles(texts map[string]string) (*Graph, error) {
	byApp := map[string][]string{}
	for path, text := range texts {
		app, name, _ := strings.Cut(path, "/")
		byApp[app] = append(byApp[app], name+".yaml", text)
	}
	var sources []Source
	for app, pairs := range byApp {
		var names []string
		for i := 0; i < len(pairs); i += 2 {
			names = append(names, strings.TrimSuffix(pairs[i], ".yaml"))
		}
		head := slices.MaxFunc(names, func(a, b string) int {
			if a[:4] != b[:4] {
				return strings.Compare(a, b)
			}
			return strings.Count(texts[app+"/"+a], "replaces") - strings.Count(texts[app+"/"+b], "replaces")
		})
		sources = append(sources, Source{App: app, FS: files(append(pairs, headFile, head)...)})
	}
	slices.SortFunc(sources, func(a, b Source) int { return strings.Compare(b.App, a.App) })
	return Load(sources...)
}

func mustLoad(t testing.TB, texts map[string]string) *Graph {
	t.Helper()
	g, err := loadFiles(texts)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// squashInto adds a squash to the files.
func squashInto(t testing.TB, texts map[string]string, o SquashOptions) {
	t.Helper()
	s, err := Squash(mustLoad(t, texts), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range s.Files {
		texts[f.App+"/"+f.Name] = string(f.Encode())
	}
}

func TestSquashIsWhatTheStepsAmountTo(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		o    SquashOptions
		want string // without the header
		left string
	}{
		"from the first": {SquashOptions{App: "shop", To: "0003"},
			"0003_squashed\ndepends: []\nreplaces:\n  - shop.0001_initial\n  - shop.0002_price\n  - shop.0003_rename\nops:\n" +
				"  - op: create_model\n    model: Article\n    table: shop_article\n    fields:\n" +
				"      - {name: id, type: bigauto, pk: true}\n      - {name: name, type: text}\n      - {name: price, type: integer, nullable: true}\n",
			"drops run_sql of shop.0003_rename"},
		"from the middle": {SquashOptions{App: "shop", From: "0002", To: "0004", Name: "all_of_it"},
			"0004_all_of_it\ndepends: [shop.0001_initial]\nreplaces:\n  - shop.0002_price\n  - shop.0003_rename\n  - shop.0004_size\nops:\n" +
				"  - {op: rename_model, model: Item, to: Article}\n" +
				"  - {op: add_field, model: Article, field: {name: price, type: integer, nullable: true}}\n" +
				"  - op: run_sql\n    elidable: true\n    all: \"UPDATE shop_article SET price = 1\"\n    reverse: noop\n" +
				"  - {op: add_field, model: Article, field: {name: size, type: text, nullable: true}}\n",
			"keeps run_sql of shop.0003_rename"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Squash(mustLoad(t, shopFiles()), test.o)
			if err != nil {
				t.Fatal(err)
			}
			f := s.Files[0]
			if diff := cmp.Diff(test.want, f.Name+"\n"+strings.TrimPrefix(string(f.Encode()), squashHeader)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var left []string
			for _, l := range s.Dropped {
				left = append(left, "drops "+string(l.Op.Kind)+" of "+l.Migration)
			}
			for _, l := range s.Kept {
				left = append(left, "keeps "+string(l.Op.Kind)+" of "+l.Migration)
			}
			if got := strings.Join(left, ", "); got != test.left {
				t.Errorf("%s, want %s", got, test.left)
			}
		})
	}
}

func TestSQLOfTheAuthorStaysInOrder(t *testing.T) {
	t.Parallel()
	texts := shopFiles()
	texts["shop/0003_rename"] = strings.Replace(texts["shop/0003_rename"], ", elidable: true", "", 1)
	s, err := Squash(mustLoad(t, texts), SquashOptions{App: "shop", To: "0004"})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, op := range s.Files[0].Ops {
		kinds = append(kinds, string(op.Kind))
	}
	if diff := cmp.Diff([]string{"create_model", "run_sql", "add_field"}, kinds); diff != "" {
		t.Error(diff)
	}
	if len(s.Kept) != 1 || s.Kept[0].Migration != "shop.0003_rename" {
		t.Errorf("kept %v", s.Kept)
	}
}

func TestWhatCannotBeSquashedIsRefused(t *testing.T) {
	t.Parallel()
	back := "depends: [cart.0001_initial, shop.0003_rename]\nops:\n  - {op: add_field, model: Article, field: {name: line, type: fk, to: cart.Line, nullable: true}}\n"
	tests := map[string]struct {
		change func(map[string]string)
		o      SquashOptions
		want   string
	}{
		"an app that does not exist":      {o: SquashOptions{App: "shpo", To: "0002"}, want: `migrate: there is no app "shpo"; did you mean "shop"?`},
		"a migration that does not exist": {o: SquashOptions{App: "shop", To: "0009"}, want: `migrate: shop has no migration "0009"; there are 0001_initial, 0002_price, 0003_rename, 0004_size`},
		"one migration":                   {o: SquashOptions{App: "shop", From: "0002", To: "0002"}, want: "migrate: shop.0002_price alone is nothing to squash"},
		"the wrong way round":             {o: SquashOptions{App: "shop", From: "0003", To: "0002"}, want: "migrate: 0003 comes after 0002; name the earlier one first"},
		"a name that is no name":          {o: SquashOptions{App: "shop", To: "0002", Name: "../x"}, want: `migrate: the name "0002_../x" is not one of lower-case letters, digits and underscores`},
		"a name that is taken":            {o: SquashOptions{App: "shop", To: "0002", Name: "price"}, want: "migrate: there is a migration shop.0002_price already; choose another --name"},
		"apps that need each other by turns": {
			change: func(texts map[string]string) { texts["shop/0004_size"] = back },
			o:      SquashOptions{App: "shop", To: "0004"},
			want: "migrate: these cannot be one migration: shop.0004_size needs cart.0001_initial, which comes after shop.0003_rename; " +
				"squash to 0003_rename and from 0004_size separately, or all apps together with --all"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts := shopFiles()
			if test.change != nil {
				test.change(texts)
			}
			_, err := Squash(mustLoad(t, texts), test.o)
			if err == nil || err.Error() != test.want {
				t.Errorf("%v\nwant %s", err, test.want)
			}
		})
	}
}

// Each database has had something when the squash comes, then gets it, then the
// replaced files are deleted, then it migrates again.
func TestDatabasesTakeASquash(t *testing.T) {
	t.Parallel()
	old := []string{"shop/0001_initial", "shop/0002_price", "shop/0003_rename"}
	tests := map[string]struct {
		before string // target in shop of the release before
		steps  string
		ledger []string
		after  string // an error once the old files are gone, without migrating in between
	}{
		"that have had nothing": {Zero, "+shop.0003 +shop.0004 +cart.0001",
			[]string{"cart.0001_initial", "shop.0003_squashed", "shop.0004_size"}, ""},
		"that have had a part": {"0002", "+shop.0003 +shop.0004 +cart.0001",
			[]string{"cart.0001_initial", "shop.0003_squashed", "shop.0004_size"},
			"migrate: the database has had a part of what shop.0003_squashed stands for (shop.0001_initial to shop.0003_rename), and the files of the rest are gone; migrate it with a release that still has them, then with this one"},
		"that have had all": {"0003", "+shop.0003 +shop.0004 +cart.0001",
			[]string{"cart.0001_initial", "shop.0003_squashed", "shop.0004_size"}, ""},
		"that have had more": {"", "+shop.0003 +cart.0001",
			[]string{"cart.0001_initial", "shop.0003_squashed", "shop.0004_size"}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts := shopFiles()
			plain := mustLoad(t, texts)
			squashInto(t, texts, SquashOptions{App: "shop", To: "0003"})
			both := mustLoad(t, texts)
			for _, name := range old {
				delete(texts, name)
			}
			alone := mustLoad(t, texts)
			want := freshDump(t, plain)

			db := memory(t)
			to(t, db, plain, "shop", test.before)
			_, err := Pending(t.Context(), db, SQLite{}, alone, RunOptions{})
			if (err == nil) != (test.after == "") || err != nil && err.Error() != test.after {
				t.Errorf("without the old files: %v\nwant %s", err, test.after)
			}
			steps, err := Pending(t.Context(), db, SQLite{}, both, RunOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if got := stepNames(steps); got != test.steps {
				t.Errorf("steps %s, want %s", got, test.steps)
			}
			to(t, db, both, "", "")
			if n := one(t, db, "SELECT count(*) FROM gofw_migration"); n != "6" {
				t.Errorf("%s records while the old files are there, want 6", n)
			}
			to(t, db, alone, "", "")
			if diff := cmp.Diff(test.ledger, column(t, db, "SELECT app || '.' || name FROM gofw_migration ORDER BY 1")); diff != "" {
				t.Errorf("ledger (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, dump(t, db)); diff != "" {
				t.Errorf("schema (-want +got):\n%s", diff)
			}
			to(t, db, alone, "shop", Zero)
			if got := dump(t, db); got != "" {
				t.Errorf("zero leaves\n%s", got)
			}
		})
	}
}

func to(t testing.TB, db *sql.DB, g *Graph, app, target string) {
	t.Helper()
	if err := Run(t.Context(), db, SQLite{}, g, RunOptions{App: app, Target: target}); err != nil {
		t.Fatalf("%s to %q: %v", app, target, err)
	}
}

func freshDump(t testing.TB, g *Graph) string {
	t.Helper()
	db := memory(t)
	if err := FastForward(t.Context(), db, SQLite{}, g); err != nil {
		t.Fatal(err)
	}
	return dump(t, db)
}
