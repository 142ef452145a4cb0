package migrate

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/schema/civil"
)

// now is the default of a moment that the database's clock fills in.
const now = "now"

// timeFormats are the spellings of a moment in a migration file.
var timeFormats = []string{"2006-01-02 15:04:05", "2006-01-02 15:04:05.999999999-07:00", time.RFC3339Nano, "2006-01-02"}

// validValue reports whether a default or backfill is a value of the field's
// type. Values of a foreign key have the type of another table's key and are
// not looked at.
func validValue(f Field, value string) error {
	if strings.ContainsRune(value, 0) {
		return errors.New("holds a NUL byte")
	}
	switch f.Type {
	case schema.BigInt, schema.Integer, schema.SmallInt:
		bits := map[schema.Kind]int{schema.BigInt: 64, schema.Integer: 32, schema.SmallInt: 16}[f.Type]
		if _, err := strconv.ParseInt(value, 10, bits); err != nil {
			return fmt.Errorf("is %q, which is not a whole number of %d bits", value, bits)
		}
	case schema.Float:
		if !isNumber(value) {
			return fmt.Errorf("is %q, which is not a number", value)
		}
	case schema.Decimal:
		if d, err := decimal.NewFromString(value); err != nil || !d.Equal(d.Truncate(int32(f.Scale))) || len(d.Truncate(0).Abs().String()) > f.Size-f.Scale && !d.Truncate(0).IsZero() {
			return fmt.Errorf("is %q, which is not a number of %d digits, %d of them behind the point", value, f.Size, f.Scale)
		}
	case schema.Date:
		if _, err := civil.ParseDate(value); err != nil {
			return fmt.Errorf("is %q; write a day such as \"2006-01-02\"", value)
		}
	case schema.Time:
		if _, err := civil.ParseTime(value); err != nil {
			return fmt.Errorf("is %q; write a time of day such as \"15:04:05\"", value)
		}
	case schema.UUID:
		if _, err := uuid.Parse(value); err != nil {
			return fmt.Errorf("is %q, which is not a UUID", value)
		}
	case schema.IP:
		if _, err := netip.ParseAddr(value); err != nil {
			return fmt.Errorf("is %q, which is not an address", value)
		}
	case schema.Bool:
		if value != "true" && value != "false" {
			return fmt.Errorf("is %q; write \"true\" or \"false\"", value)
		}
	case schema.DateTime:
		if value == now {
			return nil
		}
		if _, err := parseTime(value); err != nil {
			return fmt.Errorf("is %q; write \"now\" or a moment such as \"2006-01-02 15:04:05\"", value)
		}
	case schema.String:
		if n := utf8.RuneCountInString(value); n > f.Size {
			return fmt.Errorf("has %d characters, more than the %d that fit", n, f.Size)
		}
	case schema.Binary:
		if value != "" {
			return errors.New("must be empty: binary values cannot be written here")
		}
	}
	if f.Type.Element() != "" {
		_, err := elements(f, value)
		return err
	}
	return nil
}

// Accepts reports whether a value, as migration files write it, can stand in
// the field. An asker uses it to ask again.
func (f Field) Accepts(value string) error {
	if err := validValue(f, value); err != nil {
		return fmt.Errorf("the value %w", err)
	}
	return nil
}

// zero is the value that Go gives a field of the type, if there is one.
func (f Field) zero() (string, bool) {
	switch f.Type {
	case schema.BigInt, schema.Integer, schema.SmallInt, schema.Float, schema.Decimal:
		return "0", true
	case schema.Bool:
		return "false", true
	case schema.String, schema.Text, schema.Binary:
		return "", true
	case schema.DateTime:
		return now, true
	case schema.Time:
		return "00:00:00", true
	case schema.UUID:
		return uuid.Nil.String(), true
	case schema.JSON:
		return "null", true
	}
	if f.Type.Element() != "" {
		return "[]", true
	}
	return "", false
}

// isNumber accepts plain decimal notation only: strconv would also take "inf",
// underscores and hexadecimal, which SQL does not.
func isNumber(s string) bool {
	for _, r := range s {
		if (r < '0' || r > '9') && r != '.' && r != '-' && r != '+' && r != 'e' && r != 'E' {
			return false
		}
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

func parseTime(s string) (time.Time, error) {
	for _, format := range timeFormats {
		if t, err := time.Parse(format, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errors.New("not a moment")
}
