package migrate

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/schema"
)

// longestVarchar is what fits into a row of 64 kB, of characters of four bytes.
const longestVarchar = 16383

// columnType is the type of a column.
func (mysqlGrammar) columnType(f Field) string {
	switch f.Type {
	case schema.BigAuto:
		return "bigint"
	case schema.Float:
		return "double"
	case schema.String:
		return fmt.Sprintf("varchar(%d)", f.Size)
	case schema.Decimal:
		return fmt.Sprintf("decimal(%d,%d)", f.Size, f.Scale)
	case schema.Bool:
		return "boolean"
	case schema.DateTime:
		return "datetime(6)"
	case schema.Time:
		return "time(6)"
	case schema.UUID:
		return "char(36)"
	case schema.IP:
		return "varchar(39)"
	case schema.Binary:
		return "longblob"
	case schema.Text, schema.JSON:
		return "longtext" // of JSON as it was written: the type json would put its keys in another order
	}
	if f.Type.Element() != "" {
		return "longtext" // of a list in JSON
	}
	return string(f.Type)
}

func (g mysqlGrammar) value(f Field, value string) (string, error) {
	if err := validValue(f, value); err != nil {
		return "", err
	}
	switch f.Type {
	case schema.BigInt, schema.Integer, schema.SmallInt, schema.Float, schema.Decimal:
		return value, nil
	case schema.Bool:
		return map[string]string{"true": "1", "false": "0"}[value], nil
	case schema.Binary:
		return "(x'')", nil
	case schema.Text, schema.JSON:
		return "(" + mysqlText(value) + ")", nil // MySQL takes a default of such a column as an expression only
	case schema.DateTime:
		if value == now {
			return "CURRENT_TIMESTAMP(6)", nil
		}
		moment, err := parseTime(value)
		if err != nil {
			return "", err
		}
		return mysqlText(moment.Format(mysqlMoment)), nil
	}
	if f.Type.Element() != "" {
		return "(" + mysqlText(value) + ")", nil
	}
	return mysqlText(value), nil
}

const mysqlMoment = "2006-01-02 15:04:05.999999"

// mysqlText is a string in SQL, in which a backslash is an escape.
func mysqlText(s string) string { return text(strings.ReplaceAll(s, `\`, `\\`)) }

var (
	// lengthCall is the function that counts bytes on MySQL and characters elsewhere.
	lengthCall = regexp.MustCompile(`(?i)\blength(\s*\()`)

	textLiteral = regexp.MustCompile(`'(?:[^']|'')*'`)
)

// expression says on MySQL what the text means on the other databases.
func (mysqlGrammar) expression(expr string) string {
	var out strings.Builder
	at := 0
	for _, span := range textLiteral.FindAllStringIndex(expr, -1) {
		out.WriteString(lengthCall.ReplaceAllString(expr[at:span[0]], "char_length$1"))
		out.WriteString(mysqlLiteral(expr[span[0]:span[1]]))
		at = span[1]
	}
	out.WriteString(lengthCall.ReplaceAllString(expr[at:], "char_length$1"))
	return out.String()
}

// mysqlLiteral rewrites a text between quotes: backslashes stand for themselves,
// and a moment is written without a zone.
func mysqlLiteral(literal string) string {
	inner := strings.Trim(literal, "'")
	if moment, err := time.Parse(time.RFC3339Nano, inner); err == nil {
		return text(moment.UTC().Format(mysqlMoment))
	}
	return strings.ReplaceAll(literal, `\`, `\\`)
}
