package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// longestPassword is how many bytes of a password are read. Longer ones are
// refused before they cost anything.
const longestPassword = 4096

// ErrTooLong is returned for a password of more than 4096 bytes.
var ErrTooLong = errors.New("auth: the password is longer than 4096 bytes")

// slots bounds how many passwords are computed at once in this process. Each
// takes 100 MiB and some tenths of a second of every processor, so a crowd at
// the login page waits in a queue instead of taking all memory.
var slots = make(chan struct{}, max(1, runtime.NumCPU()/4))

// muchMemory, in KiB, is what is given back to the system at once. The garbage
// collector alone would keep the process at twice the memory for minutes.
const muchMemory = 16 << 10

// inTurn runs fn, which needs memory in KiB, when there is a slot for it, or
// returns the context's error.
func inTurn(ctx context.Context, memory uint32, fn func()) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-slots }()
	fn()
	if memory >= muchMemory {
		debug.FreeOSMemory()
	}
	return nil
}

// HashPassword returns the stored form of a new password. The empty password
// becomes one that nobody can log in with.
func HashPassword(ctx context.Context, password string) (string, error) {
	if len(password) > longestPassword {
		return "", ErrTooLong
	}
	if password == "" {
		return UnusablePassword(), nil
	}
	var text string
	cost := costOf(ctx)
	if err := inTurn(ctx, cost.Memory, func() { text = cost.encode(password) }); err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return text, nil
}

// UnusablePassword is a stored form that no password matches.
func UnusablePassword() string { return "!" + rand.Text() }

// VerifyPassword reports whether a password is the one of a stored form. A form
// that cannot be read is an error, and takes as long as one that can. The empty
// password never matches.
func VerifyPassword(ctx context.Context, password, stored string) (bool, error) {
	if password == "" || len(password) > longestPassword {
		return false, nil
	}
	e, problem := parse(stored)
	if problem != nil {
		cost := costOf(ctx)
		e = encoded{memory: cost.Memory, check: func(p string) bool { cost.encode(p); return false }}
	}
	var same bool
	if err := inTurn(ctx, e.memory, func() { same = e.check(password) }); err != nil {
		return false, fmt.Errorf("checking a password: %w", err)
	}
	if errors.Is(problem, errUnusable) {
		return false, nil
	}
	if problem != nil {
		return false, fmt.Errorf("checking a password: %w", problem)
	}
	return same, nil
}

// outdated reports whether a stored form is not the one that a new password
// would get.
func outdated(ctx context.Context, stored string) bool {
	e, err := parse(stored)
	return err == nil && e.cost != costOf(ctx)
}

// HasPassword reports whether the user can log in with a password at all.
func (u *User) HasPassword() bool { return u.Password != "" && u.Password[0] != '!' }
