package orm

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/gofw/gofw/framework/schema"
)

// optional scans a column of a row that may be missing: NULL leaves the zero value.
type optional struct {
	to   any
	null bool
}

func (o *optional) Scan(src any) error {
	o.null = src == nil
	if o.null {
		return nil
	}
	return assign(o.to, src)
}

// assign converts what a driver gave to where it should go.
func assign(to, src any) error {
	switch to := to.(type) {
	case schema.Scanned:
		return ownScanner{reflect.ValueOf(to)}.Scan(src)
	case sql.Scanner:
		return to.Scan(src)
	case *time.Time:
		return scanTime(to, src)
	case *string:
		return scanNull(to, src)
	case *int64:
		return scanNull(to, src)
	case *bool:
		return scanNull(to, src)
	case *float64:
		return scanNull(to, src)
	}
	v := reflect.ValueOf(to).Elem()
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		return assign(v.Interface(), src)
	}
	if b, ok := src.([]byte); ok && v.Kind() == reflect.Slice {
		v.SetBytes(append([]byte(nil), b...))
		return nil
	}
	var n sql.NullString
	if v.Kind() == reflect.String {
		if err := n.Scan(src); err != nil {
			return err
		}
		v.SetString(n.String)
		return nil
	}
	if v.CanInt() {
		var n sql.NullInt64
		if err := n.Scan(src); err != nil {
			return err
		}
		if v.OverflowInt(n.Int64) {
			return fmt.Errorf("orm: %d does not fit into %s", n.Int64, v.Type())
		}
		v.SetInt(n.Int64)
		return nil
	}
	if v.CanUint() {
		var n sql.Null[uint64]
		if err := n.Scan(src); err != nil {
			return err
		}
		if v.OverflowUint(n.V) {
			return fmt.Errorf("orm: %d does not fit into %s", n.V, v.Type())
		}
		v.SetUint(n.V)
		return nil
	}
	from := reflect.ValueOf(src)
	if !from.CanConvert(v.Type()) {
		return fmt.Errorf("orm: cannot read %T into %s", src, v.Type())
	}
	v.Set(from.Convert(v.Type()))
	return nil
}

func scanNull[T any](to *T, src any) error {
	var n sql.Null[T]
	err := n.Scan(src)
	*to = n.V
	return err
}

// timeLayouts are the forms in which SQLite keeps a moment as text.
var timeLayouts = []string{"2006-01-02 15:04:05.999999999-07:00", "2006-01-02 15:04:05.999999999", time.RFC3339Nano, time.DateOnly}

func scanTime(to *time.Time, src any) error {
	var text string
	switch s := src.(type) {
	case time.Time:
		*to = s
		return nil
	case string:
		text = s
	case []byte:
		text = string(s)
	default:
		return fmt.Errorf("orm: cannot read %T as a time", src)
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			*to = t.UTC()
			return nil
		}
	}
	return fmt.Errorf("orm: %q is not a time", text)
}

// jsonScanner reads a JSON text into a Go value.
type jsonScanner struct{ to any }

// ScanJSON is where a column of kind json goes; companions call it.
func ScanJSON(to any) sql.Scanner { return jsonScanner{to} }

func (j jsonScanner) Scan(src any) error {
	var text []byte
	switch s := src.(type) {
	case nil:
		return nil
	case string:
		text = []byte(s)
	case []byte:
		text = s
	default:
		return fmt.Errorf("orm: cannot read %T as JSON", src)
	}
	if len(text) == 0 {
		return nil
	}
	if err := json.Unmarshal(text, j.to); err != nil {
		return fmt.Errorf("orm: reading JSON: %w", err)
	}
	return nil
}

// BindJSON is what is stored for a column of kind json; companions call it. A
// value that JSON cannot hold is a programming mistake and panics.
func BindJSON(v any) any {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("orm: %T cannot be kept as JSON: %v", v, err))
	}
	return jsonText(text)
}
