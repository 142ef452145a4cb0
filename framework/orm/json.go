package orm

import (
	"encoding/json"
	"strconv"
	"strings"
)

// JSONText is a value inside a column of JSON, as text: orm.JSONText(Users.Prefs,
// "theme", "color"). A number as a step counts the elements of a list from 0.
// What is not there, and null, is NULL; a list or an object is its JSON.
func JSONText[P, T any](e Expression[P, T], path ...string) *Computed[P, string] {
	return computed[P, string](jsonPath{of(e), path, false})
}

// JSONNumber is a number inside a column of JSON; see [JSONText].
func JSONNumber[P, T any](e Expression[P, T], path ...string) *Computed[P, float64] {
	return computed[P, float64](jsonPath{of(e), path, true})
}

// jsonPath is a value inside JSON. The path is a parameter.
type jsonPath struct {
	e      expr
	path   []string
	number bool
}

func (x jsonPath) parts() []expr { return []expr{x.e} }

func (x jsonPath) render(b *builder) {
	if x.number {
		b.raw("CAST(")
		defer b.raw(" AS " + b.dialect.double() + ")")
	}
	switch b.dialect {
	case postgresDialect:
		b.raw("((")
		x.e.render(b)
		b.raw(")::jsonb #>> CAST(")
		b.bind(x.array())
		b.raw(" AS text[]))")
	case mysqlDialect: // JSON's null is the text null to it
		b.raw("NULLIF(JSON_UNQUOTE(JSON_EXTRACT(")
		x.e.render(b)
		b.raw(", ")
		b.bind(x.dollar())
		b.raw(")), 'null')")
	default:
		b.raw("json_extract(")
		x.e.render(b)
		b.raw(", ")
		b.bind(x.dollar())
		b.raw(")")
	}
}

// dollar is the path as SQLite and MySQL write it: $."theme"[0].
func (x jsonPath) dollar() string {
	var out strings.Builder
	out.WriteString("$")
	for _, step := range x.path {
		if n, err := strconv.ParseUint(step, 10, 31); err == nil {
			out.WriteString("[" + strconv.FormatUint(n, 10) + "]")
			continue
		}
		quoted, _ := json.Marshal(step) // strings always can
		out.WriteString("." + string(quoted))
	}
	return out.String()
}

// array is the path as PostgreSQL writes it: {"theme","0"}.
func (x jsonPath) array() string {
	steps := make([]string, len(x.path))
	for i, step := range x.path {
		steps[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(step) + `"`
	}
	return "{" + strings.Join(steps, ",") + "}"
}
