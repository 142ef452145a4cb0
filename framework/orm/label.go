package orm

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// LabelOf is the text that stands for a row: what its String method returns,
// else its first short text that is not secret and not its key, else the key if
// that is a text, else the model's name and the key. A nil row is the empty string.
func LabelOf(row any) string {
	v := reflect.ValueOf(row)
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return ""
	}
	if text, ok := ownLabel(row); ok {
		return text
	}
	v = reflect.Indirect(v)
	key := ""
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if strings.Contains(strings.ToLower(f.Tag.Get("gorm")), "primarykey") && f.Type.Kind() == reflect.String {
			key = v.Field(i).String()
			continue
		}
		own := f.Tag.Get("gofw")
		if f.IsExported() && f.Type.Kind() == reflect.String && v.Field(i).Len() > 0 && !strings.Contains(own, "hidden") && !strings.Contains(own, "password") {
			return v.Field(i).String()
		}
	}
	if key != "" {
		return key
	}
	_, name, _ := strings.Cut(v.Type().String(), ".")
	if id := v.FieldByName("ID"); id.IsValid() {
		return fmt.Sprint(schema.Words(name), " ", id.Interface())
	}
	return schema.Words(name)
}

// ownLabel asks the row's String method. One that speaks of a relation which is
// not loaded here panics; such a row has no label of its own for now.
func ownLabel(row any) (text string, ok bool) {
	defer func() {
		if recover() != nil {
			text, ok = "", false
		}
	}()
	if s, has := row.(fmt.Stringer); has {
		return s.String(), true
	}
	return "", false
}
