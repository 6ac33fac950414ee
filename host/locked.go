package host

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"leanon/machine"
	"leanon/store"
)

// Where SQLite locks a database that it is about to write to: a byte of the file before
// it has a write-ahead log (https://www.sqlite.org/lockingv3.html), and one of the log's
// index afterwards (https://www.sqlite.org/walformat.html#wal_locks).
const (
	reservedByte = 0x40000001
	walWriteByte = 120
)

// writerGone waits until no other program holds the database at path for writing, and
// fails with store.ErrBusy if one does for as long as a start would wait. No bot of this process may have the database open: closing a file ends all locks
// that a process has on it.
func writerGone(ctx context.Context, path string, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var places []place
	for _, p := range []place{{path, reservedByte, nil}, {path + "-shm", walWriteByte, nil}} {
		f, err := os.Open(p.path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		defer f.Close()
		p.file = f
		places = append(places, p)
	}
	for slices.ContainsFunc(places, place.isLocked) {
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return store.ErrBusy
		}
	}
	return nil
}

// place is a byte of a file that SQLite locks.
type place struct {
	path string
	at   int64
	file *os.File
}

// isLocked says whether a program holds the byte for writing. On a system that does not
// tell it says no; a start will tell then.
func (p place) isLocked() bool { return machine.ByteHeld(p.file, p.at) }
