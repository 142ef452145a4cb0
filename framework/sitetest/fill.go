package sitetest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/net/html"
)

// Fill types a text into the field with this label, as a person does: the field
// must be there, and neither disabled nor read-only, and take so much and such
// text. A date is written 2026-11-25, a time 18:30, both 2026-11-25T18:30, as
// HTML has it.
func (r *Response) Fill(label, text string) {
	t := r.client.t
	t.Helper()
	n := r.field(label)
	if err := fill(n, text); err != nil {
		t.Fatalf("filling in %q: %v: %s", label, err, r)
	}
}

func fill(n *html.Node, text string) error {
	kind := strings.ToLower(attr(n, "type"))
	switch {
	case is(n, "select"), kind == "radio":
		return fmt.Errorf("it is a choice: use Choose")
	case kind == "checkbox":
		return fmt.Errorf("it is a checkbox: use Check")
	case kind == "file":
		return fmt.Errorf("it takes a file: use Attach")
	}
	if err := changeable(n); err != nil {
		return err
	}
	if most, err := strconv.Atoi(attr(n, "maxlength")); err == nil && len(utf16.Encode([]rune(text))) > most {
		return fmt.Errorf("it takes %d characters, and the text has %d", most, len(utf16.Encode([]rune(text))))
	}
	if is(n, "textarea") {
		for n.FirstChild != nil {
			n.RemoveChild(n.FirstChild)
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
		return nil
	}
	if strings.ContainsAny(text, "\r\n") {
		return fmt.Errorf("it has one line, and the text has more")
	}
	if err := typed(kind, text); text != "" && err != nil {
		return err
	}
	setAttr(n, "value", text)
	return nil
}

// changeable says why a person cannot change a control.
func changeable(n *html.Node) error {
	switch {
	case disabled(n):
		return fmt.Errorf("it is disabled")
	case has(n, "readonly"):
		return fmt.Errorf("it is read-only")
	}
	return nil
}

// Choose picks one of the choices of the field with this label: an option of a
// list by its text, or a radio button or a checkbox by its label where the first
// label is the legend around them. In a list that takes several, it adds one.
func (r *Response) Choose(label, choice string) {
	t := r.client.t
	t.Helper()
	if err := r.choose(label, choice); err != nil {
		t.Fatalf("choosing %q of %q: %v: %s", choice, label, err, r)
	}
}

func (r *Response) choose(label, choice string) error {
	r.client.t.Helper()
	if g := r.group(label); g != nil {
		inside := *r
		inside.part = g
		n, err := pick("choice", choice, inside.labelled())
		if err != nil {
			return err
		}
		return r.check(n, true)
	}
	n := r.field(label)
	if !is(n, "select") {
		return fmt.Errorf("it is no choice: use Fill or Check")
	}
	if err := changeable(n); err != nil {
		return err
	}
	return choose(n, choice)
}

func choose(list *html.Node, choice string) error {
	var all []named
	for o := range elements(list, "option") {
		all = append(all, named{o, optionText(o)})
	}
	picked, err := pick("choice", choice, all)
	if err != nil {
		return err
	}
	if off(picked) {
		return fmt.Errorf("the choice is disabled")
	}
	if !has(list, "multiple") {
		for o := range elements(list, "option") {
			dropAttr(o, "selected")
		}
	}
	setAttr(picked, "selected", "")
	return nil
}

func optionText(o *html.Node) string {
	if label := attr(o, "label"); label != "" {
		return label
	}
	return visibleText(o, nil)
}

// off reports whether an option cannot be chosen.
func off(o *html.Node) bool {
	return has(o, "disabled") || is(o.Parent, "optgroup") && has(o.Parent, "disabled")
}

// Unchoose takes a choice away from a list that takes several.
func (r *Response) Unchoose(label, choice string) {
	t := r.client.t
	t.Helper()
	n := r.field(label)
	if err := changeable(n); err != nil || !is(n, "select") || !has(n, "multiple") {
		t.Fatalf("%q is no list that takes several and can be changed: %s", label, r)
	}
	for o := range elements(n, "option") {
		if optionText(o) == choice && has(o, "selected") {
			dropAttr(o, "selected")
			return
		}
	}
	t.Fatalf("%q of %q is not chosen: %s", choice, label, r)
}

// Check ticks the checkbox with this label, or picks the radio button.
func (r *Response) Check(label string) { r.client.t.Helper(); r.tick(label, true) }

// Uncheck takes the tick of a checkbox away.
func (r *Response) Uncheck(label string) { r.client.t.Helper(); r.tick(label, false) }

func (r *Response) tick(label string, on bool) {
	t := r.client.t
	t.Helper()
	if err := r.check(r.field(label), on); err != nil {
		t.Fatalf("checking %q: %v: %s", label, err, r)
	}
}

func (r *Response) check(n *html.Node, on bool) error {
	kind := strings.ToLower(attr(n, "type"))
	switch {
	case !is(n, "input") || kind != "checkbox" && kind != "radio":
		return fmt.Errorf("it is neither a checkbox nor a radio button")
	case disabled(n):
		return fmt.Errorf("it is disabled")
	case kind == "radio" && !on:
		return fmt.Errorf("a radio button goes off when another of its group is picked")
	}
	if kind == "radio" {
		for other := range elements(r.tree(), "input") {
			if attr(other, "type") == "radio" && attr(other, "name") == attr(n, "name") && r.formOf(other) == r.formOf(n) {
				dropAttr(other, "checked")
			}
		}
	}
	dropAttr(n, "checked")
	if on {
		setAttr(n, "checked", "")
	}
	return nil
}

// Attach picks files for the field with this label.
func (r *Response) Attach(label string, files ...File) {
	t := r.client.t
	t.Helper()
	n := r.field(label)
	switch {
	case strings.ToLower(attr(n, "type")) != "file":
		t.Fatalf("%q takes no file: %s", label, r)
	case disabled(n):
		t.Fatalf("%q is disabled: %s", label, r)
	case len(files) > 1 && !has(n, "multiple"):
		t.Fatalf("%q takes one file: %s", label, r)
	}
	r.files[n] = files
}

// Value is what the field with this label holds: its text, or the text of the
// choice.
func (r *Response) Value(label string) string {
	r.client.t.Helper()
	n := r.field(label)
	if !is(n, "select") {
		return valueOf(n)
	}
	var texts []string
	for _, o := range chosen(n) {
		texts = append(texts, optionText(o))
	}
	return strings.Join(texts, ", ")
}

// Checked reports whether a checkbox or a radio button is on.
func (r *Response) Checked(label string) bool {
	r.client.t.Helper()
	return has(r.field(label), "checked")
}

// Described is what explains the field with this label: its help, and what is
// wrong with it.
func (r *Response) Described(label string) string {
	r.client.t.Helper()
	return r.textOf(attr(r.field(label), "aria-describedby"))
}
