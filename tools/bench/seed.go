package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	_ "modernc.org/sqlite" // the engine that needs no compiler
)

const (
	seedPosts     = 10_000
	seedPublished = seedPosts - seedPosts/10
	seedAuthors   = 100
)

var seedTables = []string{
	"PRAGMA journal_mode = WAL",
	"CREATE TABLE blog_author (id integer PRIMARY KEY, name varchar(100) NOT NULL, email varchar(200) NOT NULL)",
	`CREATE TABLE blog_post (id integer PRIMARY KEY, title varchar(200) NOT NULL, slug varchar(80) NOT NULL UNIQUE, body text NOT NULL,
		status integer NOT NULL, published_at datetime NOT NULL, author_id integer NOT NULL REFERENCES blog_author(id))`,
	"CREATE INDEX blog_post_status_published_at ON blog_post (status, published_at)",
}

// seedDatabase makes the SQLite file that all contenders read: always the same.
func seedDatabase(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	for _, s := range seedTables {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := seedRows(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, s := range []string{"ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func seedRows(ctx context.Context, tx *sql.Tx) error {
	author, err1 := tx.PrepareContext(ctx, "INSERT INTO blog_author VALUES (?, ?, ?)")
	post, err2 := tx.PrepareContext(ctx, "INSERT INTO blog_post VALUES (?, ?, ?, ?, ?, ?, ?)")
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	for i := 1; i <= seedAuthors; i++ {
		if _, err := author.ExecContext(ctx, i, fmt.Sprintf("Author %d O'Neil", i), fmt.Sprintf("author%d@example.org", i)); err != nil {
			return err
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for i := 1; i <= seedPosts; i++ {
		status := 1
		if i%10 == 0 {
			status = 0
		}
		// A moment of its own for every post, as both engines store one.
		at := fmt.Sprintf("20%02d-%02d-%02d %02d:%02d:%02d+00:00", 10+i%14, i%12+1, i%28+1, i/3600%24, i/60%60, i%60)
		_, err := post.ExecContext(ctx, i, fmt.Sprintf("%s & <%d>", seedWords(r, 5), i), fmt.Sprintf("post-%d", i), seedWords(r, 110), status, at, r.IntN(seedAuthors)+1)
		if err != nil {
			return err
		}
	}
	return nil
}

var seedVocabulary = strings.Fields(`gateway worker session cookie template static buffer query index header socket kernel
	branch module router filter signal thread stream packet cache table column render form field model admin migrate deploy`)

func seedWords(r *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = seedVocabulary[r.IntN(len(seedVocabulary))]
	}
	return strings.Join(words, " ")
}
