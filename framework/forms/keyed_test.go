package forms_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/internal/declared"
	"github.com/gofw/gofw/framework/internal/keyed"
	"github.com/gofw/gofw/framework/orm"
)

var cityForm = forms.Model[keyed.City]{Fields: orm.Columns[*keyed.City](keyed.Cities.Name, keyed.Cities.Country(), keyed.Cities.Twin(), keyed.Cities.Lines)}

func TestRowsWithKeysOfAnyTypeAreChosen(t *testing.T) {
	declared.Each(t, []*orm.Table{keyed.Countries.Def.Table, keyed.Cities.Def.Table, keyed.Lines.Def.Table, keyed.Remarks.Def.Table}, func(t *testing.T, ctx context.Context) {
		must(t, keyed.Countries.Create(ctx, &keyed.Country{Code: "at", Name: "Austria"}))
		must(t, keyed.Lines.BulkCreate(ctx, []*keyed.Line{{Number: 150, Name: "west"}, {Number: 501, Name: "south"}}))
		wien := &keyed.City{Name: "Wien", CountryCode: "at"}
		must(t, keyed.Cities.Create(ctx, wien))
		typed := url.Values{"name": {"Graz"}, "country": {"at"}, "twin": {wien.ID.String()}, "lines": {"501"}}
		form, row, err := cityForm.Bind(send(ctx, typed))
		must(t, err)
		if !form.Valid() {
			t.Fatal(form.Errors())
		}
		_, err = form.Save(ctx)
		must(t, err)
		shown, err := cityForm.Of(row).View(ctx, forms.Look{})
		must(t, err)
		chosen := map[string]string{}
		for _, f := range shown.Sections[0].Fields {
			for _, o := range f.Options {
				if o.Selected {
					chosen[f.Name] += o.Value + " is " + o.Label
				}
			}
		}
		want := map[string]string{"country": "at is Austria", "twin": wien.ID.String() + " is Wien", "lines": "501 is south"}
		if diff := cmp.Diff(want, chosen); diff != "" {
			t.Error(diff)
		}
		for name, c := range map[string]struct{ input, value, want string }{
			"a row that is gone":        {"country", "xx", "The row you chose is no longer there. Choose another."},
			"no row":                    {"country", "", "This field is required."},
			"what is no key":            {"twin", "7", "Choose one of the rows offered."},
			"a key in another spelling": {"lines", "0501", "Choose among the rows offered."},
		} {
			wrong := url.Values{}
			for k, v := range typed {
				wrong[k] = v
			}
			wrong.Set(c.input, c.value)
			form, _, err := cityForm.Bind(send(ctx, wrong))
			must(t, err)
			if diff := cmp.Diff(map[string][]string{c.input: {c.want}}, form.Errors()); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}
