// Package mysql opens MySQL and MariaDB databases for package orm: times in UTC,
// the server's strict mode, parameters bound by the driver. A site with
// [Driver] in its settings can use a DATABASE_URL of mysql://.
//
// Tables are expected to compare text by its bytes (utf8mb4_nopad_bin), as migrations
// make them; in others, the database takes "a" and "A" for the same.
package mysql

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gofw/gofw/framework/orm"
)

// Options says how to open a database. The zero value is right for a website.
type Options struct {
	Connections int              // at most so many; 0 is four per processor, at least 10
	Logger      logger.Interface // nil logs slow statements to standard error
}

// Driver opens MySQL and MariaDB for a site: it goes into its settings.
var Driver = orm.Driver{
	Name: "MySQL", Schemes: []string{"mysql", "mariadb"},
	Connect: func(url string) (gorm.Dialector, error) { return connect(url, Options{}) },
}

// Open opens the database at a URL, mysql://user:password@host:3306/name, or at
// the driver's own form, user:password@tcp(host:3306)/name, and makes sure that
// it answers. No error holds the password. Close it with [orm.Close].
func Open(url string, o Options) (*gorm.DB, error) {
	d, err := connect(url, o)
	if err != nil {
		return nil, err
	}
	return orm.Open(d, o.Logger)
}

func connect(url string, o Options) (gorm.Dialector, error) {
	config, err := configOf(url)
	if err != nil {
		return nil, fmt.Errorf("opening the database: the URL is not one of MySQL: mysql://user:password@host:3306/name")
	}
	config.ParseTime, config.Loc = true, time.UTC
	config.InterpolateParams = true // one round trip instead of three
	config.ClientFoundRows = true   // an UPDATE tells how many rows it found, as elsewhere
	config.RejectReadOnly = true
	if config.Params == nil {
		config.Params = map[string]string{}
	}
	config.Params["time_zone"] = "'+00:00'"
	config.Params["sql_mode"] = "'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"
	name := config.DBName + " on " + config.Addr
	connector, err := driver.NewConnector(config)
	if err != nil {
		return nil, fmt.Errorf("opening database %s: %w", name, err)
	}
	pool := sql.OpenDB(connector)
	n := o.Connections
	if n == 0 {
		n = max(10, 4*runtime.NumCPU())
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour)
	if err := pool.Ping(); err != nil {
		pool.Close()
		return nil, fmt.Errorf("opening database %s: %w", name, err)
	}
	return dialector{&mysql.Dialector{Config: &mysql.Config{Conn: pool}}}, nil
}

// configOf reads a URL, or the driver's own form.
func configOf(text string) (*driver.Config, error) {
	if !strings.Contains(text, "://") {
		return driver.ParseDSN(text)
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "mysql" && u.Scheme != "mariadb" || u.Host == "" {
		return nil, errors.New("not a URL of MySQL")
	}
	config, err := driver.ParseDSN("/?" + u.RawQuery)
	if err != nil {
		return nil, err
	}
	config.Net, config.Addr, config.DBName = "tcp", u.Host, strings.TrimPrefix(u.Path, "/")
	if u.Port() == "" {
		config.Addr += ":3306"
	}
	if u.User != nil {
		config.User = u.User.Username()
		config.Passwd, _ = u.User.Password()
	}
	return config, nil
}

// dialector keeps the server's words beside GORM's sentinel.
type dialector struct{ *mysql.Dialector }

// brokenCheck is MariaDB's number for a broken check; GORM knows MySQL's.
const brokenCheck = 4025

// Translate finds GORM's sentinel for an error.
func (d dialector) Translate(err error) error {
	var said *driver.MySQLError
	if !errors.As(err, &said) {
		return err
	}
	if said.Number == brokenCheck {
		return fmt.Errorf("%w: %w", gorm.ErrCheckConstraintViolated, said)
	}
	known := d.Dialector.Translate(said)
	if known == error(said) || errors.As(known, &said) {
		return known
	}
	return fmt.Errorf("%w: %w", known, err)
}
