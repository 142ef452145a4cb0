package migrate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Going back across a squash goes by the old files while they are there, and is
// one step once they are gone.
func TestGoingBackAcrossASquash(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		had     string // the release whose files the database was migrated with first
		files   string // the release that goes back
		target  string
		want    string
		ledger  string
		refused string
	}{
		"by the old files":                    {had: "old", files: "both", target: "0001", want: "-shop.0004 -shop.0003 -shop.0002", ledger: "0001_initial"},
		"by the old files of a fresh one":     {had: "both", files: "both", target: "0002", want: "-shop.0004 -shop.0003", ledger: "0001_initial 0002_price"},
		"by old files that were brought back": {had: "alone", files: "both", target: "0002", want: "-shop.0004 -shop.0003", ledger: "0001_initial 0002_price"},
		"to the squash":                       {had: "both", files: "both", target: "0003_squashed", want: "-shop.0004", ledger: "0001_initial 0002_price 0003_rename 0003_squashed"},
		"to the end of the squash":            {had: "both", files: "both", target: "0003_rename", want: "-shop.0004", ledger: "0001_initial 0002_price 0003_rename 0003_squashed"},
		"to zero":                             {had: "both", files: "both", target: Zero, want: "-shop.0004 -shop.0003", ledger: ""},
		"to zero as one step":                 {had: "old", files: "alone", target: Zero, want: "-shop.0004 -shop.0003", ledger: ""},
		"forwards to an old one":              {had: "", files: "both", target: "0002", want: "+shop.0001 +shop.0002", ledger: "0001_initial 0002_price"},
		"to one whose file is gone":           {had: "old", files: "alone", target: "0002_price", refused: "migrate: 0002_price is a part of shop.0003_squashed, and its file is gone; go to 0003_squashed, or to what is before it"},
		"to one that never was":               {had: "old", files: "both", target: "0009", refused: `migrate: shop has no migration "0009"; there are 0003_squashed, 0004_size`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts := shopFiles()
			delete(texts, "cart/0001_initial")
			graphs := map[string]*Graph{"old": mustLoad(t, texts)}
			squashInto(t, texts, SquashOptions{App: "shop", To: "0003"})
			graphs["both"] = mustLoad(t, texts)
			for _, name := range []string{"0001_initial", "0002_price", "0003_rename"} {
				delete(texts, "shop/"+name)
			}
			graphs["alone"] = mustLoad(t, texts)
			db := memory(t)
			if test.had != "" {
				to(t, db, graphs[test.had], "", "")
			}
			g := graphs[test.files]
			o := RunOptions{App: "shop", Target: test.target}
			steps, err := Pending(t.Context(), db, SQLite{}, g, o)
			if test.refused != "" {
				if err == nil || err.Error() != test.refused {
					t.Fatalf("%v\nwant %s", err, test.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var ran []Step
			for _, s := range steps {
				if s.Record == "" {
					ran = append(ran, s)
				}
			}
			if got := stepNames(ran); got != test.want {
				t.Errorf("steps %s, want %s", got, test.want)
			}
			to(t, db, g, "shop", test.target)
			if got := strings.Join(column(t, db, "SELECT name FROM gofw_migration ORDER BY 1"), " "); got != test.ledger {
				t.Errorf("ledger %s, want %s", got, test.ledger)
			}
			to(t, db, g, "", "")
			if diff := cmp.Diff(freshDump(t, g), dump(t, db)); diff != "" {
				t.Errorf("forwards again (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStatusTellsOfSquashes(t *testing.T) {
	t.Parallel()
	texts := shopFiles()
	delete(texts, "cart/0001_initial")
	plain := mustLoad(t, texts)
	squashInto(t, texts, SquashOptions{App: "shop", To: "0003"})
	both := mustLoad(t, texts)
	tests := map[string]struct{ before, want string }{
		"of a fresh database":         {Zero, "[ ] 0003_squashed (shop.0001_initial to shop.0003_rename), [ ] 0004_size"},
		"of one that has a part":      {"0002", "[x] 0001_initial, [x] 0002_price, [ ] 0003_rename, [ ] 0004_size"},
		"of one that has all of them": {"", "[-] 0003_squashed (shop.0001_initial to shop.0003_rename), [x] 0004_size"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := memory(t)
			to(t, db, plain, "shop", test.before)
			entries, err := Status(t.Context(), db, SQLite{}, both)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range entries {
				mark := map[bool]string{true: "[x] ", false: "[ ] "}[e.Applied]
				if e.Due {
					mark = "[-] "
				}
				line := mark + e.Name
				if e.Squashes != "" {
					line += " (" + e.Squashes + ")"
				}
				if e.Missing {
					line += " missing"
				}
				got = append(got, line)
			}
			if got := strings.Join(got, ", "); got != test.want {
				t.Errorf("%s\nwant %s", got, test.want)
			}
		})
	}
}

// A squash is squashed, and old files go in any order that makes sense.
func TestSquashesAreSquashed(t *testing.T) {
	t.Parallel()
	texts := shopFiles()
	delete(texts, "cart/0001_initial")
	releases := []*Graph{mustLoad(t, texts)}
	release := func(gone ...string) {
		for _, name := range gone {
			delete(texts, "shop/"+name)
		}
		releases = append(releases, mustLoad(t, texts))
	}
	squashInto(t, texts, SquashOptions{App: "shop", To: "0002"})
	release()
	squashInto(t, texts, SquashOptions{App: "shop", To: "0003", Name: "again"})
	release()
	release("0001_initial", "0002_price")
	release("0002_squashed", "0003_rename")
	want := freshDump(t, releases[0])
	for first := range releases {
		for target := range 4 {
			t.Run(fmt.Sprintf("first release %d at target %d", first, target), func(t *testing.T) {
				t.Parallel()
				db := memory(t)
				name := Zero
				if target > 0 {
					name = fmt.Sprintf("000%d", target)
				}
				if _, err := releases[first].Find("shop", name); err == nil {
					to(t, db, releases[first], "shop", name)
				}
				for _, g := range releases[first:] {
					to(t, db, g, "", "")
					if diff := cmp.Diff(want, dump(t, db)); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
				}
				if got := column(t, db, "SELECT name FROM gofw_migration ORDER BY 1"); !cmp.Equal(got, []string{"0003_again", "0004_size"}) {
					t.Errorf("ledger %v", got)
				}
			})
		}
	}
}

func TestReplacesThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	squash := func(keys string) string { return "replaces: [" + keys + "]\n" + nothing }
	const all = "shop.0001_initial, shop.0002_price, shop.0003_rename"
	tests := map[string]struct {
		name, text string
		gone       []string
		want       string
	}{
		"no list":                {"0003_squashed", "replaces: 5\n" + nothing, nil, `shop/migrations/0003_squashed.yaml:1:11: replaces must be a list, not "5"`},
		"no names":               {"0003_squashed", squash("0001_initial"), nil, `shop/migrations/0003_squashed.yaml:1:12: replaces names "0001_initial"; write app.NNNN_name, as in auth.0001_initial`},
		"a name twice":           {"0003_squashed", squash("shop.0001_initial, shop.0001_initial"), nil, "shop/migrations/0003_squashed.yaml:1:31: replaces names shop.0001_initial twice"},
		"another app":            {"0003_squashed", squash("cart.0001_initial"), nil, "shop/migrations/0003_squashed.yaml:1:12: it replaces cart.0001_initial, a migration of another app; a squash stands for migrations of shop only"},
		"a misspelt name":        {"0003_squashed", squash("shop.0001_initial, shop.0002_prise, shop.0003_rename"), nil, `shop/migrations/0003_squashed.yaml:1:31: it replaces shop.0002_prise, which does not exist; did you mean "shop.0002_price"?`},
		"itself":                 {"0003_squashed", squash(all + ", shop.0003_squashed"), nil, "shop/migrations/0003_squashed.yaml:1:66: squashes replace each other in a circle: shop.0003_squashed replaces shop.0003_squashed"},
		"one in the middle left": {"0003_squashed", squash("shop.0001_initial, shop.0003_rename"), nil, "shop/migrations/0003_squashed.yaml: it replaces shop.0001_initial to shop.0003_rename, but not shop.0002_price, which lies between; add it to replaces"},
		"a number that is too low": {"0002_squashed", squash(all), nil,
			"shop/migrations/0002_squashed.yaml: it replaces shop.0001_initial to shop.0003_rename, so its number must not be below 3; rename the file"},
		"files that are half deleted": {"0003_squashed", squash(all), []string{"shop/0001_initial"},
			"shop/migrations/0003_squashed.yaml:1:12: it replaces shop.0001_initial, which does not exist, while shop.0002_price is still there; bring it back, or delete all that the squash replaces once every database has had it"},
		"a circle through the squash": {"0004_squashed", "depends: [cart.0001_initial]\nreplaces: [" + all + ", shop.0004_size]\n" + nothing, nil,
			"shop/migrations/0004_squashed.yaml: migrations depend on each other in a circle: shop.0004_squashed needs cart.0001_initial needs shop.0004_squashed; a squash is one of them, and what it stands for was not: squash two shorter stretches instead, or all apps together with gofw squashmigrations --all"},
		"tables that are missing": {"0003_squashed", squash(all), nil,
			"shop/migrations/0004_size.yaml:3:5: there is no model shop.Article at this point; there are none"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts := shopFiles()
			texts["shop/"+test.name] = test.text
			for _, name := range test.gone {
				delete(texts, name)
			}
			_, err := loadFiles(texts)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v\nwant %s", err, test.want)
			}
		})
	}
}
