package orm

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Driver is a kind of database, by the URLs that it opens. The packages beside
// this one have one each; a program links those it names.
type Driver struct {
	Name    string   // "PostgreSQL"
	Schemes []string // what its URLs begin with: "postgres", "postgresql"

	// Connect makes sure that the database at a URL answers. No error holds a
	// password. The dialector owns a pool of connections.
	Connect func(url string) (gorm.Dialector, error)
}

// Connect opens the database at a URL with the driver that its scheme asks for. A
// nil logger is that of [Open]. Close it with [Close].
func Connect(url string, drivers []Driver, l logger.Interface) (*gorm.DB, error) {
	d, err := DriverFor(url, drivers)
	if err != nil {
		return nil, err
	}
	dialector, err := d.Connect(url)
	if err != nil {
		return nil, err
	}
	return Open(dialector, l)
}

// DriverFor is the driver that a URL asks for. The error names those there are,
// and not the URL.
func DriverFor(url string, drivers []Driver) (Driver, error) {
	scheme, _, _ := strings.Cut(url, ":")
	var known []string
	for _, d := range drivers {
		if slices.Contains(d.Schemes, scheme) {
			return d, nil
		}
		known = append(known, d.Schemes[0]+":")
	}
	return Driver{}, fmt.Errorf("%q is no kind of database that this program has; known: %s", scheme+":", strings.Join(known, ", "))
}

// Close closes the connections of a database that [Open] or [Connect] returned.
func Close(db *gorm.DB) error {
	if pool, ok := db.Config.ConnPool.(io.Closer); ok {
		return pool.Close()
	}
	return nil
}
