package migrate

import (
	"context"
	"crypto/rand"
	"database/sql/driver"
	"strings"
)

// besideName is a name for a schema or database that nobody else has.
func besideName() string { return "gofw_beside_" + strings.ToLower(rand.Text()) }

// opened opens a database of SQLite with the driver of another.
type opened struct {
	driver driver.Driver
	path   string
}

func (o opened) Connect(context.Context) (driver.Conn, error) { return o.driver.Open(o.path) }

func (o opened) Driver() driver.Driver { return o.driver }
