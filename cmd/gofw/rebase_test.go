package main

import (
	"errors"
	"strings"
	"testing"
)

func TestWhichBranchStaysIsAskedUntilItIsClear(t *testing.T) {
	t.Parallel()
	f := fork{heads: []string{"0002_mine", "0002_theirs"}}
	tests := []struct {
		name, answers, want string
		err                 error
	}{
		{"a name", "0002_theirs\n", "0002_theirs", nil},
		{"the beginning of a name", "0002_m\n", "0002_mine", nil},
		{"what both begin with", "0002\n0002_t\n", "0002_theirs", nil},
		{"nothing", "\n\n0002_mine\n", "0002_mine", nil},
		{"the end of the input", "y\n", "", errNoAnswer},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ask, shown := typed(test.answers)
			got, err := f.ask(ask, "0002_theirs is on main")
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %q, %v", got, err)
			}
			if !strings.Contains(shown.String(), "(0002_theirs is on main)? The others are put behind it. [0002_mine/0002_theirs]") {
				t.Errorf("the question was %q", shown)
			}
		})
	}
}
