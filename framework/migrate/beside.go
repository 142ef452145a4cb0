package migrate

import (
	"context"
	"crypto/rand"
	"database/sql/driver"
	"strings"
)

// besideName is a name for a schema or database that nobody else has.
func besideName() string { return "gofw_beside_" + strings.ToLower(rand.Text()) }

// inMemory opens an empty database of SQLite in memory.
type inMemory struct{ driver driver.Driver }

func (m inMemory) Connect(context.Context) (driver.Conn, error) { return m.driver.Open(":memory:") }

func (m inMemory) Driver() driver.Driver { return m.driver }
