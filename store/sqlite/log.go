package sqlite

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/mattn/go-sqlite3"
)

// A database file does not name its write-ahead log. Where a backup is put in place of a
// file whose log was left by a crash, SQLite plays the log on the backup, and so ruins it
// or undoes it. Therefore each log of ours belongs to its file by a token: a random number
// that lies in the file before the log begins, and in the log's first commit. It is kept
// in the first page (PRAGMA user_version), which everything that names a page can be
// compared by without SQLite. A new token is taken at each start and each purge.
//
// The lowest bit of the token tells whether the file has it for certain. While it is 0,
// a crash may have left the file with the token of before, and nothing is concluded.
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
	switch token := log[len(log)-1].token; {
	case token == 0 || token&tokenKnown == 0:
		return token != 0 || file.token|tokenKnown == tokenKnown // nothing is known of the file's
	case file.token|tokenKnown != token:
		return false
	}
	same := func(v version) bool { return v.change == file.change && v.schema == file.schema }
	first := log[0] // a connection counts its changes in a row as one
	return slices.ContainsFunc(log, same) || first.change-file.change <= 1 && first.schema >= file.schema
}

// firstPages returns the versions of the first page that are committed in a log. The form
// of a log and its checksums are SQLite's (https://www.sqlite.org/fileformat2.html#walformat).
func firstPages(log io.Reader) (all []version, err error) {
	in := newLogReader(log)
	size, ok := in.header()
	if !ok {
		return nil, nil
	}
	frame := make([]byte, frameHeader+size)
	var pending []version
	for {
		switch _, err := io.ReadFull(in.from, frame); {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		if !in.follows(frame) {
			return all, nil // what is behind it is of an earlier round of the log
		}
		if binary.BigEndian.Uint32(frame) == 1 {
			pending = append(pending, versionOf(frame[frameHeader:]))
		}
		if commits := binary.BigEndian.Uint32(frame[4:]) != 0; commits {
			all, pending = append(all, pending...), nil
		}
	}
}

// logReader checks what it reads of a log.
type logReader struct {
	from  io.Reader
	order binary.ByteOrder // of the words that the checksum adds
	salts []byte
	sum   [2]uint32
}

func newLogReader(log io.Reader) *logReader {
	return &logReader{from: bufio.NewReaderSize(log, 1<<20)}
}

// header reads the header of a log and returns the size of its pages. ok is false for what
// SQLite does not take for a log.
func (r *logReader) header() (pageSize int, ok bool) {
	h := make([]byte, logHeader)
	if _, err := io.ReadFull(r.from, h); err != nil {
		return 0, false
	}
	switch binary.BigEndian.Uint32(h) {
	case 0x377f0682:
		r.order = binary.LittleEndian
	case 0x377f0683:
		r.order = binary.BigEndian
	default:
		return 0, false
	}
	r.add(h[:24])
	r.salts = bytes.Clone(h[16:24])
	size := binary.BigEndian.Uint32(h[8:])
	return int(size), r.sumIs(h[24:]) && size >= 512 && size <= 1<<16
}

// follows says whether a frame is the next one of the log.
func (r *logReader) follows(frame []byte) bool {
	r.add(frame[:8])
	r.add(frame[frameHeader:])
	return bytes.Equal(frame[8:16], r.salts) && r.sumIs(frame[16:frameHeader])
}

func (r *logReader) add(b []byte) {
	for ; len(b) >= 8; b = b[8:] {
		r.sum[0] += r.order.Uint32(b) + r.sum[1]
		r.sum[1] += r.order.Uint32(b[4:]) + r.sum[0]
	}
}

func (r *logReader) sumIs(b []byte) bool {
	return binary.BigEndian.Uint32(b) == r.sum[0] && binary.BigEndian.Uint32(b[4:]) == r.sum[1]
}

// PutLogAside renames the write-ahead log at path, and its index, to names that SQLite
// does not look for, and returns the new name of the log.
func PutLogAside(path string) (aside string, err error) {
	return putAside(path, "-wal", "-shm")
}

// PutAside does the same with a database, its log and its index. It returns "" if there is
// no database.
func PutAside(path string) (aside string, err error) { return putAside(path, "", "-wal", "-shm") }

// putAside renames parts of a database, and returns the new name of the first.
func putAside(path string, parts ...string) (aside string, err error) {
	name := func(part string, n int) string { return fmt.Sprintf("%s%s.aside-%d", path, part, n) }
	n := 1
	for slices.ContainsFunc(parts, func(part string) bool { _, err := os.Lstat(name(part, n)); return err == nil }) {
		n++
	}
	for i, part := range parts {
		switch err := os.Rename(path+part, name(part, n)); {
		case err == nil && i == 0:
			aside = name(part, n)
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
	}
	return aside, syncDir(filepath.Dir(path))
}

// BeginLog empties the write-ahead log, as EmptyLog does, and gives the file and the log
// that follows a token of their own. If somebody else reads or opens the file meanwhile,
// clean is false, and the next call does the rest.
func (db *DB) BeginLog(ctx context.Context) (clean bool, err error) {
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand, Go 1.24)
	token := binary.BigEndian.Uint32(random[:]) &^ tokenKnown
	for _, next := range []uint32{token, token | tokenKnown} {
		if clean, err = db.EmptyLog(ctx); err != nil || !clean || token == 0 {
			return clean, err
		}
		if clean, err = db.setToken(ctx, next); err != nil || !clean {
			return clean, err
		}
	}
	return true, nil
}

// setToken writes a token into the first page. It returns false where another program
// holds the file, as one does for a moment that opens it.
func (db *DB) setToken(ctx context.Context, token uint32) (done bool, err error) {
	_, err = db.Writer.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", int32(token)))
	var told sqlite3.Error
	switch {
	case errors.As(err, &told) && told.Code == sqlite3.ErrBusy:
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

// repeatToken writes the token once more, so that it is in the log too.
func repeatToken(db *sql.DB) error {
	t, err := db.Begin()
	if err != nil {
		return err
	}
	defer t.Rollback()
	var token int32
	if err := t.QueryRow("PRAGMA user_version").Scan(&token); err != nil || token == 0 {
		return err
	}
	if _, err := t.Exec(fmt.Sprintf("PRAGMA user_version = %d", token)); err != nil {
		return err
	}
	return t.Commit()
}
