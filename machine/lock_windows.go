package machine

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// A lock keeps others from reading the bytes that it covers. Ours covers one far beyond
// the end of each file, so that what stands in it can be read.
const lockedByte = 1 << 62

// Lock locks an open file for this process alone, or fails with ErrLocked.
func Lock(f *os.File) error { return lock(f, lockedByte, windows.LOCKFILE_EXCLUSIVE_LOCK) }

// LockTogether locks an open file together with others that do the same, or fails with
// ErrLocked if a process has it alone.
func LockTogether(f *os.File) error { return lock(f, lockedByte, 0) }

func lock(f *os.File, at int64, how uint32) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), how|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, place(at))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return ErrLocked
	}
	return err
}

func place(at int64) *windows.Overlapped {
	return &windows.Overlapped{Offset: uint32(at), OffsetHigh: uint32(at >> 32)}
}

// LockDir locks a directory for this process alone, or fails with ErrLocked. The lock ends
// with Unlock and with the process. Only files can be locked here, so it is one that nobody
// else can open meanwhile, and that is gone once it is closed.
func LockDir(dir string) (*os.File, error) {
	path := filepath.Join(dir, ".leanon-changing")
	f, err := createFile(path, windows.GENERIC_READ|windows.GENERIC_WRITE|windows.DELETE, 0, windows.CREATE_ALWAYS, windows.FILE_FLAG_DELETE_ON_CLOSE)
	if isShared(err) {
		return nil, ErrLocked
	}
	return f, err
}

// Unlock ends the lock of a file and closes it.
func Unlock(f *os.File) {
	_ = windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, place(lockedByte))
	f.Close()
}

// ByteHeld says whether a process has locked a byte of an open file for writing. The system
// tells that only to who tries to lock the byte, which this does for a moment, together
// with others.
func ByteHeld(f *os.File, at int64) bool {
	err := lock(f, at, 0)
	if err == nil {
		_ = windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, place(at))
	}
	return errors.Is(err, ErrLocked)
}
