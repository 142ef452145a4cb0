package newsroom

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/views"
	"github.com/gofw/gofw/framework/web"
)

// PostList is every published post, page by page. Readers narrow it to a subject.
var PostList = views.List[Post]{
	Query:    Published,
	PageSize: 10,
	Filters:  orm.Columns(Posts.Tags),
	Template: PostListPage,
}

// The archives are the published posts of all time, a year, a month and a day.
var (
	PostArchive = archive
	PostYear    = archive
	PostMonth   = archive
	PostDay     = archive
)

var archive = views.Archive[Post]{Query: Published, By: Posts.PublishedAt, PageSize: 10, Template: ArchivePage}

// PostDetail is the page of one post, with its comments and the form for another.
var PostDetail = views.Detail[Post]{
	Query:    Published.Prefetch(Posts.Tags, Posts.Comments.With(Approved)),
	By:       Posts.Slug,
	Template: func(p *Post) templ.Component { return PostPage(p, CommentForm.Blank()) },
}

// CommentForm lets a reader sign and write a comment, and set nothing else.
var CommentForm = forms.Model[Comment]{
	Fields: orm.Columns(Comments.Name, Comments.Email, Comments.Body),
	Clean:  rejectLinks,
}

func rejectLinks(c *Comment) error {
	if strings.Contains(c.Body, "http://") || strings.Contains(c.Body, "https://") {
		return forms.Wrong(Comments.Body, "Please leave out links.")
	}
	return nil
}

// Front shows the newest posts.
func Front(c web.Context) error {
	posts, err := Published.Prefetch(Posts.Tags).Limit(7).All(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Page(c, FrontPage(posts, messages.All(c)))
}

// Search finds published posts by the words of their title and summary.
func Search(c web.Context) error {
	term := strings.TrimSpace(c.QueryParam("q"))
	found := Published.None()
	if term != "" {
		found = Published.Filter(orm.Search(term, orm.Columns(Posts.Title, Posts.Summary)...)).Limit(50)
	}
	posts, err := found.All(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Page(c, SearchPage(term, posts))
}

// TagDetail shows the newest posts of one tag.
var TagDetail = views.Detail[Tag]{Query: Tags.QuerySet, By: Tags.Slug, Render: newestOf}

func newestOf(c web.Context, tag *Tag) (templ.Component, error) {
	posts, err := Published.Filter(Posts.Tags.Has(tag.ID)).Limit(50).All(c.Request().Context())
	return TagPage(tag, posts), err
}

// AddComment keeps a reader's comment until an editor approves it.
func AddComment(c web.Context) error {
	ctx := c.Request().Context()
	post, err := PostDetail.Query.Filter(Posts.Slug.Eq(c.Param("slug"))).One(ctx)
	if err != nil {
		return err
	}
	form, comment, err := CommentForm.Bind(c)
	if err != nil {
		return err
	}
	comment.PostID = post.ID
	if !form.Valid() {
		return web.PageStatus(c, http.StatusUnprocessableEntity, PostPage(post, form))
	}
	if ok, err := form.Save(ctx); err != nil || !ok {
		return err
	}
	messages.Success(c, "Thank you. Your comment appears once an editor has read it.")
	return web.Redirect(c, FrontURL())
}
