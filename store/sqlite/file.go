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

	"leanon/machine"
)

// create makes a marked database under another name and then renames it to path, so that
// a first start that is cut short leaves no empty file at path. It fails with ErrLogAlone
// for a log without its database, because SQLite would delete the log.
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
	return Rename(coming, path)
}

// Rename gives a file another name, in place of the file that has it. When it returns,
// that survives a power failure.
func Rename(from, to string) error {
	if err := machine.Rename(from, to); err != nil {
		return err
	}
	return machine.SyncDir(filepath.Dir(to))
}

// LogAlone says whether there is a write-ahead log, but no database, at path.
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

// missing says whether there is no file at path. It fails with ErrEmptied if there is an
// empty one, and with ErrLinked if the file or what belongs to it lies elsewhere too.
func missing(path string) (bool, error) {
	for _, part := range []string{"", "-wal", "-shm"} {
		info, err := os.Lstat(path + part)
		if err != nil {
			continue // what is not there is no link
		}
		if info.Mode()&fs.ModeSymlink != 0 || machine.HasOtherNames(path+part, info) {
			return false, ErrLinked
		}
	}
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

// ownAlone makes the file and its log readable by their owner only. SQLite gives a new log
// the mode of the file, but leaves an old one as it is. ownAlone opens the file for
// writing, and so fails if the file cannot be written to.
func ownAlone(path string) error {
	for _, beside := range []string{"-wal", "-shm"} {
		if err := machine.KeepAlone(path + beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(machine.KeepAlone(path), f.Close())
}

// Exists says whether there is a file at path, even an empty one.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// mark writes the application id to a database that does not have it, and nothing to one
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

// ReplaceFile writes a file of the directory's owner's alone in the place of the one at path. A crash
// leaves the old one or the new one, and the new one is on the disk when it returns.
func ReplaceFile(path string, content []byte) error {
	f, err := machine.OpenItself(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	machine.LeaveToDirectory(f)
	if err = machine.KeepAlone(f.Name()); err == nil {
		_, err = f.Write(content)
	}
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return Rename(f.Name(), path)
}
