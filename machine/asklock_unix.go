//go:build unix && !linux

package machine

import "golang.org/x/sys/unix"

// askLock asks who holds a lock.
const askLock = unix.F_GETLK
