package byhand

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
)

// Insert inserts a row.
func (c *contender) Insert(ctx context.Context, p *post) (*post, error) {
	p.createdAt = time.Now().UTC()
	p.updatedAt = p.createdAt
	return p, c.insertInto(ctx, c.insert, p)
}

func (c *contender) insertInto(ctx context.Context, s asker, p *post) error {
	args := values(make([]any, 0, 10), p)
	if c.dialect == store.Postgres {
		return s.QueryRowContext(ctx, args...).Scan(&p.id)
	}
	res, err := s.ExecContext(ctx, args...)
	if err != nil {
		return err
	}
	p.id, err = res.LastInsertId()
	return err
}

// values appends what a row is inserted with.
func values(args []any, p *post) []any {
	return append(args, p.authorID, p.views, p.title, p.slug, p.body, p.status, p.publishedAt, p.expiresAt, p.createdAt, p.updatedAt)
}

// Bulk inserts rows, five hundred with a statement, in a transaction.
func (c *contender) Bulk(ctx context.Context, list []*post) ([]*post, error) {
	now := time.Now().UTC()
	return list, c.atomic(ctx, func(tx *sql.Tx) error {
		s := c.bulk.in(ctx, tx)
		for i := 0; i < len(list); i += bulkRows {
			part := list[i : i+bulkRows]
			args := make([]any, 0, 10*bulkRows)
			for _, p := range part {
				p.createdAt, p.updatedAt = now, now
				args = values(args, p)
			}
			if err := c.insertPart(ctx, s, part, args); err != nil {
				return err
			}
		}
		return nil
	})
}

// insertPart inserts rows with one statement. Their keys follow each other.
func (c *contender) insertPart(ctx context.Context, s asker, part []*post, args []any) error {
	if c.dialect == store.Postgres {
		rows, err := s.QueryContext(ctx, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for i := 0; rows.Next(); i++ {
			if err := rows.Scan(&part[i].id); err != nil {
				return err
			}
		}
		return rows.Err()
	}
	res, err := s.ExecContext(ctx, args...)
	if err != nil {
		return err
	}
	last, err := res.LastInsertId()
	for i, p := range part {
		p.id = last - int64(len(part)-1-i)
	}
	return err
}

// Update adds a view.
func (c *contender) Update(ctx context.Context, id int64) error {
	_, err := c.update.ExecContext(ctx, time.Now().UTC(), id)
	return err
}

// Transaction does five things in one transaction.
func (c *contender) Transaction(ctx context.Context, id int64, p *post) (*post, error) {
	again := &post{}
	return again, c.atomic(ctx, func(tx *sql.Tx) error {
		get, read, n := c.get.in(ctx, tx), &post{}, int64(0)
		if err := scan(get.QueryRowContext(ctx, id), read); err != nil {
			return err
		}
		if err := c.count.in(ctx, tx).QueryRowContext(ctx, read.authorID).Scan(&n); err != nil {
			return err
		}
		p.createdAt = time.Now().UTC()
		p.updatedAt = p.createdAt
		if err := c.insertInto(ctx, c.insert.in(ctx, tx), p); err != nil {
			return err
		}
		if _, err := c.update.in(ctx, tx).ExecContext(ctx, time.Now().UTC(), id); err != nil {
			return err
		}
		return scan(get.QueryRowContext(ctx, p.id), again)
	})
}

func (c *contender) atomic(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
