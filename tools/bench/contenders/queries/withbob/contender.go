// Package withbob asks through bob's query builders, which scan by reflection.
// It only reads.
package withbob

import (
	"context"
	"database/sql"
	"time"

	"github.com/stephenafamo/bob"
	"github.com/stephenafamo/scan"

	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
)

// post is a row; bob finds its fields by the names of columns.
type post struct {
	ID, AuthorID, Views       int64
	Title, Slug, Body, Status string
	PublishedAt, ExpiresAt    *time.Time
	CreatedAt, UpdatedAt      time.Time

	AuthorName, AuthorEmail string // of a join
	tags                    []tag
}

// tag is a tag of a post.
type tag struct {
	PostID, ID int64
	Name       string
}

var (
	columns = []any{
		"p.id", "p.author_id", "p.views", "p.title", "p.slug", "p.body", "p.status",
		"p.published_at", "p.expires_at", "p.created_at", "p.updated_at",
	}
	authorColumns = []any{"a.name AS author_name", "a.email AS author_email"}
	tagColumns    = []any{"l.post_id", "t.id", "t.name"}
)

// contender holds the database, and the words for it.
type contender struct {
	db  bob.DB
	ask interface {
		get(id int64) bob.Query
		filter(views int64) bob.Query
		list(n int) bob.Query
		join() bob.Query
		tags(posts []any) bob.Query
		count(author int64) bob.Query
	}
}

// Open opens a database.
func Open(d store.Database) (task.Reader[*post], *sql.DB, error) {
	db, err := d.Open(false)
	if err != nil {
		return nil, nil, err
	}
	c := contender{db: bob.NewDB(db), ask: forSQLite{}}
	if d.Dialect == store.Postgres {
		c.ask = forPostgres{}
	}
	return c, db, nil
}

// Get is one row by its key.
func (c contender) Get(ctx context.Context, id int64) (*post, error) {
	return bob.One(ctx, c.db, c.ask.get(id), scan.StructMapper[*post]())
}

// Filter is the newest published posts with many views.
func (c contender) Filter(ctx context.Context, views int64) ([]*post, error) {
	return c.posts(ctx, c.ask.filter(views))
}

// List is the first posts.
func (c contender) List(ctx context.Context, n int) ([]*post, error) {
	return c.posts(ctx, c.ask.list(n))
}

// Join is the first posts with their authors.
func (c contender) Join(ctx context.Context) ([]*post, error) { return c.posts(ctx, c.ask.join()) }

func (c contender) posts(ctx context.Context, q bob.Query) ([]*post, error) {
	return bob.All(ctx, c.db, q, scan.StructMapper[*post]())
}

// Prefetch is the first posts with their tags, in two statements.
func (c contender) Prefetch(ctx context.Context) ([]*post, error) {
	list, err := c.List(ctx, 25)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]*post, len(list))
	ids := make([]any, len(list))
	for i, p := range list {
		byID[p.ID], ids[i] = p, p.ID
	}
	tags, err := bob.All(ctx, c.db, c.ask.tags(ids), scan.StructMapper[tag]())
	for _, t := range tags {
		byID[t.PostID].tags = append(byID[t.PostID].tags, t)
	}
	return list, err
}

// Count is the number of an author's posts.
func (c contender) Count(ctx context.Context, author int64) (int64, error) {
	return bob.One(ctx, c.db, c.ask.count(author), scan.SingleColumnMapper[int64])
}

// Row is what was read.
func (contender) Row(p *post) task.Row {
	r := task.Row{
		ID: p.ID, AuthorID: p.AuthorID, Views: p.Views, Title: p.Title, Slug: p.Slug, Body: p.Body, Status: p.Status,
		PublishedAt: p.PublishedAt, ExpiresAt: p.ExpiresAt, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
		Author: p.AuthorName,
	}
	for _, t := range p.tags {
		r.Tags = append(r.Tags, t.Name)
	}
	return r
}
