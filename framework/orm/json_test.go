package orm_test

import (
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Values inside JSON.
func jsonCases() []question {
	s := Samples
	cases := filters(s.OrderBy(s.ID.Asc()), []filter[*Sample]{
		{"a text inside", orm.JSONText(s.Tree, "theme", "color").Eq("red"), "low"},
		{"a text with quotes in it", orm.JSONText(s.Tree, "theme", "color").Eq(`it's "blue"`), "some"},
		{"a text in a list", orm.JSONText(s.Tree, "theme", "color").In("red", "green"), "low"},
		{"another text", orm.JSONText(s.Tree, "theme", "color").Ne("red"), "some"},
		{"a text that is greater", orm.JSONText(s.Tree, "theme", "color").Gt("k"), "low"},
		{"a number inside", orm.JSONNumber(s.Tree, "theme", "size").Gt(3), "low some"},
		{"a number with a fraction", orm.JSONNumber(s.Tree, "theme", "size").Eq(3.5), "some"},
		{"a number between two", orm.JSONNumber(s.Tree, "theme", "size").Between(12, 13), "low"},
		{"an element of a list", orm.JSONText(s.Tree, "tags", "1").Eq("y"), "low"},
		{"an element behind the end of a list", orm.JSONText(s.Tree, "tags", "2").NotNull(), ""},
		{"an element of a list in a list", orm.JSONNumber(s.Tree, "deep", "1", "0").Eq(2), "high"},
		{"a key at the end of a long path", orm.JSONText(s.Tree, "deep", "1", "1", "end").Eq("here"), "high"},
		{"a key with quotes in it", orm.JSONText(s.Tree, `odd "key"`).Eq("yes"), "low"},
		{"a key in other letters", orm.JSONText(s.Tree, "ключ").Eq("да"), "some"},
		{"a key with a point in it is one step", orm.JSONText(s.Tree, "a.b").Eq("dotted"), "some"},
		{"a key without a name", orm.JSONText(s.Tree, "").Eq("unnamed"), "some"},
		{"a key of a sign of HTML", orm.JSONText(s.Tree, "a<b").Eq("less"), "high"},
		{"a key with an ampersand", orm.JSONText(s.Tree, "a&b").Eq("and"), "high"},
		{"a key with a backslash", orm.JSONText(s.Tree, `a\b`).Eq("backslash"), "high"},
		{"a key with a line break", orm.JSONText(s.Tree, "a\nb").Eq("line"), "high"},
		{"a key with a quote", orm.JSONText(s.Tree, "a'b").Eq("quote"), "high"},
		{"a key with a blank", orm.JSONText(s.Tree, "a b").Eq("blank"), "high"},
		{"a key that is a star is no pattern", orm.JSONText(s.Tree, "*").Eq("star"), "high"},
		{"a key that is a dollar is not the whole", orm.JSONText(s.Tree, "$").Eq("dollar"), "high"},
		{"an empty text inside is not NULL", orm.JSONText(s.Tree, "empty").Eq(""), "high"},
		{"a key that is there", orm.JSONText(s.Tree, "theme").NotNull(), "low some high"},
		{"a key that is not there", orm.JSONText(s.Tree, "theme").IsNull(), "zero"},
		{"null inside is NULL", orm.JSONText(s.Tree, "none").IsNull(), "low zero some high"},
		{"a step into a text leads nowhere", orm.JSONText(s.Tree, "theme", "color", "x").NotNull(), ""},
		{"a hostile path leads nowhere", orm.JSONText(s.Tree, `x') OR 1=1 --`).NotNull(), ""},
		{"a path of percent signs and stars leads nowhere", orm.JSONText(s.Tree, "%", "*").NotNull(), ""},
		{"capital letters of a text inside", orm.Upper(orm.JSONText(s.Tree, "theme", "color")).Eq("RED"), "low"},
	})
	a := Authors
	return append(cases, filters(a.OrderBy(a.ID.Asc()), []filter[*Author]{
		{"an element of the outermost list", orm.JSONText(a.Roles, "0").Eq("editor"), "Ada"},
		{"an element of the outermost list that is not there", orm.JSONText(a.Roles, "1").IsNull(), "Bob Cy Örn Eve"},
		{"a key of a list", orm.JSONText(a.Roles, "editor").NotNull(), ""},
	})...)
}
