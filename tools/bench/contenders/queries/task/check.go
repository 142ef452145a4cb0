package task

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// text says what is in rows, so that equal rows have equal texts: a line about
// the first row, and the checksum of all of them. The key of a new row and a
// time that was set just now are not the same twice, so it says only that.
func text(rows []Row) string {
	var b strings.Builder
	for _, r := range rows {
		id := fmt.Sprint(r.ID)
		if r.ID > Posts {
			id = "new"
		}
		slices.Sort(r.Tags)
		fmt.Fprintf(&b, "%s %d %d %q %q %q %q %s %s %s %s %q %q\n", id, r.AuthorID, r.Views, r.Title, r.Slug, r.Body, r.Status,
			moment(r.PublishedAt), moment(r.ExpiresAt), moment(&r.CreatedAt), moment(&r.UpdatedAt), r.Author, r.Tags)
	}
	first, _, _ := strings.Cut(b.String(), "\n")
	return fmt.Sprintf("%d rows, checksum %x, the first is %s", len(rows), sha256.Sum256([]byte(b.String())), first)
}

func moment(t *time.Time) string {
	switch {
	case t == nil:
		return "never"
	case time.Since(*t).Abs() < time.Hour:
		return "now"
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// written is the post with this key and every new one, read by hand.
func written(ctx context.Context, db *sql.DB, id int64) (out []Row, err error) {
	found, err := db.QueryContext(ctx, fmt.Sprintf(`SELECT id, author_id, views, title, slug, body, status, published_at, expires_at,
		created_at, updated_at FROM blog_post WHERE id = %d OR id > %d ORDER BY id`, id, Posts))
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var r Row
		err := found.Scan(&r.ID, &r.AuthorID, &r.Views, &r.Title, &r.Slug, &r.Body, &r.Status, &r.PublishedAt, &r.ExpiresAt, &r.CreatedAt, &r.UpdatedAt)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, found.Err()
}

// sameKeys makes sure that new posts have been given the keys they are stored
// under.
func sameKeys(given, stored []Row) error {
	keys := map[string]int64{}
	for _, r := range stored {
		keys[r.Slug] = r.ID
	}
	for _, r := range given {
		if r.ID == 0 || keys[r.Slug] != r.ID {
			return fmt.Errorf("the new post %s is said to have key %d, but has %d", r.Slug, r.ID, keys[r.Slug])
		}
	}
	return nil
}

// tidy takes away new posts and views.
func tidy(ctx context.Context, db *sql.DB) error {
	_, err1 := db.ExecContext(ctx, fmt.Sprintf("DELETE FROM blog_post WHERE id > %d", Posts))
	_, err2 := db.ExecContext(ctx, "UPDATE blog_post SET views = id * 7 % 1000 WHERE views <> id * 7 % 1000")
	return errors.Join(err1, err2)
}
