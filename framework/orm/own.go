package orm

import (
	"database/sql"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/schema"
)

// ScanOwn is where a column of a site's own kind goes: to points to a field of that
// type, or of a pointer to it. Companions call it.
func ScanOwn[T any](to *T) sql.Scanner { return ownScanner{reflect.ValueOf(to)} }

// ownScanner gives a value of the site's own kind what a driver read, in the one
// form that schema.Own promises.
type ownScanner struct{ to reflect.Value }

// Scan makes a panic an error: in the middle of a row it would leave the
// connection locked for good.
func (s ownScanner) Scan(src any) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("orm: reading %s: panic: %v", s.to.Type(), v)
		}
	}()
	to := s.to.Elem()
	if src == nil {
		to.SetZero()
		return nil
	}
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
	} else {
		to = s.to
	}
	own := to.Interface().(schema.Scanned) // the type of its field promises it
	given, err := promised(own.Stored().Kind, src)
	if err == nil {
		err = own.Scan(given)
	}
	if err != nil {
		return fmt.Errorf("orm: reading %T: %w", own, err)
	}
	return nil
}

// promised is what a driver read from a column, in the type of its kind.
func promised(k schema.Kind, src any) (any, error) {
	if b, ok := src.([]byte); ok && k != schema.Binary {
		src = string(b)
	}
	switch {
	case k == schema.Binary:
		if s, ok := src.(string); ok {
			return []byte(s), nil
		}
		if b, ok := src.([]byte); ok {
			return append([]byte{}, b...), nil
		}
	case k == schema.Float:
		var x sql.Null[float64]
		err := x.Scan(src)
		return x.V, err
	case k.Number():
		var n sql.Null[int64]
		err := n.Scan(src)
		return n.V, err
	case k == schema.Bool:
		var b sql.Null[bool]
		err := b.Scan(src)
		return b.V, err
	case k == schema.DateTime:
		var at time.Time
		err := scanTime(&at, src)
		return at.UTC(), err
	case k == schema.Date:
		var d Date
		err := d.Scan(src)
		return d.String(), err
	case k == schema.Time:
		var t TimeOfDay
		err := t.Scan(src)
		return t.String(), err
	case k == schema.Decimal:
		if x, ok := src.(float64); ok { // as SQLite keeps it
			text := strconv.FormatFloat(x, 'f', -1, 64)
			if len(strings.Trim(text, "-.")) > sqliteDigits {
				text = strconv.FormatFloat(x, 'g', sqliteDigits, 64)
			}
			return text, nil
		}
	case k == schema.UUID:
		var id UUID
		err := id.Scan(src)
		return id.String(), err
	case k == schema.IP:
		var ip IP
		err := ip.Scan(src)
		return ip.String(), err
	}
	if s, ok := src.(string); ok {
		return s, nil
	}
	return fmt.Sprint(src), nil
}

// BindOwn is what is stored of a value of a site's own kind; companions call it.
func BindOwn(v schema.Own) any {
	if r := reflect.ValueOf(v); !r.IsValid() || r.Kind() == reflect.Pointer && r.IsNil() {
		return nil
	}
	stored, err := v.Value()
	switch text := stored.(type) {
	case nil:
	case string:
		if v.Stored().Kind == schema.JSON {
			return jsonText(text)
		}
	case []byte:
		if k := v.Stored().Kind; k == schema.JSON {
			return jsonText(text)
		} else if k != schema.Binary {
			return string(text)
		}
	}
	if err != nil {
		return unbound{fmt.Errorf("orm: %T cannot be stored: %w", v, err)}
	}
	return stored
}

// unbound is a value that its own type could not say how to store.
type unbound struct{ err error }

// Stored is a value as a database keeps it in a field, for statements of one's
// own. The dialect is the name that GORM gives the database.
func Stored(dialectName string, f *schema.Field, v any) (any, error) {
	return store(dialect(dialectName), f, v)
}
