package orm

import (
	"reflect"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/schema/condition"
)

// generated is a field that the database works out.
type generated struct {
	field *schema.Field
	from  *condition.Condition
}

// generatedOf reads the expressions of a model, which schema has seen.
func generatedOf(m *schema.Model) []generated {
	var list []generated
	for i := range m.Fields {
		if f := &m.Fields[i]; f.Generated != "" {
			if c, err := condition.Parse(f.Generated); err == nil {
				list = append(list, generated{f, c})
			}
		}
	}
	return list
}

// work gives a row that is about to be written what the database will work out,
// so that nobody has to read it again. Where a row was loaded in part, a field
// stays as it is if it needs more than that.
func (t *Table) work(row any, part []int) {
	if len(t.generated) == 0 {
		return
	}
	values, v := t.bind(row, nil), reflect.ValueOf(row).Elem()
	at := func(name string) int {
		return slices.IndexFunc(t.model.Fields, func(f schema.Field) bool { return f.Name == name })
	}
	for _, g := range t.generated {
		missing := slices.ContainsFunc(g.from.Fields(), func(name string) bool { return part != nil && !slices.Contains(part, at(name)) })
		if !missing {
			setWorked(v.FieldByIndex(g.field.Path), g.from.Value(func(name string) any { return values[at(name)] }), g.field.Scale)
		}
	}
}

// setWorked gives a field the value of an expression; unknown is nil or zero.
func setWorked(to reflect.Value, v any, scale int) {
	if v == nil {
		to.SetZero()
		return
	}
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	if d, ok := v.(decimal.Decimal); ok {
		switch {
		case to.CanInt():
			to.SetInt(d.IntPart())
		case to.CanUint():
			to.SetUint(uint64(d.IntPart()))
		case to.CanFloat():
			to.SetFloat(d.InexactFloat64())
		case to.Type() == reflect.TypeFor[decimal.Decimal]():
			to.Set(reflect.ValueOf(d.Round(int32(scale))))
		}
		return
	}
	if from := reflect.ValueOf(v); from.CanConvert(to.Type()) {
		to.Set(from.Convert(to.Type()))
	}
}
