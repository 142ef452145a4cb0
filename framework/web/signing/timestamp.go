package signing

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// TimestampSigner signs texts together with the time, in full seconds.
type TimestampSigner struct {
	Signer                  // an empty Salt is "django.core.signing.TimestampSigner"
	Now    func() time.Time // nil is time.Now
}

func (t TimestampSigner) salted() Signer {
	if t.Salt == "" {
		t.Salt = "django.core.signing.TimestampSigner"
	}
	return t.Signer
}

func (t TimestampSigner) now() time.Time {
	if t.Now == nil {
		return time.Now()
	}
	return t.Now()
}

// Sign returns the value with the time and a signature of both behind it.
func (t TimestampSigner) Sign(value string) string {
	return t.salted().Sign(value + sep + base62(t.now().Unix()))
}

// Unsign returns the value if it was signed within maxAge; 0 is without end. See
// [ErrBadSignature] and [ErrExpired].
func (t TimestampSigner) Unsign(signed string, maxAge time.Duration) (string, error) {
	value, at, err := t.SignedAt(signed)
	if err != nil {
		return "", err
	}
	if age := t.now().Sub(at); maxAge != 0 && age > maxAge {
		return "", fmt.Errorf("%w: it is of %s", ErrExpired, at.UTC().Format(time.DateTime))
	}
	return value, nil
}

// SignedAt returns the value and when it was signed, however long ago.
func (t TimestampSigner) SignedAt(signed string) (string, time.Time, error) {
	both, err := t.salted().Unsign(signed)
	if err != nil {
		return "", time.Time{}, err
	}
	i := strings.LastIndex(both, sep)
	if i < 0 {
		return "", time.Time{}, ErrBadSignature // signed, but without a time
	}
	seconds, ok := fromBase62(both[i+len(sep):])
	if !ok {
		return "", time.Time{}, ErrBadSignature
	}
	return both[:i], time.Unix(seconds, 0), nil
}

// SignObject signs a value as JSON together with the time.
func (t TimestampSigner) SignObject(v any) (string, error) {
	text, err := encode(v)
	if err != nil {
		return "", err
	}
	return t.Sign(text), nil
}

// UnsignObject reads what [TimestampSigner.SignObject] has signed within maxAge
// into the pointer v; 0 is without end.
func (t TimestampSigner) UnsignObject(signed string, maxAge time.Duration, v any) error {
	text, err := t.Unsign(signed, maxAge)
	if err != nil {
		return err
	}
	return decode(text, v)
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// base62 writes a time after 1970.
func base62(n int64) string {
	var b [11]byte
	i := len(b)
	for n = max(n, 0); ; n /= 62 {
		i--
		b[i] = digits[n%62]
		if n < 62 {
			return string(b[i:])
		}
	}
}

func fromBase62(s string) (int64, bool) {
	var n int64
	for i := range len(s) {
		d := strings.IndexByte(digits, s[i])
		if d < 0 || n > (math.MaxInt64-61)/62 {
			return 0, false
		}
		n = n*62 + int64(d)
	}
	return n, s != ""
}
