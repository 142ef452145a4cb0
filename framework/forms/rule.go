package forms

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	view "github.com/gofw/gofw/templates/forms"
)

// Rule is what a form says of one field beside its declaration. The field is
// named by its address in the row that the function Rules is given, so that the
// compiler knows it:
//
//	Rules: func(b *Booking) []forms.Rule {
//		return []forms.Rule{
//			forms.Between(&b.Guests, 1, 8),
//			forms.Among(&b.RoomID, Rooms.Filter(Rooms.Open.Eq(true))),
//		}
//	},
type Rule struct {
	field any // its address
	apply func(*entry)
}

// number is what Between compares.
type number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

// Between asks for a number of at least low and at most high.
func Between[N number](field *N, low, high N) Rule {
	message := fmt.Sprintf("Enter a number from %v to %v.", low, high)
	r := Check(field, func(n N) string {
		if n < low || n > high {
			return message
		}
		return ""
	})
	return r.and(func(e *entry) { e.look.Min, e.look.Max = fmt.Sprint(low), fmt.Sprint(high) })
}

// Matches asks for a text that the pattern matches; the message is what a person
// reads if it does not. A pattern of the whole text begins with ^ and ends with $.
func Matches[S ~string](field *S, pattern *regexp.Regexp, message string) Rule {
	return Check(field, func(text S) string {
		if !pattern.MatchString(string(text)) {
			return message
		}
		return ""
	})
}

// Check asks a function about the value of a field, unless it stayed empty. It
// returns a sentence that says what is wrong, or nothing. A box is asked about
// always.
func Check[V any](field *V, wrong func(V) string) Rule {
	return Rule{field, func(e *entry) {
		e.checks = append(e.checks, func(v reflect.Value) string { return wrong(v.Interface().(V)) })
	}}
}

// Among makes a field the key of a row of the queryset, or a slice the keys of
// several.
func Among[V, P any](field *V, rows *orm.QuerySet[P]) Rule {
	all := orm.Untyped(rows)
	return Rule{field, func(e *entry) {
		e.rows = func(ctx context.Context, ask orm.OptionQuery) ([]orm.Option, error) {
			return orm.OptionsIn(ctx, all, ask)
		}
		e.several = e.field.Kind.Element() != ""
		if name, ok := strings.CutSuffix(e.field.Name, "IDs"); ok && e.label == schema.Words(e.field.Name) {
			e.label = schema.Words(name) + "s"
		}
		e.label = strings.TrimSuffix(e.label, " ID")
	}}
}

// OneOf offers values that are known only when somebody asks, or several of them
// if the field is a slice.
func OneOf[V any](field *V, offered func(context.Context) ([]orm.Choice, error)) Rule {
	return Rule{field, func(e *entry) { e.choices, e.several = offered, e.field.Kind.Element() != "" }}
}

// Show draws the input of a field in another way: what look leaves out stays as it is.
// Label, Help, Kind, Step, Min, Max, Autocomplete, Placeholder and Autofocus count.
func Show[V any](field *V, look view.Field) Rule {
	return Rule{field, func(e *entry) {
		low, high := e.look.Min, e.look.Max
		e.look = look
		if look.Min == "" {
			e.look.Min = low
		}
		if look.Max == "" {
			e.look.Max = high
		}
	}}
}

func (r Rule) and(more func(*entry)) Rule {
	first := r.apply
	r.apply = func(e *entry) { first(e); more(e) }
	return r
}

// rule applies the rules of the declaration. It panics if one is about nothing
// that the form has: the author meant another field.
func (b *Form) rule() {
	if b.decl.Rules == nil {
		return
	}
	for i, r := range b.decl.Rules(b.row) {
		e := b.entryOf(r.field)
		if e == nil {
			panic(fmt.Sprintf("forms: rule %d of the form of %T is about a field that the form does not have", i+1, b.row))
		}
		r.apply(e)
	}
}

// show puts what a rule says into an input.
func (e *entry) show(in *view.Field) {
	for _, t := range []struct {
		to   *string
		says string
	}{
		{&in.Label, e.look.Label}, {&in.Help, e.look.Help}, {&in.Step, e.look.Step}, {&in.Min, e.look.Min}, {&in.Max, e.look.Max},
		{&in.Autocomplete, e.look.Autocomplete}, {&in.Placeholder, e.look.Placeholder},
	} {
		if t.says != "" {
			*t.to = t.says
		}
	}
	if e.look.Kind != "" {
		in.Kind = e.look.Kind
	}
	in.Autofocus = in.Autofocus || e.look.Autofocus
}

// misplaced is a mistake in the field with an address.
type misplaced struct {
	field   any
	message string
}

func (m *misplaced) Error() string { return m.message }

// At is what Clean and Validate return when a field of the row is wrong, named by
// its address: forms.At(&b.Until, "Leave after you have come."). See also [Wrong].
func At[V any](field *V, message string) error { return &misplaced{field, message} }
