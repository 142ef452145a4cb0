package orm_test

import (
	"context"
	"strings"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

func TestALedgerFindsTheQueryOfEachRow(t *testing.T) { Each(t, testALedgerFindsTheQueryOfEachRow) }

func testALedgerFindsTheQueryOfEachRow(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	watched, ledger := orm.Watch(ctx)
	posts, err := Posts.All(watched)
	ok(t, err)
	for _, p := range posts {
		_, err := Authors.Get(watched, p.AuthorID) // the line that is told
		ok(t, err)
		_, err = Comments.Filter(Comments.PostID.Eq(p.ID)).All(watched)
		ok(t, err)
	}
	ok(t, orm.Atomic(watched, func(ctx context.Context) error {
		_, err := Tags.Count(ctx)
		return err
	}))
	var n int64
	ok(t, orm.Gorm(watched).Model(&Tag{}).Count(&n).Error)
	ok(t, orm.Gorm(watched).Exec("DELETE FROM blog_tag WHERE name = ?", "nosuch").Error)
	if got := ledger.Statements(); got != 1+5+5+1+2 {
		t.Errorf("counted %d statements", got)
	}
	often := ledger.Entries(5)
	if len(often) != 2 {
		t.Fatalf("of each row: %v", often)
	}
	for _, want := range []struct{ table, remedy string }{{"blog_author", "SelectRelated"}, {"blog_comment", "Prefetch"}} {
		found := false
		for _, e := range often {
			if strings.Contains(e.Statement, want.table) {
				found = e.Times == 5 && strings.Contains(e.Place, "ledger_test.go:") && strings.Contains(e.Remedy, want.remedy)
			}
		}
		if !found {
			t.Errorf("%s is not told, or not how to do better: %v", want.table, often)
		}
	}
	if _, err := Posts.Count(ctx); err != nil || ledger.Statements() != 14 {
		t.Error("a context that is not watched was counted")
	}
}
