package forms_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/templates/forms"
)

const hostile = `<script>alert(1)</script>" onload="x`

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestInputOfEachKind(t *testing.T) {
	t.Parallel()
	two := []forms.Option{{Value: "1", Label: "One"}, {Value: "2", Label: "Two", Selected: true}}
	tests := []struct {
		name  string
		field forms.Field
		want  string
	}{
		{"no kind is text", forms.Field{Value: "x"}, `<input type="text" id="id_f" name="f" dir="auto" value="x">`},
		{"text with everything", forms.Field{Kind: forms.Text, Value: "x", Help: "h", Error: "e", Required: true, MaxLength: 80, SlugFrom: "title", Autofocus: true, Autocomplete: "name"},
			`<input type="text" id="id_f" name="f" required autofocus aria-describedby="id_f_help id_f_error" aria-invalid="true" maxlength="80" autocomplete="name" data-slug-from="title" dir="auto" value="x">`},
		{"number", forms.Field{Kind: forms.Number, Value: "3", Step: "any"}, `<input type="number" id="id_f" name="f" step="any" value="3">`},
		{"email", forms.Field{Kind: forms.Email, Value: "a@example.com"}, `<input type="email" id="id_f" name="f" value="a@example.com">`},
		{"url", forms.Field{Kind: forms.URL, Value: "javascript:x"}, `<input type="url" id="id_f" name="f" value="javascript:x">`},
		{"a password is never shown", forms.Field{Kind: forms.Password, Value: "secret"}, `<input type="password" id="id_f" name="f" value="">`},
		{"hidden", forms.Field{Kind: forms.Hidden, Value: "x"}, `<input type="hidden" name="f" value="x">`},
		{"a time may have seconds", forms.Field{Kind: forms.DateTime, Value: "2025-06-01T12:00:33"}, `<input type="datetime-local" id="id_f" name="f" step="any" value="2025-06-01T12:00:33">`},
		{"a text keeps its first line break", forms.Field{Kind: forms.Textarea, Value: "\nx"}, "<textarea rows=\"5\" id=\"id_f\" name=\"f\" dir=\"auto\">\n\nx</textarea>"},
		{"markdown is tall", forms.Field{Kind: forms.Markdown, Value: "# x"}, "<textarea rows=\"18\" id=\"id_f\" name=\"f\" dir=\"auto\">\n# x</textarea>"},
		{"a checked box", forms.Field{Kind: forms.Checkbox, Value: "true"}, `<input type="checkbox" id="id_f" name="f" value="true" checked>`},
		{"an empty box", forms.Field{Kind: forms.Checkbox, Value: "false"}, `<input type="checkbox" id="id_f" name="f" value="true">`},
		{"an optional select can be emptied", forms.Field{Kind: forms.Select, Options: two}, `<select id="id_f" name="f"><option value="">—</option> <option value="1">One</option><option value="2" selected>Two</option></select>`},
		{"a required select with a choice cannot", forms.Field{Kind: forms.Select, Options: two, Required: true}, `<select id="id_f" name="f" required><option value="1">One</option><option value="2" selected>Two</option></select>`},
		{"a required select without a choice chooses nothing", forms.Field{Kind: forms.Select, Options: two[:1], Required: true}, `<select id="id_f" name="f" required><option value="">—</option> <option value="1">One</option></select>`},
		{"an own empty option is not doubled", forms.Field{Kind: forms.Select, Options: []forms.Option{{Label: "None"}}}, `<select id="id_f" name="f"><option value="">None</option></select>`},
		{"a combobox is a select without script", forms.Field{Kind: forms.Combobox, Options: two, Search: "/s?input=f", Required: true}, `<select id="id_f" name="f" required data-search="/s?input=f"><option value="1">One</option><option value="2" selected>Two</option></select>`},
		{"checkboxes", forms.Field{Kind: forms.Checkboxes, Options: two, Error: "e"}, `<div class="boxes"><label><input type="checkbox" id="id_f_0" name="f" value="1" aria-describedby="id_f_error" aria-invalid="true"> <span>One</span></label><label><input type="checkbox" id="id_f_1" name="f" value="2" checked aria-describedby="id_f_error" aria-invalid="true"> <span>Two</span></label></div>`},
		{"chips are boxes without script", forms.Field{Kind: forms.Chips, Options: two[1:], Search: "/s"}, `<div class="boxes" data-chips="/s" data-name="f"><label><input type="checkbox" id="id_f_0" name="f" value="2" checked> <span>Two</span></label></div>`},
		{"radios", forms.Field{Kind: forms.Radios, Options: two, Required: true, Error: "e"}, `<div class="boxes"><label><input type="radio" id="id_f_0" name="f" value="1" required aria-describedby="id_f_error" aria-invalid="true"> <span>One</span></label><label><input type="radio" id="id_f_1" name="f" value="2" required aria-describedby="id_f_error" aria-invalid="true" checked> <span>Two</span></label></div>`},
		{"no radio", forms.Field{Kind: forms.Radios, Options: []forms.Option{{Label: "—", Selected: true}}}, `<div class="boxes"><label><input type="radio" id="id_f_0" name="f" value="" checked> <span>None of these</span></label></div>`},
		{"limits of a number", forms.Field{Kind: forms.Number, Min: "1", Max: "8"}, `<input type="number" id="id_f" name="f" min="1" max="8" value="">`},
		{"a number with a comma", forms.Field{Kind: forms.Text, InputMode: "decimal", Value: "1,5", Placeholder: "0,00"}, `<input type="text" id="id_f" name="f" inputmode="decimal" placeholder="0,00" dir="auto" value="1,5">`},
		{"a telephone", forms.Field{Kind: forms.Tel, Autocomplete: "tel"}, `<input type="tel" id="id_f" name="f" autocomplete="tel" value="">`},
		{"required only if the row is filled", forms.Field{Required: true, Optional: true}, `<input type="text" id="id_f" name="f" dir="auto" value="">`},
		{"static", forms.Field{Kind: forms.Static, Value: hostile}, `<div class="static" id="id_f" dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;&#34; onload=&#34;x</div>`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.field.Name = "f"
			if diff := cmp.Diff(test.want, render(t, forms.Input(test.field))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

var kinds = []forms.Kind{"", forms.Text, forms.Number, forms.Email, forms.URL, forms.Password, forms.Hidden, forms.DateTime, forms.Textarea,
	forms.Markdown, forms.Checkbox, forms.Select, forms.Radios, forms.Tel, forms.Search, forms.Color, forms.File, forms.Checkboxes, forms.Combobox, forms.Chips, forms.Static, hostile}

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)<script|<[^>]*\s(style|on[a-z]+)=`)
	for _, kind := range kinds {
		f := forms.Field{Name: hostile, Label: hostile, Help: hostile, Error: hostile, Kind: kind, Value: hostile + "</textarea>", Search: hostile,
			Step: hostile, Autocomplete: hostile, SlugFrom: hostile, Options: []forms.Option{{Value: hostile, Label: hostile + "</select>"}}}
		html := render(t, forms.Whole(forms.Form{Action: "javascript:alert(1)", Cancel: "javascript:alert(1)", Errors: []string{hostile}, Submit: hostile, Sections: []forms.Section{{Title: hostile, Fields: []forms.Field{f}}}}))
		quoted := regexp.MustCompile(`"[^"]*"`).ReplaceAllString(html, `""`)
		if found := inline.FindString(quoted); found != "" {
			t.Errorf("%q has %q:\n%s", kind, found, html)
		}
		if strings.Contains(html, `="javascript:`) {
			t.Errorf("%q leads to a script:\n%s", kind, html)
		}
	}
}

func TestEveryInputHasALabel(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		if kind == forms.Hidden || kind == forms.Static {
			continue
		}
		f := forms.Field{Name: "f", Label: "Words", Kind: kind, Options: []forms.Option{{Value: "1", Label: "One"}}}
		html := render(t, forms.FieldRow(f))
		tied := strings.Contains(html, `<label for="id_f">Words`)
		around := kind == forms.Checkbox && regexp.MustCompile(`<label><input[^>]*><span>Words</span></label>`).MatchString(html)
		legend := regexp.MustCompile(`<legend id="id_f_label">Words`).MatchString(html) && strings.Contains(html, `<span>One</span></label>`)
		if !tied && !around && !legend {
			t.Errorf("%q has no label:\n%s", kind, html)
		}
	}
}

func TestHelpAndErrorStandBeforeTheInput(t *testing.T) {
	t.Parallel()
	html := render(t, forms.FieldRow(forms.Field{Name: "f", Label: "Words", Help: "Many.", Error: "Too few.", Kind: forms.Number, Required: true}))
	want := `<div class="field"><label for="id_f">Words </label><p class="help" id="id_f_help">Many.</p><p class="error" id="id_f_error">Too few.</p><input type="number" id="id_f" name="f" required aria-describedby="id_f_help id_f_error" aria-invalid="true" value=""></div>`
	if diff := cmp.Diff(want, regexp.MustCompile(`> <`).ReplaceAllString(html, "><")); diff != "" {
		t.Error(diff)
	}
}

func TestSummaryLinksToWhatIsWrong(t *testing.T) {
	t.Parallel()
	form := forms.Form{Errors: []string{"Wrong day."}, Sections: []forms.Section{
		{Fields: []forms.Field{{Name: "a", Label: "A", Error: "Missing."}, {Name: "b", Label: "B"}}},
		{Side: true, Fields: []forms.Field{{Name: "c", Label: "C", Kind: forms.Chips, Error: "Too many."}}},
	}}
	html := render(t, forms.Body(form))
	for _, want := range []string{"3 things need your attention", "<li>Wrong day.</li>", `<a href="#id_a">A</a>: Missing.`, `<a href="#id_c">C</a>: Too many.`, `id="id_a"`, `<fieldset class="field" id="id_c"`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
	if html := render(t, forms.Summary(forms.Form{})); html != "" {
		t.Errorf("nothing is wrong, but: %s", html)
	}
}

func TestAFormWithoutActionPostsToItsOwnPage(t *testing.T) {
	t.Parallel()
	html := render(t, forms.Whole(forms.Form{}))
	if !strings.HasPrefix(html, `<form method="post" class="form" data-once>`) || !strings.Contains(html, ">Save</button>") || strings.Contains(html, "<a") {
		t.Error(html)
	}
}

func TestASectionOfHiddenFieldsDrawsNoCard(t *testing.T) {
	t.Parallel()
	html := render(t, forms.Body(forms.Form{Sections: []forms.Section{{Fields: []forms.Field{{Name: "f", Kind: forms.Hidden}}}}}))
	if strings.Contains(html, "card") {
		t.Error(html)
	}
}
