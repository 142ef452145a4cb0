// Package byhand asks by hand and with care: database/sql, statements that are
// prepared once or kept by the driver, columns scanned straight into the row, a
// LIMIT that is not bound (SQLite would prepare the statement anew each time).
package byhand

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
)

// post is a row and what belongs to it.
type post struct {
	id, authorID, views       int64
	title, slug, body, status string
	publishedAt, expiresAt    *time.Time
	createdAt, updatedAt      time.Time
	author                    *author
	tags                      []tag
}

type author struct {
	id          int64
	name, email string
}

type tag struct {
	id   int64
	name string
}

// contender holds the statements.
type contender struct {
	db      *sql.DB
	dialect string

	get, filter, list100, list1000, join, posts25, tags, count statement
	insert, bulk, update                                       statement
}

// Open opens a database. Prepared says that its statements are prepared once
// here, not kept by the driver.
func Open(ctx context.Context, d store.Database, prepared bool) (task.Reader[*post], *sql.DB, error) {
	db, err := d.Open(!prepared)
	if err != nil {
		return nil, nil, err
	}
	c := &contender{db: db, dialect: d.Dialect}
	var failed error
	for to, text := range c.texts() {
		if *to, err = newStatement(ctx, db, numbered(d.Dialect, text), prepared); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	return c, db, failed
}

// Row is what was read.
func (c *contender) Row(p *post) task.Row {
	r := task.Row{
		ID: p.id, AuthorID: p.authorID, Views: p.views, Title: p.title, Slug: p.slug, Body: p.body, Status: p.status,
		PublishedAt: p.publishedAt, ExpiresAt: p.expiresAt, CreatedAt: p.createdAt, UpdatedAt: p.updatedAt,
	}
	if p.author != nil {
		r.Author = p.author.name
	}
	for _, t := range p.tags {
		r.Tags = append(r.Tags, t.name)
	}
	return r
}

// New is a row to insert.
func (c *contender) New(r task.Row) *post {
	return &post{
		authorID: r.AuthorID, views: r.Views, title: r.Title, slug: r.Slug, body: r.Body, status: r.Status,
		publishedAt: r.PublishedAt, expiresAt: r.ExpiresAt,
	}
}
