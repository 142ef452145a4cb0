package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// server makes schemas in a database of PostgreSQL, under names that nobody
// else has: the first by its rows, others as its copies.
type server struct {
	address *url.URL
	admin   *sql.DB
	name    string
	made    []string
}

func newServer(ctx context.Context, address string) (*server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the address of the server is not one of PostgreSQL: postgres://user:password@host:5432/name")
	}
	admin, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	return &server{address: u, admin: admin, name: "gofw_bench_" + strings.ToLower(rand.Text())}, admin.PingContext(ctx)
}

func (s *server) Make(ctx context.Context) (Database, error) {
	schema := fmt.Sprintf("%s_%d", s.name, len(s.made))
	if _, err := s.admin.ExecContext(ctx, "CREATE SCHEMA "+schema); err != nil {
		return Database{}, err
	}
	s.made = append(s.made, schema)
	u := *s.address
	q := u.Query()
	q.Set("search_path", schema)
	q.Set("timezone", "UTC")
	q.Set("synchronous_commit", "off") // what the client does is measured, not the disk
	u.RawQuery = q.Encode()
	d := Database{Postgres, u.String()}
	db, err := d.Open(false)
	if err != nil {
		return Database{}, err
	}
	rows := newRows
	if schema != s.made[0] {
		rows = copyOf(s.made[0])
	}
	return d, errors.Join(fill(ctx, db, Postgres, rows), db.Close())
}

func (s *server) Close(ctx context.Context) error {
	var all error
	for _, schema := range s.made {
		_, err := s.admin.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE")
		all = errors.Join(all, err)
	}
	return errors.Join(all, s.admin.Close())
}
