package orm

import "strconv"

// dialect is what differs between databases, by the name of GORM's dialector.
type dialect string

const (
	sqliteDialect   dialect = "sqlite"
	postgresDialect dialect = "postgres"
	mysqlDialect    dialect = "mysql"
)

// quote encloses names. On SQLite double quotes would read an unknown name as a
// text; backticks never do.
func (d dialect) quote() byte {
	if d == postgresDialect {
		return '"'
	}
	return '`'
}

func (d dialect) placeholder(text []byte, n int) []byte {
	if d == postgresDialect {
		return strconv.AppendInt(append(text, '$'), int64(n), 10)
	}
	return append(text, '?')
}

// double is the type of a floating number in CAST.
func (d dialect) double() string {
	switch d {
	case postgresDialect:
		return "double precision"
	case mysqlDialect:
		return "double"
	}
	return "real"
}

// returning reports whether a new key comes back from INSERT … RETURNING.
func (d dialect) returning() bool { return d == postgresDialect }

// noLimit is what must stand before OFFSET where there is no limit.
func (d dialect) noLimit() string {
	switch d {
	case sqliteDialect:
		return " LIMIT -1"
	case mysqlDialect:
		return " LIMIT 18446744073709551615"
	}
	return ""
}
