package forms_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/internal/declared"
	"github.com/gofw/gofw/framework/internal/paint"
	"github.com/gofw/gofw/framework/orm"
)

var tinForm = forms.Model[paint.Tin]{Fields: orm.Columns[*paint.Tin](
	paint.Tins.Name, paint.Tins.Color, paint.Tins.Cover, paint.Tins.Price, paint.Tins.Share, paint.Tins.Mixed, paint.Tins.Best, paint.Tins.Wet,
	paint.Tins.Surfaces, paint.Tins.Sizes, paint.Tins.Coats, paint.Tins.Awards)}

func tin() url.Values {
	return url.Values{
		"name": {"Sky"}, "color": {"#0088ff"}, "cover": {""}, "price": {"1250"}, "share": {"0.375"}, "mixed": {`{"blue": 2}`}, "best": {"2026-03-02"}, "wet": {"on"},
		"surfaces": {"wood\r\n  brick wall \r\n\r\n"}, "sizes": {"1\n5"}, "coats": {"true\nfalse"}, "awards": {""},
	}
}

func TestKindsOfASitesOwnInForms(t *testing.T) {
	declared.Each(t, []*orm.Table{paint.Tins.Def.Table}, func(t *testing.T, ctx context.Context) {
		form, row, err := tinForm.Bind(send(ctx, tin()))
		must(t, err)
		if !form.Valid() {
			t.Fatal(form.Errors())
		}
		_, err = form.Save(ctx)
		must(t, err)
		got, err := paint.Tins.Get(ctx, row.ID)
		must(t, err)
		shown, err := tinForm.Of(got).View(ctx, forms.Look{})
		must(t, err)
		inputs := map[string]string{}
		for _, s := range shown.Sections {
			for _, f := range s.Fields {
				inputs[f.Name] = string(f.Kind) + " " + f.Step + " " + f.Value
			}
		}
		want := map[string]string{
			"name": "text  Sky", "color": "text  #0088ff", "cover": "text  ", "price": "number 1 1250", "share": "number 0.001 0.375", "mixed": `textarea  {"blue":2}`,
			"best": "date  2026-03-02", "wet": "checkbox  true", "surfaces": "textarea  wood\nbrick wall", "sizes": "textarea  1\n5", "coats": "textarea  true\nfalse", "awards": "textarea  ",
		}
		if diff := cmp.Diff(want, inputs); diff != "" {
			t.Error(diff)
		}
		if got.Awards != nil || got.Wet != "on" || len(got.Surfaces) != 2 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestMistakesInKindsOfASitesOwn(t *testing.T) {
	for _, c := range []struct{ name, field, value, want string }{
		{"what the type itself says", "color", "blue", "Write a color such as #ff8800."},
		{"a required value", "color", "", "This field is required."},
		{"an optional value", "cover", "#12345", "Write a color such as #ff8800."},
		{"a number", "price", "twelve", "Enter a whole number."},
		{"a decimal", "share", "0.0001", "Enter no more than 3 digits behind the point."},
		{"a day", "best", "soon", "Enter a date, such as 2026-03-14."},
		{"a day that the type refuses", "best", "2026-03-03", "This is no value of the field."},
		{"JSON", "mixed", "{", "This is not valid JSON for the field: unexpected end of JSON input."},
		{"JSON that the type refuses", "mixed", "[]", "This is no value of the field."},
		{"an element of numbers", "sizes", "1\n\nx", "Line 3: Enter a whole number."},
		{"an element that is too large", "sizes", "9223372036854775808", "Line 1: Enter a whole number."},
		{"an element of yes and no", "coats", "maybe", "Line 1: Write true or false."},
		{"a text that cannot be stored", "surfaces", "a\x00b", "Line 1: The text holds characters that cannot be stored."},
	} {
		t.Run(c.name, func(t *testing.T) {
			values := tin()
			values.Set(c.field, c.value)
			form, _, err := tinForm.Bind(send(t.Context(), values))
			must(t, err)
			if diff := cmp.Diff(map[string][]string{c.field: {c.want}}, form.Errors()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever is in an array, showing and sending it changes nothing.
func TestAnArrayComesBackFromAForm(t *testing.T) {
	declared.Each(t, []*orm.Table{paint.Tins.Def.Table}, testAnArrayComesBackFromAForm)
}

func testAnArrayComesBackFromAForm(t *testing.T, ctx context.Context) {
	for name, list := range map[string]orm.Array[string]{
		"nothing":              {},
		"words":                {"a", "b c"},
		"an empty text":        {"a", ""},
		"several lines":        {"a\nb", "c\r\nd"},
		"blanks at the end":    {"a ", " b"},
		"what begins as JSON":  {`["a"]`},
		"a bracket":            {"[", "]"},
		"a bracket further on": {"x", `["a"]`},
	} {
		t.Run(name, func(t *testing.T) {
			shown, err := tinForm.Of(&paint.Tin{Surfaces: list}).View(ctx, forms.Look{})
			must(t, err)
			values := tin()
			for _, f := range shown.Sections[0].Fields {
				if f.Name == "surfaces" {
					values.Set("surfaces", strings.ReplaceAll(f.Value, "\n", "\r\n")) // as a browser sends it
				}
			}
			form, row, err := tinForm.Bind(send(ctx, values))
			must(t, err)
			if !form.Valid() || strings.Join(row.Surfaces, "|") != strings.Join(list, "|") || len(row.Surfaces) != len(list) {
				t.Errorf("%q came back as %q: %v", list, row.Surfaces, form.Errors())
			}
		})
	}
}
