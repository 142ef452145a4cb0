package byhand

import (
	"context"

	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
)

// Get is one row by its key.
func (c *contender) Get(ctx context.Context, id int64) (*post, error) {
	p := &post{}
	return p, scan(c.get.QueryRowContext(ctx, id), p)
}

// Filter is the newest published posts with many views.
func (c *contender) Filter(ctx context.Context, views int64) ([]*post, error) {
	return posts(ctx, 25, c.filter, task.Published, views)
}

// List is the first posts.
func (c *contender) List(ctx context.Context, n int) ([]*post, error) {
	s := c.list100
	if n == 1000 {
		s = c.list1000
	}
	return posts(ctx, n, s)
}

// Join is the first posts with their authors.
func (c *contender) Join(ctx context.Context) ([]*post, error) {
	rows, err := c.join.QueryContext(ctx)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := make([]*post, 0, 100)
	for rows.Next() {
		p := &post{author: &author{}}
		if err := scan(rows, p, &p.author.id, &p.author.name, &p.author.email); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// Prefetch is the first posts with their tags, in two statements.
func (c *contender) Prefetch(ctx context.Context) ([]*post, error) {
	list, err := posts(ctx, 25, c.posts25)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]*post, len(list))
	ids := make([]int64, len(list))
	for i, p := range list {
		byID[p.id], ids[i] = p, p.id
	}
	rows, err := c.tags.QueryContext(ctx, c.keys(ids)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var t tag
		if err := rows.Scan(&id, &t.id, &t.name); err != nil {
			return nil, err
		}
		byID[id].tags = append(byID[id].tags, t)
	}
	return list, rows.Err()
}

// keys is the parameters for a list of keys.
func (c *contender) keys(ids []int64) []any {
	if c.dialect == store.Postgres {
		return []any{ids}
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return args
}

// Count is the number of an author's posts.
func (c *contender) Count(ctx context.Context, author int64) (n int64, err error) {
	err = c.count.QueryRowContext(ctx, author).Scan(&n)
	return n, err
}

// posts reads a list of about n posts.
func posts(ctx context.Context, n int, s asker, args ...any) ([]*post, error) {
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := make([]*post, 0, n)
	for rows.Next() {
		p := &post{}
		if err := scan(rows, p); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// scan reads the columns of a post, and more behind them.
func scan(row interface{ Scan(...any) error }, p *post, more ...any) error {
	to := append([]any{
		&p.id, &p.authorID, &p.views, &p.title, &p.slug, &p.body, &p.status,
		&p.publishedAt, &p.expiresAt, &p.createdAt, &p.updatedAt,
	}, more...)
	return row.Scan(to...)
}
