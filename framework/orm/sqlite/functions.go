package sqlite

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// The functions that package orm calls and SQLite does not have: LOWER and UPPER
// there know no letter beyond ASCII.
const (
	lowerName  = "gofw_lower"
	upperName  = "gofw_upper"
	regexpName = "gofw_regexp"
)

// matches reports whether a text matches a regular expression of Go. SQLite calls
// it for each row with the same one.
func matches(pattern, text string) (bool, error) {
	re, ok := patterns.Load(pattern)
	if !ok {
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			return false, fmt.Errorf("the regular expression %q: %w", pattern, err)
		}
		if patternCount.add() {
			patterns.Store(pattern, compiled)
		}
		re = compiled
	}
	return re.(*regexp.Regexp).MatchString(text), nil
}

// patterns keeps compiled expressions, up to a number.
var (
	patterns     sync.Map // of string to *regexp.Regexp
	patternCount bounded
)

// bounded counts to a thousand.
type bounded struct {
	mu sync.Mutex
	n  int
}

func (b *bounded) add() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n++
	return b.n <= 1000
}

func lower(s string) string { return strings.ToLower(s) }

func upper(s string) string { return strings.ToUpper(s) }
