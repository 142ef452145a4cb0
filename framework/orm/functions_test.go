package orm_test

import (
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Values that are worked out of a row, in conditions and as outputs.
func functionCases() []question {
	p, s, w := Posts, Samples, Sayings
	byKey := p.OrderBy(p.ID.Asc())
	text := orm.Val[*Post, string]
	number := orm.Val[*Post, int64]
	cases := filters(byKey, []filter[*Post]{
		{"a column compared with another", p.Views.GtF(p.ID), "alpha beta delta epsilon zeta"},
		{"a column at least another", p.Views.GeF(p.AuthorID), "alpha beta delta epsilon zeta theta"},
		{"a column equal to a value worked out of another", p.Views.EqF(p.ID.Mul(10)), "alpha beta"},
		{"a column up to a value worked out of another", p.Views.LeF(p.ID.Add(2)), "gamma delta epsilon eta theta"},
		{"texts compared with each other", p.Slug.EqF(p.Title), ""},
		{"a sum of columns", orm.Plus(p.Views, p.ID).Eq(11), "alpha"},
		{"a difference of columns", orm.Minus(p.Views, p.ID).Lt(0), "gamma eta theta"},
		{"a product of columns", orm.Times(p.Views, p.AuthorID).Eq(40), "beta"},
		{"arithmetic keeps its parentheses", orm.Times(orm.Plus(p.Views, p.ID), number(2)).Eq(22), "alpha"},
		{"a difference of a difference", orm.Minus(p.Views, orm.Minus(p.ID, p.AuthorID)).Eq(10), "alpha"},
		{"arithmetic across a relation", orm.Minus(p.AuthorID, p.Author().EditorID).Eq(1), "beta delta epsilon zeta eta theta"},
		{"without its sign", orm.Abs(p.Views.Sub(8)).Le(2), "alpha epsilon theta"},
		{"the largest of two", orm.Greatest(p.Views, p.ID).Eq(8), "theta"},
		{"the largest of three", orm.Greatest(p.Views, p.ID, p.AuthorID).Eq(7), "epsilon eta"},
		{"the smallest of two", orm.Least(p.Views, p.ID).Eq(4), "delta"},
		{"the smallest of three", orm.Least(p.Views, p.ID, p.AuthorID).Eq(4), "theta"},
		{"the largest of a value and NULL is NULL", orm.Greatest(p.ID, p.Author().EditorID).IsNull(), "alpha gamma"},
		{"the smallest of a value and NULL is NULL", orm.Least(p.ID, p.Author().EditorID).IsNull(), "alpha gamma"},
		{"the later of two moments", orm.Greatest(p.PublishedAt, p.CreatedAt).NotNull(), "alpha beta delta zeta theta"},

		{"the first that is not NULL", orm.Coalesce(p.Author().EditorID, p.AuthorID).Eq(1), "alpha beta gamma delta epsilon"},
		{"the first of three that is not NULL", orm.Coalesce(p.Author().Editor().EditorID, p.Author().EditorID, p.ID).Eq(1), "alpha beta delta epsilon zeta"},
		{"another moment instead of NULL", orm.Coalesce(p.PublishedAt, p.CreatedAt).Gt(noon.Add(time.Hour)), "gamma epsilon zeta eta"},
		{"a name instead of NULL", orm.Coalesce(p.Author().Editor().Name, text("nobody")).Eq("nobody"), "alpha gamma"},
		{"a name at the end of a relation instead of NULL", orm.Coalesce(p.Author().Editor().Name, p.Author().Name).Eq("Ada"), "alpha beta gamma delta epsilon"},

		{"small letters", orm.Lower(p.Title).Eq("alpha"), "alpha"},
		{"capital letters", orm.Upper(p.Slug).In("BETA", "THETA"), "beta theta"},
		{"capital letters of a choice", orm.Upper(p.Status).Eq("DRAFT"), "gamma epsilon eta"},
		{"the length of a text", orm.Length(p.Title).Gt(8), "beta eta"},
		{"the length of an empty text", orm.Length(p.Title).Eq(0), "theta"},
		{"texts one after the other", orm.Concat(p.Slug, text("-"), p.Slug).Eq("beta-beta"), "beta"},
		{"NULL is empty among texts", orm.Concat(p.Author().Name, text("/"), p.Author().Editor().Name).In("Ada/", "Cy/Bob"), "alpha gamma zeta"},
		{"a hostile text among texts", orm.Concat(p.Slug, text("'; DROP TABLE blog_post; --")).Eq("alpha'; DROP TABLE blog_post; --"), "alpha"},
		{"the length of texts one after the other", orm.Length(orm.Concat(p.Slug, p.Author().Name)).Eq(6), "zeta eta"},
		{"capital letters of texts one after the other", orm.Upper(orm.Concat(p.Slug, text("!"))).Eq("ETA!"), "eta"},

		{"a case", orm.Case(text("few"), orm.If(p.Views.Ge(10), "many"), orm.If(p.Views.Eq(0), "none")).In("many", "none"), "alpha beta gamma zeta eta"},
		{"the first case that holds counts", orm.Case(text("x"), orm.If(p.Views.Ge(5), "some"), orm.If(p.Views.Ge(10), "many")).Eq("many"), ""},
		{"no case holds", orm.Case(text("few"), orm.If(p.Views.Ge(10), "many")).Eq("few"), "gamma delta epsilon eta theta"},
		{"a case without a case is the other value", orm.Case(text("few")).Eq("few"), "alpha beta gamma delta epsilon zeta eta theta"},
		{"a case whose value is a column", orm.Case(p.ID, orm.IfF(p.Views.Ge(10), p.Views)).Ge(8), "alpha beta zeta theta"},
		{"a case about NULL", orm.Case(p.AuthorID, orm.If(p.PublishedAt.IsNull(), int64(0))).Eq(0), "gamma epsilon eta"},
		{"a case about a comparison with NULL is not that case", orm.Case(text("other"), orm.If(p.PublishedAt.Gt(noon), "late"), orm.If(orm.Not(p.PublishedAt.Gt(noon)), "early")).Eq("other"), "gamma epsilon eta"},
		{"a case about a relation", orm.Case(text("chief"), orm.If(p.Author().Editor().Name.NotNull(), "edited")).Eq("chief"), "alpha gamma"},
		{"a case about a collection", orm.Case(text("no"), orm.If(p.Tags.Has(1), "go")).Eq("go"), "alpha delta zeta"},
		{"a case in a case", orm.Case(p.Slug, orm.IfF(p.Featured.IsTrue(), orm.Case(p.Slug, orm.If(p.Views.Eq(0), "nothing")))).Eq("nothing"), "eta"},

		{"a value worked out as a column of any kind", orm.Equals[*Post](orm.Length(p.Slug), int64(4)), "beta zeta"},
		{"a value worked out as a column of any kind, by size", orm.Compare[*Post](orm.Total(p.Tags), ">=", int64(2)), "alpha delta zeta"},
		{"a search in a value worked out", orm.Search("slugbeta", orm.Columns[*Post](orm.Concat(text("slug"), p.Slug))...), "beta"},
		{"a function of the database of a value worked out", orm.Func[*Post, string]("UPPER", orm.Concat(p.Slug, p.Slug)).Eq("ETAETA"), "eta"},
		{"a function of the database", orm.Func[*Post, int64]("ABS", p.Views).Eq(5), "delta"},
		{"a function of the database with several columns", orm.Func[*Post, string]("NULLIF", p.Slug, p.Title).NotNull(), "alpha beta gamma delta epsilon zeta eta theta"},
		{"an expression in SQL, with its arguments", orm.SQL[*Post, int64]("(views * ?)", int64(2)).Eq(14), "epsilon theta"},
		{"an expression in SQL, with a hostile argument", orm.SQL[*Post, string]("COALESCE(NULL, ?, slug)", "' OR ''='").Eq("alpha"), ""},
		{"a value equal to a value", text("x").Eq("x"), "alpha beta gamma delta epsilon zeta eta theta"},
	})
	cases = append(cases, filters(w.OrderBy(w.ID.Asc()), []filter[*Saying]{
		{"a length in characters, beyond ASCII", orm.Length(w.Words).Eq(3), "number nbsp chinese"},
		{"a length in characters, of an emoji of several", orm.And(orm.Length(w.Words).Eq(10), w.Words.Contains("👧")), "emoji"},
		{"an accent of its own is a character", orm.And(orm.Length(w.Words).Eq(5), w.Words.HasPrefix("cafe")), "combining"},
		{"without blanks at the ends", orm.Trim(w.Words).Eq("blank"), "leading trailing blank"},
		{"blanks inside stay", orm.Trim(w.Words).Eq("plain words"), "plain"},
		{"a line break is no blank at the end", orm.And(w.Name.Eq("newline"), orm.Length(orm.Trim(w.Words)).Eq(9)), "newline"},
		{"small letters of signs are the signs", orm.Lower(w.Words).Eq("100% sure"), "percent"},
		{"a text that may be missing, or another", orm.Coalesce(w.Aside, w.Name).Eq("NULL"), "capital"},
		{"a text that is missing is empty among texts", orm.Concat(w.Aside, w.Words).Eq("007"), "number"},
	})...)
	cases = append(cases, filters(s.OrderBy(s.ID.Asc()), []filter[*Sample]{
		{"an exact number instead of NULL", orm.Coalesce(s.MaybeExact, s.Exact).Eq(amount("0.1")), "some"},
		{"a duration instead of NULL", orm.Coalesce(s.MaybeTook, s.Took).Gt(time.Hour), "some high"},
		{"a day instead of NULL", orm.Coalesce(s.MaybeDay, s.Day).Eq(orm.Date{Year: 2026, Month: 3, Day: 1}), "some"},
		{"an exact number without its sign", orm.Abs(s.Exact).Eq(amount("999999999.999")), "low high"},
		{"a floating number without its sign", orm.Abs(s.Single).Eq(1.5), "low"},
		{"the earlier of two days", orm.Least(s.Day, s.MaybeDay).Lt(orm.Date{Year: 2000, Month: 1, Day: 1}), "low"},
		{"the sum of two floating numbers", orm.Plus(s.Single, s.Single).Eq(1), "some"},
		{"the difference of two durations", orm.Minus(s.Took, s.MaybeTook).Eq(-59 * time.Minute), "low"},
	})...)
	cases = append(cases, lists([]list[string]{
		{"small letters as an output", orm.List(byKey.Limit(3), orm.Lower(p.Title)), "[alpha beta 100% gamma_x]"},
		{"a name at the end of a relation as an output, NULL empty", orm.List(byKey.Limit(3), p.Author().Editor().Name), "[ Ada ]"},
		{"different names", orm.List(p.OrderBy(p.Author().Name.Asc()), p.Author().Name).Distinct(), "[Ada Bob Cy Örn]"},
		{"a case as an output", orm.List(byKey.Limit(4), orm.Case(text("few"), orm.If(p.Views.Ge(10), "many"))), "[many many few few]"},
		{"texts one after the other as an output", orm.List(byKey.Offset(6), orm.Concat(p.Author().Name, text(": "), p.Slug)), "[Örn: eta Örn: theta]"},
		{"values of no rows", orm.List(byKey.Filter(p.ID.Gt(99)), p.Slug), "[]"},
		{"values of a queryset of nothing", orm.List(p.None(), p.Slug), "[]"},
		{"values of a page", orm.List(byKey.Limit(2).Offset(1), p.Slug), "[beta gamma]"},
	})...)
	cases = append(cases, lists([]list[int64]{
		{"sizes of collections as an output", orm.List(byKey, orm.Total(p.Tags)), "[2 1 0 2 1 3 0 0]"},
		{"sums of columns as an output", orm.List(byKey.Limit(3), orm.Plus(p.Views, p.ID)), "[11 22 3]"},
		{"a missing number as an output is the zero value", orm.List(byKey.Limit(3), p.Author().EditorID), "[0 1 0]"},
		{"years as an output", orm.List(byKey.Limit(3), orm.YearOf(p.PublishedAt)), "[2026 2026 0]"},
		{"different numbers", orm.List(p.OrderBy(p.Views.Desc()), p.Views).Distinct(), "[20 10 7 5 0]"},
		{"different numbers of several rows that are NULL", orm.List(p.OrderBy(p.Author().EditorID.Asc()), p.Author().EditorID).Distinct(), "[0 1 2 3]"},
	})...)
	return append(cases, lists([]list[bool]{
		{"yes and no as an output", orm.List(byKey.Limit(3), p.Featured), "[false true false]"},
		{"yes and no that may be missing as an output", orm.List(s.OrderBy(s.ID.Asc()), s.MaybeFlag), "[true false false true]"},
	})...)
}
