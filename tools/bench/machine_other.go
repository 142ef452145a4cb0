//go:build !linux

package main

import "time"

// costUnit says what costs are counted in.
const costUnit = "a request"

var began = time.Now()

// cost stands in for the CPU time of a process: time on the clock.
func cost(int) (time.Duration, error) { return time.Since(began), nil }

// machine knows nothing about other processes here.
type machine struct{}

func machineTime() machine { return machine{} }

func (machine) others(machine) (float64, bool) { return 0, false }
