package filters

import (
	"encoding/json"
	"fmt"
)

// JSONScript is a value as JSON in a <script type="application/json">, which
// scripts read by its id and which nothing in the value can end. An empty id is
// left out. The error is that of json.Marshal.
func JSONScript(id string, value any) (HTML, error) {
	body, err := json.Marshal(value) // escapes <, > and & itself
	if err != nil {
		return HTML{}, fmt.Errorf("writing the JSON of %q: %w", id, err)
	}
	if id != "" {
		id = ` id="` + escapes.Replace(id) + `"`
	}
	return HTML{"<script" + id + ` type="application/json">` + string(body) + "</script>"}, nil
}
