package blog

import (
	"context"
	"testing"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

// tables is the schema of this package, as its migrations would make it.
var tables = []string{
	"CREATE TABLE blog_author (id integer PRIMARY KEY AUTOINCREMENT, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(100) NOT NULL, roles text NOT NULL, editor_id integer REFERENCES blog_author(id) ON DELETE SET NULL)",
	"CREATE TABLE blog_tag (id integer PRIMARY KEY AUTOINCREMENT, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(40) NOT NULL UNIQUE)",
	"CREATE TABLE blog_post (id integer PRIMARY KEY AUTOINCREMENT, created_at datetime NOT NULL, updated_at datetime NOT NULL, title varchar(200) NOT NULL, slug varchar(80) NOT NULL UNIQUE, body text NOT NULL, status varchar(10) NOT NULL, views integer NOT NULL, featured boolean NOT NULL, published_at datetime, author_id integer NOT NULL REFERENCES blog_author(id) ON DELETE CASCADE)",
	"CREATE TABLE blog_comment (id integer PRIMARY KEY AUTOINCREMENT, created_at datetime NOT NULL, updated_at datetime NOT NULL, post_id integer NOT NULL REFERENCES blog_post(id) ON DELETE CASCADE, body text NOT NULL)",
	"CREATE TABLE blog_post_tags (id integer PRIMARY KEY AUTOINCREMENT, post_id integer NOT NULL REFERENCES blog_post(id) ON DELETE CASCADE, tag_id integer NOT NULL REFERENCES blog_tag(id) ON DELETE CASCADE, UNIQUE (post_id, tag_id))",
}

// Open returns a context with an empty database: a file, or sqlite.Memory.
func Open(t testing.TB, path string) context.Context {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sqlite.Close(db) })
	for _, s := range tables {
		if err := db.Exec(s).Error; err != nil {
			t.Fatal(err)
		}
	}
	return orm.With(t.Context(), db)
}
