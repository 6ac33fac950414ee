package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"leanon/machine"
)

// copyAtOnce is how many pages of a copy are written before anybody is told how far it is,
// and before a context is looked at: 8 MB.
const copyAtOnce = 2000

// copyTry is how long a copy waits before it asks again for a lock that somebody holds.
const copyTry = 10 * time.Millisecond

// Copy writes the database into a new file of its owner's alone, as it is when Copy begins.
// Whoever writes meanwhile waits for nothing, but the log is not emptied before Copy is
// done. It uses SQLite's online backup (https://www.sqlite.org/backup.html) inside of one
// read transaction, so that it need not begin anew with each commit of somebody else. The
// new file has no log and needs none, and has a token of its own, so that no other
// database's log is ever played on it. It is on the disk when Copy returns. progress, if
// not nil, is told how many pages of how many are copied. Where Copy fails, it leaves
// what it wrote.
func (db *DB) Copy(ctx context.Context, to string, progress func(copied, of int)) error {
	f, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := machine.KeepAlone(to); err != nil {
		return err
	}
	if err := db.copyPages(ctx, to, progress); err != nil {
		return fmt.Errorf("copy the database: %w", Classify(err))
	}
	if err := standAlone(ctx, to); err != nil {
		return fmt.Errorf("copy the database: %w", Classify(err))
	}
	return f.Sync()
}

// copyPages copies every page of one state of the database to an empty file.
func (db *DB) copyPages(ctx context.Context, to string, progress func(copied, of int)) error {
	into, err := sql.Open("sqlite3", dsn(to, url.Values{"_journal_mode": {"OFF"}, "_synchronous": {"OFF"}, "_cache_size": {cacheToWrite}}))
	if err != nil {
		return err
	}
	defer closeAll(into)
	from, err := db.Reader.Conn(ctx)
	if err != nil {
		return err
	}
	defer from.Close()
	if _, err := from.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	defer from.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	var objects int // the first read fixes the state that is copied
	if err := from.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&objects); err != nil {
		return err
	}
	target, err := into.Conn(ctx)
	if err != nil {
		return err
	}
	defer target.Close()
	return target.Raw(func(into any) error {
		return from.Raw(func(from any) error {
			backup, err := beginBackup(into, from)
			if err != nil {
				return err
			}
			return errors.Join(steps(ctx, backup, progress), backup.Finish())
		})
	})
}

// backup is SQLite's copying of pages, which is begun.
type backup interface {
	Step(pages int) (done bool, err error)
	PageCount() int
	Remaining() int
	Finish() error
}

// steps copies some pages at a time, until all are copied or ctx ends.
func steps(ctx context.Context, backup backup, progress func(copied, of int)) error {
	for left := -1; ; {
		done, err := backup.Step(copyAtOnce)
		if err == nil && ctx.Err() != nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if progress != nil {
			progress(backup.PageCount()-backup.Remaining(), backup.PageCount())
		}
		if done {
			return nil
		}
		if now := backup.Remaining(); now == left { // somebody holds a lock
			select {
			case <-time.After(copyTry):
			case <-ctx.Done():
			}
		} else {
			left = now
		}
	}
}

// standAlone makes a copy a file that needs no log beside it, with a token of its own.
func standAlone(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"_synchronous": {"FULL"}}))
	if err != nil {
		return err
	}
	defer closeAll(db)
	db.SetMaxOpenConns(1)
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand, Go 1.24)
	if done, err := setToken(ctx, db, binary.BigEndian.Uint32(random[:])|tokenKnown); err != nil || !done {
		return errors.Join(err, ErrBusy)
	}
	var mode string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil {
		return err
	}
	if mode != "delete" {
		return fmt.Errorf("the copy keeps its log: %s", mode)
	}
	return nil
}

// Whole reads the whole file at path, which no other program writes to, and fails with
// ErrDamaged if SQLite finds anything wrong: a page, a row that is not of its table's
// shape, an index that lacks one. It takes longer than DB.Sound, which leaves indexes out.
func Whole(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_cache_size": {cacheToCheck}}))
	if err != nil {
		return fmt.Errorf("check the copy: %w", err)
	}
	defer closeAll(db)
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("check the copy: %w", Classify(err))
	}
	if verdict != "ok" {
		return ErrDamaged
	}
	return nil
}
