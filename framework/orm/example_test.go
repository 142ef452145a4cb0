package orm_test

import (
	"context"
	"fmt"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// published is a declaration: it holds no database and may be shared.
var published = Posts.
	Filter(Posts.Status.Eq(StatusPublished), Posts.PublishedAt.Before(orm.Now)).
	SelectRelated(Posts.Author()).
	OrderBy(Posts.PublishedAt.Desc())

func ExampleQuerySet() {
	show := func(ctx context.Context) error {
		posts, err := published.
			Filter(orm.Or(Posts.Author().Name.HasPrefix("A"), Posts.Tags.Any(Tags.Name.In("go", "sql")))).
			Limit(25).
			All(ctx)
		if err != nil {
			return err
		}
		for _, p := range posts {
			fmt.Println(p.Title, p.Author.Name)
		}
		return nil
	}
	_ = show
}

func ExampleAtomic() {
	feature := func(ctx context.Context, id int64) error {
		return orm.Atomic(ctx, func(ctx context.Context) error {
			if _, err := Posts.Filter(Posts.Featured.IsTrue()).Update(ctx, Posts.Featured.Set(false)); err != nil {
				return err
			}
			_, err := Posts.Filter(Posts.ID.Eq(id)).Update(ctx, Posts.Featured.Set(true), Posts.Views.SetF(Posts.Views.Add(1)))
			return err
		})
	}
	_ = feature
}
