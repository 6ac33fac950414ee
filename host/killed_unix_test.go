//go:build unix

package host

import (
	"os"
	"syscall"
)

// die ends this process as a power failure would.
func die() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // until it has come
}

// died says whether die ended a process.
func died(p *os.ProcessState) bool {
	status, ok := p.Sys().(syscall.WaitStatus)
	return ok && status.Signal() == syscall.SIGKILL
}
