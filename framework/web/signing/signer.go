package signing

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
)

// ErrBadSignature is found by errors.Is in the error of a value that was not
// signed with one of the keys for this salt, or was changed since.
var ErrBadSignature = errors.New("signing: the signature does not match")

// ErrExpired is found by errors.Is in the error of a value that was signed too
// long ago. [ErrBadSignature] is not.
var ErrExpired = errors.New("signing: the signature is too old")

// sep stands between a value and its signature, as in Django.
const sep = ":"

// Signer signs texts without an end of validity: see [TimestampSigner]. Key is
// required; a Signer without one panics, since its signatures would be
// everybody's. It is a value and safe to share.
type Signer struct {
	Key       string   // the secret key
	Fallbacks []string // earlier keys, whose signatures are still accepted
	Salt      string   // what the values are for; empty is "django.core.signing.Signer"
}

func (s Signer) salted() Signer {
	if s.Salt == "" {
		s.Salt = "django.core.signing.Signer"
	}
	return s
}

// Sign returns the value with its signature behind it.
func (s Signer) Sign(value string) string {
	s = s.salted()
	return value + sep + s.signature(s.Key, value)
}

// Unsign returns the value that was signed. Everything else is [ErrBadSignature].
func (s Signer) Unsign(signed string) (string, error) {
	s = s.salted()
	at := strings.LastIndex(signed, sep)
	if at < 0 {
		return "", ErrBadSignature
	}
	value, given := signed[:at], signed[at+len(sep):]
	for _, key := range append([]string{s.Key}, s.Fallbacks...) {
		if hmac.Equal([]byte(given), []byte(s.signature(key, value))) {
			return value, nil
		}
	}
	return "", ErrBadSignature
}

// signature is Django's: HMAC-SHA256 with a key made of the salt and the secret.
func (s Signer) signature(key, value string) string {
	if key == "" {
		panic("signing: the key is empty: set SITE_SECRET_KEY")
	}
	derived := sha256.Sum256([]byte(s.Salt + "signer" + key))
	mac := hmac.New(sha256.New, derived[:])
	mac.Write([]byte(value))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// SignObject signs a value as JSON, in letters that an address can hold.
func (s Signer) SignObject(v any) (string, error) {
	text, err := encode(v)
	if err != nil {
		return "", err
	}
	return s.Sign(text), nil
}

// UnsignObject reads what [Signer.SignObject] has signed into the pointer v.
func (s Signer) UnsignObject(signed string, v any) error {
	text, err := s.Unsign(signed)
	if err != nil {
		return err
	}
	return decode(text, v)
}
