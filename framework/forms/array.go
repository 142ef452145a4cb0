package forms

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// An array is one element on each line. One that lines cannot show, because an
// element has several or the first begins like JSON, is shown as JSON.

func formatArray(v reflect.Value) string {
	lines := make([]string, v.Len())
	for i := range lines {
		lines[i] = fmt.Sprint(v.Index(i).Interface())
		if i == 0 && strings.HasPrefix(lines[i], "[") || lines[i] == "" || strings.ContainsAny(lines[i], "\r\n") || lines[i] != strings.TrimSpace(lines[i]) {
			text, _ := json.Marshal(v.Interface()) // texts and numbers always can
			return string(text)
		}
	}
	return strings.Join(lines, "\n")
}

func setArray(f *schema.Field, to reflect.Value, text string) error {
	list := reflect.New(to.Type())
	if strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), list.Interface()) == nil {
		to.Set(list.Elem())
		return nil
	}
	of := schema.Field{Name: f.Name, Kind: f.Kind.Element()}
	out := reflect.MakeSlice(to.Type(), 0, 0)
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		element := reflect.New(to.Type().Elem()).Elem()
		if err := setElement(&of, element, line); err != nil {
			return mistake(fmt.Sprintf("Line %d: %s", n, err))
		}
		out = reflect.Append(out, element)
	}
	to.Set(out)
	return nil
}

func setElement(of *schema.Field, to reflect.Value, text string) error {
	if of.Kind == schema.Bool && text != "true" && text != "false" {
		return mistake("Write true or false.")
	}
	return set(of, to, text)
}
