package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// tick is the unit of /proc, the same on every Linux.
const tick = 10 * time.Millisecond

// costUnit says what costs are counted in.
const costUnit = "of CPU a request"

// cost is the CPU time that a process has used so far.
func cost(pid int) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, ok := bytes.Cut(text, []byte(") ")) // the name before may hold anything but this
	fields := bytes.Fields(rest)
	if !ok || len(fields) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat is not understood", pid)
	}
	user, err1 := strconv.ParseInt(string(fields[11]), 10, 64)
	system, err2 := strconv.ParseInt(string(fields[12]), 10, 64)
	if err1 != nil || err2 != nil {
		return 0, fmt.Errorf("/proc/%d/stat is not understood", pid)
	}
	return time.Duration(user+system) * tick, nil
}

// machine is what all processors have done so far, and this run's part of it.
type machine struct{ total, busy, own time.Duration }

// machineTime reads the machine's clocks; what cannot be read is zero.
func machineTime() machine {
	var m machine
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return m
	}
	line, _, _ := strings.Cut(string(text), "\n")
	for i, field := range strings.Fields(line)[1:] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil || i > 7 { // guests are counted as users already
			break
		}
		m.total += time.Duration(n) * tick
		if i != 3 && i != 4 { // idle, and waiting for a disk
			m.busy += time.Duration(n) * tick
		}
	}
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if syscall.Getrusage(who, &u) == nil {
			m.own += time.Duration(u.Utime.Nano() + u.Stime.Nano())
		}
	}
	return m
}

// others is the part of the machine, between two readings, that went to
// processes which this run did not start.
func (m machine) others(now machine) (float64, bool) {
	total := now.total - m.total
	if total <= 0 {
		return 0, false
	}
	return max(0, float64(now.busy-m.busy-now.own+m.own)/float64(total)), true
}
