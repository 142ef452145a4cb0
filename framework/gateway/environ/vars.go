package environ

import "strings"

// Var is a variable: REQUEST_METHOD, HTTP_ACCEPT, or one that the server's
// configuration made up.
type Var struct{ Name, Value string }

// Vars are the variables of one request, in the order in which they came. A
// name may be there twice: a header that the visitor sent twice is, behind
// some servers, and so is a parameter that a configuration sets twice.
type Vars []Var

// MostVars is how many variables a request may have. Servers in front send some
// thirty, and one for each header.
const MostVars = 1000

// Get is the value of a name, the last one if there are several, and empty if
// there is none.
func (v Vars) Get(name string) string {
	for i := len(v) - 1; i >= 0; i-- {
		if v[i].Name == name {
			return v[i].Value
		}
	}
	return ""
}

// Map is the variables by name. Headers that came several times are joined as
// RFC 9110, section 5.3, says, and cookies with a semicolon; of other names
// the last one stays.
func (v Vars) Map() map[string]string {
	m := make(map[string]string, len(v))
	for _, x := range v {
		if before, twice := m[x.Name]; twice && strings.HasPrefix(x.Name, "HTTP_") {
			m[x.Name] = before + separator(x.Name) + x.Value
			continue
		}
		m[x.Name] = x.Value
	}
	return m
}

func separator(name string) string {
	if name == "HTTP_COOKIE" {
		return "; "
	}
	return ", "
}
