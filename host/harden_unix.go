//go:build unix && !linux

package host

import "syscall"

// keepToItself lets no core dump be made of this process, which would hold the
// master key and what people wrote.
func keepToItself() { _ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }
