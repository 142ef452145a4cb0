package site

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/plugin/dbresolver"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

// packages are the drivers that a site can have beside SQLite's, by what their
// URLs begin with.
var packages = map[string]string{"postgres": "postgres", "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql"}

// driver finds the driver of a database, and its URL as the driver wants it: a
// path is one of SQLite.
func (s Settings) driver(database Secret) (orm.Driver, string, error) {
	url := string(database)
	scheme, _, ok := strings.Cut(url, ":")
	if url == sqlite.Memory || !ok || len(scheme) < 2 { // a path, on Windows perhaps with a drive
		return sqlite.Driver, "sqlite:" + url, nil
	}
	d, err := orm.DriverFor(url, append([]orm.Driver{sqlite.Driver}, s.Drivers...))
	if name := packages[scheme]; err != nil && name != "" {
		err = fmt.Errorf("it begins with %q, and this site has no driver for that: add %s.Driver of github.com/gofw/gofw/framework/orm/%s to Drivers in settings.go", scheme+":", name, name)
	}
	return d, url, err
}

// named is a database and the variable that it comes from.
type named struct {
	variable, name string
	url            Secret
}

// databases lists all of them: the main one first, then its replicas.
func (s Settings) databases() []named {
	all := []named{{"DATABASE_URL", "", s.Database}}
	for _, url := range s.Replicas {
		all = append(all, named{"DATABASE_REPLICAS", "", url})
	}
	var further []named
	for name, url := range s.Databases {
		further = append(further, named{"DATABASE_URL_" + strings.ToUpper(name), name, url})
	}
	slices.SortFunc(further, func(a, b named) int { return strings.Compare(a.name, b.name) })
	return append(all, further...)
}

func (s Settings) checkDatabases() []error {
	var problems []error
	for _, n := range s.databases() {
		if _, _, err := s.driver(n.url); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", n.variable, err))
		}
	}
	return problems
}

// databases are those of a site, open.
type databases struct {
	main     *gorm.DB
	further  orm.Databases
	replicas []*gorm.DB
}

// open opens all databases that the settings name, or none.
func open(s Settings) (*databases, error) {
	d := &databases{further: orm.Databases{}}
	for i, n := range s.databases() {
		db, err := s.connect(n.url)
		if err != nil {
			d.close()
			return nil, fmt.Errorf("%s: %w", n.variable, err)
		}
		switch {
		case i == 0:
			d.main = db
		case n.name != "":
			d.further[n.name] = db
		default:
			d.replicas = append(d.replicas, db)
		}
	}
	if len(d.replicas) == 0 {
		return d, nil
	}
	config := dbresolver.Config{Policy: dbresolver.StrictRoundRobinPolicy()}
	for _, r := range d.replicas {
		config.Replicas = append(config.Replicas, pooled{r.Dialector, r.ConnPool})
	}
	if err := d.main.Use(dbresolver.Register(config)); err != nil {
		d.close()
		return nil, fmt.Errorf("DATABASE_REPLICAS: %w", err)
	}
	return d, nil
}

func (s Settings) connect(database Secret) (*gorm.DB, error) {
	driver, url, err := s.driver(database)
	if err != nil {
		return nil, err
	}
	return orm.Connect(url, []orm.Driver{driver}, nil)
}

// pooled is a dialector whose connections are there already.
type pooled struct {
	gorm.Dialector
	pool gorm.ConnPool
}

// Initialize hands over the connections.
func (p pooled) Initialize(db *gorm.DB) error {
	db.ConnPool = p.pool
	return nil
}

// migrating is the migrations, the database that they run on, and its kind.
func (s *Site) migrating() (*migrate.Graph, *sql.DB, migrate.Dialect, error) {
	graph, err := s.Migrations()
	if err != nil {
		return nil, nil, nil, err
	}
	dialect, err := migrate.DialectByName(s.db.Dialector.Name())
	if err != nil {
		return nil, nil, nil, err
	}
	db, err := s.db.DB()
	return graph, db, dialect, err
}

func (d *databases) close() error {
	var problems []error
	for _, r := range d.replicas {
		problems = append(problems, orm.Close(r))
	}
	for _, f := range d.further {
		problems = append(problems, orm.Close(f))
	}
	if d.main != nil {
		problems = append(problems, orm.Close(d.main))
	}
	return errors.Join(problems...)
}
