package migrate

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// elements reads the default or backfill of an array: a JSON list whose elements
// are of its kind.
func elements(f Field, value string) ([]string, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal([]byte(value), &raw); err != nil || raw == nil {
		return nil, fmt.Errorf("is %q; write a list in JSON, such as [] or [1, 2]", value)
	}
	of := Field{Type: f.Type.Element()}
	texts := make([]string, len(raw))
	for i, r := range raw {
		texts[i] = string(r)
		quoted := texts[i][0] == '"'
		if quoted {
			if err := json.Unmarshal(r, &texts[i]); err != nil {
				return nil, fmt.Errorf("is %q; %w", value, err)
			}
		}
		if quoted != (of.Type == schema.Text) {
			return nil, fmt.Errorf("is %q, whose element %s is no %s", value, r, of.Type)
		}
		if err := validValue(of, texts[i]); err != nil {
			return nil, fmt.Errorf("is %q, of which an element %w", value, err)
		}
	}
	return texts, nil
}

var arrayQuotes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// postgresArray is a list as PostgreSQL reads it.
func postgresArray(f Field, value string) (string, error) {
	texts, err := elements(f, value)
	if err != nil {
		return "", err
	}
	for i, t := range texts {
		texts[i] = `"` + arrayQuotes.Replace(t) + `"`
	}
	return text("{" + strings.Join(texts, ",") + "}"), nil
}

// readsLists makes a function, for the session alone, that takes a list in JSON
// apart: the type of a column is changed by an expression, which cannot query.
func (g postgresGrammar) readsLists(p *serverPlan, table string, to Field) {
	p.update(table, `CREATE OR REPLACE FUNCTION %s(list text) RETURNS %s LANGUAGE sql AS
$$SELECT CASE WHEN list IS NOT NULL THEN coalesce(array_agg(e.value::%s ORDER BY e.place), '{}') END
FROM jsonb_array_elements_text(nullif(list::jsonb, 'null')) WITH ORDINALITY e(value, place)$$`,
		listReader(to), g.columnType(to), strings.TrimSuffix(g.columnType(to), "[]"))
}

func listReader(to Field) string { return "pg_temp.gofw_" + string(to.Type.Element()) + "s" }
