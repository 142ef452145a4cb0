package web

import (
	"encoding"
	"errors"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Query is the parameter of the address's query, as a T: a text, a number, a
// bool, a [time.Duration], a type made of one of these, or anything that reads
// itself from text (encoding.TextUnmarshaler), such as a date or a UUID.
//
//	page, err := web.QueryOr(c, "page", 1)
//
// One that is missing or empty is the zero T. One that is no T is an [Error]
// with status 400; so is a text that no database would take: with a NUL byte,
// or not in UTF-8. Of several values the first counts.
func Query[T any](c Context, name string) (T, error) {
	var zero T
	return QueryOr(c, name, zero)
}

// QueryOr is [Query] with another value for a parameter that is missing or empty.
func QueryOr[T any](c Context, name string, missing T) (T, error) {
	return one(c.QueryParams(), name, missing)
}

// QueryAll is every value of the parameter, in order, as [Query] reads one. It
// is empty without any.
func QueryAll[T any](c Context, name string) ([]T, error) {
	return all[T](c.QueryParams(), name)
}

// Form is a field of the form in the request's body, as [Query] reads one. What
// stands in the address does not count. A body that cannot be read is an [Error]
// with status 400, or the error of one that is too long.
func Form[T any](c Context, name string) (T, error) {
	var zero T
	return FormOr(c, name, zero)
}

// FormOr is [Form] with another value for a field that is missing or empty.
func FormOr[T any](c Context, name string, missing T) (T, error) {
	values, err := Body(c)
	if err != nil {
		return missing, err
	}
	return one(values, name, missing)
}

// FormAll is every value of the field, in order, as [Form] reads one.
func FormAll[T any](c Context, name string) ([]T, error) {
	values, err := Body(c)
	if err != nil {
		return nil, err
	}
	return all[T](values, name)
}

// Body is all fields of the form in the request's body, without those of the
// address.
func Body(c Context) (url.Values, error) {
	if _, err := c.FormParams(); err != nil {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			return nil, err
		}
		return nil, &Error{Status: http.StatusBadRequest, Message: "The form could not be read.", Err: err}
	}
	return c.Request().PostForm, nil
}

// Param is a parameter of the path as [Query] reads one; anything that is no T,
// or a number that is written in another way than urls writes it, such as "007",
// is not found: a page has one address.
func Param[T any](c Context, name string) (T, error) {
	var v T
	raw := c.Param(name)
	if read(raw, &v) != "" || !canonical(raw, v) {
		var zero T
		return zero, NotFound()
	}
	return v, nil
}

func canonical(raw string, v any) bool {
	switch r := reflect.ValueOf(v); {
	case r.CanInt() && r.Type() != reflect.TypeFor[time.Duration]():
		return strconv.FormatInt(r.Int(), 10) == raw
	case r.CanUint():
		return strconv.FormatUint(r.Uint(), 10) == raw
	}
	return raw != ""
}

func one[T any](values url.Values, name string, missing T) (T, error) {
	given := values[name]
	if len(given) == 0 || given[0] == "" {
		return missing, nil
	}
	var v T
	if want := read(given[0], &v); want != "" {
		return missing, notValid(name, want)
	}
	return v, nil
}

func all[T any](values url.Values, name string) ([]T, error) {
	given := values[name]
	out := make([]T, len(given))
	for i, raw := range given {
		if want := read(raw, &out[i]); want != "" {
			return nil, notValid(name, want)
		}
	}
	return out, nil
}

func notValid(name, want string) error {
	return BadRequest("The value of " + strconv.Quote(name) + " is not valid: it must be " + want + ".")
}

// read reads a value into the pointer to, or says what it should have been.
func read(raw string, to any) (want string) {
	if !utf8.ValidString(raw) || strings.IndexByte(raw, 0) >= 0 {
		return "a text"
	}
	if t, ok := to.(encoding.TextUnmarshaler); ok {
		if t.UnmarshalText([]byte(raw)) != nil {
			return "in the form that this page expects"
		}
		return ""
	}
	if d, ok := to.(*time.Duration); ok {
		var err error
		if *d, err = time.ParseDuration(raw); err != nil {
			return "a time such as 90s"
		}
		return ""
	}
	return readKind(raw, reflect.ValueOf(to).Elem())
}

func readKind(raw string, v reflect.Value) (want string) {
	switch {
	case v.Kind() == reflect.String:
		v.SetString(raw)
	case v.Kind() == reflect.Bool:
		b, err := strconv.ParseBool(raw)
		if err != nil && raw != "on" {
			return "true or false"
		}
		v.SetBool(b || raw == "on") // what a checkbox without a value sends
	case v.CanInt():
		n, err := strconv.ParseInt(raw, 10, v.Type().Bits())
		if err != nil {
			return "a whole number" + inRange(err)
		}
		v.SetInt(n)
	case v.CanUint():
		n, err := strconv.ParseUint(raw, 10, v.Type().Bits())
		if err != nil {
			return "a whole number from 0 on" + inRange(err)
		}
		v.SetUint(n)
	case v.CanFloat():
		n, err := strconv.ParseFloat(raw, v.Type().Bits())
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return "a number"
		}
		v.SetFloat(n)
	default:
		panic("web: a parameter cannot be read as " + v.Type().String() + ": give the type a method UnmarshalText")
	}
	return ""
}

func inRange(err error) string {
	if errors.Is(err, strconv.ErrRange) {
		return " that is not so large"
	}
	return ""
}
