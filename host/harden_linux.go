package host

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// forbidCoreDumps lets no core dump be made of this process, which would hold the
// master key and what people wrote, and no other process of the same user look
// into its memory or environment (prctl(2), PR_SET_DUMPABLE; a limit of zero alone
// does not hold back dumps that core(5) pipes to a program). It is done as far as
// the system allows: where it does not, the program is as safe as any other.
func forbidCoreDumps() {
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}
