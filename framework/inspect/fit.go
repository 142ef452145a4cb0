package inspect

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/gofw/gofw/framework/schema"
)

// identifier is a name that migrations take: all databases do without quotes.
var identifier = regexp.MustCompile(`^[\pL_][\pL\pN_]*$`)

// longestName is how many bytes of a name PostgreSQL takes, and so migrations.
const longestName = 63

// odd is why migrations do not take a name, or "".
func odd(name string) string {
	switch {
	case len(name) > longestName:
		return fmt.Sprintf("migrations take no name of more than %d bytes", longestName)
	case name != "" && unicode.IsDigit(rune(name[0])):
		return "migrations take no name that begins with a digit"
	case !identifier.MatchString(name):
		return "migrations take names of letters, digits and underscores alone"
	}
	return ""
}

// unfit is why a table cannot be a model, or "".
func unfit(t *Table) string {
	switch {
	case t.View != "":
		return "it is " + t.View
	case odd(t.Name) != "":
		return odd(t.Name)
	case len(t.PrimaryKey) == 0:
		return "it has no primary key"
	case len(t.PrimaryKey) > 1:
		return "its primary key has " + count(len(t.PrimaryKey)) + " columns: " + strings.Join(t.PrimaryKey, ", ")
	}
	key := t.Column(t.PrimaryKey[0])
	switch {
	case key == nil:
		return "its primary key is not a column that can be seen"
	case odd(key.Name) != "":
		return fmt.Sprintf("its primary key is called %s, and %s", key.Name, odd(key.Name))
	case key.Kind == "" || key.Kind == schema.JSON || key.Kind == schema.Binary || key.Kind == schema.Decimal && key.Size > largestDecimal:
		return fmt.Sprintf("its primary key %s has the type %s, which no key can have", key.Name, cmp.Or(key.Type, "of nothing in particular"))
	case key.Generated:
		return "its primary key " + key.Name + " is generated"
	}
	return ""
}

func count(n int) string {
	if n < 5 {
		return []string{"no", "one", "two", "three", "four"}[n]
	}
	return fmt.Sprint(n)
}

// embeds reports whether a table has just the columns of orm.Model.
func embeds(t *Table) bool {
	id := t.Column("id")
	if len(t.PrimaryKey) != 1 || id == nil || t.PrimaryKey[0] != "id" || id.Kind != schema.BigInt || id.Unsigned || !id.Auto || t.foreign("id") != nil || id.Comment != "" {
		return false
	}
	for _, name := range []string{"created_at", "updated_at"} {
		c := t.Column(name)
		if c == nil || c.Kind != schema.DateTime || c.Null || c.Generated || c.Default != nil || c.DefaultSQL != "" || c.Note != "" || c.Comment != "" {
			return false
		}
	}
	return true
}
