package main

import (
	"cmp"
	"slices"
)

// sample is the measurements of one thing, one per round.
type sample[T cmp.Ordered] []T

// median is the middle of the measurements; of an even number, the lower of
// the two in the middle, so that it is always one that was measured.
func (s sample[T]) median() T {
	var zero T
	if len(s) == 0 {
		return zero
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[(len(sorted)-1)/2]
}

// ratios divides the measurements of each round, so that what disturbed a round
// disturbs both sides.
func ratios[T ~int64 | ~float64](over, under sample[T]) sample[float64] {
	n := min(len(over), len(under))
	out := make(sample[float64], n)
	for i := range n {
		out[i] = float64(over[i]) / float64(under[i])
	}
	return out
}
