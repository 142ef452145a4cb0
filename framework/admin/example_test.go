package admin_test

import (
	"context"

	"github.com/gofw/gofw/framework/admin"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

func ExampleModel() {
	_ = admin.Model[Tag]{} // is a working admin

	_ = admin.Model[Post]{
		List:    orm.Columns(Posts.Title, Posts.Author(), Posts.Status),
		Filters: orm.Columns(Posts.Status, Posts.Tags),
		Search:  orm.Columns(Posts.Title, Posts.Body),
		Actions: []admin.Action[Post]{{
			Label: "Publish the selected posts",
			Run: func(ctx context.Context, selected *orm.QuerySet[*Post]) (int64, error) {
				return selected.Update(ctx, Posts.Status.Set(StatusPublished))
			},
		}},
	}
}
