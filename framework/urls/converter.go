package urls

import "fmt"

// Converter is a type of parameter that a site adds to int, slug, uuid and path:
//
//	var ISBN = urls.Converter{Name: "isbn", Accepts: isISBN}
//
//	var Routes = urls.Under("/books",
//		urls.Get("/:code<isbn>", Book),
//	).Using(ISBN)
//
// An address whose segment it does not accept is another route's, or not found.
// The generated address function takes the segment as a string.
type Converter struct {
	// Name is what stands between < and >: small letters, digits, underscores.
	Name string
	// Accepts reports whether a segment, decoded and never empty, is of the
	// type. It is asked for each request, so it must be fast, and it may be
	// asked from many goroutines at once.
	Accepts func(segment string) bool
}

// Using lets the patterns of all routes name these types.
func (r Routes) Using(converters ...Converter) Routes {
	out := append(Routes(nil), r...)
	for i := range out {
		out[i].Converters = append(append([]Converter(nil), out[i].Converters...), converters...) // the inner ones count first
	}
	return out
}

// accepting is what the converter of a name accepts, nil without one.
func accepting(converters []Converter, name string) func(string) bool {
	for _, c := range converters {
		if c.Name == name {
			return c.Accepts
		}
	}
	return nil
}

// builtIn reports whether a kind is one that every pattern may name.
func builtIn(k kind) bool { return k == intKind || k == slugKind || k == uuidKind || k == pathKind }

// badConverter describes the first converter that cannot be used, or is "".
func badConverter(converters []Converter) string {
	for _, c := range converters {
		switch {
		case builtIn(kind(c.Name)):
			return fmt.Sprintf("a converter called %q, which is there already", c.Name)
		case !isName(c.Name):
			return fmt.Sprintf("a converter with the name %q", c.Name)
		case c.Accepts == nil:
			return fmt.Sprintf("the converter %q, which accepts nothing", c.Name)
		}
	}
	return ""
}
