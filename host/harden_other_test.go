//go:build !linux

package host

// dumpable cannot be asked of this system.
func dumpable() string { return "not dumpable" }
