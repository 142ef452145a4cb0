package migrate

import (
	"strings"
	"testing"
)

func TestFakeInitialLooksForTables(t *testing.T) {
	t.Parallel()
	const user = "CREATE TABLE auth_user (ID integer primary key)"
	tests := map[string]struct {
		have []string
		said string // what is only recorded
		err  string
	}{
		"none is there":          {},
		"those of one app":       {[]string{user}, "auth.0001_initial", ""},
		"all":                    {[]string{user, "CREATE TABLE blog_post (id integer primary key, author_id bigint, own text)"}, "auth.0001_initial blog.0001_initial", ""},
		"one without its column": {[]string{user, "CREATE TABLE blog_post (id integer primary key)"}, "", "migrate: blog.0001_initial can be neither run nor recorded: of its tables there is blog_post, but not the column blog_post.author_id; add by hand what is missing, or take away what is there"},
		"a table of somebody":    {[]string{"CREATE TABLE other (a)"}, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, g := memory(t), twoApps(t)
			for _, statement := range test.have {
				execute(t, db, statement)
			}
			var said []string
			err := Run(t.Context(), db, SQLite{}, g, RunOptions{FakeInitial: true, Progress: func(e Event) {
				for _, s := range e.Steps {
					if e.Done && s.Record != "" {
						said = append(said, s.App+"."+s.Name)
					}
				}
			}})
			if test.err != "" {
				if err == nil || err.Error() != test.err {
					t.Errorf("%v\nwant %s", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(said, " "); got != test.said {
				t.Errorf("recorded %q, want %q", got, test.said)
			}
			if n := one(t, db, "SELECT count(*) FROM pragma_table_info('blog_post') WHERE name IN ('id', 'author_id', 'title')"); n != "3" {
				t.Errorf("blog_post has %s of 3 columns", n)
			}
			if steps, err := Pending(t.Context(), db, SQLite{}, g, RunOptions{}); err != nil || len(steps) > 0 {
				t.Errorf("left: %s, %v", stepNames(steps), err)
			}
		})
	}
}
