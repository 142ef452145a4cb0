package migrate

import (
	"testing"
)

func TestSizesAreEstimated(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		db := e.open(t)
		if err := Run(t.Context(), db, e.dialect, driftGraph(t), RunOptions{}); err != nil {
			t.Fatal(err)
		}
		for i := range 300 {
			execute(t, db, "INSERT INTO blog_author (name) VALUES ('author "+string(rune('a'+i/26%26))+string(rune('a'+i%26))+"')")
		}
		switch e.name {
		case "postgres":
			execute(t, db, "ANALYZE blog_author, blog_post")
		case "mysql":
			one(t, db, "SELECT count(*) FROM blog_author")
			rows, err := db.Query("ANALYZE TABLE blog_author, blog_post")
			if err != nil {
				t.Fatal(err)
			}
			rows.Close()
		}
		sizes, err := TableSizes(t.Context(), db, e.dialect)
		if err != nil {
			t.Fatal(err)
		}
		if n := sizes["blog_author"]; n < 100 || n > 1000 { // as many as that: statistics come late
			t.Errorf("300 authors are estimated as %d", n)
		}
		if n, ok := sizes["blog_post"]; n > 10 || !ok {
			t.Errorf("no posts are estimated as %d, known %v", n, ok)
		}
	})
}
