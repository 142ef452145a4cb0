package inspect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// typed is what gofw makes of a type: a kind, or none.
type typed struct {
	kind        schema.Kind
	size, scale int
	unsigned    bool
	note        string
}

func (c *Column) typed(t typed) {
	c.Kind, c.Size, c.Scale, c.Unsigned = t.kind, t.size, t.scale, t.unsigned
	c.Note = joinNotes(c.Note, t.note)
}

// takeApart splits a type: "int(10) unsigned" is "int unsigned" and 10.
func takeApart(text string) (base string, args []int) {
	text = strings.ToLower(text)
	if before, rest, ok := strings.Cut(text, "("); ok {
		inside, after, _ := strings.Cut(rest, ")")
		for arg := range strings.SplitSeq(inside, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(arg))
			if err != nil {
				break
			}
			args = append(args, n)
		}
		text = before + " " + after
	}
	return strings.Join(strings.Fields(text), " "), args
}

// at is an argument of a type, or 0.
func at(args []int, i int) int {
	if i < len(args) {
		return args[i]
	}
	return 0
}

// sized makes the arguments of a type its size and scale, where its kind has them.
func sized(kind schema.Kind, args []int) typed {
	switch kind {
	case schema.String:
		if at(args, 0) == 0 {
			return typed{kind: schema.Text}
		}
		return typed{kind: kind, size: at(args, 0)}
	case schema.Decimal:
		return typed{kind: kind, size: at(args, 0), scale: at(args, 1)}
	}
	return typed{kind: kind}
}

var sqliteKinds = map[string]schema.Kind{
	"smallint": schema.SmallInt, "tinyint": schema.SmallInt, "int2": schema.SmallInt,
	"mediumint": schema.Integer, "int4": schema.Integer,
	"varchar": schema.String, "char": schema.String, "character": schema.String, "nvarchar": schema.String,
	"nchar": schema.String, "varying character": schema.String, "character varying": schema.String, "native character": schema.String,
	"text": schema.Text, "clob": schema.Text, "string": schema.Text,
	"bool": schema.Bool, "boolean": schema.Bool,
	"datetime": schema.DateTime, "timestamp": schema.DateTime, "timestamptz": schema.DateTime,
	"date": schema.Date, "time": schema.Time, "uuid": schema.UUID, "guid": schema.UUID, "inet": schema.IP, "json": schema.JSON,
	"decimal": schema.Decimal, "numeric": schema.Decimal,
}

// sqliteKind reads a declared type. SQLite takes any word and keeps numbers of
// 64 bits in a column of any integer type, so "integer" says no more than that.
func sqliteKind(text string) typed {
	base, args := takeApart(text)
	base = strings.TrimSpace(strings.NewReplacer(" unsigned", "", " signed", "", "unsigned ", "").Replace(base))
	if base == "smallint" && strings.Contains(strings.ToLower(text), "unsigned") {
		return typed{kind: schema.Integer}
	}
	if kind, ok := sqliteKinds[base]; ok {
		return sized(kind, args)
	}
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(base, w) {
				return true
			}
		}
		return false
	}
	switch { // the rules by which SQLite itself understands unknown words
	case has("int"):
		return typed{kind: schema.BigInt}
	case has("char", "clob", "text"):
		return sized(schema.String, args)
	case has("blob", "binary"):
		return typed{kind: schema.Binary}
	case has("real", "floa", "doub"):
		return typed{kind: schema.Float}
	}
	return typed{}
}

var postgresKinds = map[string]schema.Kind{
	"bigint": schema.BigInt, "integer": schema.Integer, "smallint": schema.SmallInt,
	"real": schema.Float, "double precision": schema.Float, "numeric": schema.Decimal,
	"character varying": schema.String, "character": schema.String, "text": schema.Text, "citext": schema.Text,
	"boolean": schema.Bool, "bytea": schema.Binary, "json": schema.JSON, "jsonb": schema.JSON,
	"timestamp with time zone": schema.DateTime, "timestamp without time zone": schema.DateTime,
	"date": schema.Date, "time without time zone": schema.Time, "uuid": schema.UUID, "inet": schema.IP,
}

// postgresKind reads a type as format_type writes it.
func postgresKind(text string) typed {
	if of, ok := strings.CutSuffix(text, "[]"); ok {
		element := postgresKind(of).kind
		if element == schema.String {
			element = schema.Text
		}
		if !slices.Contains(schema.Elements, element) {
			return typed{}
		}
		return typed{kind: element.Array()}
	}
	base, args := takeApart(text)
	t := sized(postgresKinds[base], args)
	switch base {
	case "citext":
		t.note = "it compares without case"
	case "timestamp without time zone":
		t.note = "it keeps no time zone; gofw reads and writes UTC"
	}
	return t
}

var mysqlKinds = map[string]schema.Kind{
	"tinyint": schema.SmallInt, "smallint": schema.SmallInt, "year": schema.SmallInt,
	"mediumint": schema.Integer, "int": schema.Integer, "integer": schema.Integer, "bigint": schema.BigInt,
	"float": schema.Float, "double": schema.Float, "decimal": schema.Decimal, "numeric": schema.Decimal,
	"varchar": schema.String, "char": schema.String,
	"tinytext": schema.Text, "text": schema.Text, "mediumtext": schema.Text, "longtext": schema.Text,
	"datetime": schema.DateTime, "timestamp": schema.DateTime, "date": schema.Date, "time": schema.Time,
	"binary": schema.Binary, "varbinary": schema.Binary, "tinyblob": schema.Binary, "blob": schema.Binary,
	"mediumblob": schema.Binary, "longblob": schema.Binary,
	"json": schema.JSON, "uuid": schema.UUID, "inet4": schema.IP, "inet6": schema.IP,
}

// mysqlKind reads a COLUMN_TYPE. An unsigned number takes the next larger kind.
func mysqlKind(text string) typed {
	base, args := takeApart(text)
	base, unsigned := strings.CutSuffix(strings.TrimSuffix(base, " zerofill"), " unsigned")
	if base == "tinyint" && at(args, 0) == 1 {
		return typed{kind: schema.Bool}
	}
	switch lower := strings.ToLower(text); {
	case strings.HasPrefix(lower, "enum("):
		return typed{kind: schema.String}
	case strings.HasPrefix(lower, "set("):
		return typed{kind: schema.Text, note: "it is a set of values, separated by commas"}
	}
	t := sized(mysqlKinds[base], args)
	if !unsigned {
		return t
	}
	switch {
	case base == "smallint":
		t.kind = schema.Integer
	case base == "int":
		t.kind = schema.BigInt
	case base == "bigint":
		t.unsigned = true
	}
	return t
}
