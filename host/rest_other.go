//go:build !linux

package host

// leaveProgram does nothing where the system keeps no account of single mappings.
func leaveProgram() {}
