//go:build !unix

package main

import "time"

var began = time.Now()

// cost stands in for CPU time: time on the clock.
func cost() time.Duration { return time.Since(began) }
