package feeds

import (
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/internal/markup"
)

// Element is an element of a vocabulary that this package does not know, for RSS
// and Atom:
//
//	feeds.Element{Name: "georss:point", Space: "http://www.georss.org/georss", Text: "45.25 -71.92"}
type Element struct {
	Name       string // with a prefix
	Space      string // the vocabulary's name, which the prefix stands for
	Text       string
	Attributes []Attribute
	Elements   []Element // in this one, after the text; without a Space they are of the same one
}

// Attribute is a fact of an [Element].
type Attribute struct{ Name, Value string }

// checkElements finds what would spoil a document.
func checkElements(elements []Element) error {
	for _, e := range elements {
		if !markup.Name(e.Name) {
			return fmt.Errorf("the element %q of the feed has no name that XML knows: it is letters, such as georss:point", e.Name)
		}
		for _, a := range e.Attributes {
			if !markup.Name(a.Name) {
				return fmt.Errorf("the attribute %q of the feed's element %s has no name that XML knows", a.Name, e.Name)
			}
		}
		if err := checkElements(e.Elements); err != nil {
			return err
		}
	}
	return nil
}

// writeElements writes elements, or none if one would spoil the document.
func writeElements(w *markup.Writer, elements []Element) error {
	if err := checkElements(elements); err != nil {
		return err
	}
	for _, e := range elements {
		e.write(w)
	}
	return nil
}

func (e Element) write(w *markup.Writer) {
	attributes := make([]string, 0, 2+2*len(e.Attributes))
	if e.Space != "" {
		attributes = append(attributes, e.declares(), e.Space)
	}
	for _, a := range e.Attributes {
		attributes = append(attributes, a.Name, a.Value)
	}
	w.Open(e.Name, attributes...)
	w.Text(e.Text)
	for _, inner := range e.Elements {
		inner.write(w)
	}
	w.Close(e.Name)
}

// declares is the attribute that says what the prefix stands for.
func (e Element) declares() string {
	if prefix, _, ok := strings.Cut(e.Name, ":"); ok {
		return "xmlns:" + prefix
	}
	return "xmlns"
}
