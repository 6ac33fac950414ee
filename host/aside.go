package host

import (
	"fmt"
	"log/slog"
	"path/filepath"

	"leanon/store"
)

// putForeignLogAside keeps a write-ahead log that is not the database's own from being
// played on it, as where a backup was put beside what a crash had left. Log and index
// get other names, the database is opened as it is, and the host is told. The caller
// holds the lock of the data directory.
func putForeignLogAside(dir string, log *slog.Logger) error {
	path := store.Path(dir)
	foreign, err := store.ForeignLog(path)
	if err != nil {
		return unwritable(dir, fmt.Errorf("%s-wal: %w", path, Cause(err)))
	}
	if foreign {
		aside, err := store.PutLogAside(path)
		if err != nil {
			return unwritable(dir, err)
		}
		log.Warn("the database's log belongs to another file, as when a backup is put beside it; it is kept aside, and the database is opened as it is",
			"database", path, "log", aside)
	}
	return nil
}

// keptAside returns the files that were put aside in a data directory.
func keptAside(dir string) ([]string, error) {
	return filepath.Glob(store.Path(dir) + "*.aside-*")
}
