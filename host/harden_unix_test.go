//go:build unix && !linux

package host

// dumpable cannot be asked here.
func dumpable() string { return "not dumpable" }
