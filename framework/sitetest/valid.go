package sitetest

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"golang.org/x/net/html"
)

// email is what browsers take for an address (HTML Standard, valid e-mail address).
var email = regexp.MustCompile("^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$")

// layouts is how browsers write times.
var layouts = map[string][]string{
	"date": {"2006-01-02"}, "time": {"15:04", "15:04:05", "15:04:05.999"}, "month": {"2006-01"},
	"datetime-local": {"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02T15:04:05.999"},
}

// typed says why a field of a type cannot even hold a text.
func typed(kind, text string) error {
	if kind == "number" || kind == "range" {
		if f, err := strconv.ParseFloat(text, 64); err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return fmt.Errorf("%q is no number", text)
		}
	}
	if forms, ok := layouts[kind]; ok && !slices.ContainsFunc(forms, func(l string) bool { _, err := time.Parse(l, text); return err == nil }) {
		return fmt.Errorf("%q is no %s: write it as %s", text, kind, forms[0])
	}
	return nil
}

// objection is why a browser would not send a form: the first field that is
// wrong. It is nil for a form that asks not to be checked.
func (r *Response) objection(form, pressed *html.Node) error {
	if has(form, "novalidate") || has(pressed, "formnovalidate") {
		return nil
	}
	for n := range elements(r.tree(), "input", "select", "textarea") {
		if r.formOf(n) != form || disabled(n) || has(n, "readonly") || button(n) || attr(n, "type") == "hidden" {
			continue
		}
		if err := r.wrong(n); err != nil {
			name := attr(n, "name")
			if names := r.namesOf(n); len(names) > 0 {
				name = names[0]
			}
			return fmt.Errorf("a browser would not send the form: %q %w", name, err)
		}
	}
	return nil
}

// wrong is what a browser says of a control.
func (r *Response) wrong(n *html.Node) error {
	if has(n, "required") && r.missing(n) {
		return errors.New("is required, and empty")
	}
	value := valueOf(n)
	kind := strings.ToLower(attr(n, "type"))
	if is(n, "select") || value == "" || slices.Contains([]string{"checkbox", "radio", "file"}, kind) {
		return nil
	}
	if least, err := strconv.Atoi(attr(n, "minlength")); err == nil && len(utf16.Encode([]rune(value))) < least {
		return fmt.Errorf("is shorter than %d characters", least)
	}
	if pattern := attr(n, "pattern"); pattern != "" && is(n, "input") {
		if p, err := regexp.Compile("^(?:" + pattern + ")$"); err == nil && !p.MatchString(value) {
			return fmt.Errorf("is not as %s wants it: %q", pattern, value)
		}
	}
	switch kind {
	case "email":
		if !email.MatchString(value) {
			return fmt.Errorf("is no e-mail address: %q", value)
		}
	case "url":
		if u, err := url.Parse(value); err != nil || !u.IsAbs() {
			return fmt.Errorf("is no URL: %q", value)
		}
	}
	return bounds(n, kind, value)
}

// missing reports whether a control that is required has nothing.
func (r *Response) missing(n *html.Node) bool {
	switch {
	case is(n, "select"):
		return !slices.ContainsFunc(chosen(n), func(o *html.Node) bool { return optionValue(o) != "" })
	case attr(n, "type") == "checkbox":
		return !has(n, "checked")
	case attr(n, "type") == "file":
		return len(r.files[n]) == 0
	case attr(n, "type") == "radio":
		for other := range elements(r.tree(), "input") {
			if attr(other, "type") == "radio" && attr(other, "name") == attr(n, "name") && r.formOf(other) == r.formOf(n) && has(other, "checked") {
				return false
			}
		}
		return true
	}
	return valueOf(n) == ""
}

// bounds compares with min, max and step.
func bounds(n *html.Node, kind, value string) error {
	least, most := attr(n, "min"), attr(n, "max")
	if _, ok := layouts[kind]; ok { // they sort as texts
		if least != "" && value < least || most != "" && value > most {
			return fmt.Errorf("is not between %q and %q: %q", least, most, value)
		}
		return nil
	}
	if kind != "number" && kind != "range" {
		return nil
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return fmt.Errorf("is no number: %q", value)
	}
	from, err := strconv.ParseFloat(least, 64)
	if err == nil && number < from {
		return fmt.Errorf("is less than %s: %q", least, value)
	}
	if to, err := strconv.ParseFloat(most, 64); err == nil && number > to {
		return fmt.Errorf("is more than %s: %q", most, value)
	}
	step := 1.0
	if word := attr(n, "step"); strings.EqualFold(word, "any") {
		return nil
	} else if s, err := strconv.ParseFloat(word, 64); err == nil && s > 0 {
		step = s
	}
	if steps := (number - from) / step; math.Abs(steps-math.Round(steps)) > 1e-6 {
		return fmt.Errorf("is no multiple of %v: %q", step, value)
	}
	return nil
}
