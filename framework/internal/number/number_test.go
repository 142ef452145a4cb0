package number

import (
	"math"
	"testing"
)

func TestThousandsAreApart(t *testing.T) {
	for n, want := range map[int64]string{
		0:             "0",
		999:           "999",
		1000:          "1,000",
		1234567:       "1,234,567",
		-999:          "-999",
		-1000:         "-1,000",
		math.MaxInt64: "9,223,372,036,854,775,807",
		math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := Thousands(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
