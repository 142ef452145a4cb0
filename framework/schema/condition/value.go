package condition

import (
	"cmp"
	"database/sql/driver"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// node is a part of a condition. Its value is nil where it is unknown, else a
// bool, a string, a decimal.Decimal or a time.Time.
type node interface {
	value(row func(field string) any) any
}

type literal struct{ v any }

func (l literal) value(func(string) any) any { return l.v }

type variable string

func (v variable) value(row func(string) any) any { return row(string(v)) }

// junction is AND, or else OR, of several conditions.
type junction struct {
	parts []node
	and   bool
}

func (j junction) value(row func(string) any) any {
	unknown := false
	for _, p := range j.parts {
		switch holds, ok := p.value(row).(bool); {
		case !ok:
			unknown = true
		case holds != j.and:
			return holds
		}
	}
	if unknown {
		return nil
	}
	return j.and
}

type negation struct{ inner node }

func (n negation) value(row func(string) any) any {
	if holds, ok := n.inner.value(row).(bool); ok {
		return !holds
	}
	return nil
}

type missing struct{ inner node }

func (m missing) value(row func(string) any) any { return m.inner.value(row) == nil }

type comparison struct {
	left, right node
	sign        string
}

func (c comparison) value(row func(string) any) any {
	n, ok := compare(c.left.value(row), c.right.value(row))
	if !ok {
		return nil
	}
	switch c.sign {
	case "=":
		return n == 0
	case "<":
		return n < 0
	case "<=":
		return n <= 0
	case ">":
		return n > 0
	case ">=":
		return n >= 0
	}
	return n != 0
}

type among struct {
	left node
	list []node
}

func (a among) value(row func(string) any) any {
	either := junction{}
	for _, x := range a.list {
		either.parts = append(either.parts, comparison{a.left, x, "="})
	}
	return either.value(row)
}

type arithmetic struct {
	left, right node
	sign        string
}

func (a arithmetic) value(row func(string) any) any {
	x, ok := a.left.value(row).(decimal.Decimal)
	y, also := a.right.value(row).(decimal.Decimal)
	switch {
	case !ok || !also:
		return nil
	case a.sign == "+":
		return x.Add(y)
	case a.sign == "-":
		return x.Sub(y)
	}
	return x.Mul(y)
}

type call struct {
	name string
	args []node
}

func (c call) value(row func(string) any) any {
	args := make([]any, len(c.args))
	for i, a := range c.args {
		args[i] = a.value(row)
	}
	return functions[c.name](args)
}

var functions = map[string]func(args []any) any{
	"COALESCE": func(args []any) any {
		for _, a := range args {
			if a != nil {
				return a
			}
		}
		return nil
	},
	"ABS": func(args []any) any {
		if d, ok := args[0].(decimal.Decimal); ok {
			return d.Abs()
		}
		return nil
	},
	"LENGTH": onText(func(s string) any { return decimal.NewFromInt(int64(utf8.RuneCountInString(s))) }),
	"LOWER":  onText(func(s string) any { return strings.ToLower(s) }),
	"UPPER":  onText(func(s string) any { return strings.ToUpper(s) }),
	"TRIM":   onText(func(s string) any { return strings.Trim(s, " ") }),
}

func onText(f func(string) any) func([]any) any {
	return func(args []any) any {
		if s, ok := args[0].(string); ok {
			return f(s)
		}
		return nil
	}
}

// compare orders two values of one kind.
func compare(x, y any) (n int, ok bool) {
	switch x := x.(type) {
	case string:
		switch y := y.(type) {
		case string:
			return cmp.Compare(x, y), true
		case time.Time:
			n, ok = compare(y, x)
			return -n, ok
		}
	case bool:
		if y, ok := y.(bool); ok {
			return rank(x) - rank(y), true
		}
	case decimal.Decimal:
		if y, ok := y.(decimal.Decimal); ok {
			return x.Cmp(y), true
		}
	case time.Time:
		switch y := y.(type) {
		case time.Time:
			return x.Compare(y), true
		case string:
			for _, layout := range []string{time.RFC3339, time.DateTime, time.DateOnly} {
				if t, err := time.Parse(layout, y); err == nil {
					return x.Compare(t), true
				}
			}
		}
	}
	return 0, false
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// normal is a value of a row as conditions know it.
func normal(v any) any {
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return nil
		}
		r = r.Elem()
	}
	if !r.IsValid() {
		return nil
	}
	switch x := r.Interface().(type) {
	case decimal.Decimal, time.Time:
		return x
	case driver.Valuer:
		stored, err := x.Value()
		if err != nil {
			return nil
		}
		return normal(stored)
	}
	switch {
	case r.CanInt():
		return decimal.NewFromInt(r.Int())
	case r.CanUint():
		return decimal.NewFromUint64(r.Uint())
	case r.CanFloat():
		return decimal.NewFromFloat(r.Float())
	case r.Kind() == reflect.String:
		return r.String()
	case r.Kind() == reflect.Bool:
		return r.Bool()
	}
	return nil
}
