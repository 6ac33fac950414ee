package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"leanon/machine"
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

// What SQLite says (https://www.sqlite.org/rescode.html).
const (
	codePerm      = 3
	codeBusy      = 5
	codeLocked    = 6
	codeNoMemory  = 7
	codeReadOnly  = 8
	codeInterrupt = 9
	codeIO        = 10
	codeCorrupt   = 11
	codeFull      = 13
	codeCantOpen  = 14
	codeProtocol  = 15
	codeNotADB    = 26
)

// said is what an error of the driver says: SQLite's own code, and the system's.
type said struct {
	code   int
	system syscall.Errno
}

// IsEnvironmental says whether an error comes from around the database (a full or broken
// disk, a lock, a file that cannot be written, no time left) and not from the request.
// The same request may succeed once the cause is gone.
func IsEnvironmental(err error) bool {
	if told, ok := driverError(err); ok {
		switch told.code {
		case codeBusy, codeLocked, codeProtocol, codeFull, codeIO, codeReadOnly,
			codePerm, codeCantOpen, codeCorrupt, codeNotADB, codeNoMemory, codeInterrupt:
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
	told, ok := driverError(err)
	if !ok {
		return err
	}
	switch {
	case machine.IsFull(told.system):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case machine.IsReadOnly(told.system), errors.Is(told.system, fs.ErrPermission):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	name, ok := map[int]error{
		codeCorrupt: ErrDamaged, codeFull: ErrFull, codeReadOnly: ErrReadOnly,
		codeCantOpen: ErrReadOnly, codeBusy: ErrBusy,
	}[told.code]
	if !ok {
		return err
	}
	return fmt.Errorf("%w: %w", name, err)
}

// isLocked says whether another connection has the lock.
func isLocked(err error) bool {
	told, ok := driverError(err)
	return ok && told.code == codeBusy
}
