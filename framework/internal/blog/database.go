package blog

import (
	"context"
	"testing"

	"github.com/gofw/gofw/framework/internal/database"
)

// tables is the schema of this package, as its migrations would make it, in
// SQLite's words.
var tables = []string{
	"CREATE TABLE blog_author (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(100) NOT NULL, roles text NOT NULL, editor_id integer REFERENCES blog_author(id) ON DELETE SET NULL)",
	"CREATE TABLE blog_tag (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(40) NOT NULL UNIQUE)",
	"CREATE TABLE blog_post (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, title varchar(200) NOT NULL, slug varchar(80) NOT NULL UNIQUE, body text NOT NULL, status varchar(10) NOT NULL, views integer NOT NULL, featured boolean NOT NULL, published_at datetime, author_id integer NOT NULL REFERENCES blog_author(id) ON DELETE CASCADE)",
	"CREATE TABLE blog_comment (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, post_id integer NOT NULL REFERENCES blog_post(id) ON DELETE CASCADE, body text NOT NULL)",
	"CREATE TABLE blog_post_tags (id KEY, post_id integer NOT NULL REFERENCES blog_post(id) ON DELETE CASCADE, tag_id integer NOT NULL REFERENCES blog_tag(id) ON DELETE CASCADE, UNIQUE (post_id, tag_id))",
	"CREATE TABLE blog_event (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(40) NOT NULL, price decimal(8,2) NOT NULL, deposit decimal(8,2), day DATE NOT NULL, until DATE, opens CLOCK NOT NULL, code UUID NOT NULL UNIQUE, host INET NOT NULL, backup INET, lasts integer NOT NULL)",
	"CREATE TABLE blog_sample (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(40) NOT NULL UNIQUE, " +
		"tiny smallint NOT NULL, small smallint NOT NULL, middle int NOT NULL, large integer NOT NULL, octet smallint NOT NULL, port int NOT NULL, `natural` integer NOT NULL, wide integer NOT NULL, " +
		"single double precision NOT NULL, `double` double precision NOT NULL, exact decimal(12,3) NOT NULL, flag boolean NOT NULL, level integer NOT NULL, state varchar(10) NOT NULL, " +
		"at datetime NOT NULL, day DATE NOT NULL, clock CLOCK NOT NULL, took integer NOT NULL, code UUID NOT NULL, host INET NOT NULL, `blob` BYTES NOT NULL, tree text NOT NULL, " +
		"maybe_small smallint, maybe_large integer, maybe_double double precision, maybe_exact decimal(12,3), maybe_flag boolean, maybe_state varchar(10), " +
		"maybe_at datetime, maybe_day DATE, maybe_clock CLOCK, maybe_took integer, maybe_code UUID, maybe_host INET)",
	"CREATE TABLE blog_saying (id KEY, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(40) NOT NULL UNIQUE, words text NOT NULL, aside varchar(80))",
}

// Open returns a context with an empty database: a file, or sqlite.Memory.
func Open(t testing.TB, path string) context.Context { return database.Open(t, path, tables...) }

// OpenPostgres returns a context with an empty database on the server that
// GOFW_TEST_POSTGRES names.
func OpenPostgres(t testing.TB) context.Context { return database.OpenPostgres(t, tables...) }

// OpenMySQL returns a context with an empty database on the server that
// GOFW_TEST_MYSQL names.
func OpenMySQL(t testing.TB) context.Context { return database.OpenMySQL(t, tables...) }

// Each runs a test on an empty database of each kind: see [database.Each].
func Each(t *testing.T, test func(t *testing.T, ctx context.Context)) { database.Each(t, tables, test) }
