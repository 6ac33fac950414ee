package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"leanon/machine"
)

// A database file does not name its write-ahead log. Where a backup is put in place of a
// file whose log was left by a crash, SQLite plays the log on the backup, and so ruins it
// or undoes it. Therefore each log of ours belongs to its file by a token: a random number
// that lies in the file before the log begins, and in the log's first commit. It is kept
// in the first page (PRAGMA user_version), which everything that names a page can be
// compared by without SQLite. A new token is taken at each start and each purge.
//
// The lowest bit of the token tells whether the file has it for certain. While it is 0,
// a crash may have left the file with the token of before, which is in the log too: each
// log begins with the token that its file has.
//
// A copy that was made since has the same token. Where SQLite made it (.backup, VACUUM
// INTO), it counted the copy's changes and schemas by its own; and where the file was
// copied by itself and SQLite began the log anew meanwhile, it is at an earlier change
// than the log begins with. A file's own log has a version of the first page with the
// same two counts, or begins with the next change. That is told from the second time on
// that SQLite begins the log anew.

const (
	tokenKnown  = 1   // the bit of a token that the file has for certain
	tokenAt     = 60  // where the token lies in the first page
	changeAt    = 24  // where the count of changes lies, of those to the first page at least
	schemaAt    = 40  // where the count of schemas lies
	firstPage   = 100 // bytes of the first page that are SQLite's header
	frameHeader = 24  // bytes before each page in a log
	logHeader   = 32  // bytes before the first frame of a log
)

// ForeignLog says whether the write-ahead log at path belongs to another file than the
// database there. No other process may have the file open. A log in which nothing is
// committed, and one of before logs had tokens, count as the file's own.
func ForeignLog(path string) (bool, error) {
	log, err := os.Open(path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer log.Close()
	versions, err := firstPages(log)
	if err != nil || len(versions) == 0 {
		return false, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // Open tells of a log alone
	}
	if err != nil {
		return false, err
	}
	defer file.Close()
	page := make([]byte, firstPage)
	if _, err := io.ReadFull(file, page); err != nil {
		return false, nil // too short for a database, which Open tells better
	}
	return !goesOn(versionOf(page), versions), nil
}

// version is what the header of a first page tells of it.
type version struct{ token, change, schema uint32 }

func versionOf(page []byte) version {
	at := func(n int) uint32 { return binary.BigEndian.Uint32(page[n:]) }
	return version{at(tokenAt), at(changeAt), at(schemaAt)}
}

// goesOn says whether a log with these versions of the first page may go on from a file.
func goesOn(file version, log []version) bool {
	first, has := log[0], func(v version) bool { return v.token|tokenKnown == file.token|tokenKnown }
	switch token := log[len(log)-1].token; {
	case token == 0:
		return file.token|tokenKnown == tokenKnown // nothing is known of the file's
	case token&tokenKnown != 0 && file.token|tokenKnown != token,
		token&tokenKnown == 0 && first.token&tokenKnown != 0 && !slices.ContainsFunc(log, has):
		return false
	}
	same := func(v version) bool { return v.change == file.change && v.schema == file.schema }
	// A connection counts its changes in a row as one.
	return slices.ContainsFunc(log, same) || first.change-file.change <= 1 && first.schema >= file.schema
}

// PutLogAside renames the write-ahead log at path, and its index, to names that SQLite
// does not look for, and returns the new name of the log.
func PutLogAside(path string) (aside string, err error) {
	return putAside(path, "-wal", "-shm")
}

// putAside renames parts of a database, and returns the new name of the first.
func putAside(path string, parts ...string) (aside string, err error) {
	n := freeAside(path, parts...)
	for i, part := range parts {
		switch err := machine.Rename(path+part, asideName(path, part, n)); {
		case err == nil && i == 0:
			aside = asideName(path, part, n)
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
	}
	return aside, nil
}

// asideName is the nth name for a part of a database that is kept aside.
func asideName(path, part string, n int) string {
	return fmt.Sprintf("%s%s.aside-%d", path, part, n)
}

// freeAside returns the first number under which none of these parts is kept aside.
func freeAside(path string, parts ...string) int {
	n := 1
	for slices.ContainsFunc(parts, func(part string) bool { _, err := os.Lstat(asideName(path, part, n)); return err == nil }) {
		n++
	}
	return n
}

// BeginLog empties the write-ahead log, as EmptyLog does, but waits in any case, and gives
// the file and the log that follows a token of their own. If somebody else reads or opens
// the file meanwhile, clean is false, and the next call does the rest.
func (db *DB) BeginLog(ctx context.Context) (clean bool, err error) {
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand, Go 1.24)
	token := binary.BigEndian.Uint32(random[:]) &^ tokenKnown
	if clean, err = db.emptyLog(ctx, emptyWait, repeatedBy(ctx)); err != nil || !clean || token == 0 {
		return clean, err
	}
	if clean, err = setToken(ctx, db.Writer, token); err != nil || !clean {
		return clean, err
	}
	return db.emptyLog(ctx, emptyWait, func(c *sql.Conn) (bool, error) { return setToken(ctx, c, token|tokenKnown) })
}

// EmptyLog moves the write-ahead log into the file and empties it, so that neither has
// what was deleted: secure_delete overwrites pages of the file, but the log keeps what
// they held before. The log that follows begins with the token of before. EmptyLog waits
// for readers for half a second at most, because a person may be waiting for it, and not
// at all where LogKept: nobody could write meanwhile. clean is false if somebody reads for
// longer; a later call does the rest.
func (db *DB) EmptyLog(ctx context.Context) (clean bool, err error) {
	wait := emptyWait
	if db.LogKept() {
		wait = 0
	}
	return db.emptyLog(ctx, wait, repeatedBy(ctx))
}

// emptyWait is how long readers are waited for, in milliseconds.
const emptyWait = 500

// LogKept says whether the last two tries to empty the log have found somebody who reads
// for longer, as a program does that replicates the file, so that the log keeps what was
// deleted. One alone may be a machine that is very busy.
func (db *DB) LogKept() bool { return db.kept.Load() >= 2 }

// repeatedBy is a mark for emptyLog that repeats the token of before.
func repeatedBy(ctx context.Context) func(*sql.Conn) (bool, error) {
	return func(c *sql.Conn) (bool, error) {
		_ = repeatToken(ctx, c) // where it fails, the checkpointer repeats it
		return true, nil
	}
}

// emptyLog does that, waits for readers for some milliseconds, and lets mark write the
// log's first commit.
func (db *DB) emptyLog(ctx context.Context, wait int, mark func(*sql.Conn) (bool, error)) (clean bool, err error) {
	c, err := db.Writer.Conn(ctx)
	if err != nil {
		return false, fmt.Errorf("empty the write-ahead log: %w", err)
	}
	defer c.Close()
	var busy, frames, moved int
	_, err = c.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", wait))
	if err == nil {
		err = c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	}
	_, back := c.ExecContext(context.WithoutCancel(ctx), "PRAGMA busy_timeout = "+lockTry)
	if err = errors.Join(err, back); err != nil {
		return false, fmt.Errorf("empty the write-ahead log: %w", err)
	}
	if busy != 0 {
		db.kept.Add(1)
		return false, nil
	}
	db.kept.Store(0)
	return mark(c)
}

// writes is a connection that writes, or the pool of one.
type writes interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// setToken writes a token into the first page. It returns false where another program
// holds the file, as one does for a moment that opens it.
func setToken(ctx context.Context, db writes, token uint32) (done bool, err error) {
	_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", int32(token)))
	told, ok := driverError(err)
	switch {
	case ok && told.code == codeBusy:
		return false, nil
	case err != nil:
		return false, fmt.Errorf("mark the write-ahead log: %w", err)
	}
	return true, nil
}

// logSalts returns the numbers that SQLite gives a log each time it begins it anew, zeros
// if there is none.
func logSalts(path string) (salts [8]byte) {
	log, err := os.Open(path + "-wal")
	if err != nil {
		return salts
	}
	defer log.Close()
	if _, err := log.ReadAt(salts[:], logHeader-16); err != nil {
		return [8]byte{}
	}
	return salts
}

// begins is a connection that begins transactions, or the pool of one.
type begins interface {
	BeginTx(ctx context.Context, how *sql.TxOptions) (*sql.Tx, error)
}

// repeatToken writes the token once more, so that it is in the log too.
func repeatToken(ctx context.Context, db begins) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	var token int32
	if err := t.QueryRowContext(ctx, "PRAGMA user_version").Scan(&token); err != nil || token == 0 {
		return err
	}
	if _, err := t.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", token)); err != nil {
		return err
	}
	return t.Commit()
}
