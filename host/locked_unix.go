//go:build unix && !linux

package host

import "golang.org/x/sys/unix"

// askLock asks who holds a lock.
const askLock = unix.F_GETLK
