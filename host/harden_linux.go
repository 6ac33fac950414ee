package host

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Harden forbids core dumps of this process, which would hold the master key
// and what people wrote. It also keeps other processes of the same user from reading its
// memory and environment (prctl(2), PR_SET_DUMPABLE). The limit of zero alone would not
// stop dumps that core(5) pipes to a program. Errors are ignored: where the system
// refuses, the program is as safe as any other.
func Harden() {
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}
