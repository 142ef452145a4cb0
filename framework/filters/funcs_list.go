package filters

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
)

func numberFuncs() template.FuncMap {
	return template.FuncMap{
		"add":            add,
		"apnumber":       func(v any) string { return APNumber(numeral(v)) },
		"divisibleby":    divisible,
		"filesizeformat": func(v any) string { return FileSizeFormat(numeral(v)) },
		"floatformat":    floatFormat,
		"get_digit":      getDigit,
		"intcomma":       func(v any) string { return IntComma(numeral(v)) },
		"intword":        func(v any) string { return IntWord(numeral(v)) },
		"ordinal":        func(v any) (string, error) { n, err := wholeOf(v); return Ordinal(n), err },
		"pluralize":      pluralize,
	}
}

func listFuncs() template.FuncMap {
	return template.FuncMap{
		"default":         func(other, v any) any { return orElse(other, v, truth(v)) },
		"default_if_none": func(other, v any) any { return orElse(other, v, indirect(v) != nil) },
		"first":           func(list any) any { return element(list, func(int) int { return 0 }) },
		"join":            join,
		"last":            func(list any) any { return element(list, func(n int) int { return n - 1 }) },
		"unordered_list":  func(list any) template.HTML { return trusted(UnorderedList(itemsOf(list))) },
		"yesno":           yesNo,
	}
}

// numeral is a number of any type as a text.
func numeral(v any) string {
	v = indirect(v)
	r := reflect.ValueOf(v)
	if _, ok := v.(fmt.Stringer); !ok && r.CanFloat() {
		return floating(r.Float(), r.Type().Bits())
	}
	return textOf(v)
}

// add is a sum of whole numbers, or else two texts as one.
func add(more, v any) any {
	a, errA := strconv.ParseInt(numeral(v), 10, 64)
	b, errB := strconv.ParseInt(numeral(more), 10, 64)
	if errA != nil || errB != nil {
		return textOf(v) + textOf(more)
	}
	return a + b
}

func divisible(by, v any) (bool, error) {
	n, err := wholeOf(v)
	if err != nil {
		return false, err
	}
	d, err := wholeOf(by)
	if err == nil && d == 0 {
		err = errors.New("nothing is divisible by 0")
	}
	return err == nil && n%d == 0, err
}

func getDigit(digit, v any) (int64, error) {
	n, err := wholeOf(v)
	if err != nil {
		return 0, err
	}
	d, err := wholeOf(digit)
	return GetDigit(n, int(d)), err
}

// wholeOf is a whole number of any type.
func wholeOf(v any) (int64, error) {
	n, err := strconv.ParseInt(numeral(v), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no whole number", textOf(v))
	}
	return n, nil
}

// floatFormat takes Django's argument: a number of places, with "g" for commas
// between thousands. "u", not as people of the country write it, changes nothing.
func floatFormat(args ...any) (string, error) {
	arg, v, err := optional("floatformat", "-1", args)
	if err != nil {
		return "", err
	}
	places := strings.TrimRight(arg, "gu")
	if places == "" {
		places = "-1"
	}
	n, err := strconv.Atoi(places)
	if err != nil {
		return "", fmt.Errorf("floatformat %q: the number of places is no whole number", arg)
	}
	text := FloatFormat(numeral(v), n)
	if strings.Contains(arg, "g") {
		text = IntComma(text)
	}
	return text, nil
}

// pluralize counts what has a length, and takes other values for numbers.
func pluralize(args ...any) (string, error) {
	suffix, v, err := optional("pluralize", "s", args)
	switch r := reflect.ValueOf(indirect(v)); r.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		return Pluralize(r.Len(), suffix), err
	}
	return Pluralize(numeral(v), suffix), err
}

func yesNo(args ...any) (string, error) {
	choice, v, err := optional("yesno", "", args)
	if indirect(v) == nil {
		return YesNo((*bool)(nil), choice), err
	}
	return YesNo(truth(v), choice), err
}

// truth is what if thinks of a value.
func truth(v any) bool {
	t, _ := template.IsTrue(indirect(v))
	return t
}

func orElse(other, v any, ok bool) any {
	if ok {
		return v
	}
	return other
}

// element is one element of a list, or an empty text if it has none.
func element(list any, at func(length int) int) any {
	switch r := reflect.ValueOf(list); r.Kind() {
	case reflect.Slice, reflect.Array:
		if r.Len() > 0 {
			return r.Index(at(r.Len())).Interface()
		}
	case reflect.String:
		if runes := []rune(r.String()); len(runes) > 0 {
			return string(runes[at(len(runes))])
		}
	}
	return ""
}

func join(separator, list any) (template.HTML, error) {
	r := reflect.ValueOf(list)
	if r.Kind() != reflect.Slice && r.Kind() != reflect.Array {
		return "", fmt.Errorf("join takes a list, not %T", list)
	}
	parts := make([]HTML, r.Len())
	for i := range parts {
		parts[i] = htmlOf(r.Index(i).Interface())
	}
	return trusted(Join(parts, htmlOf(separator))), nil
}

// itemsOf makes items of Django's form of a list with lists: a list stands
// behind the item that it is below of.
func itemsOf(list any) []Item[HTML] {
	r := reflect.ValueOf(list)
	if r.Kind() != reflect.Slice && r.Kind() != reflect.Array {
		return nil
	}
	var items []Item[HTML]
	behind := false // whether the last value was a list
	for i := range r.Len() {
		v := r.Index(i).Interface()
		kind := reflect.ValueOf(v).Kind()
		if below := kind == reflect.Slice || kind == reflect.Array; below && len(items) > 0 && !behind {
			items[len(items)-1].Items, behind = itemsOf(v), true
			continue
		}
		items, behind = append(items, Item[HTML]{Text: htmlOf(v)}), false
	}
	return items
}
