package orm_test

import (
	"math"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Conditions on numbers of every size: whole ones, floating ones, exact ones,
// durations and choices of numbers. The samples are low, zero, some, high.
func numberCases() []question {
	s := Samples
	return filters(s.OrderBy(s.ID.Asc()), []filter[*Sample]{
		{"an 8-bit number equal to the smallest", s.Tiny.Eq(math.MinInt8), "low"},
		{"an 8-bit number equal to the largest", s.Tiny.Eq(math.MaxInt8), "high"},
		{"an 8-bit number other than zero", s.Tiny.Ne(0), "low some high"},
		{"an 8-bit number in a list", s.Tiny.In(7, 127, 1), "some high"},
		{"an 8-bit number in no list", s.Tiny.In(), ""},
		{"8-bit numbers between two", s.Tiny.Between(-128, 0), "low zero"},
		{"an 8-bit number greater than another column of its kind", s.Tiny.GtF(s.Tiny.Sub(1)), "low zero some high"},

		{"a 16-bit number equal to the smallest", s.Small.Eq(math.MinInt16), "low"},
		{"a 16-bit number at least the largest", s.Small.Ge(math.MaxInt16), "high"},
		{"16-bit numbers below zero", s.Small.Lt(0), "low"},
		{"a 16-bit number not in a list", orm.Not(s.Small.In(0, 700)), "low high"},
		{"a 16-bit number equal to one that may be missing", s.Small.EqF(s.MaybeSmall), "zero high"},
		{"a 16-bit number below one that may be missing", s.Small.LtF(s.MaybeSmall), "low"},

		{"a 32-bit number equal to the smallest", s.Middle.Eq(math.MinInt32), "low"},
		{"a 32-bit number greater than some", s.Middle.Gt(70_000), "high"},
		{"a 32-bit number at most some", s.Middle.Le(70_000), "low zero some"},
		{"a 32-bit number in a list with both ends", s.Middle.In(math.MinInt32, math.MaxInt32), "low high"},

		{"a 64-bit number equal to the smallest", s.Large.Eq(math.MinInt64), "low"},
		{"a 64-bit number equal to the largest", s.Large.Eq(math.MaxInt64), "high"},
		{"a 64-bit number one below the largest", s.Large.Eq(math.MaxInt64 - 1), ""},
		{"a 64-bit number in a list with both ends", s.Large.In(math.MinInt64, math.MaxInt64), "low high"},
		{"a 64-bit number in a list that is near", s.Large.In(math.MinInt64+1, math.MaxInt64-1), ""},
		{"64-bit numbers from end to end", s.Large.Between(math.MinInt64, math.MaxInt64), "low zero some high"},
		{"64-bit numbers between a high and a low end", s.Large.Between(1, -1), ""},
		{"a 64-bit number greater than the largest of 32 bits", s.Large.Gt(math.MaxInt32), "some high"},
		{"a 64-bit number equal to one that may be missing", s.Large.EqF(s.MaybeLarge), "zero high"},
		{"a 64-bit number that may be missing, less than zero", s.MaybeLarge.Lt(0), "low"},
		{"a 64-bit number that may be missing, other than zero", s.MaybeLarge.Ne(0), "low high"},
		{"a 64-bit number that is missing", s.MaybeLarge.IsNull(), "some"},
		{"a 64-bit number that may be missing, in a list", s.MaybeLarge.In(0, -1), "low zero"},

		{"an unsigned 8-bit number equal to the largest", s.Octet.Eq(math.MaxUint8), "high"},
		{"unsigned 8-bit numbers above 127", s.Octet.Gt(127), "some high"},
		{"an unsigned 16-bit number equal to the largest", s.Port.Eq(math.MaxUint16), "high"},
		{"an unsigned 16-bit number in a list", s.Port.In(8080, 0), "low zero some"},
		{"an unsigned 32-bit number equal to the largest", s.Natural.Eq(math.MaxUint32), "high"},
		{"unsigned 32-bit numbers beyond 31 bits", s.Natural.Gt(math.MaxInt32), "some high"},
		{"an unsigned 64-bit number beyond what a floating one holds", s.Wide.Eq(9_007_199_254_740_993), "some"},
		{"an unsigned 64-bit number that a floating one takes for the same", s.Wide.Eq(9_007_199_254_740_992), ""},
		{"unsigned 64-bit numbers in a list", s.Wide.In(9_007_199_254_740_993, math.MaxInt64), "some high"},

		{"a short floating number", s.Single.Eq(0.5), "some"},
		{"short floating numbers below zero", s.Single.Lt(0), "low"},
		{"a long floating number that has no exact form", s.Double.Eq(0.1), "some"},
		{"a long floating number in a list", s.Double.In(0.1, 1e300), "some high"},
		{"a very large floating number", s.Double.Ge(1e300), "high"},
		{"a very small floating number", s.Double.Le(-1e300), "low"},
		{"minus zero is zero", s.Double.Eq(math.Copysign(0, -1)), "zero"},
		{"floating numbers between two", s.Double.Between(0, 0.1), "zero some"},
		{"a floating number that may be missing, equal to another", s.MaybeDouble.EqF(s.Double), "zero high"},
		{"a floating number that may be missing, at most zero", s.MaybeDouble.Le(0), "low zero"},

		{"an exact number", s.Exact.Eq(amount("0.1")), "some"},
		{"an exact number with more zeros", s.Exact.Eq(amount("0.100")), "some"},
		{"an exact number of all its digits", s.Exact.Eq(amount("999999999.999")), "high"},
		{"an exact number that differs in the last digit", s.Exact.Eq(amount("999999999.998")), ""},
		{"an exact number in a list", s.Exact.In(amount("-999999999.999"), amount("0.10")), "low some"},
		{"exact numbers between two", s.Exact.Between(amount("0"), amount("0.1")), "zero some"},
		{"exact numbers by size, not as texts", s.Exact.Gt(amount("0.09")), "some high"},
		{"an exact number other than another", s.Exact.Ne(amount("0")), "low some high"},
		{"an exact number that may be missing, below zero", s.MaybeExact.Lt(amount("0")), "low"},
		{"an exact number equal to one that may be missing", s.Exact.EqF(s.MaybeExact), "zero high"},
		{"an exact number that is missing", s.MaybeExact.IsNull(), "some"},

		{"a duration", s.Took.Eq(90 * time.Minute), "some"},
		{"a duration that runs backwards", s.Took.Lt(0), "low"},
		{"durations in a list", s.Took.In(-time.Hour, 1000*time.Hour), "low high"},
		{"durations between two", s.Took.Between(0, 2*time.Hour), "zero some"},
		{"a duration longer than one that may be missing", s.Took.GeF(s.MaybeTook), "zero high"},

		{"a choice of numbers", s.Level.Eq(LevelHigh), "some high"},
		{"a choice of numbers in a list", s.Level.In(LevelLow, LevelHigh), "low zero some high"},
		{"choices of numbers have an order", s.Level.Lt(LevelHigh), "low zero"},

		{"a number plus a number", s.Tiny.Add(1).Eq(8), "some"},
		{"a number times a number", s.Octet.Mul(1).Eq(200), "some"},
		{"a number minus a number, below zero", s.MaybeLarge.Sub(1).Eq(-2), "low"},
		{"a floating number times a number", s.Single.Mul(2).Eq(7), "high"},
		{"a duration plus a duration", s.Took.Add(time.Hour).Eq(0), "low"},
		{"arithmetic on both sides", s.MaybeDouble.Sub(1).LtF(s.MaybeDouble.Add(1)), "low zero"},
	})
}
