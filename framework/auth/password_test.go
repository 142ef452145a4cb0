package auth

import (
	"context"
	_ "embed"
	"errors"
	"strings"
	"testing"
)

// The rows of passwords.tsv were made with Django 3.2, argon2-cffi, bcrypt and
// Python's hashlib: what it is, the password, what Django stores.
//
//go:embed testdata/passwords.tsv
var golden string

// cheap makes a context in which passwords cost next to nothing.
func cheap(t testing.TB) context.Context {
	t.Helper()
	ctx, err := WithCost(t.Context(), Argon2{Passes: 1, Memory: 16, Lanes: 1})
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

func TestStoredPasswordsOfDjango(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSuffix(golden, "\n"), "\n")
	if len(lines) < 25 {
		t.Fatalf("only %d rows", len(lines))
	}
	for _, line := range lines {
		row := strings.Split(line, "\t")
		name, password, stored := row[0], row[1], row[2]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, err := parse(stored)
			if err != nil {
				t.Fatal(err)
			}
			if !e.check(password) {
				t.Errorf("%q does not match %s", password, stored)
			}
			for _, wrong := range []string{password + "x", strings.ToUpper(password) + "!", "x" + password} {
				if len(wrong) <= 72 && e.check(wrong) {
					t.Errorf("%q matches %s", wrong, stored)
				}
			}
		})
	}
}

func TestHashPassword(t *testing.T) {
	t.Parallel()
	ctx := cheap(t)
	stored, err := HashPassword(ctx, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(stored, "argon2$argon2id$v=19$m=16,t=1,p=1$") {
		t.Errorf("stored as %s", stored)
	}
	again, err := HashPassword(ctx, "correct horse")
	if err != nil || again == stored {
		t.Errorf("two passwords have one salt: %s, %v", again, err)
	}
	for _, c := range []struct {
		name, password string
		want           bool
	}{
		{"the password itself matches", "correct horse", true},
		{"another case does not", "Correct horse", false},
		{"a byte more does not", "correct horse\x00", false},
		{"the empty password does not", "", false},
		{"a very long password does not", strings.Repeat("x", 1<<20), false},
	} {
		if got, err := VerifyPassword(ctx, c.password, stored); got != c.want || err != nil {
			t.Errorf("%s: got %v, %v", c.name, got, err)
		}
	}
	if _, err := HashPassword(ctx, strings.Repeat("x", 4097)); !errors.Is(err, ErrTooLong) {
		t.Errorf("4097 bytes: %v", err)
	}
	if _, err := HashPassword(ctx, strings.Repeat("x", 4096)); err != nil {
		t.Errorf("4096 bytes: %v", err)
	}
}

func TestDefaultCostIsDjangos(t *testing.T) {
	t.Parallel()
	if got := costOf(t.Context()).String(); got != "m=102400,t=2,p=8" {
		t.Errorf("cost is %s", got)
	}
	stored := "argon2$argon2id$v=19$m=102400,t=2,p=8$UWp2cExWYlZkcTVRNHJLSHZMS1V4bg$"
	if outdated(t.Context(), stored+"VnJDamTfunC0UHymV7vfSA") != true {
		t.Error("a hash of 16 bytes is not outdated")
	}
	if outdated(t.Context(), stored+strings.Repeat("A", 43)) {
		t.Error("today's form is outdated")
	}
}

func TestUnusablePassword(t *testing.T) {
	t.Parallel()
	ctx := cheap(t)
	empty, err := HashPassword(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, stored := range []string{empty, UnusablePassword(), "!", ""} {
		u := User{Password: stored}
		if u.HasPassword() {
			t.Errorf("%q is a password", stored)
		}
		for _, p := range []string{"", "!", stored, "x"} {
			if ok, err := VerifyPassword(ctx, p, stored); ok || err != nil {
				t.Errorf("%q against %q: %v, %v", p, stored, ok, err)
			}
		}
		if outdated(ctx, stored) {
			t.Errorf("%q is outdated", stored)
		}
	}
}

// hostile are stored passwords that must be refused before they cost anything.
var hostile = map[string]string{
	"no algorithm":                      "letmein",
	"an algorithm alone":                "argon2",
	"an unknown algorithm":              "rot13$1$salt$hash",
	"a form longer than the column":     "md5$" + strings.Repeat("s", 2000) + "$3f86d0d3d465b7b458c231bf3555c0e3",
	"md5 that is no hash":               "md5$salt$zz",
	"md5 without fields":                "md5$",
	"pbkdf2 with a billion iterations":  "pbkdf2_sha256$1000000000$salt$KmtzjE7Y1gkaoDA3398+Z8C6WAH1qIwq4YKMLnMvlx8=",
	"pbkdf2 without iterations":         "pbkdf2_sha256$0$salt$KmtzjE7Y1gkaoDA3398+Z8C6WAH1qIwq4YKMLnMvlx8=",
	"pbkdf2 with negative iterations":   "pbkdf2_sha256$-5$salt$KmtzjE7Y1gkaoDA3398+Z8C6WAH1qIwq4YKMLnMvlx8=",
	"pbkdf2 with leading zeros":         "pbkdf2_sha256$0012$salt$KmtzjE7Y1gkaoDA3398+Z8C6WAH1qIwq4YKMLnMvlx8=",
	"pbkdf2 whose number overflows":     "pbkdf2_sha256$99999999999999999999999$salt$KmtzjE7Y1gkaoDA3398+Z8C6WAH1qIwq4YKMLnMvlx8=",
	"pbkdf2 without a salt":             "pbkdf2_sha256$10$$KmtzjE7Y1gkaoDA3398+Z8C6WAH1qIwq4YKMLnMvlx8=",
	"pbkdf2 with an empty hash":         "pbkdf2_sha256$10$salt$",
	"pbkdf2 with a short hash":          "pbkdf2_sha256$10$salt$AAAA",
	"pbkdf2_sha1 with a hash of sha256": "pbkdf2_sha1$10$salt$KmtzjE7Y1gkaoDA3398+Z8C6WAH1qIwq4YKMLnMvlx8=",
	"argon2 over a terabyte":            "argon2$argon2id$v=19$m=1073741824,t=2,p=8$c2Vhc2FsdHNlYXNhbHQ$cCseGkzeaxGHb3WYjDavxg",
	"argon2 with a million passes":      "argon2$argon2id$v=19$m=102400,t=1000000,p=8$c2Vhc2FsdHNlYXNhbHQ$cCseGkzeaxGHb3WYjDavxg",
	"argon2 without passes":             "argon2$argon2id$v=19$m=1024,t=0,p=1$c2Vhc2FsdHNlYXNhbHQ$cCseGkzeaxGHb3WYjDavxg",
	"argon2 without lanes":              "argon2$argon2id$v=19$m=1024,t=1,p=0$c2Vhc2FsdHNlYXNhbHQ$cCseGkzeaxGHb3WYjDavxg",
	"argon2 with 256 lanes":             "argon2$argon2id$v=19$m=102400,t=1,p=256$c2Vhc2FsdHNlYXNhbHQ$cCseGkzeaxGHb3WYjDavxg",
	"argon2 with too little memory":     "argon2$argon2id$v=19$m=7,t=1,p=1$c2Vhc2FsdHNlYXNhbHQ$cCseGkzeaxGHb3WYjDavxg",
	"argon2 with words behind the cost": "argon2$argon2id$v=19$m=1024,t=1,p=1,x=1$c2Vhc2FsdHNlYXNhbHQ$cCseGkzeaxGHb3WYjDavxg",
	"argon2 of another version":         "argon2$argon2id$v=16$m=1024,t=2,p=2$c2Vhc2FsdHNlYXNhbHQ$cCseGkzeaxGHb3WYjDavxg",
	"argon2d":                           "argon2$argon2d$v=19$m=1024,t=2,p=2$c2Vhc2FsdHNlYXNhbHQ$cCseGkzeaxGHb3WYjDavxg",
	"argon2 without a hash":             "argon2$argon2id$v=19$m=1024,t=2,p=2$c2Vhc2FsdHNlYXNhbHQ$",
	"argon2 without a salt":             "argon2$argon2id$v=19$m=1024,t=2,p=2$$cCseGkzeaxGHb3WYjDavxg",
	"scrypt over much memory":           "scrypt$1073741824$salt$8$5$" + strings.Repeat("A", 86) + "==",
	"scrypt whose factor is no power":   "scrypt$1000$salt$8$5$" + strings.Repeat("A", 86) + "==",
	"scrypt with a million lanes":       "scrypt$16384$salt$8$1000000$" + strings.Repeat("A", 86) + "==",
	"scrypt of factor one":              "scrypt$1$salt$8$1$" + strings.Repeat("A", 86) + "==",
	"bcrypt with a cost of 31":          "bcrypt$$2b$31$zVK.h2MhIyeqxJ6tPNQv2eWP31BsVDGUz8Dgv0f6ZawtwzxwwnLD2",
	"bcrypt with a cost of 99":          "bcrypt$$2b$99$zVK.h2MhIyeqxJ6tPNQv2eWP31BsVDGUz8Dgv0f6ZawtwzxwwnLD2",
	"bcrypt that is cut off":            "bcrypt$$2b$04$zVK",
	"bcrypt with more behind":           "bcrypt_sha256$$2b$04$lmHmekGtURqPX1itjoDmtep8Js8a.YWuyTEFbIcgI8hm.Iy3CzTZeXX",
	"dollar signs":                      "$$$$$$$$",
	"bytes that are no text":            "argon2$\xff\xfe$\x00",
}

func TestHostileStoredPasswords(t *testing.T) {
	t.Parallel()
	ctx := cheap(t)
	for name, stored := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ok, err := VerifyPassword(ctx, "letmein", stored)
			if ok || !errors.Is(err, errUnread) {
				t.Fatalf("got %v, %v", ok, err)
			}
			if len(stored) > 12 && strings.Contains(err.Error(), stored[12:]) {
				t.Errorf("the error shows what is stored: %v", err)
			}
		})
	}
}

func TestPasswordsWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(cheap(t))
	cancel()
	if _, err := HashPassword(ctx, "secret"); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that is over still computes passwords: %v", err)
	}
	if _, err := VerifyPassword(ctx, "secret", "md5$$"); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that is over still checks passwords: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for line := range strings.Lines(golden) {
		f.Add(strings.Split(strings.TrimSuffix(line, "\n"), "\t")[2])
	}
	for _, stored := range hostile {
		f.Add(stored)
	}
	f.Fuzz(func(t *testing.T, stored string) {
		e, err := parse(stored)
		if err != nil {
			if e.check != nil {
				t.Error("an error and a check")
			}
			return
		}
		if e.check == nil {
			t.Fatal("neither an error nor a check")
		}
		if e.cost != (Argon2{}) && e.cost.check() != nil {
			t.Errorf("cost %s was let through", e.cost)
		}
	})
}

func BenchmarkLoginHash(b *testing.B) {
	stored, err := HashPassword(b.Context(), "correct horse")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if ok, err := VerifyPassword(b.Context(), "correct horse", stored); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}
