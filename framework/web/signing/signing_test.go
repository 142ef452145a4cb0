package signing_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/web/signing"
)

const key = "a key for tests, where nothing is secret"

func then() time.Time { return time.Unix(1760000000, 0) }

// in is a context with keys, and a signer with a clock that stands.
func in(t testing.TB, salt string) signing.TimestampSigner {
	t.Helper()
	s, err := signing.In(signing.With(t.Context(), signing.Keys{Key: key}), salt)
	if err != nil {
		t.Fatal(err)
	}
	s.Now = then
	return s
}

// golden is what testdata/sign.py has printed.
func golden(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/django.json")
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]string
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

type order struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
	Tags []any  `json:"tags"`
}

var tea = order{7, "Zoë 🍵", []any{"a", nil, 1.5, true}}

func TestSignaturesAreThoseOfDjango(t *testing.T) {
	t.Parallel()
	cookie, err := signing.InCookie(signing.With(t.Context(), signing.Keys{Key: key}), "theme", "")
	if err != nil {
		t.Fatal(err)
	}
	cookie.Now = then
	dumps, err := in(t, "django.core.signing").SignObject(tea)
	if err != nil {
		t.Fatal(err)
	}
	list, err := in(t, "my salt").SignObject([]int{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	object, err := signing.Signer{Key: key}.SignObject(map[string]string{"a": "b"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{
		"signer": signing.Signer{Key: key}.Sign("hello"), "salted": signing.Signer{Key: key, Salt: "my salt"}.Sign("h:é:llo"),
		"timestamp": in(t, "").Sign("hello"), "dumps": dumps, "dumps salted": list, "object": object, "cookie": cookie.Sign("dark"),
	}
	want := golden(t)
	compressed := want["compressed"]
	delete(want, "compressed")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var numbers []int
	if err := in(t, "django.core.signing").UnsignObject(compressed, 0, &numbers); err != nil || len(numbers) != 100 || numbers[99] != 99 {
		t.Errorf("a compressed object: %v, %v", numbers, err)
	}
}

// Django itself reads what was signed here.
func TestDjangoReadsThem(t *testing.T) {
	t.Parallel()
	ctx := signing.With(t.Context(), signing.Keys{Key: key})
	dumps, err := signing.Dumps(ctx, "", tea)
	if err != nil {
		t.Fatal(err)
	}
	cookie, err := signing.InCookie(ctx, "theme", "")
	if err != nil {
		t.Fatal(err)
	}
	given, err := json.Marshal(map[string]string{
		"signer": signing.Signer{Key: key}.Sign("hello"), "salted": signing.Signer{Key: key, Salt: "my salt"}.Sign("h:é:llo"),
		"timestamp": in(t, "").Sign("hello"), "dumps": dumps, "cookie": cookie.Sign("dark"),
	})
	if err != nil {
		t.Fatal(err)
	}
	out := django(t, given, "read")
	var got struct {
		Signer, Salted, Timestamp, Cookie string
		Dumps                             order
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got.Signer != "hello" || got.Salted != "h:é:llo" || got.Timestamp != "hello" || got.Cookie != "dark" {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff(tea, got.Dumps); diff != "" {
		t.Error(diff)
	}
	fresh, err := os.ReadFile("testdata/django.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(fresh), string(django(t, nil))); diff != "" {
		t.Errorf("testdata/django.json is not what Django signs: %s", diff)
	}
}

// django runs testdata/sign.py with Debian's python3-django.
func django(t *testing.T, input []byte, args ...string) []byte {
	t.Helper()
	for _, python := range []string{"/usr/bin/python3", "python3"} { // Debian's packages are for Debian's Python
		if exec.Command(python, "-c", "import django").Run() != nil {
			continue
		}
		cmd := exec.Command(python, append([]string{"testdata/sign.py"}, args...)...)
		cmd.Stdin = bytes.NewReader(input)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return out
	}
	if os.Getenv("GOFW_TEST_ALL") != "" {
		t.Fatal("GOFW_TEST_ALL is set, but python3-django is missing")
	}
	t.Skip("python3-django is missing")
	return nil
}

func TestWhatWasNotSignedIsRefused(t *testing.T) {
	t.Parallel()
	s := in(t, "newsletter")
	good := s.Sign("a@b.example")
	other := signing.TimestampSigner{Signer: signing.Signer{Key: "another key", Salt: "newsletter"}, Now: then}
	for name, signed := range map[string]string{
		"nothing": "", "no signature": "a@b.example", "an empty signature": "a@b.example:1v6mOm:", "another value": "x" + good,
		"a letter more": good + "A", "a letter less": good[:len(good)-1], "another time": strings.Replace(good, ":1", ":2", 1),
		"another purpose": in(t, "login").Sign("a@b.example"), "another key": other.Sign("a@b.example"), "another sign at the end": good[:len(good)-1] + "=",
		"signed without a time":      signing.Signer{Key: key, Salt: "newsletter"}.Sign("a@b.example"),
		"signed with a broken time":  signing.Signer{Key: key, Salt: "newsletter"}.Sign("a:!"),
		"signed with an endless one": signing.Signer{Key: key, Salt: "newsletter"}.Sign("a:zzzzzzzzzzzzzzz"),
		"a NUL":                      "\x00:\x00:\x00", "colons": ":::", "not UTF-8": "\xff" + good,
	} {
		if got, err := s.Unsign(signed, 0); !errors.Is(err, signing.ErrBadSignature) || got != "" {
			t.Errorf("%s gives %q, %v", name, got, err)
		}
	}
	if got, err := s.Unsign(good, 0); err != nil || got != "a@b.example" {
		t.Errorf("the value itself: %q, %v", got, err)
	}
}

func TestSignaturesGrowOld(t *testing.T) {
	t.Parallel()
	s := in(t, "x")
	signed := s.Sign("v")
	s.Now = func() time.Time { return then().Add(time.Hour) }
	if _, err := s.Unsign(signed, time.Hour); err != nil {
		t.Error(err)
	}
	if _, err := s.Unsign(signed, time.Hour-time.Second); !errors.Is(err, signing.ErrExpired) || errors.Is(err, signing.ErrBadSignature) {
		t.Error(err)
	}
	if v, at, err := s.SignedAt(signed); v != "v" || !at.Equal(then()) || err != nil {
		t.Error(v, at, err)
	}
}

func TestOldKeysAreAcceptedAndNotUsed(t *testing.T) {
	t.Parallel()
	old := signing.Signer{Key: "old"}
	both := signing.Signer{Key: "new", Fallbacks: []string{"older", "old"}}
	if v, err := both.Unsign(old.Sign("v")); v != "v" || err != nil {
		t.Error(v, err)
	}
	if _, err := old.Unsign(both.Sign("v")); !errors.Is(err, signing.ErrBadSignature) {
		t.Error(err)
	}
}

func TestAKeyIsNeeded(t *testing.T) {
	t.Parallel()
	if _, err := signing.In(context.Background(), "x"); !errors.Is(err, signing.ErrNoKeys) {
		t.Error(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a signer without a key signs")
		}
	}()
	signing.Signer{}.Sign("x")
}

func TestASignedBombIsDefused(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	w := zlib.NewWriter(&bomb)
	_, _ = w.Write(append([]byte(`"`), bytes.Repeat([]byte("a"), 2<<20)...))
	_ = w.Close()
	s := signing.Signer{Key: key}
	var v any
	err := s.UnsignObject(s.Sign("."+base64.RawURLEncoding.EncodeToString(bomb.Bytes())), &v)
	if err == nil || !strings.Contains(err.Error(), "longer than 1 MiB") {
		t.Error(err)
	}
}

func FuzzUnsign(f *testing.F) {
	s := in(f, "fuzz")
	for _, v := range []string{"", "a", s.Sign("a"), ":", "::", "a:b:c", s.Sign("\xff")} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		if got, err := s.Unsign(v, 0); err == nil && s.Sign(got) != v && !strings.HasPrefix(v, got+":") {
			t.Fatalf("%q gives %q", v, got)
		}
		if got, err := s.Unsign(s.Sign(v), time.Minute); err != nil || got != v {
			t.Fatalf("%q comes back as %q, %v", v, got, err)
		}
		signed, err := s.SignObject(v)
		if err != nil {
			t.Fatal(err)
		}
		var back string
		if err := s.UnsignObject(signed, 0, &back); err != nil || back != strings.ToValidUTF8(v, "\ufffd") && len(back) == 0 && v != "" {
			t.Fatalf("%q comes back as %q, %v", v, back, err)
		}
	})
}

func Example() {
	ctx := signing.With(context.Background(), signing.Keys{Key: "50 random characters"})
	signer, err := signing.In(ctx, "newsletter")
	if err != nil {
		fmt.Println(err)
		return
	}
	token := signer.Sign("ann@example.com")
	address, err := signer.Unsign(token, 3*24*time.Hour)
	fmt.Println(address, err)
	_, err = signer.Unsign("eve"+token, 3*24*time.Hour)
	fmt.Println(err)
	// Output:
	// ann@example.com <nil>
	// signing: the signature does not match
}
