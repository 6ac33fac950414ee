package sqlite

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// Errors of the disk and of other programs, which the host can mend.
var (
	// ErrDamaged says that SQLite finds the file damaged.
	ErrDamaged = errors.New("the database is damaged")
	// ErrEmptied says that the database file has nothing in it. Open never leaves such a
	// file, so its content was lost, or somebody else made it.
	ErrEmptied = errors.New("the database file is empty")
	// ErrLogAlone says that there is a write-ahead log without its database.
	ErrLogAlone = errors.New("the database is gone and its write-ahead log is left")
	// ErrBusy says that a transaction waited too long, for another program that holds
	// the database or for those before it in the queue.
	ErrBusy = errors.New("the database is held by something else")
	// ErrFull says that there is no room left on the disk.
	ErrFull = errors.New("the disk is full")
	// ErrForeign says that the file is another program's.
	ErrForeign = errors.New("the file is not a leanon database")
	// ErrLinked says that the file, its log or its index is a link, or has a second name.
	// Its directory alone then does not tell who uses it.
	ErrLinked = errors.New("the database is a link")
	// ErrReadOnly says that the file or its directory cannot be written to.
	ErrReadOnly = errors.New("the database cannot be written to")
)

// IsEnvironmental says whether an error comes from around the database (a full or broken
// disk, a lock, a file that cannot be written, no time left) and not from the request.
// The same request may succeed once the cause is gone.
func IsEnvironmental(err error) bool {
	var told sqlite3.Error
	if errors.As(err, &told) {
		switch told.Code {
		case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol, sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrReadonly,
			sqlite3.ErrPerm, sqlite3.ErrCantOpen, sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrNomem, sqlite3.ErrInterrupt:
			return true
		}
		return false
	}
	for _, one := range []error{ErrDamaged, ErrBusy, context.DeadlineExceeded, context.Canceled} {
		if errors.Is(err, one) {
			return true
		}
	}
	return false
}

// Classify wraps an error of the driver, by its code, in the error of this package that
// names its cause. It returns any other error as it is.
func Classify(err error) error {
	var told sqlite3.Error
	if !errors.As(err, &told) {
		return err
	}
	switch told.SystemErrno {
	case syscall.ENOSPC, syscall.EDQUOT:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case syscall.EROFS, syscall.EACCES:
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	name, ok := map[sqlite3.ErrNo]error{
		sqlite3.ErrCorrupt: ErrDamaged, sqlite3.ErrFull: ErrFull, sqlite3.ErrReadonly: ErrReadOnly,
		sqlite3.ErrCantOpen: ErrReadOnly, sqlite3.ErrBusy: ErrBusy,
	}[told.Code]
	if !ok {
		return err
	}
	return fmt.Errorf("%w: %w", name, err)
}

// isLocked says whether another connection has the lock.
func isLocked(err error) bool {
	var told sqlite3.Error
	return errors.As(err, &told) && told.Code == sqlite3.ErrBusy
}
