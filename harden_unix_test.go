//go:build unix && !linux

package main

// dumpable cannot be asked here.
func dumpable() string { return "not dumpable" }
