// Package postgres opens PostgreSQL databases for package orm: times in UTC,
// statements prepared once per connection by the driver, errors that keep what
// the server said. A site with [Driver] in its
// settings can use a DATABASE_URL of postgres://.
package postgres

import (
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gofw/gofw/framework/orm"
)

// Options says how to open a database. The zero value is right for a website.
type Options struct {
	Connections int              // at most so many; 0 is four per processor, at least 10
	Pooled      bool             // a pooler such as PgBouncer stands between: statements are not prepared
	Logger      logger.Interface // nil logs slow statements to standard error
}

// Driver opens PostgreSQL for a site: it goes into its settings.
var Driver = orm.Driver{
	Name: "PostgreSQL", Schemes: []string{"postgres", "postgresql"},
	Connect: func(url string) (gorm.Dialector, error) { return connect(url, Options{}) },
}

// Open opens the database at a URL, postgres://user:password@host:5432/name, and
// makes sure that it answers. No error holds the password. Close it with
// [orm.Close].
func Open(url string, o Options) (*gorm.DB, error) {
	d, err := connect(url, o)
	if err != nil {
		return nil, err
	}
	return orm.Open(d, o.Logger)
}

func connect(url string, o Options) (gorm.Dialector, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("opening the database: the URL is not one of PostgreSQL: postgres://user:password@host:5432/name")
	}
	config.RuntimeParams["timezone"] = "UTC"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "gofw"
	}
	if o.Pooled {
		config.DefaultQueryExecMode = pgx.QueryExecModeExec
	}
	pool := stdlib.OpenDB(*config)
	limit(pool, o.Connections)
	if err := pool.Ping(); err != nil {
		pool.Close()
		return nil, fmt.Errorf("opening database %s on %s:%d: %w", config.Database, config.Host, config.Port, err)
	}
	return dialector{&postgres.Dialector{Config: &postgres.Config{Conn: pool}}}, nil
}

// limit bounds a pool, and keeps idle connections: making one costs a hundred
// small queries.
func limit(pool *sql.DB, n int) {
	if n == 0 {
		n = max(10, 4*runtime.NumCPU())
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour)
}

// dialector keeps the server's words beside GORM's sentinel.
type dialector struct{ *postgres.Dialector }

// Translate finds GORM's sentinel for an error.
func (d dialector) Translate(err error) error {
	var said *pgconn.PgError
	if !errors.As(err, &said) {
		return err
	}
	known := d.Dialector.Translate(said)
	if known == error(said) || errors.As(known, &said) {
		return known
	}
	return fmt.Errorf("%w: %w", known, err)
}
