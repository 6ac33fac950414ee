//go:build cgo

package sqlite

import (
	"errors"

	"github.com/mattn/go-sqlite3"
)

// driverError returns what an error of the driver says.
func driverError(err error) (said, bool) {
	var told sqlite3.Error
	ok := errors.As(err, &told)
	return said{int(told.Code), told.SystemErrno}, ok
}

// beginBackup begins to copy the pages of one of the driver's connections into another's.
func beginBackup(into, from any) (backup, error) {
	return into.(*sqlite3.SQLiteConn).Backup("main", from.(*sqlite3.SQLiteConn), "main")
}
