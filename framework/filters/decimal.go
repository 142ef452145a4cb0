package filters

import (
	"math"
	"reflect"
	"strconv"
	"strings"
)

// Integer is any whole number of Go.
type Integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// Number is what filters of numbers take: any number of Go, and a text that is
// one, for numbers that no type of Go holds, such as decimal.String().
type Number interface {
	Integer | ~float32 | ~float64 | ~string
}

// written is a number as a text, as Python writes it: a floating one has a point
// or an exponent.
func written[T Number](n T) string {
	v := reflect.ValueOf(n)
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.CanFloat():
		return floating(v.Float(), v.Type().Bits())
	}
	return strings.TrimSpace(v.String())
}

func floating(f float64, bits int) string {
	size := math.Abs(f)
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 0):
		return strings.TrimPrefix(strings.ToLower(strconv.FormatFloat(f, 'f', -1, bits)), "+")
	case f != 0 && (size < 1e-4 || size >= 1e16):
		return strconv.FormatFloat(f, 'e', -1, bits)
	}
	text := strconv.FormatFloat(f, 'f', -1, bits)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// decimal is an exact number: digits times ten to the power of exp. Digits have
// no zeros in front; zero has none at all.
type decimal struct {
	negative bool
	digits   string
	exp      int
}

// mostDigits is how many digits are written out. A number with more, or with a
// larger exponent, is shown as it came: 1e1000000 must not fill the memory.
const mostDigits = 200

// parse reads a number: 12, -1.50, 2e-3. Infinity and texts that are no numbers
// are refused.
func parse(text string) (d decimal, ok bool) {
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(text), "e")
	if scientific {
		n, err := strconv.Atoi(exponent)
		if err != nil {
			return d, false
		}
		d.exp = n
	}
	d.negative = strings.HasPrefix(mantissa, "-")
	if d.negative || strings.HasPrefix(mantissa, "+") {
		mantissa = mantissa[1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.digits = whole + fraction
	if d.digits == "" || strings.Trim(d.digits, "0123456789") != "" {
		return d, false
	}
	d.exp -= len(fraction)
	d.digits = strings.TrimLeft(d.digits, "0")
	return d, true
}

// long reports whether writing the number out would take too many digits.
func (d decimal) long() bool {
	return d.exp > mostDigits || d.exp < -mostDigits || len(d.digits)+max(d.exp, -d.exp) > mostDigits
}

// whole reports whether nothing but zeros stands behind the point.
func (d decimal) whole() bool {
	return d.exp >= 0 || strings.Trim(d.digits[max(len(d.digits)+d.exp, 0):], "0") == ""
}

// fixed writes the number with that many places, halves rounded away from zero.
// It must not be long.
func (d decimal) fixed(places int) string {
	cut := len(d.digits) + d.exp + places // how many digits stay
	digits := d.digits
	switch {
	case cut < 0:
		digits = ""
	case cut < len(digits):
		up := digits[cut] >= '5'
		digits = digits[:cut]
		if up {
			digits = increment(digits)
		}
	default:
		digits += strings.Repeat("0", cut-len(digits))
	}
	digits = strings.Repeat("0", max(places+1-len(digits), 0)) + digits
	sign := ""
	if d.negative && strings.Trim(digits, "0") != "" {
		sign = "-"
	}
	if places == 0 {
		return sign + digits
	}
	point := len(digits) - places
	return sign + digits[:point] + "." + digits[point:]
}

// increment adds one to a number in digits.
func increment(digits string) string {
	head := strings.TrimRight(digits, "9")
	zeros := strings.Repeat("0", len(digits)-len(head))
	if head == "" {
		return "1" + zeros
	}
	last := len(head) - 1
	return head[:last] + string(head[last]+1) + zeros
}
