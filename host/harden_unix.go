//go:build unix && !linux

package host

import "syscall"

// Harden forbids core dumps of this process, which would hold the master key
// and what people wrote.
func Harden() { _ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }
