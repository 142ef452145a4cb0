package forms

import (
	"strconv"

	"github.com/a-h/templ"
)

// inputType is the type attribute of a field drawn as one <input>.
func (f Field) inputType() string {
	if f.Kind == "" {
		return string(Text)
	}
	return string(f.Kind)
}

// grouped tells whether the field is a set of boxes, which a legend names.
func (f Field) grouped() bool { return f.Kind == Checkboxes || f.Kind == Chips || f.Kind == Radios }

// optional tells whether the label says that the field may stay empty.
func (f Field) optional() bool {
	return !f.Required && f.Kind != Checkbox && f.Kind != Static
}

// blank tells whether a select must offer "nothing", so that it can be emptied
// and never chooses its first option in silence.
func (f Field) blank() bool {
	chosen := false
	for _, o := range f.Options {
		if o.Value == "" {
			return false
		}
		chosen = chosen || o.Selected
	}
	return !f.Required || !chosen
}

// described lists what every control says about itself.
func (f Field) described() templ.OrderedAttributes {
	var a templ.OrderedAttributes
	if ids := f.DescribedBy(); ids != "" {
		a = append(a, templ.KV[string, any]("aria-describedby", ids))
	}
	if f.Error != "" {
		a = append(a, templ.KV[string, any]("aria-invalid", "true"))
	}
	return a
}

// control lists the attributes of an input, select or text area.
func (f Field) control() templ.OrderedAttributes {
	a := templ.OrderedAttributes{
		templ.KV[string, any]("id", f.ID()),
		templ.KV[string, any]("name", f.Name),
	}
	if f.Required && !f.Optional {
		a = append(a, templ.KV[string, any]("required", true))
	}
	if f.Autofocus {
		a = append(a, templ.KV[string, any]("autofocus", true))
	}
	return append(a, f.described()...)
}

// upload is what stands beside an input for files.
func (f Field) upload() Upload {
	if f.Upload == nil {
		return Upload{}
	}
	return *f.Upload
}

// chooses lists the attributes of an input for files. One that has a file
// already need not get another.
func (f Field) chooses() templ.OrderedAttributes {
	u := f.upload()
	f.Required = f.Required && u.Name == ""
	a := f.control()
	if u.Accept != "" {
		a = append(a, templ.KV[string, any]("accept", u.Accept))
	}
	if u.Max > 0 {
		a = append(a, templ.KV[string, any]("data-max", strconv.FormatInt(u.Max, 10)))
	}
	return a
}

// typed lists the attributes of a control that people type into.
func (f Field) typed() templ.OrderedAttributes {
	a := f.control()
	for _, extra := range []struct{ key, value string }{
		{"maxlength", number(f.MaxLength)},
		{"step", f.step()},
		{"min", f.Min},
		{"max", f.Max},
		{"inputmode", f.InputMode},
		{"placeholder", f.Placeholder},
		{"autocomplete", f.Autocomplete},
		{"data-slug-from", f.SlugFrom},
		{"dir", f.dir()},
	} {
		if extra.value != "" {
			a = append(a, templ.KV[string, any](extra.key, extra.value))
		}
	}
	return a
}

// step is empty where the browser's own step is right. A time with seconds
// would be refused by the default of one minute.
func (f Field) step() string {
	switch {
	case f.Step != "":
		return f.Step
	case f.Kind == DateTime:
		return "any"
	}
	return ""
}

// dir lets the browser see from the text which way it is written.
func (f Field) dir() string {
	switch f.Kind {
	case "", Text, Textarea, Markdown, Search:
		return "auto"
	}
	return ""
}

// value is what a one-line input shows: never a password.
func (f Field) value() string {
	if f.Kind == Password {
		return ""
	}
	return f.Value
}

// rows is the height of a text area.
func (f Field) rows() string {
	if f.Kind == Markdown {
		return "18"
	}
	return "5"
}

// picks lists the attributes of one of several radio buttons.
func (f Field) picks(i int, o Option) templ.OrderedAttributes {
	a := templ.OrderedAttributes{
		templ.KV[string, any]("id", f.optionID(i)), templ.KV[string, any]("name", f.Name), templ.KV[string, any]("value", o.Value),
	}
	if f.Required && !f.Optional {
		a = append(a, templ.KV[string, any]("required", true))
	}
	return append(a, f.described()...)
}

// optionID is the id of one of several boxes.
func (f Field) optionID(i int) string { return f.ID() + "_" + strconv.Itoa(i) }

func number(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// sided tells whether the form has a second column.
func (f Form) sided() bool {
	for _, s := range f.Sections {
		if s.Side {
			return true
		}
	}
	return false
}

// hidden tells whether there is nothing to see in the section.
func (s Section) hidden() bool {
	for _, f := range s.Fields {
		if f.Kind != Hidden {
			return false
		}
	}
	return true
}

// Submits is the text of the button that sends the form.
func (f Form) Submits() string {
	if f.Submit == "" {
		return "Save"
	}
	return f.Submit
}

// heading is that of the summary: "2 things need your attention".
func heading(n int) string {
	if n == 1 {
		return "One thing needs your attention"
	}
	return strconv.Itoa(n) + " things need your attention"
}

// text is what stands beside the button of an option.
func (o Option) text() string {
	if o.Value == "" && o.Label == "—" {
		return "None of these"
	}
	return o.Label
}
