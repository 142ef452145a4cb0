package forms_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/forms"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

var eventForm = forms.Model[Event]{Fields: orm.Columns[*Event](
	Events.Name, Events.Price, Events.Deposit, Events.Day, Events.Until, Events.Opens, Events.Code, Events.Host)}

func event() url.Values {
	return url.Values{
		"name": {"Fair"}, "price": {"12.5"}, "deposit": {""}, "day": {"2026-03-14"}, "until": {""}, "opens": {"09:30"},
		"code": {"0190163d-8694-739b-aea5-966c26f8ad91"}, "host": {" 192.0.2.1 "},
	}
}

func TestEveryKindIsReadAndShown(t *testing.T) {
	t.Parallel()
	ctx := Open(t, sqlite.Memory)
	form, row, err := eventForm.Bind(send(ctx, event()))
	must(t, err)
	if !form.Valid() {
		t.Fatal(form.Errors())
	}
	_, err = form.Save(ctx)
	must(t, err)
	got, err := Events.Get(ctx, row.ID)
	must(t, err)
	shown, err := eventForm.Of(got).View(ctx, forms.Look{})
	must(t, err)
	inputs := map[string]string{}
	for _, s := range shown.Sections {
		for _, f := range s.Fields {
			inputs[f.Name] = string(f.Kind) + " " + f.Step + " " + f.Value
		}
	}
	want := map[string]string{
		"name": "text  Fair", "price": "number 0.01 12.50", "deposit": "number 0.01 ", "day": "date  2026-03-14", "until": "date  ",
		"opens": "time any 09:30:00", "code": "text  0190163d-8694-739b-aea5-966c26f8ad91", "host": "text  192.0.2.1",
	}
	if diff := cmp.Diff(want, inputs); diff != "" {
		t.Error(diff)
	}
}

func TestMistakesOfEveryKind(t *testing.T) {
	t.Parallel()
	ctx := Open(t, sqlite.Memory)
	for _, c := range []struct{ field, value, want string }{
		{"price", "", "This field is required."},
		{"price", "twelve", "Enter a number."},
		{"price", "1e5", "Enter a number."},
		{"price", "0.005", "Enter no more than 2 digits behind the point."},
		{"price", "1000000", "The number is too large."},
		{"day", "", "This field is required."},
		{"day", "2026-02-30", "Enter a date, such as 2026-03-14."},
		{"until", "tomorrow", "Enter a date, such as 2026-03-14."},
		{"opens", "25:00", "Enter a time, such as 15:30."},
		{"code", "7", "Enter a UUID, such as 0190163d-8694-739b-aea5-966c26f8ad91."},
		{"host", "example.org", "Enter an address, such as 192.0.2.1 or 2001:db8::1."},
	} {
		values := event()
		values.Set(c.field, c.value)
		form, _, err := eventForm.Bind(send(ctx, values))
		must(t, err)
		if diff := cmp.Diff(map[string][]string{c.field: {c.want}}, form.Errors()); diff != "" {
			t.Errorf("%s is %q: %s", c.field, c.value, diff)
		}
	}
}

func TestAFormShowsWhatTheModelRefuses(t *testing.T) {
	t.Parallel()
	ctx := Open(t, sqlite.Memory)
	bind := func(change map[string]string) *forms.Form {
		values := event()
		for name, value := range change {
			values.Set(name, value)
		}
		form, _, err := eventForm.Bind(send(ctx, values))
		must(t, err)
		return form
	}
	form := bind(map[string]string{"until": "2026-03-01", "name": "secret"})
	want := map[string][]string{"until": {"Choose a day that is not before the first."}, "": {"secret events are not announced"}}
	if diff := cmp.Diff(want, form.Errors()); diff != "" {
		t.Error(diff)
	}
	first, second := bind(nil), bind(map[string]string{"code": "0190163d-8694-739b-aea5-966c26f8ad92"})
	if ok, err := first.Save(ctx); !ok || err != nil {
		t.Fatalf("the first: %v %v", ok, err)
	}
	if ok, err := second.Save(ctx); ok || err != nil {
		t.Errorf("one that was valid a moment ago: %v %v", ok, err)
	}
	if diff := cmp.Diff(map[string][]string{"name": {"There is one of this name that day."}}, second.Errors()); diff != "" {
		t.Error(diff)
	}
}
