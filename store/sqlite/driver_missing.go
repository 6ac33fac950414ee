//go:build !cgo

package sqlite

import (
	"errors"

	_ "github.com/mattn/go-sqlite3" // without a C compiler its driver is one that only says so
)

// errNoDriver says why nothing works.
var errNoDriver = errors.New("this leanon was built without a C compiler, and so without SQLite: install gcc and build it again")

// driverError finds nothing: there is no SQLite.
func driverError(error) (told said, ok bool) { return told, false }

// beginBackup cannot begin anything.
func beginBackup(_, _ any) (backup, error) { return nil, errNoDriver }
