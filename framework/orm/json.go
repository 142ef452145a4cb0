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
	switch {
	case x.number && b.dialect == postgresDialect:
		b.raw("CASE jsonb_typeof(")
		x.at(b)
		b.raw(") WHEN 'number' THEN CAST(")
		x.extract(b)
		b.raw(" AS double precision) END")
	case x.number && b.dialect == mysqlDialect:
		b.raw("CASE WHEN JSON_TYPE(")
		x.at(b)
		b.raw(") IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') THEN CAST(")
		x.extract(b)
		b.raw(" AS double) END")
	case x.number:
		b.raw("CASE WHEN json_type(")
		x.arguments(b)
		b.raw(") IN ('integer', 'real') THEN CAST(")
		x.extract(b)
		b.raw(" AS real) END")
	case b.dialect == postgresDialect:
		x.extract(b)
	case b.dialect == mysqlDialect: // to which JSON's null is the text null
		b.raw("CASE JSON_TYPE(")
		x.at(b)
		b.raw(") WHEN 'NULL' THEN NULL ELSE JSON_UNQUOTE(")
		x.extract(b)
		b.raw(") END")
	default: // where yes and no are numbers
		b.raw("CASE json_type(")
		x.arguments(b)
		b.raw(") WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(")
		x.extract(b)
		b.raw(" AS text) END")
	}
}

// arguments writes the JSON and the path, as functions take them.
func (x jsonPath) arguments(b *builder) {
	x.e.render(b)
	b.raw(", ")
	b.bind(x.dollar())
}

// at writes the value as JSON.
func (x jsonPath) at(b *builder) {
	if b.dialect == postgresDialect {
		x.steps(b, " #> ")
		return
	}
	b.raw("JSON_EXTRACT(")
	x.arguments(b)
	b.raw(")")
}

// extract writes the value as the database takes it out.
func (x jsonPath) extract(b *builder) {
	switch b.dialect {
	case postgresDialect:
		x.steps(b, " #>> ")
	case mysqlDialect:
		x.at(b)
	default:
		b.raw("json_extract(")
		x.arguments(b)
		b.raw(")")
	}
}

// steps follows the path on PostgreSQL.
func (x jsonPath) steps(b *builder, operator string) {
	if _, ok := native(b, x.e); ok {
		b.raw("(TO_JSONB(")
		x.e.render(b)
		b.raw(")")
	} else {
		b.raw("((")
		x.e.render(b)
		b.raw(")::jsonb")
	}
	b.raw(operator + "CAST(")
	b.bind(x.array())
	b.raw(" AS text[]))")
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
