package forms

import (
	"encoding"
	"reflect"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// formatOwn writes a value of a site's own kind: as it spells itself, or as its
// kind is written.
func formatOwn(f *schema.Field, v reflect.Value) string {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return ""
	}
	if spelled, ok := v.Interface().(encoding.TextMarshaler); ok {
		if text, err := spelled.MarshalText(); err == nil {
			return string(text)
		}
		return ""
	}
	plain, value, err := schema.ToPlain(f, v)
	if err != nil {
		return ""
	}
	return Format(plain, value)
}

// setOwn reads text into a field of a site's own kind, which is no pointer.
func setOwn(f *schema.Field, to reflect.Value, text string) error {
	if spelled, ok := to.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := spelled.UnmarshalText([]byte(text)); err != nil {
			return mistake(schema.Capital(strings.TrimSuffix(err.Error(), ".")) + ".")
		}
		return nil
	}
	required := *f
	required.Null = false
	plain, value := schema.Plain(&required)
	if err := set(plain, value, text); err != nil {
		return err
	}
	if schema.FromPlain(to, value) != nil {
		return mistake("This is no value of the field.")
	}
	return nil
}

// spellsItself reports whether a field is shown as its type writes it.
func spellsItself(f *schema.Field, v reflect.Value) bool {
	if !f.Own {
		return false
	}
	if v.Kind() == reflect.Pointer {
		v = reflect.New(v.Type().Elem()).Elem()
	}
	_, ok := v.Interface().(encoding.TextMarshaler)
	return ok
}
