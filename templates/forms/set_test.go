package forms_test

import (
	"strings"
	"testing"

	"github.com/gofw/gofw/templates/forms"
)

// guests is a set with a mistake in each place that can have one.
var guests = forms.Form{Sets: []forms.Set{{
	Name: "guests", Title: "Guests", One: "guest", Errors: []string{"Too many."}, Add: true,
	Rows: []forms.Row{{
		Title: "Guest 1", Errors: []string{"Gone."}, Deleted: true,
		Hidden: []forms.Field{{Name: "guests-key-0", Kind: forms.Hidden, Value: "7"}},
		Fields: []forms.Field{{Name: "guests-0-name", Label: "Name", Required: true, Optional: true, Error: "Missing."}, {Name: "guests-0-photo", Label: "Photo", Kind: forms.File}},
		Delete: &forms.Field{Name: "guests-delete-0", Label: "Delete this guest", Kind: forms.Checkbox, Value: "true"},
	}},
}}}

func TestASetSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	html := render(t, forms.Whole(guests))
	for _, want := range []string{
		"3 things need your attention", `<a href="#id_guests">Guests</a>: Too many.`, `<a href="#id_guests-row-0">Guest 1</a>: Gone.`, `<a href="#id_guests-0-name">Guest 1, Name</a>: Missing.`,
		`id="id_guests" tabindex="-1"`, `id="id_guests-row-0" tabindex="-1" aria-describedby="id_guests-row-0_error"`, `id="id_guests-row-0_error"`,
		`<input type="hidden" name="guests-total" value="1">`, `<input type="hidden" name="guests-key-0" value="7">`, `class="row deleted"`, `enctype="multipart/form-data"`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
	if strings.Contains(html, " required") {
		t.Error("the browser insists on a row that may stay empty")
	}
}

func TestEnterInASetSavesAndAddsNoRow(t *testing.T) {
	t.Parallel()
	html := render(t, forms.Whole(guests))
	first, add := strings.Index(html, "<button"), strings.Index(html, `name="guests-add"`)
	if first < 0 || add < first || strings.HasPrefix(html[first:], `<button class="add"`) {
		t.Errorf("the first button is not that of the form:\n%s", html)
	}
	if !strings.Contains(html, "formnovalidate") {
		t.Error("another row is refused as long as one is not complete")
	}
}

func TestASetWithoutRoomOffersNoRow(t *testing.T) {
	t.Parallel()
	if html := render(t, forms.SetRows(forms.Set{Name: "guests"})); strings.Contains(html, "<button") || strings.Contains(html, "<h2") {
		t.Error(html)
	}
}
