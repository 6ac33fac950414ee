package machine

import "golang.org/x/sys/unix"

// askLock asks who holds a lock. This form sees the locks of this process too (fcntl(2)).
const askLock = unix.F_OFD_GETLK
