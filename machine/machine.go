// Package machine is what Unix and Windows do differently: who else can open a file, locks,
// names that survive a power failure, the room on a disk, what is a screen, and the numbers of the system's errors.
//
// Open unix.go first, which has each function as Unix does it; free_unix.go has the room on a
// disk. files_windows.go, guard_windows.go, lock_windows.go, system_windows.go and
// free_windows.go have the same as Windows does it. What never goes in: anything that
// knows what a file is for.
package machine

import "errors"

var (
	// ErrLink says that a path is a link where the file itself is wanted.
	ErrLink = errors.New("it is a link")
	// ErrLocked says that another process holds a lock.
	ErrLocked = errors.New("it is locked by another process")
)
