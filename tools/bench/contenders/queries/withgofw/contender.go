// Package withgofw asks through gofw's orm.
package withgofw

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/postgres"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
	"github.com/gofw/gofw/tools/bench/contenders/queries/withgofw/blog"
)

// contender holds the database.
type contender struct{ db *gorm.DB }

// Carry puts the database into a context, as a site does once for a request.
func (c contender) Carry(ctx context.Context) context.Context { return orm.With(ctx, c.db) }

// Open opens a database.
func Open(d store.Database) (task.Reader[*blog.Post], *sql.DB, error) {
	c := contender{}
	var err error
	if d.Dialect == store.Postgres {
		c.db, err = postgres.Open(d.Address, postgres.Options{})
	} else {
		c.db, err = sqlite.Open(d.Address, sqlite.Options{})
	}
	if err != nil {
		return nil, nil, err
	}
	if d.Dialect == store.Postgres {
		err = c.db.Exec(nullsFirst).Error
	}
	pool, wrong := c.db.DB()
	return c, pool, errors.Join(err, wrong)
}

// nullsFirst makes the index of a column that may be NULL as gofw needs it: NULL
// sorts first there, and PostgreSQL's own order, which the others ask for, has
// it last.
const nullsFirst = `DROP INDEX blog_post_status_published_at; ANALYZE blog_post;
	CREATE INDEX blog_post_status_published_at ON blog_post (status, published_at NULLS FIRST)`

var (
	byKey     = blog.Posts.OrderBy(blog.Posts.ID.Asc())
	published = blog.Posts.Filter(blog.Posts.Status.Eq(task.Published)).OrderBy(blog.Posts.PublishedAt.Desc())
	joined    = byKey.SelectRelated(blog.Posts.Author()).Limit(100)
	tagged    = byKey.Prefetch(blog.Posts.Tags.With(blog.Tags.QuerySet)).Limit(25)
)

// Get is one row by its key.
func (c contender) Get(ctx context.Context, id int64) (*blog.Post, error) {
	return blog.Posts.Get(ctx, id)
}

// Filter is the newest published posts with many views.
func (c contender) Filter(ctx context.Context, views int64) ([]*blog.Post, error) {
	return published.Filter(blog.Posts.Views.Ge(views)).Limit(25).All(ctx)
}

// List is the first posts.
func (c contender) List(ctx context.Context, n int) ([]*blog.Post, error) {
	return byKey.Limit(n).All(ctx)
}

// Join is the first posts with their authors.
func (c contender) Join(ctx context.Context) ([]*blog.Post, error) { return joined.All(ctx) }

// Prefetch is the first posts with their tags.
func (c contender) Prefetch(ctx context.Context) ([]*blog.Post, error) {
	return tagged.All(ctx)
}

// Count is the number of an author's posts.
func (c contender) Count(ctx context.Context, author int64) (int64, error) {
	return blog.Posts.Filter(blog.Posts.AuthorID.Eq(author)).Count(ctx)
}

// Insert inserts a row.
func (c contender) Insert(ctx context.Context, p *blog.Post) (*blog.Post, error) {
	return p, blog.Posts.Create(ctx, p)
}

// Bulk inserts rows.
func (c contender) Bulk(ctx context.Context, list []*blog.Post) ([]*blog.Post, error) {
	return list, blog.Posts.BulkCreate(ctx, list)
}

// Update adds a view.
func (contender) Update(ctx context.Context, id int64) error {
	_, err := blog.Posts.Filter(blog.Posts.ID.Eq(id)).Update(ctx, blog.Posts.Views.SetF(blog.Posts.Views.Add(1)))
	return err
}

// Transaction does five things in one transaction.
func (c contender) Transaction(ctx context.Context, id int64, p *blog.Post) (again *blog.Post, err error) {
	err = orm.Atomic(ctx, func(ctx context.Context) error {
		read, err := blog.Posts.Get(ctx, id)
		if err != nil {
			return err
		}
		if _, err := blog.Posts.Filter(blog.Posts.AuthorID.Eq(read.AuthorID)).Count(ctx); err != nil {
			return err
		}
		if err := blog.Posts.Create(ctx, p); err != nil {
			return err
		}
		if err := c.Update(ctx, id); err != nil {
			return err
		}
		again, err = blog.Posts.Get(ctx, p.ID)
		return err
	})
	return again, err
}

// Row is what was read.
func (contender) Row(p *blog.Post) task.Row {
	r := task.Row{
		ID: p.ID, AuthorID: p.AuthorID, Views: p.Views, Title: p.Title, Slug: p.Slug, Body: p.Body, Status: p.Status,
		PublishedAt: p.PublishedAt, ExpiresAt: p.ExpiresAt, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
	}
	if p.Author != nil {
		r.Author = p.Author.Name
	}
	for _, t := range p.Tags {
		r.Tags = append(r.Tags, t.Name)
	}
	return r
}

// New is a row to insert.
func (contender) New(r task.Row) *blog.Post {
	return &blog.Post{
		AuthorID: r.AuthorID, Views: r.Views, Title: r.Title, Slug: r.Slug, Body: r.Body, Status: r.Status,
		PublishedAt: r.PublishedAt, ExpiresAt: r.ExpiresAt,
	}
}
