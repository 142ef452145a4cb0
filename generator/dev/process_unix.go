//go:build unix

package dev

import (
	"os"
	"os/exec"
	"syscall"
)

// signals end the run.
func signals() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} }

// isolate gives a command a process group of its own: the terminal's Ctrl-C
// goes to this process alone, and what the command starts can be ended with it.
func isolate(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(command.SysProcAttr)
}

// interrupt asks a command and what it started to stop at once.
func interrupt(process *os.Process) error { return syscall.Kill(-process.Pid, syscall.SIGINT) }

// terminate asks a process to finish. It is the one to tell what it started.
func terminate(process *os.Process) error { return process.Signal(syscall.SIGTERM) }

// kill ends a process and all that it started.
func kill(process *os.Process) error { return syscall.Kill(-process.Pid, syscall.SIGKILL) }
