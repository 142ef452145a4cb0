package site

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/inspect"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

type inspectDB struct {
	Database string   `help:"The name of a further database; by default the main one."`
	Package  string   `help:"The package of the file: the name of the app." default:"models"`
	Strip    []string `help:"What names of tables begin with and names of models do not, such as shop_; by default the package and an underscore."`
	Tables   []string `arg:"" optional:"" name:"table" help:"Tables to describe, such as 'blog_*'; by default all."`
}

// Run prints the models.go of a database. Nothing is printed if something fails,
// so that a file it is sent to is whole or empty.
func (v *inspectDB) Run(e *environmentOf) error {
	s, err := e.settings.FromEnvironment()
	if err != nil {
		return err
	}
	database, variable := s.Database, "DATABASE_URL"
	if v.Database != "" {
		var ok bool
		variable += "_" + strings.ToUpper(v.Database)
		if database, ok = s.Databases[v.Database]; !ok {
			return fmt.Errorf("there is no database %q: set %s", v.Database, variable)
		}
	}
	if err := s.fileThere(database); err != nil {
		return fmt.Errorf("%s: %w", variable, err)
	}
	db, err := s.connect(database)
	if err != nil {
		return fmt.Errorf("%s: %w", variable, err)
	}
	defer orm.Close(db)
	pool, err := db.DB()
	if err != nil {
		return err
	}
	tables, err := inspect.Read(e.ctx, pool, db.Dialector.Name(), inspect.Options{})
	if err != nil {
		return err
	}
	models, joins := ownModels(tables)
	wanted := v.Tables
	for _, table := range joins {
		wanted = append(wanted, "!"+table)
	}
	var b bytes.Buffer
	if err := inspect.Write(&b, tables, inspect.WriteOptions{Package: v.Package, Prefixes: v.Strip, Tables: wanted, Models: models}); err != nil {
		return err
	}
	_, err = b.WriteTo(e.out)
	return err
}

// ownModels are the models of gofw's own apps, if the database is that of a site:
// relations may point at them, and they and the tables that join them need no
// model.
func ownModels(d inspect.Database) (models map[string]string, joins []string) {
	if !slices.ContainsFunc(d.Tables, func(t inspect.Table) bool { return t.Name == "gofw_migration" }) {
		return nil, nil
	}
	models = map[string]string{}
	for _, a := range own() {
		for _, t := range a.Models {
			row := reflect.TypeOf(t.New()).Elem()
			models[t.Schema().Table] = row.PkgPath() + "." + row.Name()
			for _, c := range t.Schema().Collections {
				if c.Table != "" {
					joins = append(joins, c.Table)
				}
			}
		}
	}
	return models, joins
}

// fileThere makes sure that the file of an SQLite database exists: opening it
// would make an empty one.
func (s Settings) fileThere(database Secret) error {
	driver, url, err := s.driver(database)
	if err != nil || driver.Name != sqlite.Driver.Name || strings.HasSuffix(url, sqlite.Memory) {
		return err
	}
	_, path, _ := strings.Cut(url, ":")
	path = strings.TrimPrefix(path, "//")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %s", path)
	} else if err != nil {
		return err
	}
	return nil
}
