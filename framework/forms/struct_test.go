package forms_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/forms"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/forms"
)

// booking is a form that belongs to no model.
type booking struct {
	Name     string      `gorm:"size:20" gofw:"help=As in your passport."`
	Email    string      `gofw:"email"`
	Phone    *string     `gofw:"widget=tel"`
	Code     string      `gofw:"blank"`
	Guests   int         `gorm:"default:2"`
	Price    orm.Decimal `gorm:"precision:8;scale:2"`
	Day      orm.Date
	Until    *orm.Date
	Status   Status   `gofw:"widget=radio"`
	Moods    []Status `gofw:"blank,label=moods"`
	Levels   []Level
	AuthorID *int64
	TagIDs   []int64 `gofw:"blank"`
	City     string
	Terms    bool
	Notes    string `gofw:"widget=textarea,blank"`
	Secret   string `gofw:"hidden"`
}

// Validate is asked after the form has found nothing wrong.
func (b *booking) Validate(context.Context) error {
	if b.Name == "Nobody" {
		return forms.At(&b.Name, "Somebody must come.")
	}
	return nil
}

var bookingForm = forms.Struct[booking]{
	Rules: func(b *booking) []forms.Rule {
		return []forms.Rule{
			forms.Between(&b.Guests, 1, 8),
			forms.Matches(&b.Code, regexp.MustCompile(`^[A-Z]{3}$`), "Use three capital letters."),
			forms.Among(&b.AuthorID, Authors.Exclude(Authors.Name.Eq("Eve"))),
			forms.Among(&b.TagIDs, Tags.QuerySet),
			forms.OneOf(&b.City, func(context.Context) ([]orm.Choice, error) {
				return []orm.Choice{{Value: "graz", Label: "Graz"}, {Value: "linz", Label: "Linz"}}, nil
			}),
			forms.Check(&b.Terms, func(agreed bool) string {
				if !agreed {
					return "Please agree to the terms."
				}
				return ""
			}),
			forms.Show(&b.Name, view.Field{Autocomplete: "name", Placeholder: "Ada Lovelace"}),
		}
	},
	Clean: func(b *booking) error {
		if b.Until != nil && b.Until.Compare(b.Day) < 0 {
			return errors.Join(forms.At(&b.Until, "Leave after you have come."), errors.New("The days do not fit."))
		}
		return nil
	},
}

// booked is a database with authors and tags, and values that are fine.
func booked(t *testing.T) (context.Context, url.Values) {
	ctx := Open(t, sqlite.Memory)
	must(t, Authors.BulkCreate(ctx, []*Author{{Name: "Ada"}, {Name: "Eve"}}))
	must(t, Tags.BulkCreate(ctx, []*Tag{{Name: "go"}, {Name: "sql"}}))
	return ctx, url.Values{
		"name": {" Bob "}, "email": {"bob@example.com"}, "guests": {"3"}, "price": {"12.50"}, "day": {"2026-03-01"}, "until": {"2026-03-04"},
		"status": {"draft"}, "moods": {"published", "draft"}, "levels": {"2"}, "author_id": {"1"}, "tag_ids": {"2", "1"}, "city": {"linz"},
		"terms": {"true"}, "notes": {"a\r\nb "}, "secret": {"guessed"},
	}
}

func TestAStructIsFilledWithWhatIsTyped(t *testing.T) {
	t.Parallel()
	ctx, values := booked(t)
	form, got, err := bookingForm.Bind(send(ctx, values))
	must(t, err)
	if !form.Valid() {
		t.Fatal(form.Errors())
	}
	if got.Name != "Bob" || got.Phone != nil || got.Guests != 3 || got.Price.String() != "12.5" || got.Until.String() != "2026-03-04" || got.Status != StatusDraft ||
		*got.AuthorID != 1 || got.City != "linz" || !got.Terms || got.Notes != "a\nb " || got.Secret != "" {
		t.Errorf("got %+v", got)
	}
	lists := []any{got.Moods, got.Levels, got.TagIDs}
	if diff := cmp.Diff([]any{[]Status{StatusDraft, StatusPublished}, []Level{LevelHigh}, []int64{1, 2}}, lists); diff != "" {
		t.Error(diff)
	}
	if ok, err := form.Save(ctx); !ok || err != nil {
		t.Errorf("the form of a struct has nothing to write: %v %v", ok, err)
	}
}

func TestMistakesInAStruct(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, field string
		sent        []string
		want        map[string][]string
	}{
		{"a required text is missing", "name", nil, map[string][]string{"name": {"This field is required."}}},
		{"a text is too long", "name", []string{strings.Repeat("x", 21)}, map[string][]string{"name": {"Use at most 20 characters; this has 21."}}},
		{"an address of mail is none", "email", []string{"bob"}, map[string][]string{"email": {"Enter an e-mail address, such as name@example.com."}}},
		{"a number is too small", "guests", []string{"0"}, map[string][]string{"guests": {"Enter a number from 1 to 8."}}},
		{"a number is too large", "guests", []string{"9"}, map[string][]string{"guests": {"Enter a number from 1 to 8."}}},
		{"a number is none", "guests", []string{"many"}, map[string][]string{"guests": {"Enter a whole number."}}},
		{"a text does not match", "code", []string{"abc"}, map[string][]string{"code": {"Use three capital letters."}}},
		{"a choice is not offered", "status", []string{"gone"}, map[string][]string{"status": {"Choose one of the values offered."}}},
		{"a choice is missing", "status", nil, map[string][]string{"status": {"This field is required."}}},
		{"one of several choices is not offered", "moods", []string{"draft", "gone"}, map[string][]string{"moods": {"Choose among the values offered."}}},
		{"no choice of several is made", "levels", nil, map[string][]string{"levels": {"This field is required."}}},
		{"a row is not among those that may be chosen", "author_id", []string{"2"}, map[string][]string{"author_id": {"The row you chose is no longer there. Choose another."}}},
		{"a row has no key", "author_id", []string{"1 OR 1=1"}, map[string][]string{"author_id": {"Choose one of the rows offered."}}},
		{"one of several rows is not there", "tag_ids", []string{"1", "99"}, map[string][]string{"tag_ids": {"A row you chose is no longer there. Choose among the rows offered."}}},
		{"a value that is offered at the moment is another", "city", []string{"wien"}, map[string][]string{"city": {"Choose one of the values offered."}}},
		{"a box must be checked", "terms", nil, map[string][]string{"terms": {"Please agree to the terms."}}},
		{"fields do not fit each other", "until", []string{"2026-02-01"}, map[string][]string{"until": {"Leave after you have come."}, "": {"The days do not fit."}}},
		{"the struct finds a mistake itself", "name", []string{"Nobody"}, map[string][]string{"name": {"Somebody must come."}}},
		{"a text cannot be stored", "notes", []string{"a\x00"}, map[string][]string{"notes": {"The text holds characters that cannot be stored."}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, values := booked(t)
			values[c.field] = c.sent
			form, _, err := bookingForm.Bind(send(ctx, values))
			must(t, err)
			if diff := cmp.Diff(c.want, form.Errors()); diff != "" {
				t.Error(diff)
			}
			if form.Valid() || form.Status() != 422 {
				t.Errorf("valid %t, status %d", form.Valid(), form.Status())
			}
			render(t, ctx, form)
			shown, err := form.View(ctx, forms.Look{})
			must(t, err)
			for _, f := range shown.Failed() {
				switch f.Kind {
				case view.Text, view.Email, view.Number, view.Textarea:
					if len(c.sent) == 1 && f.Value != c.sent[0] {
						t.Errorf("what was typed is lost: %q", f.Value)
					}
				}
			}
		})
	}
}

func TestInputsOfAStruct(t *testing.T) {
	t.Parallel()
	ctx, _ := booked(t)
	render(t, ctx, bookingForm.Blank())
	shown, err := bookingForm.Blank().View(ctx, forms.Look{})
	must(t, err)
	var got []string
	for _, f := range shown.Sections[0].Fields {
		got = append(got, strings.TrimSpace(f.Label+": "+string(f.Kind)+" "+f.Value+" "+options(f.Options)+" "+f.Min+" "+f.Max+" "+f.Autocomplete))
	}
	want := []string{
		"Name: text     name", "Email: email     email", "Phone: tel     tel", "Code: text", "Guests: number 2  1 8", "Price: number", "Day: date", "Until: date",
		"Status: radios  draftpublished", "Moods: checkboxes  draftpublished", "Levels: checkboxes  12", "Author: select  []1", "Tags: checkboxes  12",
		"City: select  grazlinz", "Terms: checkbox false", "Notes: textarea",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAStructIsShownWithItsFirstValues(t *testing.T) {
	t.Parallel()
	ctx, values := booked(t)
	first := booking{Name: "Bob", Email: "bob@example.com", Guests: 3, Status: StatusDraft}
	shown, err := bookingForm.Blank(first).View(ctx, forms.Look{})
	must(t, err)
	if f := shown.Sections[0].Fields[0]; f.Value != "Bob" {
		t.Errorf("shown %q", f.Value)
	}
	form, _, err := bookingForm.Bind(send(ctx, values), first)
	must(t, err)
	changed, err := form.Changed(ctx)
	must(t, err)
	if diff := cmp.Diff("price day until moods levels author_id tag_ids city terms notes", strings.Join(changed, " ")); diff != "" {
		t.Error(diff)
	}
}

func TestSeveralFormsShareAPage(t *testing.T) {
	t.Parallel()
	type address struct{ Street string }
	from, to := forms.Struct[address]{Prefix: "from"}, forms.Struct[address]{Prefix: "to"}
	r := httptest.NewRequest("POST", "/?to", strings.NewReader("from-street=a&to-street=b&street=c"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	c := web.NewEcho().NewContext(r, httptest.NewRecorder())
	if from.Sent(c) || !to.Sent(c) {
		t.Error("it is the second form that was sent")
	}
	form, got, err := to.Bind(c)
	must(t, err)
	shown, err := form.View(t.Context(), forms.Look{})
	must(t, err)
	if got.Street != "b" || shown.Action != "?to" || shown.Sections[0].Fields[0].ID() != "id_to-street" {
		t.Errorf("got %+v, sent to %q", got, shown.Action)
	}
}

func TestARuleAboutAnotherFieldIsFoundAtOnce(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a rule about a field that the form does not have was taken")
		}
	}()
	elsewhere := 0
	forms.Struct[booking]{Rules: func(*booking) []forms.Rule { return []forms.Rule{forms.Between(&elsewhere, 1, 2)} }}.Blank()
}

func TestNumbersAreWrittenAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	type offer struct {
		Price orm.Decimal `gorm:"precision:8;scale:2"`
		Share *float64
	}
	form := forms.Struct[offer]{}
	for _, c := range []struct{ name, lang, typed, want string }{
		{"a point in English", "en", "1234.50", "1234.50"},
		{"a comma in English is a mistake", "en", "1234,50", "Enter a number."},
		{"a comma in German", "de", "1234,50", "1234,50"},
		{"thousands in German", "de-AT", "1.234,50", "1234,50"},
		{"thousands without a comma", "de", "1.234", "1234,00"},
		{"a lone point with two digits", "de", "12.50", "12,50"},
		{"spaces in French", "fr", "1 234,5", "1234,50"},
		{"narrow spaces in French", "fr_FR", "1\u202f234,5", "1234,50"},
		{"two commas", "de", "1,2,3", "Enter a number."},
		{"a word", "de", "viel", "Enter a number."},
		{"a point in Mexico", "es-MX", "12.50", "12.50"},
		{"a point in Switzerland", "de-CH", "12.50", "12.50"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx := forms.WithLanguage(t.Context(), c.lang)
			bound, _, err := form.Bind(send(ctx, url.Values{"price": {c.typed}}))
			must(t, err)
			shown, err := bound.View(ctx, forms.Look{})
			must(t, err)
			f := shown.Sections[0].Fields[0]
			got := f.Value
			if f.Error != "" {
				got = f.Error
			}
			if got != c.want {
				t.Errorf("%q is %q, want %q", c.typed, got, c.want)
			}
			if f.Error != "" && f.Value != c.typed {
				t.Errorf("what was typed is lost: %q", f.Value)
			}
		})
	}
}

// Whatever is typed, a value that was read is shown such that it is read again.
func FuzzValuesAreReadAsTheyAreShown(f *testing.F) {
	type everything struct {
		Text  string `gofw:"blank"`
		Whole *int64
		Small *int8
		Part  *float64
		Exact *orm.Decimal `gorm:"precision:12;scale:3"`
		At    *orm.Date
		Clock *orm.TimeOfDay
		Code  *orm.UUID
		Host  *orm.IP
		List  orm.Array[string]
	}
	form := forms.Struct[everything]{}
	for _, seed := range []string{"", "1", "-1,5", "1.234,5", "2026-03-14", "15:30", "::1", "a\nb", `["a"]`, "1e400", "\xff", "９"} {
		f.Add(seed, "de")
	}
	f.Fuzz(func(t *testing.T, typed, lang string) {
		ctx := forms.WithLanguage(t.Context(), lang)
		bind := func(values url.Values) (*forms.Form, view.Form) {
			b, _, err := form.Bind(send(ctx, values))
			must(t, err)
			shown, err := b.View(ctx, forms.Look{})
			must(t, err)
			return b, shown
		}
		values := url.Values{}
		for _, name := range []string{"text", "whole", "small", "part", "exact", "at", "clock", "code", "host", "list"} {
			values.Set(name, typed)
		}
		first, shown := bind(values)
		again := url.Values{}
		for _, in := range shown.Sections[0].Fields {
			if in.Error == "" {
				again.Set(in.Name, in.Value)
			}
		}
		second, repeated := bind(again)
		for i, in := range shown.Sections[0].Fields {
			if len(first.Errors()[in.Name]) == 0 && (len(second.Errors()[in.Name]) > 0 || repeated.Sections[0].Fields[i].Value != in.Value) {
				t.Errorf("%s: %q was shown as %q and then as %q: %v", in.Name, typed, in.Value, repeated.Sections[0].Fields[i].Value, second.Errors())
			}
		}
	})
}
