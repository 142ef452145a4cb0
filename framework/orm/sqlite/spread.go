package sqlite

import "math"

// spread is the mean of the squares of the distances of numbers from their mean,
// reckoned in one pass without losing digits (Welford 1962).
type spread struct{ n, mean, squares float64 }

func (s *spread) add(x float64) {
	s.n++
	d := x - s.mean
	s.mean += d / s.n
	s.squares += d * (x - s.mean)
}

// variance is nil of no numbers at all.
func (s *spread) variance() any {
	if s.n == 0 {
		return nil
	}
	return s.squares / s.n
}

// deviation is the root of the variance.
func (s *spread) deviation() any {
	if s.n == 0 {
		return nil
	}
	return math.Sqrt(s.squares / s.n)
}

// number is what the engines give for a number; NULL and anything else is none.
func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}
