//go:build !unix

package dev

import (
	"os"
	"os/exec"
)

// signals end the run.
func signals() []os.Signal { return []os.Signal{os.Interrupt} }

// isolate does nothing: a console's Ctrl-C reaches the command as well.
func isolate(*exec.Cmd) {}

// interrupt ends a command; there is no signal to ask it.
func interrupt(process *os.Process) error { return process.Kill() }

// terminate ends a process; there is no signal to ask it.
func terminate(process *os.Process) error { return process.Kill() }

// kill ends a process.
func kill(process *os.Process) error { return process.Kill() }
