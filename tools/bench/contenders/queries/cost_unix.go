//go:build unix

package main

import (
	"syscall"
	"time"
)

// cost is the CPU time that this process has used so far.
func cost() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it has no reason to fail
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
