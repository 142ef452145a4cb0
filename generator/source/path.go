package source

import (
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gofw/gofw/framework/schema"
)

// paramTypes are the words that may stand in :id<int>.
var paramTypes = []string{"int", "slug", "uuid", "path"}

// params reads the parameters of a path by the rules of package urls, or says
// what is wrong and what to do. Types are those the site has of its own.
func params(path string, own ownTypes) (out []Param, problem, hint string) {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, s := range segments {
		last := i == len(segments)-1
		if s == "" && !last {
			return nil, "has two slashes in a row", "leave one out"
		}
		name, typ, ok := splitParam(s)
		if !ok {
			if problem, hint = fixedSegment(s); problem != "" {
				return nil, problem, hint
			}
			continue
		}
		p := Param{name, typ}
		if problem, hint = badParam(s, p, out, own); problem != "" {
			return nil, problem, hint
		}
		if typ == "path" && !last {
			return nil, "has the parameter " + s + " before its end", "it takes the rest of the address: let it stand at the end"
		}
		out = append(out, p)
	}
	return out, "", ""
}

func fixedSegment(s string) (problem, hint string) {
	if s == "." || s == ".." {
		return "has the segment " + s + ", which browsers never ask for", "leave it out"
	}
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("-._~@!$&'()+,;=", r):
		case strings.ContainsRune(":<>{}*", r):
			return "has " + strconv.QuoteRune(r) + " in the fixed segment " + strconv.Quote(s), "a parameter is a whole segment, such as :slug, :id<int> or :rest<path>"
		default:
			return "has " + strconv.QuoteRune(r) + ", which cannot stand in a path", "leave it out"
		}
	}
	return "", ""
}

func badParam(segment string, p Param, before []Param, own ownTypes) (problem, hint string) {
	typed := strings.Contains(segment, "<")
	known := slices.Concat(paramTypes, own.names)
	switch {
	case p.Name == "":
		return "has a parameter without a name", "write :slug"
	case typed && (!strings.HasSuffix(segment, ">") || !slices.Contains(known, p.Type) && !own.open):
		hint := ":" + p.Name + " takes any text; known types: " + strings.Join(known, ", ")
		if near := schema.Nearest(p.Type, known); near != "" {
			hint = "did you mean :" + p.Name + "<" + near + ">?"
		}
		return "has the parameter type " + strconv.Quote(p.Type) + ", which is not known", hint
	case token.IsKeyword(p.Name), slices.Contains([]string{"urls", "string", "int64", "_"}, p.Name):
		return "has the parameter " + strconv.Quote(p.Name) + ", which its address function cannot use as a name", "call it something else, such as " + strings.Trim(p.Name, "_") + "Name"
	case !token.IsIdentifier(p.Name) || strings.ContainsFunc(p.Name, func(r rune) bool { return r > unicode.MaxASCII }):
		return "has the parameter " + strconv.Quote(p.Name) + ", which is not a name", "use letters, digits and underscores"
	case slices.ContainsFunc(before, func(b Param) bool { return b.Name == p.Name }):
		return "has two parameters called " + strconv.Quote(p.Name), "rename one of them"
	}
	return "", ""
}
