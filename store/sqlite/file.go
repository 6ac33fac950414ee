package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
)

// create makes a database that is marked as ours and gives it its name only then:
// an empty file at path is never ours, however a first start ends, and so is never
// taken for one. It refuses a log without its database: SQLite would delete that.
func create(ctx context.Context, path string, applicationID int) error {
	if LogAlone(path) {
		return ErrLogAlone
	}
	coming := path + ".new"
	defer func() {
		for _, left := range []string{coming, coming + "-journal"} {
			_ = os.Remove(left) // of an earlier start, or of this one if it failed
		}
	}()
	f, err := os.OpenFile(coming, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := markOurs(ctx, coming, applicationID); err != nil {
		return err
	}
	if err := os.Rename(coming, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// LogAlone says whether a write-ahead log lies at path whose database is missing.
func LogAlone(path string) bool {
	log, err := os.Stat(path + "-wal")
	return !Exists(path) && err == nil && log.Size() > 0
}

// markOurs commits the application id, and with it the first page, to an empty file.
func markOurs(ctx context.Context, path string, applicationID int) error {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"_synchronous": {"FULL"}}))
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	return errors.Join(mark(ctx, db, applicationID), db.Close())
}

// missing says whether there is no file at all; ErrEmptied where there is one with
// nothing in it.
func missing(path string) (bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, err
	case info.Size() == 0:
		return false, ErrEmptied
	}
	return false, nil
}

// ownAlone takes the file and what lies beside it from others: SQLite gives its log
// the file's mode, but leaves one that is there as it is. The file is opened for
// writing, so that one that cannot be written to is found out here.
func ownAlone(path string) error {
	for _, beside := range []string{"-wal", "-shm"} {
		if err := os.Chmod(path+beside, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Chmod(0o600); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// Exists says whether there is a file at path, also an empty one.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// syncDir makes the names in a directory durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	// Some file systems cannot sync a directory; SQLite lets that pass as well.
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		d.Close()
		return err
	}
	return d.Close()
}

// mark writes the application id to a database that has another one, and nothing to one
// that has it.
func mark(ctx context.Context, db *sql.DB, applicationID int) error {
	var app int
	err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app)
	if err == nil && app != applicationID {
		_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	}
	if err != nil {
		return fmt.Errorf("mark the database: %w", err)
	}
	return nil
}
