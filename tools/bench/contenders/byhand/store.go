package main

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/gofw/gofw/tools/bench/contenders/contender"
	"github.com/gofw/gofw/tools/bench/contenders/page"
)

// post is a row of the list.
type post struct {
	id                        int64
	title, slug, body, author string
	published                 time.Time
}

// store holds the prepared statements.
type store struct{ posts, count *sql.Stmt }

func openStore(path string, readers int) (*store, error) {
	db, err := sql.Open(contender.Driver, contender.Tuned(path))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	posts, err1 := db.Prepare(`SELECT p.id, p.title, p.slug, p.body, p.published_at, a.name
		FROM blog_post p JOIN blog_author a ON a.id = p.author_id
		WHERE p.status = 1 ORDER BY p.published_at DESC LIMIT 25 OFFSET ?`)
	count, err2 := db.Prepare(`SELECT COUNT(*) FROM blog_post WHERE status = 1`)
	return &store{posts, count}, errors.Join(err1, err2)
}

// list is a page of published posts, newest first, and how many there are.
func (s *store) list(ctx context.Context, number int) ([]post, int64, error) {
	var count int64
	if err := s.count.QueryRowContext(ctx).Scan(&count); err != nil {
		return nil, 0, err
	}
	rows, err := s.posts.QueryContext(ctx, (number-1)*page.Size)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	list := make([]post, 0, page.Size)
	for rows.Next() {
		var p post
		if err := rows.Scan(&p.id, &p.title, &p.slug, &p.body, &p.published, &p.author); err != nil {
			return nil, 0, err
		}
		list = append(list, p)
	}
	return list, count, rows.Err()
}
