package auth

import (
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/scrypt"
)

// encoded is a stored password, taken apart.
type encoded struct {
	check  func(password string) bool // in constant time
	memory uint32                     // KiB that check takes, if they are many
	cost   Argon2                     // of argon2id with a salt of today's length; zero of all else
}

// longestEncoded is the size of the column, in bytes at most.
const longestEncoded = 4 * 255

var (
	errUnusable = errors.New("the password is unusable")
	errUnread   = errors.New("the stored password cannot be read")
)

func unread(format string, args ...any) (encoded, error) {
	return encoded{}, fmt.Errorf("%w: "+format, append([]any{errUnread}, args...)...)
}

// parse reads a stored password: algorithm, "$" and what the algorithm keeps.
func parse(text string) (encoded, error) {
	if text == "" || text[0] == '!' {
		return encoded{}, errUnusable
	}
	if len(text) > longestEncoded {
		return unread("it is longer than its column")
	}
	algorithm, rest, _ := strings.Cut(text, "$")
	switch algorithm {
	case "argon2":
		return parseArgon2(rest)
	case "pbkdf2_sha256":
		return parsePBKDF2(rest, sha256.New)
	case "pbkdf2_sha1":
		return parsePBKDF2(rest, sha1.New)
	case "scrypt":
		return parseScrypt(rest)
	case "bcrypt":
		return parseBcrypt(rest, func(p string) []byte { return []byte(p) })
	case "bcrypt_sha256":
		return parseBcrypt(rest, func(p string) []byte {
			sum := sha256.Sum256([]byte(p))
			return []byte(hex.EncodeToString(sum[:]))
		})
	case "md5":
		return parseMD5(rest)
	}
	return unread("its algorithm is not known")
}

func equal(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }

func parseArgon2(rest string) (encoded, error) {
	parts := strings.Split(rest, "$")
	if len(parts) != 5 || parts[1] != "v="+strconv.Itoa(argon2.Version) {
		return unread("argon2 has another version or form")
	}
	derive := argon2.IDKey
	switch parts[0] {
	case "argon2id":
	case "argon2i":
		derive = argon2.Key
	default:
		return unread("only argon2id and argon2i are known")
	}
	var a Argon2
	if _, err := fmt.Sscanf(parts[2], "m=%d,t=%d,p=%d", &a.Memory, &a.Passes, &a.Lanes); err != nil || a.String() != parts[2] {
		return unread("argon2 has no cost")
	}
	if err := a.check(); err != nil {
		return unread("%w", err)
	}
	salt, err := base64.RawStdEncoding.Strict().DecodeString(parts[3])
	if err != nil || len(salt) < 8 || len(salt) > 128 {
		return unread("argon2 has no salt of 8 to 128 bytes")
	}
	key, err := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	if err != nil || len(key) < 12 || len(key) > 64 {
		return unread("argon2 has no hash of 12 to 64 bytes")
	}
	e := encoded{memory: a.Memory, check: func(p string) bool {
		return equal(key, derive([]byte(p), salt, a.Passes, a.Memory, a.Lanes, uint32(len(key))))
	}}
	if parts[0] == "argon2id" && len(salt) >= 22 && len(key) >= argon2KeyLength {
		e.cost = a
	}
	return e, nil
}

func parsePBKDF2(rest string, h func() hash.Hash) (encoded, error) {
	parts := strings.Split(rest, "$")
	if len(parts) != 3 || parts[1] == "" {
		return unread("pbkdf2 has another form")
	}
	n, ok := count(parts[0], 4_000_000)
	if !ok {
		return unread("pbkdf2 does not have 1 to 4,000,000 iterations")
	}
	key, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(key) != h().Size() {
		return unread("pbkdf2 has a hash of another length")
	}
	return encoded{check: func(p string) bool {
		got, err := pbkdf2.Key(h, p, []byte(parts[1]), n, len(key))
		return err == nil && equal(key, got)
	}}, nil
}

func parseScrypt(rest string) (encoded, error) {
	parts := strings.Split(rest, "$")
	if len(parts) != 5 || parts[1] == "" {
		return unread("scrypt has another form")
	}
	n, ok1 := count(parts[0], 1<<19)
	r, ok2 := count(parts[2], 64)
	p, ok3 := count(parts[3], 64)
	if !ok1 || !ok2 || !ok3 || n < 2 || n&(n-1) != 0 || n*r > 1<<19 || n*r*p > 1<<21 {
		return unread("scrypt would need too much memory or time")
	}
	key, err := base64.StdEncoding.Strict().DecodeString(parts[4])
	if err != nil || len(key) != 64 {
		return unread("scrypt has no hash of 64 bytes")
	}
	return encoded{memory: uint32(n * r / 8), check: func(password string) bool {
		got, err := scrypt.Key([]byte(password), []byte(parts[1]), n, r, p, len(key))
		return err == nil && equal(key, got)
	}}, nil
}

func parseBcrypt(rest string, prepare func(string) []byte) (encoded, error) {
	cost, err := bcrypt.Cost([]byte(rest))
	if err != nil || len(rest) != 60 {
		return unread("bcrypt has another form")
	}
	if cost > 15 {
		return unread("bcrypt has a cost above 15")
	}
	return encoded{check: func(p string) bool {
		return bcrypt.CompareHashAndPassword([]byte(rest), prepare(p)) == nil
	}}, nil
}

// parseMD5 reads a form that Django keeps for old sites. It is weak: whoever
// reads the table finds most passwords. Logging in replaces it.
func parseMD5(rest string) (encoded, error) {
	salt, text, ok := strings.Cut(rest, "$")
	key, err := hex.DecodeString(text)
	if !ok || err != nil || len(key) != md5.Size {
		return unread("md5 has another form")
	}
	return encoded{check: func(p string) bool {
		got := md5.Sum([]byte(salt + p))
		return equal(key, got[:])
	}}, nil
}

// count reads a number from 1 to most, written plainly.
func count(text string, most int) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= most && strconv.Itoa(n) == text
}
