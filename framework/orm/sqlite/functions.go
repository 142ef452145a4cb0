package sqlite

import (
	"fmt"
	"regexp"
	"sync"
	"sync/atomic"
)

// The functions that package orm calls and SQLite does not have: LOWER and UPPER
// there know no letter beyond ASCII.
const (
	lowerName  = "gofw_lower"
	upperName  = "gofw_upper"
	regexpName = "gofw_regexp"

	varianceName  = "gofw_variance"
	deviationName = "gofw_stddev"
)

// matches reports whether a text matches a regular expression of Go. SQLite calls
// it for each row with the same one.
func matches(pattern, text string) (bool, error) {
	if re, ok := patterns.Load(pattern); ok {
		return re.(*regexp.Regexp).MatchString(text), nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return false, fmt.Errorf("the regular expression %q: %w", pattern, err)
	}
	if compiled.Add(1) <= mostPatterns {
		patterns.Store(pattern, re)
	}
	return re.MatchString(text), nil
}

// mostPatterns is how many compiled expressions are kept: those that come later,
// made from what people type perhaps, are compiled each time.
const mostPatterns = 1000

var (
	patterns sync.Map // of string to *regexp.Regexp
	compiled atomic.Int64
)
