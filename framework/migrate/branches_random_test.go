package migrate

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
)

// branch goes on from a history with random operations of its own.
func branch(t testing.TB, base []*File, seed int64, operations int, word string) []*File {
	t.Helper()
	state, err := replay(new(State), base)
	if err != nil {
		t.Fatal(err)
	}
	h := &history{r: rand.New(rand.NewSource(seed)), e: state.edit()}
	for range operations {
		h.step()
	}
	previous := base[len(base)-1]
	for i, f := range h.files {
		f.Name = fmt.Sprintf("%04d_%s", len(base)+1+i, word)
		f.Depends = []string{previous.Key()}
		previous = f
	}
	return h.files
}

// Where two random branches are said to commute, databases that had either first
// end up with the same tables; and one that had mine follows a rebase.
func TestRandomBranchesThatCommute(t *testing.T) {
	t.Parallel()
	joined, refused := 0, 0
	for seed := range histories(t, 80) {
		base := randomHistory(int64(seed+1), 15)
		a := branch(t, base, int64(1000+seed), 3, "theirs")
		b := branch(t, base, int64(5000+seed), 3, "mine")
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		g, err := loadedLoosely(slices.Concat(base, a, b)...)
		if err != nil {
			t.Fatal(err)
		}
		headA, headB := a[len(a)-1], b[len(b)-1]
		if err := g.commute(a, b); err != nil {
			refused++
			continue
		}
		joined++
		merge := &File{App: "app", Name: fmt.Sprintf("%04d_merge", 1+max(headA.Number(), headB.Number())), Depends: []string{headA.Key(), headB.Key()}}
		both, err := loaded(slices.Concat(base, a, b, []*File{merge})...)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var dumps []string
		for _, first := range []*File{headA, headB} {
			db := memory(t)
			to(t, db, both, "app", first.Name)
			to(t, db, both, "", "")
			dumps = append(dumps, dump(t, db))
			to(t, db, both, "app", Zero)
			if left := dump(t, db); left != "" {
				t.Fatalf("seed %d: zero leaves %s", seed, left)
			}
			db.Close()
		}
		if err := sameSchema(dumps[0], dumps[1]); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	if joined == 0 || refused == 0 {
		t.Errorf("%d were joined, %d refused: the test shows nothing", joined, refused)
	}
	t.Logf("%d were joined, %d refused", joined, refused)
}

// loadedLoosely makes a graph of files with more than one head.
func loadedLoosely(files ...*File) (*Graph, error) {
	g := &Graph{apps: []string{"app"}, read: map[string][]*File{}, files: map[string]*File{}}
	slices.SortStableFunc(files, func(a, b *File) int { return a.Number() - b.Number() })
	g.read["app"] = files
	for _, f := range files {
		g.files[f.Key()] = f
	}
	return g.view(never)
}
