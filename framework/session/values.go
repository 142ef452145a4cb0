package session

import (
	"encoding/json"
	"fmt"

	"github.com/gorilla/sessions"
)

// Encode returns the values of a session as stores keep them.
func Encode(s *sessions.Session) (map[string]json.RawMessage, error) {
	values := make(map[string]json.RawMessage, len(s.Values))
	for k, v := range s.Values {
		key, isKey := k.(string)
		raw, isRaw := v.(string)
		if !isKey || !isRaw || !json.Valid([]byte(raw)) {
			return nil, fmt.Errorf("session: the value of %v is not JSON: use session.Put", k)
		}
		values[key] = json.RawMessage(raw)
	}
	return values, nil
}

// Decode puts values that a store kept into a session.
func Decode(s *sessions.Session, values map[string]json.RawMessage) {
	for k, v := range values {
		s.Values[k] = string(v)
	}
}
