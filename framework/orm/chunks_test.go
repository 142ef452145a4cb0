package orm_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

func TestChunksAreTheRowsOfAll(t *testing.T) { Each(t, testChunksAreTheRowsOfAll) }

func testChunksAreTheRowsOfAll(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	p := Posts
	for _, tc := range []struct {
		name string
		q    *orm.QuerySet[*Post]
	}{
		{"the order of Meta", p.QuerySet},
		{"an order of its own", p.OrderBy(p.Views.Desc())},
		{"the order of another table", p.OrderBy(p.Author().Name.Desc(), p.ID.Desc())},
		{"a limit and an offset", p.OrderBy(p.ID.Asc()).Limit(3).Offset(1)},
		{"a limit of one chunk", p.OrderBy(p.ID.Desc()).Limit(2)},
		{"some rows", p.Filter(p.Tags.Any(Tags.Name.In("go", "sql"))).OrderBy(p.ID.Asc())},
		{"relations and collections", p.SelectRelated(p.Author().Editor()).Prefetch(p.Tags).OrderBy(p.ID.Asc())},
		{"some columns, without that of the order", orm.Only(p.OrderBy(p.Views.Asc()), p.Title)},
		{"no rows", p.Filter(p.Views.Lt(-1))},
		{"never a row", p.None()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			show := func(rows []*Post) string {
				var b strings.Builder
				for _, p := range rows {
					fmt.Fprint(&b, p.ID, p.Title, p.Views)
					if p.Author != nil {
						fmt.Fprint(&b, p.Author.Name)
					}
					for _, tag := range p.Tags {
						fmt.Fprint(&b, tag.Name)
					}
					b.WriteByte('\n')
				}
				return b.String()
			}
			whole, err := tc.q.All(ctx)
			ok(t, err)
			var rows []*Post
			for chunk, err := range orm.Chunks(ctx, tc.q, 2) {
				ok(t, err)
				if len(chunk) == 0 || len(chunk) > 2 {
					t.Errorf("a chunk of %d rows", len(chunk))
				}
				rows = append(rows, chunk...)
			}
			if got, want := show(rows), show(whole); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func TestBetweenChunksTheDatabaseIsFree(t *testing.T) {
	t.Parallel()
	ctx := Open(t, filepath.Join(t.TempDir(), "site.db"))
	seed(t, ctx)
	var got []string
	for chunk, err := range orm.Chunks(ctx, Posts.OrderBy(Posts.ID.Asc()), 2) {
		ok(t, err)
		got = append(got, slugsOf(chunk)...)
		_, err := Posts.Filter(Posts.Slug.In("gamma", chunk[0].Slug)).Delete(ctx)
		ok(t, err)
	}
	if s := strings.Join(got, " "); s != "alpha beta delta epsilon" {
		t.Errorf("with rows deleted on the way: %s", s)
	}
}

func TestAChunkThatFailsEndsTheLoop(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(Open(t, sqlite.Memory))
	defer stop()
	seed(t, ctx)
	rows, failed := 0, 0
	for chunk, err := range orm.Chunks(ctx, Posts.QuerySet, 2) {
		if rows += len(chunk); err != nil {
			failed++
		}
		stop()
	}
	if rows != 2 || failed != 1 {
		t.Errorf("%d rows and %d errors", rows, failed)
	}
	for _, err := range orm.Chunks(t.Context(), Posts.QuerySet, 2) {
		if failed++; err == nil {
			t.Error("rows without a database")
		}
	}
	if failed != 2 {
		t.Error("no error without a database")
	}
}
