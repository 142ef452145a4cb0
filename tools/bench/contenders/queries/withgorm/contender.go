// Package withgorm asks through GORM, in the words of its documentation.
package withgorm

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
)

type contender struct{ db *gorm.DB }

// Open opens a database. Tuned takes the advice of GORM's page on performance.
func Open(d store.Database, tuned bool) (task.Reader[Post], *sql.DB, error) {
	pool, err := d.Open(false)
	if err != nil {
		return nil, nil, err
	}
	var dialector gorm.Dialector = sqlite.New(sqlite.Config{Conn: pool})
	if d.Dialect == store.Postgres {
		dialector = postgres.New(postgres.Config{Conn: pool})
	}
	db, err := gorm.Open(dialector, &gorm.Config{
		PrepareStmt: tuned, SkipDefaultTransaction: tuned,
		NowFunc: func() time.Time { return time.Now().UTC() },
	})
	return contender{db}, pool, err
}

// Get is one row by its key.
func (c contender) Get(ctx context.Context, id int64) (p Post, err error) {
	err = c.db.WithContext(ctx).Take(&p, id).Error
	return p, err
}

// Filter is the newest published posts with many views.
func (c contender) Filter(ctx context.Context, views int64) (list []Post, err error) {
	err = c.db.WithContext(ctx).Where("status = ? AND views >= ?", task.Published, views).Order("published_at DESC").Limit(25).Find(&list).Error
	return list, err
}

// List is the first posts.
func (c contender) List(ctx context.Context, n int) (list []Post, err error) {
	err = c.db.WithContext(ctx).Order("id").Limit(n).Find(&list).Error
	return list, err
}

// Join is the first posts with their authors.
func (c contender) Join(ctx context.Context) (list []Post, err error) {
	err = c.db.WithContext(ctx).InnerJoins("Author").Order("blog_post.id").Limit(100).Find(&list).Error
	return list, err
}

// Prefetch is the first posts with their tags.
func (c contender) Prefetch(ctx context.Context) (list []Post, err error) {
	err = c.db.WithContext(ctx).Preload("Tags").Order("id").Limit(25).Find(&list).Error
	return list, err
}

// Count is the number of an author's posts.
func (c contender) Count(ctx context.Context, author int64) (n int64, err error) {
	err = c.db.WithContext(ctx).Model(&Post{}).Where("author_id = ?", author).Count(&n).Error
	return n, err
}

// Insert inserts a row.
func (c contender) Insert(ctx context.Context, p Post) (Post, error) {
	err := c.db.WithContext(ctx).Create(&p).Error
	return p, err
}

// Bulk inserts rows, five hundred with a statement.
func (c contender) Bulk(ctx context.Context, list []Post) ([]Post, error) {
	err := c.db.WithContext(ctx).CreateInBatches(list, 500).Error
	return list, err
}

// Update adds a view.
func (c contender) Update(ctx context.Context, id int64) error {
	return view(c.db.WithContext(ctx), id)
}

func view(db *gorm.DB, id int64) error {
	return db.Model(&Post{}).Where("id = ?", id).Update("views", gorm.Expr("views + 1")).Error
}

// Transaction does five things in one transaction.
func (c contender) Transaction(ctx context.Context, id int64, p Post) (again Post, err error) {
	err = c.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		var read Post
		if err := tx.Take(&read, id).Error; err != nil {
			return err
		}
		var n int64
		if err := tx.Model(&Post{}).Where("author_id = ?", read.AuthorID).Count(&n).Error; err != nil {
			return err
		}
		if err := tx.Create(&p).Error; err != nil {
			return err
		}
		if err := view(tx, id); err != nil {
			return err
		}
		return tx.Take(&again, p.ID).Error
	})
	return again, err
}

// Row is what was read.
func (contender) Row(p Post) task.Row {
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
func (contender) New(r task.Row) Post {
	return Post{
		AuthorID: r.AuthorID, Views: r.Views, Title: r.Title, Slug: r.Slug, Body: r.Body, Status: r.Status,
		PublishedAt: r.PublishedAt, ExpiresAt: r.ExpiresAt,
	}
}
