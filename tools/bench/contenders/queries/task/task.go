// Package task is what every contender is asked to do, and how one sees that it
// did.
//
// A contender reads posts into a type of its own, P, and is asked for them
// through [Reader] and [Writer]. [Operations] makes one list of operations of
// it, without that type, whose answers can be compared and whose cost can be
// measured.
package task

import (
	"context"
	"time"
)

// Row is a post as all contenders must agree on it.
type Row struct {
	ID, AuthorID, Views       int64
	Title, Slug, Body, Status string
	PublishedAt, ExpiresAt    *time.Time
	CreatedAt, UpdatedAt      time.Time

	Author string   // the author's name, if it was asked for
	Tags   []string // the names of its tags, if they were asked for
}

// Published is the status of nine posts in ten.
const Published = "published"

// Reader asks for posts. All columns of a post are read.
type Reader[P any] interface {
	// Get is the post with this key.
	Get(ctx context.Context, id int64) (P, error)
	// Filter is the 25 newest published posts with at least so many views.
	Filter(ctx context.Context, views int64) ([]P, error)
	// List is the first n posts by key.
	List(ctx context.Context, n int) ([]P, error)
	// Join is the first 100 posts by key and their authors.
	Join(ctx context.Context) ([]P, error)
	// Prefetch is the first 25 posts by key and their tags.
	Prefetch(ctx context.Context) ([]P, error)
	// Count is the number of an author's posts.
	Count(ctx context.Context, author int64) (int64, error)
	// Row is what the contender has read. It is not measured.
	Row(p P) Row
}

// Writer also writes posts. The times of creation and change are set by the
// contender, as it does that.
type Writer[P any] interface {
	Reader[P]
	// New is a post to insert: the columns of r without key and times. It is not
	// measured.
	New(r Row) P
	// Insert inserts a post and returns it with its key.
	Insert(ctx context.Context, p P) (P, error)
	// Bulk inserts posts and returns them with their keys, in the same order.
	Bulk(ctx context.Context, posts []P) ([]P, error)
	// Update adds a view to the post with this key.
	Update(ctx context.Context, id int64) error
	// Transaction does five things in one transaction: it gets the post with this
	// key, counts the posts of its author, inserts p, adds a view to the first
	// post, and gets the inserted one, which it returns.
	Transaction(ctx context.Context, id int64, p P) (P, error)
}

// Carrier is a contender whose database travels in the context.
type Carrier interface {
	// Carry puts it there, as is done once for a request. It is not measured.
	Carry(ctx context.Context) context.Context
}
