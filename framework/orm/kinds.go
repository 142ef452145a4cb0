package orm

import (
	"fmt"
	"reflect"
	"time"

	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/schema"
)

// Sorted is a column of values that have an order, beside numbers, texts and
// moments: days, times of day, decimals.
type Sorted[P, T any] struct {
	c *column
	Values[P, T]
	Ordered[P, T]
}

func (c *Sorted[P, T]) fill(n *node, name string) {
	at := n.column(name)
	*c = Sorted[P, T]{at, newValues[P, T](at), newOrdered[P, T](at)}
}

//go:noinline
func (c *Sorted[P, T]) about(P) *about { return c.c.about() }

func (c *Sorted[P, T]) expression(P, T) expr { return c.c }

// store is a value as the database keeps it in a field; without a field it is
// stored as it is.
func store(d dialect, f *schema.Field, v any) (any, error) {
	if f != nil && f.Own {
		if own, ok := v.(schema.Own); ok {
			v = BindOwn(own)
		}
		if x, ok := v.(unbound); ok {
			return nil, x.err
		}
	}
	if f != nil && f.Kind == schema.Decimal {
		return storeDecimal(d, f, v)
	}
	if f != nil && f.Kind == schema.Binary && !f.Null {
		if b, ok := v.([]byte); ok && b == nil {
			return []byte{}, nil
		}
	}
	if f != nil && f.Kind == schema.JSON {
		return storeJSON(f, v)
	}
	if f != nil && f.Kind.Element() != "" {
		return storeArray(d, f, v)
	}
	if x, ok := v.(time.Duration); ok {
		return int64(x), nil
	}
	if x, ok := v.(decimal.Decimal); ok && d == sqliteDialect {
		return x.InexactFloat64(), nil
	}
	return utc(v), nil
}

// sqliteDigits is how many decimal digits a number of SQLite keeps.
const sqliteDigits = 15

// storeDecimal refuses what does not fit: a database would round it in silence.
// SQLite keeps a floating number. Of 15 digits it loses none, as long as what
// comes back is rounded to the digits that the field has.
func storeDecimal(d dialect, f *schema.Field, v any) (any, error) {
	var x decimal.Decimal
	switch v := v.(type) {
	case nil:
		return nil, nil
	case *decimal.Decimal:
		if v == nil {
			return nil, nil
		}
		x = *v
	case decimal.Decimal:
		x = v
	default:
		if err := x.Scan(v); err != nil {
			return nil, fmt.Errorf("orm: %v is no value of %s", v, f.Name)
		}
	}
	if !fitsDecimal(f, x) {
		return nil, fmt.Errorf("orm: %s does not fit into %s, which has %d digits, %d of them behind the point", x, f.Name, f.Size, f.Scale)
	}
	if d != sqliteDialect {
		return x.StringFixed(int32(f.Scale)), nil
	}
	if f.Size > sqliteDigits {
		return nil, fmt.Errorf("orm: %s has %d digits, but SQLite keeps %d: give it fewer, or use another database", f.Name, f.Size, sqliteDigits)
	}
	return x.InexactFloat64(), nil
}

func fitsDecimal(f *schema.Field, x decimal.Decimal) bool {
	whole := x.Truncate(0).Abs()
	return x.Equal(x.Truncate(int32(f.Scale))) && (whole.IsZero() || len(whole.String()) <= f.Size-f.Scale)
}

// roundedScan reads a decimal that was kept as a floating number.
type roundedScan struct {
	to    any // *Decimal or **Decimal
	scale int
}

func (s *roundedScan) Scan(src any) error {
	v := reflect.ValueOf(s.to).Elem()
	if src == nil {
		v.SetZero()
		return nil
	}
	var d decimal.Decimal
	if err := d.Scan(src); err != nil {
		return fmt.Errorf("orm: cannot read %v as a decimal: %w", src, err)
	}
	d = d.Round(int32(s.scale))
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.ValueOf(&d))
		return nil
	}
	v.Set(reflect.ValueOf(d))
	return nil
}

// decimals puts scanners in the place of the decimals among the columns of a
// row, which begin at from.
func (t *Table) decimals(d dialect, dst []any, from int) {
	if d != sqliteDialect {
		return
	}
	for _, i := range t.exact {
		dst[from+i] = &roundedScan{dst[from+i], t.model.Fields[i].Scale}
	}
}

// fieldOf is the field whose kind of values an expression has, if it has those
// of one.
func fieldOf(e expr) *schema.Field {
	switch x := e.(type) {
	case *column:
		return x.field
	case column:
		return x.field
	case aggregate:
		if x.name != "COUNT" && x.e != nil {
			return fieldOf(x.e)
		}
	case totalled:
		return fieldOf(x.e)
	case scalar:
		return fieldOf(x.e)
	case outer:
		return fieldOf(x.e)
	case call:
		if len(x.args) > 0 && (x.name == "COALESCE" || x.name == "SUM" || x.name == "MIN" || x.name == "MAX" || x.name == "ABS") {
			return fieldOf(x.args[0])
		}
	case window:
		return fieldOf(x.call)
	case group:
		if len(x.parts()) == 1 {
			return fieldOf(x.parts()[0])
		}
	case binary:
		if f := fieldOf(x.left); f != nil && f.Kind == schema.Decimal && (x.op == " + " || x.op == " - ") {
			return f
		}
	}
	return nil
}
