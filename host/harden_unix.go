//go:build unix && !linux

package host

import "syscall"

// forbidCoreDumps forbids core dumps of this process, which would hold the master key
// and what people wrote.
func forbidCoreDumps() { _ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }
