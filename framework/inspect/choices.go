package inspect

import (
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// choices makes a type of the values that a column may have. It reports false
// if they cannot be constants.
func (p *plan) choices(m *model, c *column) (choices, bool) {
	x := choices{Of: m.Name + "." + c.name, Type: goKinds[c.Kind].name}
	bits := map[schema.Kind]int{schema.BigInt: 64, schema.Integer: 32, schema.SmallInt: 16}[c.Kind]
	seen := map[string]bool{}
	for _, v := range c.Values {
		literal := strconv.Quote(v)
		if bits > 0 {
			n, err := strconv.ParseInt(v, 10, bits)
			if err != nil {
				return x, false
			}
			literal = strconv.FormatInt(n, 10)
		}
		if seen[literal] {
			continue
		}
		seen[literal] = true
		x.Values = append(x.Values, choice{Name: v, Value: literal, Label: choiceLabel(v)})
	}
	x.Name = p.names.take(m.Name + c.name)
	for i := range x.Values {
		x.Values[i].Name = p.names.take(x.Name + choiceName(x.Values[i].Name))
	}
	return x, true
}

// choiceName is what follows the type in the name of a constant.
func choiceName(value string) string {
	list := words(value)
	switch {
	case value == "":
		return "Empty"
	case len(list) == 0:
		return "Value"
	case value[0] == '-':
		return "Minus" + camel(list, "")
	case len(list) == 1 && len(list[0]) <= 3 && strings.ToUpper(list[0]) == list[0]:
		return list[0] // XL, DE
	}
	return camel(list, "")
}

// choiceLabel is the words for people.
func choiceLabel(value string) string {
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		return value
	}
	text := commented(value)
	if identifier.MatchString(strings.ReplaceAll(value, "-", "_")) && len(words(value)) > 0 {
		text = strings.Join(words(value), " ") // a word for programs
	}
	if text == "" {
		return "Empty"
	}
	return schema.Capital(text)
}
