package filters

import (
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// FuncMap is the filters for html/template, by Django's names. The value comes
// last, so that pipes read as in Django, and where the time of day matters, now
// comes before it:
//
//	{{ .Body | truncatewords 30 | linebreaks }}
//	{{ .CreatedAt | timesince .Now }} ago
//	{{ .Price | floatformat "2g" }}
//
// What html/template has itself is not there: and, or, not, len, index, slice,
// printf. Filters of HTML take template.HTML, and refuse a string.
func FuncMap() template.FuncMap {
	m := template.FuncMap{}
	for _, group := range []template.FuncMap{textFuncs(), markupFuncs(), numberFuncs(), timeFuncs(), listFuncs()} {
		for name, f := range group {
			m[name] = f
		}
	}
	return m
}

func textFuncs() template.FuncMap {
	return template.FuncMap{
		"addslashes":     onText(AddSlashes),
		"capfirst":       onText(CapFirst),
		"center":         onTextInt(Center),
		"cut":            func(what string, v any) string { return strings.ReplaceAll(textOf(v), what, "") },
		"escapejs":       onText(EscapeJS),
		"iriencode":      onText(IRIEncode),
		"ljust":          onTextInt(LJust),
		"lower":          onText(lower),
		"phone2numeric":  onText(Phone2Numeric),
		"rjust":          onTextInt(RJust),
		"slugify":        onText(Slugify),
		"striptags":      onText(StripTags),
		"title":          onText(Title),
		"truncatechars":  onTextInt(TruncateChars),
		"truncatewords":  onTextInt(TruncateWords),
		"upper":          onText(cases.Upper(language.Und).String),
		"urlencode":      urlEncode,
		"wordcount":      func(v any) int { return WordCount(textOf(v)) },
		"wordwrap":       onTextInt(WordWrap),
		"querystring":    QueryString,
		"stringformat":   func(format string, v any) string { return fmt.Sprintf("%"+format, v) },
		"slugifyunicode": onText(SlugifyUnicode),
	}
}

func markupFuncs() template.FuncMap {
	return template.FuncMap{
		"force_escape": func(v any) template.HTML { return trusted(Escape(textOf(v))) },
		"json_script": func(id string, v any) (template.HTML, error) {
			h, err := JSONScript(id, v)
			return trusted(h), err
		},
		"linebreaks":         func(v any) template.HTML { return trusted(Linebreaks(htmlOf(v))) },
		"linebreaksbr":       func(v any) template.HTML { return trusted(LinebreaksBR(htmlOf(v))) },
		"linenumbers":        func(v any) template.HTML { return trusted(LineNumbers(htmlOf(v))) },
		"truncatechars_html": func(n int, v template.HTML) template.HTML { return trusted(TruncateCharsHTML(Safe(string(v)), n)) },
		"truncatewords_html": func(n int, v template.HTML) template.HTML { return trusted(TruncateWordsHTML(Safe(string(v)), n)) },
		"urlize":             func(v any) template.HTML { return trusted(Urlize(textOf(v))) },
		"urlizetrunc":        func(n int, v any) template.HTML { return trusted(UrlizeTrunc(textOf(v), n)) },
	}
}

func timeFuncs() template.FuncMap {
	return template.FuncMap{
		"date":      func(args ...any) (string, error) { return formatTime("date", DateFormat, args) },
		"time":      func(args ...any) (string, error) { return formatTime("time", TimeFormat, args) },
		"timesince": func(now time.Time, v any) string { return TimeSince(timeOf(v), now) },
		"timeuntil": func(now time.Time, v any) string { return TimeUntil(timeOf(v), now) },
		"naturaltime": func(now time.Time, v any) string {
			return NaturalTime(timeOf(v), now)
		},
		"naturalday": func(now time.Time, args ...any) (string, error) {
			format, v, err := optional("naturalday", "", args)
			return NaturalDay(timeOf(v), now, format), err
		},
	}
}

func formatTime(name, format string, args []any) (string, error) {
	format, v, err := optional(name, format, args)
	return Date(timeOf(v), format), err
}

// optional takes apart the arguments of a filter whose own one may be left out.
func optional(name, usual string, args []any) (arg string, value any, err error) {
	switch len(args) {
	case 1:
		return usual, args[0], nil
	case 2:
		return textOf(args[0]), args[1], nil
	}
	return "", nil, fmt.Errorf("%s takes a value and at most one argument before it, not %d", name, len(args))
}

func onText(f func(string) string) func(any) string {
	return func(v any) string { return f(textOf(v)) }
}

func onTextInt(f func(string, int) string) func(n, v any) (string, error) {
	return func(n, v any) (string, error) {
		i, err := wholeOf(n)
		return f(textOf(v), int(i)), err
	}
}

func urlEncode(args ...any) (string, error) {
	safe, v, err := optional("urlencode", "/", args)
	return URLEncode(textOf(v), safe), err
}

// textOf is any value as a text; nil, also behind a pointer, is empty.
func textOf(v any) string {
	v = indirect(v)
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// htmlOf is any value as HTML, escaped unless it is HTML.
func htmlOf(v any) HTML {
	switch h := v.(type) {
	case template.HTML:
		return Safe(string(h))
	case HTML:
		return h
	}
	return Escape(textOf(v))
}

// timeOf is the time in a value, the zero time if there is none.
func timeOf(v any) time.Time {
	t, _ := indirect(v).(time.Time)
	return t
}

// indirect is what a pointer points to, nil if to nothing.
func indirect(v any) any {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer {
		return v
	}
	if p.IsNil() {
		return nil
	}
	if _, ok := v.(fmt.Stringer); ok && p.Elem().Type() != reflect.TypeFor[time.Time]() {
		return v
	}
	return p.Elem().Interface()
}

func trusted(h HTML) template.HTML { return template.HTML(h.markup) }
