package schema

import (
	"database/sql"
	"database/sql/driver"
	"slices"
)

// Stored says in what kind of column a type of the site's own is kept. The method
// that returns it makes the type a kind of field:
//
//	// Color is the red, green and blue of a light.
//	type Color struct{ R, G, B uint8 }
//
//	// Stored keeps a color as text such as "#ff8800".
//	func (Color) Stored() schema.Stored { return schema.Stored{Kind: schema.String, Size: 7} }
//
// The generator reads the method without running it, so it returns a literal.
type Stored struct {
	Kind   Kind   // of the column; every kind but BigAuto and arrays
	Size   int    // longest text in characters, digits of a decimal; the tag of a field may say another
	Scale  int    // digits of a decimal behind the point
	Format Format // Row for what names a row of any model, such as orm.RowID; else empty
}

// Own is a kind of field that a site brings along: a type with these methods,
// whose pointer is a sql.Scanner.
//
// Value returns what is kept, and Scan takes it back. Whatever the database,
// Scan is given one type for each kind, and Value may return it: int64 for whole
// numbers, float64, bool, time.Time in UTC, []byte for Binary, and string for
// all others: texts, JSON, decimals, days and times as in 2006-01-02 and
// 15:04:05, UUIDs and addresses. NULL is never given to Scan: a field that may be
// NULL is a pointer.
//
// In forms such a value is shown and read as its kind is, or by its own
// MarshalText and UnmarshalText if it has them; what UnmarshalText reports is
// shown to the person who typed.
type Own interface {
	driver.Valuer
	Stored() Stored
}

// Scanned is an [Own] kind by its pointer.
type Scanned interface {
	sql.Scanner
	Own
}

// OwnKinds are the kinds of column that an [Own] type can be kept in.
var OwnKinds = []Kind{BigInt, Integer, SmallInt, Float, String, Text, Bool, DateTime, Binary, JSON, Decimal, Date, Time, UUID, IP}

// stored settles a field of an own kind; false if there is no such column.
func (b *builder) stored(c *Field, s Stored) bool {
	if !slices.Contains(OwnKinds, s.Kind) {
		b.wrong(c.Name, "let its method Stored return one of the kinds of package schema, such as schema.Stored{Kind: schema.String, Size: 20}",
			"keeps %s, which has the type %s, in a column of the kind %q, which there is not", c.Name, c.GoType, s.Kind)
		return false
	}
	c.Own, c.Kind = true, s.Kind
	if c.Size == 0 {
		c.Size, c.Scale = s.Size, s.Scale
	}
	if s.Format == Row {
		c.Format, c.Index = Row, true
	}
	if c.Kind == String && c.Size == 0 {
		b.wrong(c.Name, "give its method Stored a Size, or the field a tag such as gorm:\"size:20\"", "does not say how long %s can be", c.Name)
	}
	if c.Kind == String {
		c.Kind = Text // which limits makes a String again
	}
	return true
}
