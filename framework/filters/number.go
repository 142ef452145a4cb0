package filters

import (
	"math"
	"strconv"
	"strings"
)

// FloatFormat writes a number with that many places, halves rounded away from
// zero. Fewer than none, -2, is two places unless nothing but zeros would stand
// there; Django's default is -1. What is no number is an empty text; infinity,
// what is not a number, and numbers of more than 200 digits are shown as they are.
// IntComma puts commas into the result, as Django's "2g" does.
func FloatFormat[T Number](n T, places int) string {
	text := written(n)
	d, ok := parse(text)
	switch {
	case !ok && special(text):
		return text
	case !ok:
		return ""
	case d.long() || places > mostDigits || places < -mostDigits:
		return text
	case places < 0 && d.whole():
		return d.fixed(0)
	}
	return d.fixed(max(places, -places))
}

// special reports whether a text stands for something beyond the numbers.
func special(text string) bool {
	switch strings.ToLower(strings.TrimLeft(text, "+-")) {
	case "nan", "inf", "infinity":
		return true
	}
	return false
}

// units are those of FileSizeFormat, each 1024 times the one before.
var units = []string{"KB", "MB", "GB", "TB", "PB"}

// FileSizeFormat writes a number of bytes for people: "4.1 MB". A KB is 1024
// bytes. The blank is one at which no line breaks.
func FileSizeFormat[T Number](bytes T) string {
	n, err := strconv.ParseFloat(written(bytes), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || math.Abs(n) < 1 {
		return "0\u00a0bytes"
	}
	if n = math.Trunc(n); math.Abs(n) < 1024 {
		return strconv.FormatFloat(n, 'f', 0, 64) + "\u00a0byte" + Pluralize(math.Abs(n), "s")
	}
	unit := -1
	for unit < 0 || math.Abs(n) >= 1024 && unit < len(units)-1 {
		n /= 1024
		unit++
	}
	return strconv.FormatFloat(n, 'f', 1, 64) + "\u00a0" + units[unit]
}

// GetDigit is one digit of a whole number, where 1 is the last one and 2 the one
// before. Beyond the first it is 0; a digit below one gives the whole number back.
func GetDigit[T Integer](n T, digit int) T {
	if digit < 1 {
		return n
	}
	s := strings.TrimPrefix(written(n), "-")
	if digit > len(s) {
		return 0
	}
	return T(s[len(s)-digit] - '0')
}

// WidthRatio is value out of most as a part of width, rounded: the length of a bar
// in a chart. It is 0 if most is.
func WidthRatio(value, most, width float64) int {
	ratio := math.RoundToEven(value / most * width)
	if math.IsNaN(ratio) || math.IsInf(ratio, 0) {
		return 0
	}
	return int(ratio)
}

// Pluralize is the ending of a word for that many: of "s" it is "s" but for one,
// of "y,ies" it is "y" for one and else "ies".
//
//	{ n } categor{ filters.Pluralize(n, "y,ies") }
func Pluralize[T Number](n T, suffix string) string {
	one, many, found := strings.Cut(suffix, ",")
	if !found {
		one, many = "", suffix
	}
	f, err := strconv.ParseFloat(written(n), 64)
	if err != nil && !math.IsInf(f, 0) || strings.Contains(many, ",") {
		return ""
	}
	if f == 1 {
		return one
	}
	return many
}

// YesNo is the word for a truth: of "yes,no,maybe", which an empty choice stands
// for, the first for true, the second for false and the third, or else the second,
// for nil. A choice of one word is an empty text.
func YesNo[T bool | *bool](truth T, choice string) string {
	if choice == "" {
		choice = "yes,no,maybe"
	}
	words := strings.Split(choice, ",")
	if len(words) < 2 {
		return ""
	}
	var known *bool
	switch t := any(truth).(type) {
	case bool:
		known = &t
	case *bool:
		known = t
	}
	switch {
	case known == nil && len(words) == 3:
		return words[2]
	case known == nil || !*known:
		return words[1]
	}
	return words[0]
}

// Phone2Numeric writes the letters of a telephone number as the digits of their
// keys: "800-COLLECT" is "800-2655328".
func Phone2Numeric(number string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return r
		}
		return rune("22233344455566677778889999"[r-'a'])
	}, lower(number))
}
