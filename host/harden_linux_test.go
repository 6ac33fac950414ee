package host

import "golang.org/x/sys/unix"

// dumpable says whether the kernel would dump this process.
func dumpable() string {
	if n, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); err != nil || n != 0 {
		return "dumpable"
	}
	return "not dumpable"
}
