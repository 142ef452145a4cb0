package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMedian(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   sample[int]
		want int
	}{
		{"nothing was measured", nil, 0},
		{"one", sample[int]{7}, 7},
		{"the middle of three, in any order", sample[int]{9, 1, 5}, 5},
		{"the lower middle of four", sample[int]{4, 1, 3, 2}, 2},
		{"one disturbed round does not count", sample[int]{10, 11, 900, 12, 10}, 11},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			before := append(sample[int]{}, tc.in...)
			if got := tc.in.median(); got != tc.want {
				t.Errorf("median is %d, want %d", got, tc.want)
			}
			if diff := cmp.Diff(before, append(sample[int]{}, tc.in...)); diff != "" {
				t.Errorf("the order of rounds has changed:\n%s", diff)
			}
		})
	}
}

func TestRatiosArePairedByRound(t *testing.T) {
	t.Parallel()
	slow := sample[time.Duration]{20, 200, 20}
	fast := sample[time.Duration]{10, 100, 10} // the machine was busy in the second round
	if diff := cmp.Diff(sample[float64]{2, 2, 2}, ratios(slow, fast)); diff != "" {
		t.Error(diff)
	}
	if got := ratios(slow, fast[:1]); len(got) != 1 {
		t.Errorf("an unfinished round counts: %v", got)
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	figures := []figure{
		under("fast enough", "x", sample[time.Duration]{99 * time.Millisecond}, 100*time.Millisecond),
		under("at the bar", "x", sample[time.Duration]{100 * time.Millisecond}, 100*time.Millisecond),
		atLeast("good", "x", sample[float64]{1.3}, 1.3),
		atLeast("bad", "x", sample[float64]{1.29}, 1.3),
		under("no bar", "x", sample[time.Duration]{time.Hour}, 0),
		{what: "not measured", value: "no compiler"},
	}
	var got []bool
	for _, f := range figures {
		got = append(got, f.below())
	}
	if diff := cmp.Diff([]bool{false, true, false, true, false, false}, got); diff != "" {
		t.Error(diff)
	}
	var out bytes.Buffer
	show(&out, figures)
	if text := out.String(); strings.Count(text, "below") != 2 || strings.Count(text, "pass") != 2 {
		t.Errorf("printed:\n%s", text)
	}
}
