package orm_test

import (
	"context"
	"math"
	"net/netip"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// exact is the first number that a floating one cannot hold.
const exact = 1<<53 + 1

func TestNumbers(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		ok(t, Authors.Create(ctx, &Author{Name: "Ada"}))
		for _, p := range []*Post{ // their keys are 1 to 10
			{Slug: "min", Views: math.MinInt64},
			{Slug: "minus", Views: -7},
			{Slug: "zero", Views: 0},
			{Slug: "one", Views: 1},
			{Slug: "seven", Views: 7, Featured: true},
			{Slug: "twin", Views: 7},
			{Slug: "hundred", Views: 100},
			{Slug: "even", Views: exact - 1},
			{Slug: "exact", Views: exact},
			{Slug: "max", Views: math.MaxInt64, Featured: true},
		} {
			p.AuthorID = 1
			ok(t, Posts.Create(ctx, p))
		}
		for _, e := range []struct{ name, price, deposit string }{
			{"free", "0", ""},
			{"penny", "0.01", "0.01"},
			{"dime", "0.10", ""},
			{"third", "0.33", "0.10"},
			{"nearly", "9.99", "5"},
			{"ten", "10", "10.00"},
			{"refund", "-3.50", ""},
			{"most", "999999.99", "100"},
			{"least", "-999999.99", ""},
		} {
			event := &Event{Name: e.name, Price: amount(e.price), Day: day(1), Code: orm.NewUUID(), Host: orm.IP{Addr: netip.IPv6Loopback()}}
			if e.deposit != "" {
				deposit := amount(e.deposit)
				event.Deposit = &deposit
			}
			ok(t, Events.Create(ctx, event))
		}
		run(t, ctx, integerCases)
		run(t, ctx, decimalCases)
		run(t, ctx, numberValueCases)
	})
}

var (
	views   = Posts.Views
	key     = Posts.ID
	price   = Events.Price
	deposit = Events.Deposit
)

func viewed(p ...orm.Pred[*Post]) *orm.QuerySet[*Post] { return postsByID.Filter(p...) }

func priced(p ...orm.Pred[*Event]) *orm.QuerySet[*Event] { return eventsByID.Filter(p...) }

var integerCases = []rowsCase[*Post]{
	{"equal to a number that two rows have", viewed(views.Eq(7)), "seven twin"},
	{"equal to a negative number", viewed(views.Eq(-7)), "minus"},
	{"equal to zero", viewed(views.Eq(0)), "zero"},
	{"equal to the largest number", viewed(views.Eq(math.MaxInt64)), "max"},
	{"equal to the smallest number", viewed(views.Eq(math.MinInt64)), "min"},
	{"a number that is too exact for a floating one", viewed(views.Eq(exact)), "exact"},
	{"its even neighbour in a list", viewed(views.In(exact - 1)), "even"},
	{"the largest and the smallest in a list", viewed(views.In(math.MaxInt64, math.MinInt64)), "min max"},
	{"a list in another order than the rows", viewed(views.In(100, 1, -7)), "minus one hundred"},
	{"a number three times in a list", viewed(views.In(7, 7, 7)), "seven twin"},
	{"not in a list", viewed(orm.Not(views.In(7, 0, 1))), "min minus hundred even exact max"},
	{"different from a number", viewed(views.Ne(7)), "min minus zero one hundred even exact max"},
	{"greater than a number", viewed(views.Gt(100)), "even exact max"},
	{"greater than a number or equal", viewed(views.Ge(100)), "hundred even exact max"},
	{"less than zero", viewed(views.Lt(0)), "min minus"},
	{"less than zero or equal", viewed(views.Le(0)), "min minus zero"},
	{"greater than the largest number", viewed(views.Gt(math.MaxInt64)), ""},
	{"less than the smallest number", viewed(views.Lt(math.MinInt64)), ""},
	{"a range has both its ends", viewed(views.Between(-7, 1)), "minus zero one"},
	{"a range of one number", viewed(views.Between(7, 7)), "seven twin"},
	{"a range the wrong way round is empty", viewed(views.Between(1, -7)), ""},
	{"a range of neighbours beyond floating numbers", viewed(views.Between(exact, exact+5)), "exact"},
	{"outside of a range", viewed(orm.Not(views.Between(-7, 100))), "min even exact max"},
	{"several ranges", viewed(orm.Or(views.Lt(-7), views.Between(1, 7), views.Gt(exact))), "min one seven twin max"},
	{"two conditions that exclude each other", viewed(views.Gt(7), views.Lt(7)), ""},
	{"in the order of numbers, not of texts", Posts.OrderBy(views.Asc(), key.Asc()), "min minus zero one seven twin hundred even exact max"},
	{"the three largest", Posts.OrderBy(views.Desc()).Limit(3), "max exact even"},
	{"equal to another column", viewed(views.EqF(key)), ""},
	{"greater than another column", viewed(views.GtF(key)), "seven twin hundred even exact max"},
	{"less than another column", viewed(views.LtF(key)), "min minus zero one"},
	{"one more than another column", viewed(views.EqF(key.Add(1))), "twin"},
	{"three less than another column", viewed(views.EqF(key.Sub(3))), "zero one"},
	{"the negative of another column or less", viewed(views.LeF(key.Mul(-1))), "min minus"},
	{"at least ten times another column", viewed(views.GeF(key.Mul(10))), "hundred even exact max"},
	{"the double of a key", viewed(key.Mul(2).Eq(10)), "seven"},
	{"the double of a key in a range", viewed(key.Mul(2).Between(4, 8)), "minus zero one"},
	{"the double of a key in a list", viewed(key.Mul(2).In(2, 3, 4)), "min minus"},
	{"a negative number taken away", viewed(key.Sub(-1).Eq(3)), "minus"},
	{"the square of a key", viewed(orm.Times(key, key).Gt(49)), "even exact max"},
	{"the distance from a number", viewed(orm.Abs(key.Sub(5)).Le(1)), "one seven twin"},
	{"a sum of three", viewed(orm.Plus(orm.Plus(key, key), key).Eq(9)), "zero"},
	{"a difference of a product is put in parentheses", viewed(orm.Times(key, key.Sub(2)).Eq(8)), "one"},
	{"the greatest of two columns", viewed(orm.Greatest(views, key).EqF(key)), "min minus zero one"},
	{"the least of two columns", viewed(orm.Least(views, key).Eq(0)), "zero"},
	{"in the order of an expression", Posts.Filter(key.Le(5)).OrderBy(orm.Abs(key.Sub(3)).Desc(), key.Desc()), "seven min one minus zero"},
	{"a case by size", viewed(orm.Case(orm.Val[*Post]("other"), orm.If(views.Lt(0), "below"), orm.If(views.Eq(0), "nought")).In("below", "nought")), "min minus zero"},
	{"true", viewed(Posts.Featured.IsTrue()), "seven max"},
	{"equal to true", viewed(Posts.Featured.Eq(true)), "seven max"},
	{"false among small keys", viewed(Posts.Featured.IsFalse(), key.Lt(6)), "min minus zero one"},
	{"not true is false", viewed(orm.Not(Posts.Featured.IsTrue()), key.Gt(5)), "twin hundred even exact"},
	{"different from false", viewed(Posts.Featured.Ne(false)), "seven max"},
	{"false comes before true", Posts.Filter(key.Between(4, 6)).OrderBy(Posts.Featured.Asc(), key.Asc()), "one twin seven"},
	{"true comes first when descending", Posts.Filter(key.Between(4, 6)).OrderBy(Posts.Featured.Desc(), key.Asc()), "seven one twin"},
}

var decimalCases = []rowsCase[*Event]{
	{"an amount of nothing", priced(price.Eq(amount("0.00"))), "free"},
	{"an amount with fewer digits than the column", priced(price.Eq(amount("0.1"))), "dime"},
	{"an amount with more zeros than the column", priced(price.Eq(amount("10.0000"))), "ten"},
	{"an amount in the notation of powers", priced(price.Eq(amount("1e1"))), "ten"},
	{"the largest amount", priced(price.Eq(amount("999999.99"))), "most"},
	{"the smallest amount", priced(price.Eq(amount("-999999.99"))), "least"},
	{"a negative amount", priced(price.Eq(amount("-3.5"))), "refund"},
	{"amounts in a list", priced(price.In(amount("0.33"), amount("-3.5"), amount("10"))), "third ten refund"},
	{"amounts that are not in a list", priced(orm.Not(price.In(amount("0"), amount("0.01"), amount("0.1")))), "third nearly ten refund most least"},
	{"amounts below one of two digits", priced(price.Lt(amount("9.99"))), "free penny dime third refund least"},
	{"amounts up to one", priced(price.Le(amount("0.1")), price.Ge(amount("0"))), "free penny dime"},
	{"amounts above one by a cent", priced(price.Gt(amount("9.98"))), "nearly ten most"},
	{"amounts in a range", priced(price.Between(amount("0.01"), amount("9.99"))), "penny dime third nearly"},
	{"amounts in a range below nothing", priced(price.Between(amount("-10"), amount("-0.01"))), "refund"},
	{"amounts in their order", Events.OrderBy(price.Asc()), "least refund free penny dime third nearly ten most"},
	{"the two largest amounts", Events.OrderBy(price.Desc()).Limit(2), "most ten"},
	{"amounts that another column has too", priced(price.EqF(deposit)), "penny ten"},
	{"amounts above another column leave NULL out", priced(price.GtF(deposit)), "third nearly most"},
	{"amounts without a deposit", priced(deposit.IsNull()), "free dime refund least"},
	{"a deposit or the whole", priced(orm.Coalesce(deposit, price).Lt(amount("0.05"))), "free penny refund least"},
	{"the amount without its sign", priced(orm.Abs(price).Eq(amount("3.50"))), "refund"},
	{"amounts far from nothing on either side", priced(orm.Abs(price).Gt(amount("500000"))), "most least"},
	{"the larger of an amount and NULL is NULL", priced(orm.Greatest(price, deposit).IsNull()), "free dime refund least"},
}

var numberValueCases = []valueCase{
	{"the sum of small numbers", oneValue(viewed(views.Between(-7, 100)), orm.Sum(views)), "108"},
	{"a sum beyond floating numbers is exact", oneValue(viewed(views.In(exact, 100)), orm.Sum(views)), "9007199254741093"},
	{"the largest number comes back as it is", oneValue(viewed(), orm.Max(views)), "9223372036854775807"},
	{"the smallest number comes back as it is", oneValue(viewed(), orm.Min(views)), "-9223372036854775808"},
	{"the mean of a negative and positive numbers", oneValue(viewed(views.In(-7, 0, 1)), orm.Avg(views)), "-2"},
	{"the mean of whole numbers is none", oneValue(viewed(views.In(0, 1)), orm.Avg(views)), "0.5"},
	{"the sum of products", oneValue(viewed(key.Le(3)), orm.Sum(orm.Times(key, key))), "14"},
	{"how many different numbers", oneValue(viewed(), orm.CountDistinct(views)), "9"},
	{"the sum of amounts is exact", oneValue(priced(price.Between(amount("0"), amount("1"))), orm.Sum(price)), "0.44"},
	{"amounts that cancel each other", oneValue(priced(orm.Abs(price).Gt(amount("500000"))), orm.Sum(price)), "0"},
	{"the largest deposit", oneValue(priced(), orm.Max(deposit)), "100"},
	{"amounts as a list", listed(orm.List(priced(price.Lt(amount("0"))), price)), "[-3.5 -999999.99]"},
}
