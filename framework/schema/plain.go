package schema

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/schema/civil"
	"github.com/gofw/gofw/framework/schema/inet"
)

// plainTypes are the types that values of a kind have by themselves.
var plainTypes = map[Kind]reflect.Type{
	BigInt: reflect.TypeFor[int64](), Integer: reflect.TypeFor[int32](), SmallInt: reflect.TypeFor[int16](), Float: reflect.TypeFor[float64](),
	String: reflect.TypeFor[string](), Text: reflect.TypeFor[string](), Bool: reflect.TypeFor[bool](), DateTime: reflect.TypeFor[time.Time](),
	Binary: reflect.TypeFor[[]byte](), JSON: reflect.TypeFor[json.RawMessage](), Decimal: reflect.TypeFor[decimal.Decimal](),
	Date: reflect.TypeFor[civil.Date](), Time: reflect.TypeFor[civil.TimeOfDay](), UUID: reflect.TypeFor[uuid.UUID](), IP: reflect.TypeFor[inet.IP](),
}

// Plain describes a field of an [Own] kind as one whose values have the type of
// its kind, and returns a new value of that type, which can be set: what reads
// and writes fields of every kind reads and writes those of a site's own by them.
func Plain(f *Field) (*Field, reflect.Value) {
	plain := *f
	plain.Own = false
	v := reflect.New(plainTypes[f.Kind]).Elem()
	if f.Null {
		v = reflect.New(reflect.PointerTo(plainTypes[f.Kind])).Elem()
	}
	return &plain, v
}

// ToPlain is [Plain] with the value that v, a field of an own kind, has.
func ToPlain(f *Field, v reflect.Value) (*Field, reflect.Value, error) {
	plain, to := Plain(f)
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return plain, to, nil
	}
	own, ok := v.Interface().(Own)
	if !ok {
		return nil, to, fmt.Errorf("schema: %s is no kind of its own", v.Type())
	}
	stored, err := own.Value()
	if err != nil {
		return nil, to, fmt.Errorf("%s: %w", f.Name, err)
	}
	at := to
	if f.Null {
		at.Set(reflect.New(plainTypes[f.Kind]))
		at = at.Elem()
	}
	if stored == nil {
		return plain, to, nil
	}
	return plain, to, scanPlain(at, stored)
}

func scanPlain(to reflect.Value, stored driver.Value) error {
	if scanner, ok := to.Addr().Interface().(sql.Scanner); ok {
		return scanner.Scan(stored)
	}
	from := reflect.ValueOf(stored)
	if from.Kind() == reflect.String && to.Kind() != reflect.String && to.Kind() != reflect.Slice || !from.CanConvert(to.Type()) {
		return fmt.Errorf("schema: its Value is %T, which is no %s", stored, to.Type())
	}
	to.Set(from.Convert(to.Type()))
	return nil
}

// FromPlain sets a field of an own kind to what a value of [Plain] says.
func FromPlain(to, plain reflect.Value) error {
	if plain.Kind() == reflect.Pointer {
		if plain.IsNil() {
			to.SetZero()
			return nil
		}
		plain = plain.Elem()
	}
	if to.Kind() == reflect.Pointer {
		v := reflect.New(to.Type().Elem())
		if err := FromPlain(v.Elem(), plain); err != nil {
			return err
		}
		to.Set(v)
		return nil
	}
	scanner, ok := to.Addr().Interface().(Scanned)
	if !ok {
		return fmt.Errorf("schema: %s is no kind of its own", to.Type())
	}
	return scanner.Scan(promised(plain))
}

// promised is a plain value in the type that [Own] promises to Scan.
func promised(plain reflect.Value) any {
	switch x := plain.Interface().(type) {
	case time.Time:
		return x.UTC()
	case []byte:
		return x
	case json.RawMessage:
		return string(x)
	case fmt.Stringer: // decimals, days, times, identifiers, addresses
		return x.String()
	}
	switch {
	case plain.CanInt():
		return plain.Int()
	case plain.CanFloat():
		return plain.Float()
	}
	return plain.Interface()
}
