package orm_test

import (
	"context"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// hostileTexts are titles that a careless query reads as something else, by the
// slug of their post.
var hostileTexts = []struct{ slug, title string }{
	{"percent", "100% sure"},
	{"underscore", "snake_case"},
	{"hyphen", "snake-case"},
	{"backslash", `C:\temp`},
	{"escaped", `50\% off`},
	{"quote", "it's"},
	{"double", `say "hi"`},
	{"backtick", "a `b` c"},
	{"glob", "a*b?c[d]"},
	{"range", "abbcd"}, // what the one above matches as a pattern
	{"emoji", "party 🎉 time"},
	{"family", "👨\u200d👩\u200d👧"}, // three people and two joiners
	{"composed", "caf\u00e9"},
	{"combining", "cafe\u0301"},
	{"blank", "blank"},
	{"leading", " margin"},
	{"trailing", "margin "},
	{"empty", ""},
	{"capital", "BLANK"},
	{"umlaut", "Äpfel"},
	{"lines", "two\nlines"},
	{"tab", "two\ttabs"},
	{"sql", "x'; DROP TABLE blog_post; --"},
	{"null", "NULL"},
	{"zeros", "007"},
	{"question", "what? $1 :name @p"},
	{"markup", "<b>&amp;</b>"},
	{"sharp", "Straße"},
}

func TestTextLookups(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		ok(t, Authors.Create(ctx, &Author{Name: "Ünal"}))
		for _, text := range hostileTexts {
			ok(t, Posts.Create(ctx, &Post{Title: text.title, Slug: text.slug, AuthorID: 1}))
		}
		run(t, ctx, textCases)
		run(t, ctx, textValueCases)
	})
}

var title = Posts.Title

func titled(p orm.Pred[*Post]) *orm.QuerySet[*Post] { return postsByID.Filter(p) }

var textCases = []rowsCase[*Post]{
	{"titles that hold a percent sign", titled(title.Contains("%")), "percent escaped"},
	{"titles that hold a percent sign, in any case", titled(title.IContains("%")), "percent escaped"},
	{"titles that begin with a number and a percent sign", titled(title.HasPrefix("100%")), "percent"},
	{"a percent sign at the end stands for nothing", titled(title.HasSuffix("%")), ""},
	{"a percent sign alone equals no title", titled(title.Eq("%")), ""},
	{"a percent sign alone equals no title, in any case", titled(title.IEq("%")), ""},
	{"titles that hold an underscore", titled(title.Contains("_")), "underscore sql"},
	{"an underscore between letters is no hyphen", titled(title.Contains("e_c")), "underscore"},
	{"an underscore between letters is no hyphen, in any case", titled(title.IContains("E_C")), "underscore"},
	{"an underscore in a prefix", titled(title.HasPrefix("snake_")), "underscore"},
	{"an underscore in a suffix", titled(title.HasSuffix("_case")), "underscore"},
	{"an underscore in an equality of any case", titled(title.IEq("SNAKE_CASE")), "underscore"},
	{"titles that hold a backslash", titled(title.Contains(`\`)), "backslash escaped"},
	{"titles that hold a backslash, in any case", titled(title.IContains(`\`)), "backslash escaped"},
	{"a backslash before a letter", titled(title.Contains(`:\t`)), "backslash"},
	{"a backslash before a letter, in any case", titled(title.IContains(`c:\T`)), "backslash"},
	{"a backslash before a percent sign", titled(title.Contains(`\%`)), "escaped"},
	{"two backslashes are not one", titled(title.Contains(`\\`)), ""},
	{"a backslash at the end of a prefix", titled(title.HasPrefix(`C:\`)), "backslash"},
	{"a backslash at the beginning of a suffix", titled(title.HasSuffix(`\temp`)), "backslash"},
	{"a backslash in an equality", titled(title.Eq(`C:\temp`)), "backslash"},
	{"a backslash in an equality of any case", titled(title.IEq(`c:\TEMP`)), "backslash"},
	{"a backslash in a list", titled(title.In(`C:\temp`, `50\% off`)), "backslash escaped"},
	{"titles that hold a single quote", titled(title.Contains("'")), "quote sql"},
	{"titles that equal one with a single quote", titled(title.Eq("it's")), "quote"},
	{"a single quote in a list", titled(title.In("it's", "it''s")), "quote"},
	{"titles that hold a double quote", titled(title.Contains(`"`)), "double"},
	{"a double quote in a list", titled(title.In(`say "hi"`)), "double"},
	{"titles that hold a backtick", titled(title.Contains("`")), "backtick"},
	{"titles that hold a star", titled(title.Contains("*")), "glob"},
	{"a star alone equals no title", titled(title.Eq("*")), ""},
	{"titles that hold a question mark", titled(title.Contains("?")), "glob question"},
	{"titles that hold a bracket", titled(title.Contains("[")), "glob"},
	{"titles that hold a closing bracket", titled(title.HasSuffix("]")), "glob"},
	{"brackets are no class of letters", titled(title.Contains("[d]")), "glob"},
	{"a caret in brackets is no negation", titled(title.Contains("[^x]")), ""},
	{"stars, question marks and brackets in a prefix", titled(title.HasPrefix("a*b?c[")), "glob"},
	{"a whole pattern is a text", titled(title.IEq("A*B?C[D]")), "glob"},
	{"an emoji in the middle", titled(title.Contains("🎉")), "emoji"},
	{"an emoji in the middle, in any case", titled(title.IContains("PARTY 🎉")), "emoji"},
	{"another emoji of the same plane", titled(title.Contains("🎈")), ""},
	{"a person of a family", titled(title.Contains("👩")), "family"},
	{"a family as a whole", titled(title.Eq("👨\u200d👩\u200d👧")), "family"},
	{"a family without its joiners is another", titled(title.Eq("👨👩👧")), ""},
	{"an emoji in a list", titled(title.In("🎉", "party 🎉 time")), "emoji"},
	{"an accent of one character", titled(title.Eq("caf\u00e9")), "composed"},
	{"an accent of two characters is another text", titled(title.Eq("cafe\u0301")), "combining"},
	{"the accent alone", titled(title.Contains("\u0301")), "combining"},
	{"the letter below an accent", titled(title.HasPrefix("cafe")), "combining"},
	{"a letter without its accent is another", titled(title.Eq("cafe")), ""},
	{"a blank at the beginning counts", titled(title.Eq(" margin")), "leading"},
	{"a blank at the end counts in a suffix", titled(title.HasSuffix("margin ")), "trailing"},
	{"a blank at the end counts in what is contained", titled(title.Contains("margin ")), "trailing"},
	{"a blank at the end counts in any case", titled(title.IEq("MARGIN ")), "trailing"},
	{"a blank at the end that is missing, in any case", titled(title.IEq("margin")), ""},
	{"texts that end in a blank", titled(title.HasSuffix(" ")), "trailing"},
	{"texts that begin with a blank", titled(title.HasPrefix(" ")), "leading"},
	{"texts without the blanks around them", titled(orm.Trim(title).Eq("margin")), "leading trailing"},
	{"the empty text", titled(title.Eq("")), "empty"},
	{"the empty text in any case", titled(title.IEq("")), "empty"},
	{"the empty text in a list", titled(title.In("", "blank")), "blank empty"},
	{"the empty text is not NULL", titled(title.IsNull()), ""},
	{"every text holds the empty one", titled(orm.Not(title.Contains(""))), ""},
	{"every text begins with the empty one", titled(orm.Not(title.HasPrefix(""))), ""},
	{"every text ends in the empty one", titled(orm.Not(title.HasSuffix(""))), ""},
	{"equality takes case seriously", titled(title.Eq("blank")), "blank"},
	{"a list takes case seriously", titled(title.In("BLANK", "Blank")), "capital"},
	{"a prefix takes case seriously", titled(title.HasPrefix("BL")), "capital"},
	{"a suffix takes case seriously", titled(title.HasSuffix("NK")), "capital"},
	{"what is contained takes case seriously", titled(title.Contains("LAN")), "capital"},
	{"equality in any case", titled(title.IEq("bLaNk")), "blank capital"},
	{"what is contained in any case", titled(title.IContains("LaN")), "blank capital"},
	{"an umlaut at the beginning", titled(title.HasPrefix("Ä")), "umlaut"},
	{"an umlaut in any case", titled(title.IContains("äPF")), "umlaut"},
	{"an umlaut in an equality of any case", titled(title.IEq("äPFEL")), "umlaut"},
	{"an umlaut is not the letter below it", titled(title.Contains("A")), "capital sql"},
	{"posts whose author's name begins with an umlaut", titled(Posts.Author().Name.HasPrefix("Ü")).Limit(1), "percent"},
	{"a sharp s in any case", titled(title.IContains("STRAß")), "sharp"},
	{"a line break", titled(title.Contains("\n")), "lines"},
	{"a line break in an equality", titled(title.Eq("two\nlines")), "lines"},
	{"a line break in any case", titled(title.IContains("O\nL")), "lines"},
	{"a tab is no blank", titled(title.Contains("two\t")), "tab"},
	{"a statement in a title", titled(title.Eq("x'; DROP TABLE blog_post; --")), "sql"},
	{"the end of a statement in what is contained", titled(title.Contains("; --")), "sql"},
	{"a condition that is always true is a text", titled(title.Eq("' OR '1'='1")), ""},
	{"the word NULL is a text", titled(title.Eq("NULL")), "null"},
	{"digits are a text", titled(title.Eq("7")), ""},
	{"zeros in front count", titled(title.Eq("007")), "zeros"},
	{"placeholders of every database are text", titled(title.Contains("? $1 :name @p")), "question"},
	{"placeholders in an equality", titled(title.Eq("what? $1 :name @p")), "question"},
	{"markup in a list", titled(title.In("<b>&amp;</b>")), "markup"},
	{"search for a percent sign", titled(orm.Search("0%", orm.Columns[*Post](title)...)), "percent"},
	{"search for a word and an emoji", titled(orm.Search("TIME 🎉", orm.Columns[*Post](title)...)), "emoji"},
	{"differs from a text with a quote", titled(title.Ne("it's")).Filter(title.HasPrefix("it")), ""},
	{"in the order of bytes, capitals first", Posts.Filter(title.In("blank", "BLANK", "007", "Äpfel")).OrderBy(title.Asc()), "zeros capital blank umlaut"},
	{"the empty text comes first", Posts.Filter(title.In("", "NULL", "007")).OrderBy(title.Asc()), "empty zeros null"},
	{"texts greater than one", titled(title.Gt("blank")).Filter(title.In("007", "blank", "it's", "snake_case")), "underscore quote"},
	{"texts between two", titled(title.Between("007", "100% sure")), "percent zeros"},
}

var textValueCases = []valueCase{
	{"the length of an emoji is one character", listed(orm.List(titled(title.Contains("🎉")), orm.Length(title))), "[12]"},
	{"the length of a family is five characters", listed(orm.List(titled(Posts.Slug.Eq("family")), orm.Length(title))), "[5]"},
	{"an accent of its own is a character", listed(orm.List(titled(title.HasPrefix("caf")), orm.Length(title))), "[4 5]"},
	{"blanks at the end are part of the length", listed(orm.List(titled(title.HasSuffix(" ")), orm.Length(title))), "[7]"},
	{"an umlaut in small letters", listed(orm.List(titled(Posts.Slug.Eq("umlaut")), orm.Lower(title))), "[äpfel]"},
	{"an accent in capital letters", listed(orm.List(titled(Posts.Slug.Eq("composed")), orm.Upper(title))), "[CAFÉ]"},
	{"texts come back as they were written", listed(orm.List(titled(title.Contains(`\`)), title)), `[C:\temp 50\% off]`},
	{"an emoji in a computed text", listed(orm.List(titled(Posts.Slug.Eq("zeros")), orm.Concat(title, orm.Val[*Post](" 🎉'")))), "[007 🎉']"},
}
