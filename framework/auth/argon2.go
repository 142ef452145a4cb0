package auth

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// Argon2 is what argon2id may cost. The zero value is Django's: 2 passes over
// 100 MiB in 8 lanes.
type Argon2 struct {
	Passes uint32
	Memory uint32 // KiB
	Lanes  uint8
}

const argon2KeyLength = 32

// Bounds of what is computed, so that one bad row cannot stall a server.
const (
	largestMemory = 256 << 10 // KiB
	largestWork   = 1 << 20   // KiB × passes
)

func (a Argon2) orDefault() Argon2 {
	if a == (Argon2{}) {
		return Argon2{Passes: 2, Memory: 100 << 10, Lanes: 8}
	}
	return a
}

func (a Argon2) check() error {
	switch {
	case a.Passes == 0 || a.Lanes == 0:
		return errors.New("argon2 needs at least one pass and one lane")
	case a.Memory < 8*uint32(a.Lanes):
		return errors.New("argon2 needs at least 8 KiB of memory for each lane")
	case a.Memory > largestMemory || uint64(a.Memory)*uint64(a.Passes) > largestWork:
		return errors.New("argon2 would need too much memory or time")
	}
	return nil
}

// encode makes the stored form of a new password. Salts are text, as Django's.
func (a Argon2) encode(password string) string {
	salt := []byte(rand.Text())
	key := argon2.IDKey([]byte(password), salt, a.Passes, a.Memory, a.Lanes, argon2KeyLength)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("argon2$argon2id$v=%d$%s$%s$%s", argon2.Version, a, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// String is the cost as the stored form has it.
func (a Argon2) String() string { return fmt.Sprintf("m=%d,t=%d,p=%d", a.Memory, a.Passes, a.Lanes) }
