package forms_test

import (
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

type guest struct {
	Name string `gorm:"size:10"`
	Born *orm.Date
	Meal string `gorm:"default:fish"`
}

var guestRows = forms.Set[guest]{Name: "guests", Title: "guests", One: "guest", Extra: 2, Min: 1, Max: 3, Order: true}

func TestASetOfForms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, sent, want string
		mistakes         map[string][]string
	}{
		{"rows in which nothing was typed are left out", "guests-total=3&guests-0-name=Ada&guests-0-meal=fish&guests-1-meal=fish&guests-2-name=Bob&guests-2-meal=", "Ada Bob",
			map[string][]string{"guests-2-meal": {"This field is required."}}},
		{"rows come in their order, those without a place last", "guests-total=3&guests-0-name=Ada&guests-0-meal=a&guests-1-name=Bob&guests-1-meal=a&guests-1-born=&guests-2-name=Cy&guests-2-meal=a&guests-order-2=1&guests-order-1=2", "Cy Bob Ada", nil},
		{"a row that is deleted is left out, whatever it holds", "guests-total=2&guests-0-name=Ada&guests-0-meal=a&guests-1-name=much+too+long&guests-delete-1=true", "Ada", nil},
		{"a row that is not complete", "guests-total=2&guests-0-name=Ada&guests-0-meal=a&guests-1-born=2020-01-01&guests-1-meal=fish", "Ada ", map[string][]string{"guests-1-name": {"This field is required."}}},
		{"no row at all", "guests-total=2&guests-0-meal=fish", "", map[string][]string{"guests": {"There must be at least 1; this has 0."}}},
		{"a place that is none", "guests-total=1&guests-0-name=Ada&guests-0-meal=a&guests-order-0=-99999999999999999999", "Ada", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sent, err := url.ParseQuery(c.sent)
			must(t, err)
			for i := range 3 {
				if key := "guests-" + string(rune('0'+i)) + "-meal"; !sent.Has(key) {
					sent.Set(key, "fish")
				}
			}
			rows, list, err := guestRows.Bind(send(t.Context(), sent))
			must(t, err)
			var names []string
			for _, g := range list {
				names = append(names, g.Name)
			}
			if diff := cmp.Diff(c.want, strings.Join(names, " ")); diff != "" {
				t.Error(diff)
			}
			if len(c.mistakes) == 0 {
				c.mistakes = map[string][]string{}
			}
			if diff := cmp.Diff(c.mistakes, rows.Errors()); diff != "" || rows.Valid() != (len(c.mistakes) == 0) {
				t.Error(diff, rows.Valid())
			}
			var b strings.Builder
			must(t, rows.Component(forms.Look{}).Render(t.Context(), &b))
			page(t, b.String())
		})
	}
}

func TestABlankSetShowsItsRowsAndEmptyOnes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		rows []*guest
		want int
		more bool
	}{
		{"nobody yet", nil, 2, true},
		{"one guest", []*guest{{Name: "Ada"}}, 3, false},
		{"as many as may come", []*guest{{Name: "Ada"}, {Name: "Bob"}, {Name: "Cy"}}, 3, false},
	} {
		shown, err := guestRows.Blank(c.rows...).View(t.Context(), forms.Look{})
		must(t, err)
		if len(shown.Rows) != c.want || shown.Add != c.more {
			t.Errorf("%s: %d rows, more %t", c.name, len(shown.Rows), shown.Add)
		}
	}
}

// What a browser drops from an input of its kind stays as text.
func TestNothingThatWasTypedIsDroppedByTheBrowser(t *testing.T) {
	t.Parallel()
	form := forms.Struct[struct {
		Count int
		Price orm.Decimal `gorm:"precision:8;scale:2"`
		Day   orm.Date
		Clock orm.TimeOfDay
		Shade string `gofw:"widget=color"`
	}]{}
	for _, c := range []struct{ name, input, typed, kind string }{
		{"a comma in a number", "price", "1,5", "text"},
		{"a number with too many digits is still a number", "price", "1.555", "number"},
		{"a word for a number", "count", "two", "text"},
		{"a day as people write it", "day", "14.3.2026", "text"},
		{"a day that there is not", "day", "2026-02-30", "date"},
		{"a time as people write it", "clock", "3 pm", "text"},
		{"the name of a color", "shade", "red", "text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bound, _, err := form.Bind(send(t.Context(), url.Values{c.input: {c.typed}}))
			must(t, err)
			shown, err := bound.View(t.Context(), forms.Look{})
			must(t, err)
			for _, f := range shown.Sections[0].Fields {
				if f.Name == c.input && (string(f.Kind) != c.kind || f.Value != c.typed) {
					t.Errorf("%s %q, want %s", f.Kind, f.Value, c.kind)
				}
			}
		})
	}
}

func ExampleStruct() {
	type message struct {
		Name  string `gorm:"size:80"`
		Email string `gofw:"email"`
		Text  string `gofw:"widget=textarea"`
	}
	form := forms.Struct[message]{Clean: func(m *message) error {
		if strings.Contains(m.Text, "://") {
			return forms.At(&m.Text, "Please leave out links.")
		}
		return nil
	}}
	write := func(c web.Context) error {
		form, m, err := form.Bind(c)
		if err != nil {
			return err
		}
		if !form.Valid() {
			return web.PageStatus(c, form.Status(), form.Component(forms.Look{Submit: "Send"}))
		}
		return web.JSON(c, m.Name)
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader("name=Ada&email=ada@example.com&text=Hello"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	_ = write(web.NewEcho().NewContext(r, w))
	os.Stdout.Write(w.Body.Bytes())
	// Output: "Ada"
}
