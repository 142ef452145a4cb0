package forms

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"net/mail"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/schema"
)

// timeLayout is how a datetime-local input spells a moment, here in UTC.
const timeLayout = "2006-01-02T15:04:05"

// Format writes a field's value as an input shows it. A nil pointer is empty.
func Format(f *schema.Field, v reflect.Value) string {
	if f.Own {
		return formatOwn(f, v)
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	switch x := v.Interface().(type) {
	case time.Time:
		if x.IsZero() {
			return ""
		}
		return x.UTC().Format(timeLayout)
	case bool:
		return strconv.FormatBool(x)
	}
	if f.Kind == schema.Decimal {
		if d, ok := v.Interface().(decimal.Decimal); ok {
			return d.StringFixed(int32(f.Scale))
		}
	}
	if spelled[f.Kind] != "" && f.Kind != schema.Time && v.IsZero() {
		return ""
	}
	if f.Kind.Element() != "" {
		return formatArray(v)
	}
	if f.Kind == schema.JSON {
		text, err := json.Marshal(v.Interface())
		if err != nil || string(text) == "null" {
			return ""
		}
		return string(text)
	}
	return fmt.Sprint(v.Interface())
}

// mistake is a message for the person who typed.
type mistake string

func (m mistake) Error() string { return string(m) }

const required mistake = "This field is required."

// set reads text into the field of a row. The error is for the person who typed.
func set(f *schema.Field, to reflect.Value, text string) error {
	if text == "" && !(f.Own && f.Kind == schema.Bool && !f.Null) {
		return setEmpty(f, to)
	}
	if to.Kind() == reflect.Pointer {
		v := reflect.New(to.Type().Elem())
		if err := set(f, v.Elem(), text); err != nil {
			return err
		}
		to.Set(v)
		return nil
	}
	switch {
	case f.Own:
		return setOwn(f, to, text)
	case f.Kind.Element() != "":
		return setArray(f, to, text)
	case f.Kind == schema.DateTime:
		return setTime(to, text)
	case f.Kind == schema.Bool:
		to.SetBool(text == "true" || text == "on" || text == "1")
		return nil
	case f.Kind == schema.JSON:
		return setJSON(to, text)
	case f.Kind.Number():
		return setNumber(to, text)
	case f.Kind == schema.Decimal:
		return setDecimal(f, to, text)
	case spelled[f.Kind] != "":
		if u, ok := to.Addr().Interface().(encoding.TextUnmarshaler); !ok || u.UnmarshalText([]byte(strings.TrimSpace(text))) != nil {
			return spelled[f.Kind]
		}
		return nil
	case to.Kind() == reflect.String:
		return setText(f, to, text)
	}
	return mistake("This field cannot be edited here.")
}

// spelled is what to write into a field of a kind that reads its own text.
var spelled = map[schema.Kind]mistake{
	schema.Date: "Enter a date, such as 2026-03-14.",
	schema.Time: "Enter a time, such as 15:30.",
	schema.UUID: "Enter a UUID, such as 0190163d-8694-739b-aea5-966c26f8ad91.",
	schema.IP:   "Enter an address, such as 192.0.2.1 or 2001:db8::1.",
}

func setDecimal(f *schema.Field, to reflect.Value, text string) error {
	d, err := decimal.NewFromString(strings.TrimSpace(text))
	switch {
	case err != nil || len(text) > 100 || strings.ContainsAny(text, "eE"):
		return mistake("Enter a number.")
	case !d.Equal(d.Truncate(int32(f.Scale))):
		return mistake(fmt.Sprintf("Enter no more than %d digits behind the point.", f.Scale))
	case d.Abs().Cmp(decimal.New(1, int32(f.Size-f.Scale))) >= 0:
		return mistake("The number is too large.")
	}
	to.Set(reflect.ValueOf(d))
	return nil
}

func setEmpty(f *schema.Field, to reflect.Value) error {
	optional := f.Null || f.Blank || f.Kind == schema.Bool || f.Kind.Listed()
	if !optional {
		return required
	}
	to.SetZero()
	return nil
}

func setTime(to reflect.Value, text string) error {
	for _, layout := range []string{timeLayout, "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1 && t.Year() <= 9999 {
			to.Set(reflect.ValueOf(t.UTC()))
			return nil
		}
	}
	return mistake("Enter a date and time, such as 2026-03-14 15:30.")
}

func setJSON(to reflect.Value, text string) error {
	v := reflect.New(to.Type())
	if err := json.Unmarshal([]byte(text), v.Interface()); err != nil {
		return mistake("This is not valid JSON for the field: " + err.Error() + ".")
	}
	to.Set(v.Elem())
	return nil
}

func setNumber(to reflect.Value, text string) error {
	text = strings.TrimSpace(text)
	switch {
	case to.CanInt():
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return mistake("Enter a whole number.")
		}
		if to.OverflowInt(n) {
			return mistake("The number is too large.")
		}
		to.SetInt(n)
	case to.CanUint():
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return mistake("Enter a whole number that is not negative.")
		}
		if to.OverflowUint(n) || n > math.MaxInt64 {
			return mistake("The number is too large.")
		}
		to.SetUint(n)
	case to.CanFloat():
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || to.OverflowFloat(n) {
			return mistake("Enter a number.")
		}
		to.SetFloat(n)
	}
	return nil
}

func setText(f *schema.Field, to reflect.Value, text string) error {
	if err := checkText(f, text); err != nil {
		return err
	}
	to.SetString(text)
	return nil
}

var (
	slugPattern  = regexp.MustCompile(`^[-a-zA-Z0-9_]+$`)
	colorPattern = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

// checkText applies the rules of the model to a text that is not empty.
func checkText(f *schema.Field, text string) error {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return mistake("The text holds characters that cannot be stored.")
	}
	if n := utf8.RuneCountInString(text); f.Size > 0 && n > f.Size {
		return mistake(fmt.Sprintf("Use at most %d characters; this has %d.", f.Size, n))
	}
	if len(f.Choices) > 0 {
		for _, c := range f.Choices {
			if c.Value == text {
				return nil
			}
		}
		return mistake("Choose one of the values offered.")
	}
	if f.Widget == schema.Color && !colorPattern.MatchString(text) {
		return mistake("Choose a color, such as #ff8800.")
	}
	switch f.Format {
	case schema.Slug:
		if !slugPattern.MatchString(text) {
			return mistake("Use letters, digits, hyphens and underscores only.")
		}
	case schema.Email:
		if a, err := mail.ParseAddress(text); err != nil || a.Address != text || !strings.Contains(text[strings.LastIndexByte(text, '@')+1:], ".") {
			return mistake("Enter an e-mail address, such as name@example.com.")
		}
	case schema.URL:
		if u, err := url.Parse(text); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return mistake("Enter a web address that begins with https:// or http://.")
		}
	}
	return nil
}
