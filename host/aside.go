package host

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

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

// keptAside returns the files that were put aside in a data directory, of whatever name.
func keptAside(dir string) (kept []string, err error) {
	there, err := os.ReadDir(dir)
	for _, file := range there {
		path := filepath.Join(dir, file.Name())
		if rest, ok := strings.CutPrefix(path, store.Path(dir)); ok && strings.Contains(rest, ".aside-") {
			kept = append(kept, path)
		}
	}
	return kept, err
}
