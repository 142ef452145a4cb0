package signing

import (
	"context"
	"errors"
	"time"
)

// Keys are the secret keys of a site.
type Keys struct {
	Key       string
	Fallbacks []string // earlier ones, whose signatures are still accepted
}

// ErrNoKeys is the error of a context without keys.
var ErrNoKeys = errors.New("signing: no keys in this context: pass the request's context (c.Request().Context()), or make one with signing.With")

type keysKey struct{}

// With returns a context whose values are signed with the keys. A site does it
// for all requests.
func With(ctx context.Context, k Keys) context.Context { return context.WithValue(ctx, keysKey{}, k) }

// In is a signer with the keys of the context. The salt says what is signed.
func In(ctx context.Context, salt string) (TimestampSigner, error) {
	k, err := keysIn(ctx)
	if err != nil {
		return TimestampSigner{}, err
	}
	return TimestampSigner{Signer: Signer{Key: k.Key, Fallbacks: k.Fallbacks, Salt: salt}}, nil
}

// InCookie is the signer of a cookie of this name, as that of Django's signed
// cookies.
func InCookie(ctx context.Context, name, salt string) (TimestampSigner, error) {
	k, err := keysIn(ctx)
	if err != nil {
		return TimestampSigner{}, err
	}
	const prefix = "django.http.cookies"
	s := Signer{Key: prefix + k.Key, Salt: name + salt}
	for _, key := range k.Fallbacks {
		s.Fallbacks = append(s.Fallbacks, prefix+key)
	}
	return TimestampSigner{Signer: s}, nil
}

func keysIn(ctx context.Context) (Keys, error) {
	k, _ := ctx.Value(keysKey{}).(Keys)
	if k.Key == "" {
		return Keys{}, ErrNoKeys
	}
	return k, nil
}

// Dumps signs a value as JSON with the keys of the context. An empty salt is
// "django.core.signing", that of Django's function of this name.
func Dumps(ctx context.Context, salt string, v any) (string, error) {
	s, err := In(ctx, orModule(salt))
	if err != nil {
		return "", err
	}
	return s.SignObject(v)
}

// Loads reads what [Dumps] has signed within maxAge into the pointer v; 0 is
// without end. See [ErrBadSignature] and [ErrExpired].
func Loads(ctx context.Context, salt, signed string, maxAge time.Duration, v any) error {
	s, err := In(ctx, orModule(salt))
	if err != nil {
		return err
	}
	return s.UnsignObject(signed, maxAge, v)
}

func orModule(salt string) string {
	if salt == "" {
		return "django.core.signing"
	}
	return salt
}
