package filters_test

import (
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"strconv"
	"strings"
	"testing"
	texttemplate "text/template"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/filters"
)

// question is what testdata/django.py has asked Django, and its answer.
type question struct {
	Filter string
	Value  any
	Args   []any
	Want   string
}

func (q question) String() string {
	text, _ := json.Marshal([]any{q.Value, q.Args})
	return q.Filter + string(text)
}

// UnmarshalJSON reads a line of the file.
func (q *question) UnmarshalJSON(line []byte) error {
	return json.Unmarshal(line, &[]any{&q.Filter, &q.Value, &q.Args, &q.Want})
}

func questions(t *testing.T) []question {
	t.Helper()
	data, err := os.ReadFile("testdata/django.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []question
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// value is what a value of the file stands for in Go.
func value(t *testing.T, v any) any {
	t.Helper()
	switch v := v.(type) {
	case float64:
		if v == float64(int(v)) {
			return int(v)
		}
	case []any:
		for i := range v {
			v[i] = value(t, v[i])
		}
	case map[string]any:
		return object(t, v)
	}
	return v
}

func object(t *testing.T, v map[string]any) any {
	t.Helper()
	text := func(key string) string { s, _ := v[key].(string); return s }
	switch {
	case v["html"] != nil:
		return template.HTML(text("html"))
	case v["decimal"] != nil:
		return text("decimal")
	case v["number"] != nil:
		return numberOf(t, text("number"))
	case v["time"] != nil:
		at, err := time.ParseInLocation("2006-01-02T15:04:05.999999999", text("time"), location(t, text("zone")))
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	return v
}

func numberOf(t *testing.T, text string) any {
	t.Helper()
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if n, err := strconv.ParseUint(text, 10, 64); err == nil {
		return n
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func location(t *testing.T, name string) *time.Location {
	t.Helper()
	if at, err := time.Parse("-0700", name); err == nil {
		_, offset := at.Zone()
		return time.FixedZone("", offset)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// answer asks the filter of that name in a template, with the value last.
func (q question) answer(t *testing.T) (string, error) {
	t.Helper()
	call := q.Filter
	for i := range q.Args {
		call += fmt.Sprintf(" (index .Args %d)", i)
	}
	page, err := texttemplate.New("").Funcs(texttemplate.FuncMap(filters.FuncMap())).Parse("{{ " + call + " .Value }}")
	if err != nil {
		t.Fatal(err)
	}
	data := question{Value: value(t, q.Value), Args: value(t, append([]any{}, q.Args...)).([]any)}
	var b strings.Builder
	err = page.Execute(&b, data)
	return b.String(), err
}

func TestFiltersAnswerAsDjangoDoes(t *testing.T) {
	t.Parallel()
	list := questions(t)
	if len(list) < 4000 {
		t.Errorf("only %d questions", len(list))
	}
	known, asked := map[string]deviation{}, map[string]bool{}
	for _, d := range deviations {
		known[question{Filter: d.filter, Value: d.value, Args: append([]any{}, d.args...)}.String()] = d
	}
	for _, q := range list {
		key, want := q.String(), q.Want
		asked[key] = true
		if d, ok := known[key]; ok {
			if want = d.want; want == q.Want {
				t.Errorf("%s does not differ from Django, though %s", key, d.why)
			}
		}
		if q.Filter == "json_script" {
			continue // TestJSONScriptsHoldWhatDjangosHold
		}
		if got, err := q.answer(t); err != nil || got != want {
			t.Errorf("%s is %q (%v), should be %q; Django's is %q", key, got, err, want, q.Want)
		}
	}
	for key, d := range known {
		if !asked[key] {
			t.Errorf("nobody asks %s, though %s", key, d.why)
		}
	}
}

// JSON may be written in different ways: blanks, and which characters are escaped.
func TestJSONScriptsHoldWhatDjangosHold(t *testing.T) {
	t.Parallel()
	n := 0
	for _, q := range questions(t) {
		if q.Filter != "json_script" {
			continue
		}
		n++
		got, err := q.answer(t)
		if err != nil {
			t.Fatal(err)
		}
		ours, our := body(t, got)
		djangos, django := body(t, q.Want)
		if ours != djangos || !cmp.Equal(our, django) || strings.Count(got, "<") != 2 {
			t.Errorf("%s is %s, Django's is %s", q, got, q.Want)
		}
	}
	if n < 10 {
		t.Errorf("only %d questions", n)
	}
}

// body takes the JSON out of a script and returns what is around it, and what it
// stands for.
func body(t *testing.T, script string) (around string, value any) {
	t.Helper()
	start, end := strings.Index(script, ">")+1, strings.LastIndex(script, "<")
	if err := json.Unmarshal([]byte(script[start:end]), &value); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return script[:start] + script[end:], value
}
