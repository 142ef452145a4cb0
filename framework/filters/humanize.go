package filters

import (
	"strconv"
	"strings"
)

// IntComma puts a comma between each three digits before the point: 1,234,567.5.
// Behind what is no number, the text stays as it is.
func IntComma[T Number](n T) string {
	text := written(n)
	if d, ok := parse(text); ok && !d.long() {
		if strings.ContainsAny(text, "eE") {
			text = d.fixed(max(-d.exp, 0))
		}
		text = strings.TrimPrefix(text, "+")
	}
	start := 0
	if strings.HasPrefix(text, "-") {
		start = 1
	}
	end := start
	for end < len(text) && '0' <= text[end] && text[end] <= '9' {
		end++
	}
	var b strings.Builder
	b.WriteString(text[:start])
	for i := start; i < end; i++ {
		if i > start && (end-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(text[i])
	}
	return b.String() + text[end:]
}

// large are the names of numbers, and the power of ten of each.
var large = []struct {
	exp  int
	name string
}{
	{6, "million"}, {9, "billion"}, {12, "trillion"}, {15, "quadrillion"}, {18, "quintillion"}, {21, "sextillion"},
	{24, "septillion"}, {27, "octillion"}, {30, "nonillion"}, {33, "decillion"}, {100, "googol"},
}

// IntWord writes a large whole number in words: 1200000 is "1.2 million". A
// number below a million, or one that is too large for a name, stays in digits.
func IntWord[T Number](n T) string {
	text := written(n)
	d, ok := parse(text)
	if !ok || d.long() {
		return text
	}
	d = d.truncated()
	for _, l := range large {
		if length := len(d.digits) + d.exp; length > l.exp && length <= l.exp+3 {
			d.exp -= l.exp
			return d.fixed(1) + " " + l.name
		}
	}
	return d.fixed(0)
}

// truncated is the number without what stands behind the point.
func (d decimal) truncated() decimal {
	if d.exp < 0 {
		d.digits, d.exp = d.digits[:max(len(d.digits)+d.exp, 0)], 0
	}
	return d
}

// APNumber writes 1 to 9 as a word, as the Associated Press does; other numbers
// stay in digits.
func APNumber[T Number](n T) string {
	text := written(n)
	words := []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	if d, ok := parse(text); ok && !d.long() && d.whole() {
		text = d.fixed(0)
	}
	if i, err := strconv.Atoi(text); err == nil && 0 < i && i < 10 {
		return words[i-1]
	}
	return text
}

// Ordinal writes a whole number with its ending: 1st, 2nd, 3rd, 11th. A negative
// one has none.
func Ordinal[T Integer](n T) string {
	text := written(n)
	if strings.HasPrefix(text, "-") {
		return text
	}
	return text + ordinal(text)
}

// ordinal is the ending of a number in digits.
func ordinal(digits string) string {
	if n := len(digits); n > 1 && digits[n-2] == '1' {
		return "th"
	}
	switch digits[len(digits)-1] {
	case '1':
		return "st"
	case '2':
		return "nd"
	case '3':
		return "rd"
	}
	return "th"
}
