package orm_test

import (
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Conditions on texts. The sayings are in library_test.go; "in any case" is tried
// with the letters A to Z alone, because SQLite knows no others.
func stringCases() []question {
	s := Sayings
	w := s.Words
	cases := filters(s.OrderBy(s.ID.Asc()), []filter[*Saying]{
		{"an empty text", w.Eq(""), "empty"},
		{"a text as it is", w.Eq("plain words"), "plain"},
		{"a text in another case is another", w.Eq("Plain Words"), ""},
		{"a text with a quote", w.Eq("it's"), "quote"},
		{"a text with double quotes", w.Eq(`say "hi"`), "double"},
		{"a text with a backslash", w.Eq(`C:\temp\new`), "backslash"},
		{"a text with backticks", w.Eq("`tick`"), "backtick"},
		{"a text that would be SQL", w.Eq("x'; DROP TABLE blog_saying; --"), "injection"},
		{"a text that would be parameters", w.Eq("? $1 :name @p1"), "mark"},
		{"a text that says NULL", w.Eq("NULL"), "null"},
		{"a text of digits keeps its zeros", w.Eq("007"), "number"},
		{"a text of digits is no number", w.Eq("7"), ""},
		{"a text with a line break", w.Eq("two\nlines"), "newline"},
		{"a text with a tab", w.Eq("tab\there"), "tab"},
		{"a text with a bell", w.Eq("ring\a"), "bell"},
		{"a text of HTML", w.Eq("<b>&amp;</b>"), "html"},
		{"a text that begins with a blank", w.Eq(" blank"), "leading"},
		{"a text with a blank that does not break", w.Eq("a\u00a0b"), "nbsp"},
		{"a text with an ordinary blank is another", w.Eq("a b"), ""},
		{"an emoji of several", w.Eq("👍🏽 yes 👩\u200d👧"), "emoji"},
		{"a letter with its accent", w.Eq("caf\u00e9"), "composed"},
		{"a letter and its accent", w.Eq("cafe\u0301"), "combining"},
		{"a text in Hebrew", w.Eq("שלום"), "hebrew"},
		{"a text in Chinese", w.Eq("中文字"), "chinese"},
		{"another text", w.Ne("plain words"), "empty capital percent underscore backslash quote double backtick glob injection mark null number html newline tab bell leading trailing blank nbsp emoji composed combining umlaut sharp greek hebrew chinese"},

		{"texts in a list", w.In("plain words", "007", "it's"), "plain quote number"},
		{"hostile texts in a list", w.In("100% sure", `C:\temp\new`, `say "hi"`, "two\nlines", "<b>&amp;</b>"), "percent backslash double html newline"},
		{"texts beyond ASCII in a list", w.In("中文字", "caf\u00e9", "👍🏽 yes 👩\u200d👧"), "emoji composed chinese"},
		{"an empty text in a list", w.In(""), "empty"},
		{"a text in a list in another case", w.In("PLAIN words"), ""},
		{"a text not in a list", orm.And(w.HasPrefix("p"), orm.Not(w.In("plain"))), "plain"},

		{"texts that hold a percent sign", w.Contains("%"), "percent"},
		{"texts that hold an underscore", w.Contains("_"), "underscore injection"},
		{"texts that hold a backslash", w.Contains(`\`), "backslash"},
		{"texts that hold a backslash and what follows", w.Contains(`\t`), "backslash"},
		{"texts that hold a star", w.Contains("*"), "glob"},
		{"texts that hold a question mark", w.Contains("?"), "glob mark"},
		{"texts that hold a bracket", w.Contains("["), "glob"},
		{"texts that hold a closing bracket", w.Contains("]"), "glob"},
		{"a class of letters is itself", w.Contains("[a-z]"), ""},
		{"texts that hold a quote", w.Contains("'"), "quote injection"},
		{"texts that hold double quotes", w.Contains(`"`), "double"},
		{"texts that hold a line break", w.Contains("\n"), "newline"},
		{"texts that hold an emoji", w.Contains("👍"), "emoji"},
		{"texts that hold a part of an emoji", w.Contains("\u200d"), "emoji"},
		{"texts that hold an accent", w.Contains("\u0301"), "combining"},
		{"texts that hold a letter with its accent", w.Contains("\u00e9"), "composed"},
		{"texts that hold a Chinese sign", w.Contains("文"), "chinese"},
		{"texts that hold words in the same case", w.Contains("WORDS"), "capital"},
		{"texts that hold nothing", orm.And(w.Contains(""), w.Eq("007")), "number"},
		{"texts that hold a percent sign as a part", w.Contains("0% s"), "percent"},
		{"a pattern is no pattern", w.Contains("p%n"), ""},
		{"a pattern of one sign is no pattern", w.Contains("pl_in"), ""},
		{"SQL in a search does no harm", w.Contains("' OR 1=1 --"), ""},

		{"texts that hold words in any case", w.IContains("WoRdS"), "plain capital"},
		{"in any case, a percent sign is itself", w.IContains("0% SURE"), "percent"},
		{"in any case, an underscore is itself", w.IContains("E_C"), "underscore"},
		{"in any case, a backslash is itself", w.IContains(`C:\TEMP`), "backslash"},
		{"in any case, a star is itself", w.IContains("A*B"), "glob"},
		{"in any case, a bracket is itself", w.IContains("[D]"), "glob"},
		{"in any case, letters beyond A to Z in their own", w.IContains("Ärg"), "umlaut"},
		{"in any case, SQL is itself", w.IContains("drop table"), "injection"},

		{"texts that begin with a letter", w.HasPrefix("p"), "plain"},
		{"texts that begin with it in another case", w.HasPrefix("P"), "capital"},
		{"texts that begin with a blank", w.HasPrefix(" "), "leading"},
		{"texts that begin with an umlaut", w.HasPrefix("Ä"), "umlaut"},
		{"texts that begin with an emoji", w.HasPrefix("👍🏽"), "emoji"},
		{"texts that begin with a question mark", w.HasPrefix("?"), "mark"},
		{"texts that begin with a star", w.HasPrefix("*"), ""},
		{"texts that begin with a percent sign", w.HasPrefix("%"), ""},
		{"texts that begin with themselves", w.HasPrefix(`C:\temp\new`), "backslash"},
		{"texts that begin with more than themselves", w.HasPrefix("0077"), ""},

		{"texts that end in a word", w.HasSuffix("words"), "plain"},
		{"texts that end in a blank", w.HasSuffix(" "), "trailing"},
		{"texts that end in dashes", w.HasSuffix("--"), "injection"},
		{"texts that end in an accent", w.HasSuffix("\u0301"), "combining"},
		{"texts that end in a bell", w.HasSuffix("\a"), "bell"},
		{"texts that end in a tag", w.HasSuffix("</b>"), "html"},
		{"texts that begin and end", orm.And(w.HasPrefix("a"), w.HasSuffix("e")), "glob"},

		{"a text in any case", w.IEq("Plain WORDS"), "plain capital"},
		{"a text with signs of patterns in any case", w.IEq("100% SURE"), "percent"},
		{"a text with an underscore in any case", w.IEq("SNAKE_CASE"), "underscore"},
		{"a text with a backslash in any case", w.IEq(`c:\TEMP\new`), "backslash"},
		{"a text like a pattern in any case is no pattern", w.IEq("%"), ""},
		{"an empty text in any case", w.IEq(""), "empty"},
		{"a text with a blank more in any case", w.IEq("PLAIN WORDS "), ""},

		{"texts between two letters", s.Name.Between("e", "h"), "empty glob emoji greek"},
		{"texts from a word on", s.Name.Ge("trailing"), "underscore trailing umlaut"},
		{"texts behind a word", s.Name.Gt("trailing"), "underscore umlaut"},
		{"texts before a word", s.Name.Lt("bell"), "backslash backtick"},
		{"texts up to a word", s.Name.Le("bell"), "backslash backtick bell"},
		{"texts that are greater than themselves", w.GtF(w), ""},

		{"a text that may be missing", s.Aside.Eq("NULL"), "capital"},
		{"a text that is missing", orm.And(s.Aside.IsNull(), w.HasPrefix("C")), "backslash"},
		{"an empty text is not a missing one", s.Aside.Eq(""), "empty"},
		{"texts that are there", s.Aside.NotNull(), "empty plain capital"},
		{"a text that may be missing and holds a sign", s.Aside.Contains("_"), "plain"},
		{"a text equal to one that may be missing", w.EqF(s.Aside), "empty"},
		{"a text that begins with nothing is there", s.Aside.HasPrefix(""), "empty plain capital"},

		{"a search for one word", orm.Search("WORDS", orm.Columns[*Saying](w)...), "plain capital"},
		{"a search for several words in several columns", orm.Search("null cap", orm.Columns[*Saying](s.Name, s.Aside)...), "capital"},
		{"a search for signs of patterns", orm.Search("% _", orm.Columns[*Saying](w, s.Aside)...), "plain"},
		{"a search in no column", orm.Search[*Saying]("x"), ""},
	})
	p := Posts
	return append(cases, filters(p.OrderBy(p.ID.Asc()), []filter[*Post]{
		{"posts without a title", p.Title.Eq(""), "theta"},
		{"posts whose title ends in a bracket", p.Title.HasSuffix("]"), "zeta"},
		{"posts whose title holds a backslash", p.Title.Contains(`\s`), "eta"},
		{"posts whose title holds a text in any case", p.Title.IContains("ALPHA"), "alpha"},
		{"posts whose author's name begins with an umlaut", p.Author().Name.HasPrefix("Ö"), "eta theta"},
		{"a search for nothing finds all", orm.Search("  ", orm.Columns[*Post](p.Title)...), "alpha beta gamma delta epsilon zeta eta theta"},
		{"a search across a relation", orm.Search("bob eps", orm.Columns[*Post](p.Author().Name, p.Title)...), "epsilon"},
	})...)
}
