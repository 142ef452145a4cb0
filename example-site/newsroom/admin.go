package newsroom

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/admin"
	"github.com/gofw/gofw/framework/orm"
)

// PostAdmin is how editors write and publish posts.
var PostAdmin = admin.Model[Post]{
	List:     orm.Columns(Posts.Title, Posts.Author(), Posts.Status, Posts.PublishedAt),
	Computed: []admin.Computed[Post]{{Label: "Words", Value: words}},
	Filters:  orm.Columns(Posts.Status, Posts.Author(), Posts.Tags, Posts.PublishedAt),
	Search:   orm.Columns(Posts.Title, Posts.Summary),
	Sections: []admin.Section[Post]{
		{Fields: orm.Columns(Posts.Title, Posts.Slug, Posts.Summary, Posts.Body)},
		{Title: "Publication", Side: true, Fields: orm.Columns(Posts.Status, Posts.PublishedAt, Posts.Author(), Posts.Tags)},
	},
	Actions: []admin.Action[Post]{{Label: "Publish the selected posts", Run: publish}},
	ViewURL: func(p *Post) string { return p.URL() },
}

// TagAdmin is how editors name subjects.
var TagAdmin = admin.Model[Tag]{}

// CommentAdmin is where editors read and approve comments.
var CommentAdmin = admin.Model[Comment]{
	List:     orm.Columns(Comments.Name, Comments.Post(), Comments.Approved, Comments.CreatedAt),
	Filters:  orm.Columns(Comments.Approved, Comments.CreatedAt),
	Search:   orm.Columns(Comments.Name, Comments.Body),
	ReadOnly: orm.Columns(Comments.Post(), Comments.Email),
	Actions:  []admin.Action[Comment]{{Label: "Approve the selected comments", Run: approve}},
}

func words(p *Post) string { return strconv.Itoa(len(strings.Fields(p.Body))) }

// publish keeps the time of posts that have one.
func publish(ctx context.Context, selected *orm.QuerySet[*Post]) (int64, error) {
	drafts := selected.Filter(Posts.Status.Eq(StatusDraft))
	if _, err := drafts.Filter(Posts.PublishedAt.IsNull()).Update(ctx, Posts.PublishedAt.Set(time.Now())); err != nil {
		return 0, err
	}
	return drafts.Update(ctx, Posts.Status.Set(StatusPublished))
}

func approve(ctx context.Context, selected *orm.QuerySet[*Comment]) (int64, error) {
	return selected.Filter(Comments.Approved.IsFalse()).Update(ctx, Comments.Approved.Set(true))
}
