//go:build !unix

package main

import "os"

// endSignals ask a program to end.
func endSignals() []os.Signal { return []os.Signal{os.Interrupt} }
