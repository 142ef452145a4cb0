package facet

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// longest is how long a text that is no key may be, in bytes.
const longest = 200

// Value is the value of a field that a text stands for; false if it stands for
// none that the field can hold.
func Value(f *schema.Field, text string) (any, bool) {
	if len(text) > longest || !Storable(text) || f.Own && len(f.Choices) == 0 {
		return nil, false
	}
	if len(f.Choices) > 0 && !slices.ContainsFunc(f.Choices, func(c schema.Choice) bool { return c.Value == text }) {
		return nil, false
	}
	switch f.Kind {
	case schema.Bool:
		return text == "true", text == "true" || text == "false"
	case schema.Float:
		n, err := strconv.ParseFloat(text, 64)
		return n, err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
	case schema.Decimal:
		return decimal(f, text)
	}
	if bits := wholeNumber(f.Kind); bits > 0 {
		n, err := strconv.ParseInt(text, 10, bits)
		return n, err == nil
	}
	if text == "" || f.Kind.Listed() || f.Kind == schema.Binary || f.Kind == schema.DateTime {
		return nil, false
	}
	v, err := orm.Parse(f, text)
	return v, err == nil
}

// decimal reads plain digits: an exponent could stand for a number of any length.
func decimal(f *schema.Field, text string) (any, bool) {
	if len(text) > 40 || strings.ContainsAny(text, "eE") {
		return nil, false
	}
	v, err := orm.Parse(f, text)
	d, ok := v.(orm.Decimal)
	if err != nil || !ok {
		return nil, false
	}
	whole := d.Truncate(0).Abs()
	return d, d.Equal(d.Truncate(int32(f.Scale))) && (whole.IsZero() || len(whole.String()) <= f.Size-f.Scale)
}

// Storable reports whether a text can be in a database at all: PostgreSQL keeps
// neither NUL nor what is not UTF-8.
func Storable(text string) bool {
	return utf8.ValidString(text) && strings.IndexByte(text, 0) < 0
}

// wholeNumber is how many bits a kind of whole numbers has; 0 for other kinds.
func wholeNumber(k schema.Kind) int {
	switch k {
	case schema.BigAuto, schema.BigInt:
		return 64
	case schema.Integer:
		return 32
	case schema.SmallInt:
		return 16
	}
	return 0
}
