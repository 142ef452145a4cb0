package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gofw/gofw/framework/orm"
)

// Memory is the path of a database that lives in memory and ends with its handle.
const Memory = ":memory:"

// Options says how to open a database. The zero value is right for a website.
type Options struct {
	Readers int              // connections for reading; 0 is one per processor, at least 4
	Durable bool             // sync on every commit: nothing is lost at power loss, and writing is slower
	Logger  logger.Interface // nil logs slow statements to standard error
}

// Driver opens SQLite for a site; every site has it. Its URLs are sqlite:PATH.
var Driver = orm.Driver{
	Name: "SQLite", Schemes: []string{"sqlite"},
	Connect: func(url string) (gorm.Dialector, error) {
		_, path, _ := strings.Cut(url, ":")
		return dialect(strings.TrimPrefix(path, "//"), Options{})
	},
}

// Open opens the database at path, making the file if there is none. The folder
// must exist. Close it with [orm.Close].
func Open(path string, o Options) (*gorm.DB, error) {
	d, err := dialect(path, o)
	if err != nil {
		return nil, err
	}
	return orm.Open(d, o.Logger)
}

func dialect(path string, o Options) (gorm.Dialector, error) {
	if err := usable(path); err != nil {
		return nil, fmt.Errorf("opening database %s: %w", path, err)
	}
	pool, err := connect(path, o)
	if err != nil {
		return nil, fmt.Errorf("opening database %s: %w", path, err)
	}
	return dialector{&sqlite.Dialector{Conn: pool}}, nil
}

// usable gives the plain reason why a path cannot be a database.
func usable(path string) error {
	if path == Memory {
		return nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return fmt.Errorf("the folder %s does not exist", filepath.Dir(path))
		}
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("it is a folder, not a file")
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("it cannot be written: %w", err)
	}
	return f.Close()
}

func connect(path string, o Options) (*pool, error) {
	sync := "NORMAL"
	if o.Durable {
		sync = "FULL"
	}
	writer, err := openPool(source(path, sync, false))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	writer.SetMaxIdleConns(1)
	if err := writer.Ping(); err != nil {
		writer.Close()
		return nil, err
	}
	if path == Memory {
		return &pool{writer, writer}, nil
	}
	readers, err := openPool(source(path, sync, true))
	if err != nil {
		writer.Close()
		return nil, err
	}
	n := o.Readers
	if n == 0 {
		n = max(4, runtime.NumCPU())
	}
	readers.SetMaxOpenConns(n)
	readers.SetMaxIdleConns(n)
	return &pool{writer, readers}, nil
}

// fileURI is the path as SQLite reads it in a URI.
func fileURI(path string) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}
