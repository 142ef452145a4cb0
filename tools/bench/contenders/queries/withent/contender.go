//go:build generated

// Package withent asks through ent, in the words of its documentation. What ent
// generates of the schema is not committed: see the row orm.
package withent

import (
	"context"
	"database/sql"
	"errors"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
	"github.com/gofw/gofw/tools/bench/contenders/queries/withent/ent"
	"github.com/gofw/gofw/tools/bench/contenders/queries/withent/ent/post"
)

type contender struct{ client *ent.Client }

// Open opens a database.
func Open(d store.Database) (task.Reader[*ent.Post], *sql.DB, error) {
	db, err := d.Open(false)
	if err != nil {
		return nil, nil, err
	}
	dialect := map[string]string{store.SQLite: "sqlite3", store.Postgres: "postgres"}[d.Dialect]
	return contender{ent.NewClient(ent.Driver(entsql.OpenDB(dialect, db)))}, db, nil
}

// Get is one row by its key.
func (c contender) Get(ctx context.Context, id int64) (*ent.Post, error) {
	return c.client.Post.Get(ctx, id)
}

// Filter is the newest published posts with many views.
func (c contender) Filter(ctx context.Context, views int64) ([]*ent.Post, error) {
	return c.client.Post.Query().Where(post.Status(task.Published), post.ViewsGTE(views)).Order(ent.Desc(post.FieldPublishedAt)).Limit(25).All(ctx)
}

// List is the first posts.
func (c contender) List(ctx context.Context, n int) ([]*ent.Post, error) {
	return c.client.Post.Query().Order(ent.Asc(post.FieldID)).Limit(n).All(ctx)
}

// Join is the first posts with their authors, for which ent takes two statements.
func (c contender) Join(ctx context.Context) ([]*ent.Post, error) {
	return c.client.Post.Query().WithAuthor().Order(ent.Asc(post.FieldID)).Limit(100).All(ctx)
}

// Prefetch is the first posts with their tags.
func (c contender) Prefetch(ctx context.Context) ([]*ent.Post, error) {
	return c.client.Post.Query().WithTags().Order(ent.Asc(post.FieldID)).Limit(25).All(ctx)
}

// Count is the number of an author's posts.
func (c contender) Count(ctx context.Context, author int64) (int64, error) {
	n, err := c.client.Post.Query().Where(post.AuthorID(author)).Count(ctx)
	return int64(n), err
}

// Insert inserts a row.
func (c contender) Insert(ctx context.Context, p *ent.Post) (*ent.Post, error) {
	return create(c.client.Post, p).Save(ctx)
}

func create(c *ent.PostClient, p *ent.Post) *ent.PostCreate {
	return c.Create().SetAuthorID(p.AuthorID).SetViews(p.Views).SetTitle(p.Title).SetSlug(p.Slug).SetBody(p.Body).
		SetStatus(p.Status).SetNillablePublishedAt(p.PublishedAt).SetNillableExpiresAt(p.ExpiresAt)
}

// Bulk inserts rows, five hundred with a statement.
func (c contender) Bulk(ctx context.Context, list []*ent.Post) (made []*ent.Post, err error) {
	err = c.atomic(ctx, func(tx *ent.Tx) error {
		for i := 0; i < len(list); i += 500 {
			creates := make([]*ent.PostCreate, 500)
			for j, p := range list[i : i+500] {
				creates[j] = create(tx.Post, p)
			}
			part, err := tx.Post.CreateBulk(creates...).Save(ctx)
			if err != nil {
				return err
			}
			made = append(made, part...)
		}
		return nil
	})
	return made, err
}

// Update adds a view.
func (c contender) Update(ctx context.Context, id int64) error { return view(ctx, c.client.Post, id) }

func view(ctx context.Context, c *ent.PostClient, id int64) error {
	return c.Update().Where(post.ID(id)).AddViews(1).Exec(ctx)
}

// Transaction does five things in one transaction.
func (c contender) Transaction(ctx context.Context, id int64, p *ent.Post) (again *ent.Post, err error) {
	err = c.atomic(ctx, func(tx *ent.Tx) error {
		read, err := tx.Post.Get(ctx, id)
		if err != nil {
			return err
		}
		if _, err := tx.Post.Query().Where(post.AuthorID(read.AuthorID)).Count(ctx); err != nil {
			return err
		}
		made, err := create(tx.Post, p).Save(ctx)
		if err != nil {
			return err
		}
		if err := view(ctx, tx.Post, id); err != nil {
			return err
		}
		again, err = tx.Post.Get(ctx, made.ID)
		return err
	})
	return again, err
}

func (c contender) atomic(ctx context.Context, do func(*ent.Tx) error) error {
	tx, err := c.client.Tx(ctx)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Row is what was read.
func (contender) Row(p *ent.Post) task.Row {
	r := task.Row{
		ID: p.ID, AuthorID: p.AuthorID, Views: p.Views, Title: p.Title, Slug: p.Slug, Body: p.Body, Status: p.Status,
		PublishedAt: p.PublishedAt, ExpiresAt: p.ExpiresAt, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
	}
	if p.Edges.Author != nil {
		r.Author = p.Edges.Author.Name
	}
	for _, t := range p.Edges.Tags {
		r.Tags = append(r.Tags, t.Name)
	}
	return r
}

// New is a row to insert.
func (contender) New(r task.Row) *ent.Post {
	return &ent.Post{
		AuthorID: r.AuthorID, Views: r.Views, Title: r.Title, Slug: r.Slug, Body: r.Body, Status: r.Status,
		PublishedAt: r.PublishedAt, ExpiresAt: r.ExpiresAt,
	}
}
