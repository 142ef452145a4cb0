//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// become replaces this process by a program, so that the terminal, signals and
// the exit status are the program's own. The lock ends with this process's image.
func become(_ context.Context, binary string, words []string, _ func()) error {
	if err := syscall.Exec(binary, words, os.Environ()); err != nil {
		return fmt.Errorf("starting the site's program: %w", err)
	}
	return nil
}

// tellToEnd passes on the wish to end. A program that has had the terminal's
// Ctrl-C already takes no harm.
func tellToEnd(process *os.Process) { _ = process.Signal(syscall.SIGTERM) }

// lock waits until no other process holds the lock of a file.
func lock(ctx context.Context, name string) (unlock func(), err error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the site's program: %w", err)
	}
	retry := time.NewTicker(20 * time.Millisecond)
	defer retry.Stop()
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { file.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			file.Close()
			return nil, fmt.Errorf("locking the site's program: %w", err)
		}
		select {
		case <-ctx.Done():
			file.Close()
			return nil, ctx.Err()
		case <-retry.C:
		}
	}
}
