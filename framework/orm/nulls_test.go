package orm_test

import (
	"context"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// A comparison with NULL is neither true nor false, and neither is its negation:
// Filter, Exclude and Not leave such rows out. The rows are those of newsroom.
func TestNulls(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		newsroom(t, ctx)
		run(t, ctx, nullPostCases)
		run(t, ctx, nullAuthorCases)
		run(t, ctx, nullValueCases)
	})
}

var (
	early    = appeared.Lt(noon)
	editorID = Authors.EditorID
)

var nullPostCases = []rowsCase[*Post]{
	{"NULL", viewed(appeared.IsNull()), "beta delta zeta"},
	{"not NULL", viewed(appeared.NotNull()), "alpha gamma eps eta"},
	{"the negation of NULL", viewed(orm.Not(appeared.IsNull())), "alpha gamma eps eta"},
	{"the negation of not NULL", viewed(orm.Not(appeared.NotNull())), "beta delta zeta"},
	{"without those that are NULL", postsByID.Exclude(appeared.IsNull()), "alpha gamma eps eta"},
	{"NULL and not NULL", viewed(appeared.IsNull(), appeared.NotNull()), ""},
	{"NULL or not NULL", viewed(orm.Or(appeared.IsNull(), appeared.NotNull())), everyOne},
	{"equal leaves NULL out", viewed(appeared.Eq(noon)), "alpha eta"},
	{"different leaves NULL out", viewed(appeared.Ne(noon)), "gamma eps"},
	{"not equal leaves NULL out", viewed(orm.Not(appeared.Eq(noon))), "gamma eps"},
	{"not different leaves NULL out", viewed(orm.Not(appeared.Ne(noon))), "alpha eta"},
	{"exclude leaves NULL out", postsByID.Exclude(appeared.Eq(noon)), "gamma eps"},
	{"exclude of a smaller value leaves NULL out", postsByID.Exclude(early), "alpha eps eta"},
	{"equal or different is not everything", viewed(orm.Or(appeared.Eq(noon), appeared.Ne(noon))), "alpha gamma eps eta"},
	{"a negation of a negation", viewed(orm.Not(orm.Not(early))), "gamma"},
	{"smaller or NULL", viewed(orm.Or(early, appeared.IsNull())), "beta gamma delta zeta"},
	{"smaller and NULL", viewed(early, appeared.IsNull()), ""},
	{"different or NULL, as a person would say it", viewed(orm.Or(appeared.Ne(noon), appeared.IsNull())), "beta gamma delta eps zeta"},
	{"unknown or true is true", viewed(orm.Or(early, views.Ge(20))), "beta gamma eta"},
	{"unknown or false is unknown", viewed(orm.Not(orm.Or(early, views.Gt(15)))), "alpha eps"},
	{"unknown and false is false", viewed(orm.Not(orm.And(early, views.Gt(15)))), "alpha gamma delta eps zeta eta"},
	{"unknown and true is unknown", viewed(orm.Not(orm.And(early, views.Lt(15)))), "alpha beta eps eta"},
	{"a list leaves NULL out", viewed(appeared.In(noon, noon.Add(time.Hour))), "alpha eps eta"},
	{"not in a list leaves NULL out", viewed(orm.Not(appeared.In(noon))), "gamma eps"},
	{"in a list of nothing", viewed(appeared.In()), ""},
	{"not in a list of nothing is everything, NULL too", viewed(orm.Not(appeared.In())), everyOne},
	{"a range leaves NULL out", viewed(appeared.Between(noon.Add(-time.Hour), noon)), "alpha gamma eta"},
	{"not in a range leaves NULL out", viewed(orm.Not(appeared.Between(noon.Add(-time.Hour), noon))), "eps"},
	{"NULL is not even equal to itself", viewed(appeared.EqF(appeared)), "alpha gamma eps eta"},
	{"an unknown condition is no case", viewed(orm.Case(orm.Val[*Post]("other"), orm.If(early, "early")).Eq("other")), "alpha beta delta eps zeta eta"},
	{"a case can ask for NULL", viewed(orm.Case(orm.Val[*Post]("other"), orm.If(appeared.IsNull(), "never"), orm.If(early, "early")).Ne("other")), "beta gamma delta zeta"},
	{"the first that is not NULL never is", viewed(orm.Coalesce(appeared, Posts.CreatedAt).IsNull()), ""},
	{"any column is NULL", viewed(orm.Equals(orm.Column[*Post](appeared), nil)), "beta delta zeta"},
	{"NULL first when ascending", Posts.OrderBy(appeared.Asc(), key.Asc()), "beta delta zeta gamma alpha eta eps"},
	{"NULL last when descending", Posts.OrderBy(appeared.Desc(), key.Asc()), "eps alpha eta gamma beta delta zeta"},
	{"NULL last when ascending", Posts.OrderBy(orm.NullsLast(appeared.Asc()), key.Asc()), "gamma alpha eta eps beta delta zeta"},
	{"NULL first when descending", Posts.OrderBy(orm.NullsFirst(appeared.Desc()), key.Asc()), "beta delta zeta eps alpha eta gamma"},
	{"NULL first when ascending, said aloud", Posts.OrderBy(orm.NullsFirst(appeared.Asc()), key.Desc()), "zeta delta beta gamma eta alpha eps"},
	{"NULL last when descending, said aloud", Posts.OrderBy(orm.NullsLast(appeared.Desc()), key.Desc()), "eps eta alpha gamma zeta delta beta"},
	{"the reverse of NULL last has it first", Posts.OrderBy(orm.NullsLast(appeared.Asc()), key.Asc()).Reverse(), "zeta delta beta eps eta alpha gamma"},
	{"the reverse of an ascending order has NULL last", Posts.OrderBy(appeared.Asc(), key.Asc()).Reverse(), "eps eta alpha gamma zeta delta beta"},
	{"NULL last of a column without it", Posts.OrderBy(orm.NullsLast(views.Asc()), key.Asc()), "delta gamma eps zeta alpha beta eta"},
	{"NULL last as a second order", Posts.OrderBy(Posts.AuthorID.Desc(), orm.NullsLast(appeared.Asc())), "eta eps zeta gamma delta alpha beta"},
	{"NULL last of a month", Posts.OrderBy(orm.NullsLast(orm.MonthOf(appeared).Desc()), key.Asc()), "alpha gamma eps eta beta delta zeta"},
}

var nullAuthorCases = []rowsCase[*Author]{
	{"a key that is NULL", people(editorID.IsNull()), "Ada"},
	{"a key that is different from one", people(editorID.Ne(1)), "Cleo Dan Eve"},
	{"a key equal to that of the row", people(editorID.EqF(Authors.ID)), "Dan"},
	{"a key that is not that of the row", people(orm.Not(editorID.EqF(Authors.ID))), "Bob Cleo Eve"},
	{"a key or else that of the row", people(orm.Coalesce(editorID, Authors.ID).EqF(Authors.ID)), "Ada Dan"},
	{"NULL and one is NULL", people(editorID.Add(1).IsNull()), "Ada"},
	{"NULL and one equals nothing", people(editorID.Add(1).EqF(Authors.ID)), "Bob Cleo"},
	{"NULL times zero is NULL", people(editorID.Mul(0).Eq(0)), "Bob Cleo Dan Eve"},
	{"the largest of a number and NULL", people(orm.Greatest(editorID, Authors.ID).IsNull()), "Ada"},
	{"the smallest of a number and NULL", people(orm.Least(Authors.ID, editorID).IsNull()), "Ada"},
	{"NULL without its sign", people(orm.Abs(editorID).IsNull()), "Ada"},
	{"a name behind NULL", people(editor.Name.IsNull()), "Ada"},
	{"a name different from one, behind NULL", people(editor.Name.Ne("Ada")), "Cleo Dan Eve"},
	{"not a name, behind NULL", people(orm.Not(editor.Name.Eq("Ada"))), "Cleo Dan Eve"},
	{"without a name, behind NULL", Authors.OrderBy(Authors.ID.Asc()).Exclude(editor.Name.Eq("Ada")), "Cleo Dan Eve"},
	{"different from a name, or no name", people(orm.Or(editor.Name.Ne("Ada"), editor.IsNull())), "Ada Cleo Dan Eve"},
	{"a name that holds a letter, behind NULL", people(editor.Name.Contains("a")), "Bob Dan"},
	{"a name that does not hold a letter, behind NULL", people(orm.Not(editor.Name.Contains("a"))), "Cleo Eve"},
	{"a name that holds a letter in any case, behind NULL", people(editor.Name.IContains("A")), "Bob Dan"},
	{"NULL does not begin with the empty text", people(editor.Name.HasPrefix("")), "Bob Cleo Dan Eve"},
	{"NULL does not equal the empty text", people(editor.Name.Eq("")), ""},
	{"NULL in a concatenation is empty", people(orm.Concat(editor.Name, orm.Val[*Author]("!")).Eq("!")), "Ada"},
	{"the length of NULL", people(orm.Length(editor.Name).IsNull()), "Ada"},
	{"two relations away from NULL", people(editor.Editor().Name.Ne("Ada")), "Dan Eve"},
	{"a search does not find NULL", people(orm.Search("o", orm.Columns[*Author](editor.Name)...)), "Cleo Eve"},
	{"names behind NULL, ascending", Authors.OrderBy(editor.Name.Asc()), "Ada Bob Cleo Eve Dan"},
	{"names behind NULL, descending", Authors.OrderBy(editor.Name.Desc()), "Dan Eve Cleo Bob Ada"},
	{"names behind NULL, NULL last", Authors.OrderBy(orm.NullsLast(editor.Name.Asc())), "Bob Cleo Eve Dan Ada"},
	{"names behind NULL, NULL first when descending", Authors.OrderBy(orm.NullsFirst(editor.Name.Desc())), "Ada Dan Eve Cleo Bob"},
	{"an expression of NULL, ascending", Authors.OrderBy(orm.Abs(editorID.Sub(3)).Asc(), Authors.ID.Asc()), "Ada Eve Cleo Dan Bob"},
	{"an expression of NULL, descending", Authors.OrderBy(orm.Abs(editorID.Sub(3)).Desc(), Authors.ID.Asc()), "Bob Cleo Dan Eve Ada"},
	{"the sum of nothing comes first", Authors.OrderBy(orm.SumOf(written, views).Asc(), Authors.ID.Asc()), "Eve Bob Cleo Ada Dan"},
	{"the sum of nothing comes last, if asked", Authors.OrderBy(orm.NullsLast(orm.SumOf(written, views).Asc()), Authors.ID.Asc()), "Bob Cleo Ada Dan Eve"},
	{"the sum of nothing is NULL", people(orm.SumOf(written, views).IsNull()), "Eve"},
	{"the sum of nothing is not zero", people(orm.SumOf(written, views).Eq(0)), ""},
	{"the sum of nothing, or zero", people(orm.Coalesce(orm.SumOf(written, views), orm.Val[*Author](int64(0))).Eq(0)), "Eve"},
	{"the number of nothing is zero", people(orm.Total(written).Eq(0)), "Eve"},
	{"the last of moments that are all NULL", people(orm.MaxOf(written, appeared, draft).IsNull()), "Ada Bob Cleo Dan Eve"},
	{"in a query's values, one of them NULL", people(Authors.ID.InQ(orm.List(people(Authors.ID.Le(2)), editorID))), "Ada"},
	{"not in a query's values, one of them NULL, is never true", people(orm.Not(Authors.ID.InQ(orm.List(people(Authors.ID.Le(2)), editorID)))), ""},
	{"not in a query's values without NULL", people(orm.Not(Authors.ID.InQ(orm.List(people(Authors.ID.Le(3), editorID.NotNull()), editorID)))), "Cleo Dan Eve"},
	{"NULL is not in a query's values", people(editorID.InQ(orm.List(people(), editorID))), "Bob Cleo Dan Eve"},
}

var nullValueCases = []valueCase{
	{"how many are not NULL", oneValue(viewed(), orm.CountOf(orm.Column[*Post](appeared))), "4"},
	{"how many different ones are not NULL", oneValue(viewed(), orm.CountDistinct(orm.Column[*Post](appeared))), "3"},
	{"the smallest passes over NULL", oneValue(people(), orm.Min(editorID)), "1"},
	{"the mean passes over NULL", oneValue(people(), orm.Avg(editorID)), "2.5"},
	{"the sum of NULL alone is the zero value", oneValue(people(editorID.IsNull()), orm.Sum(editorID)), "0"},
	{"NULL in a list is the zero value", listed(orm.List(people(), editorID)), "[0 1 2 4 3]"},
	{"keys of editors, or else the negative of a key", listed(orm.List(people().OrderBy(orm.Coalesce(editorID, Authors.ID.Mul(-1)).Asc()), orm.Coalesce(editorID, Authors.ID.Mul(-1)))), "[-1 1 2 3 4]"},
}
