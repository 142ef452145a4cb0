package orm

import (
	"reflect"
	"time"

	"github.com/shopspring/decimal"
)

// told is a value of Go that stands in the place of a column. PostgreSQL has no
// column to take its type from, so it is told; MySQL takes a moment for a text, and an exact number for a
// floating one.
type told struct{ value }

func mysqlKind(v any) string {
	switch v.(type) {
	case time.Time:
		return "DATETIME(6)"
	case decimal.Decimal:
		return "DECIMAL(65, 30)"
	}
	return ""
}

func (x told) render(b *builder) {
	if kind := mysqlKind(x.v); kind != "" && b.dialect == mysqlDialect {
		b.raw("CAST(")
		x.value.render(b)
		b.raw(" AS " + kind + ")")
		return
	}
	x.value.render(b)
	if b.dialect != postgresDialect {
		return
	}
	switch x.v.(type) {
	case time.Time:
		b.raw("::timestamptz")
		return
	case decimal.Decimal:
		b.raw("::numeric")
		return
	case Date:
		b.raw("::date")
		return
	}
	switch v := reflect.ValueOf(x.v); {
	case v.Kind() == reflect.String:
		b.raw("::text")
	case v.Kind() == reflect.Bool:
		b.raw("::boolean")
	case v.CanInt(), v.CanUint():
		b.raw("::bigint")
	case v.CanFloat():
		b.raw("::double precision")
	}
}
