package host

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"leanon/config"
	"leanon/store"
)

// largeLog is how large the database's log is at most while nobody keeps it from being
// begun anew, in bytes, with a margin.
const largeLog = 128 << 20

// logSize returns how large the database's log is, in bytes.
func logSize(dir string) int64 {
	info, err := os.Stat(store.Path(dir) + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

// replicaLate is how long after a change of the database Litestream has taken it, at most.
const replicaLate = time.Minute

// litestreamDir returns the directory in which Litestream keeps what it has taken of the
// database lately.
func litestreamDir(dir string) string {
	path := store.Path(dir)
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"-litestream")
}

// checkReplica says whether people know of a replica of the database, and whether
// Litestream takes what changes. It cannot see whether that arrives.
func checkReplica(c *checkup, cfg config.Config) {
	keeps, taken := cfg.Backup.ReplicaKeeps, newestIn(filepath.Join(litestreamDir(cfg.Data), "ltx"))
	changed := writtenAt(cfg.Data)
	switch {
	case keeps == 0 && taken.IsZero():
	case keeps == 0:
		c.warn("replica", "Litestream keeps a replica of this database, and people are not told: set backup.replica_keeps in config.yaml to how long that keeps what is deleted (24h with leanon's own configuration for it), or delete %s if it is of before", litestreamDir(cfg.Data))
	case taken.IsZero():
		c.warn("replica", "people are told of a replica (backup.replica_keeps), and Litestream has not begun one here: is it running?")
	case changed.Sub(taken) > replicaLate:
		c.warn("replica", "Litestream took the last change at %s, and the database has changed until %s: is it running, and what does its log say?", taken.UTC().Format(time.RFC3339), changed.UTC().Format(time.RFC3339))
	default:
		c.ok("replica", "Litestream took the last change at %s; its log says whether that arrives. While it runs the database's log is not emptied", taken.UTC().Format(time.RFC3339))
	}
}

// newestIn returns when a file in a directory, or in one below it, was changed last.
func newestIn(dir string) (newest time.Time) {
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil // what is gone by now is not the newest
		}
		if info, err := entry.Info(); err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
		return nil
	})
	return newest
}

// writtenAt returns when the database or its log was written to last.
func writtenAt(dir string) (at time.Time) {
	for _, part := range []string{"", "-wal"} {
		if info, err := os.Stat(store.Path(dir) + part); err == nil && info.ModTime().After(at) {
			at = info.ModTime()
		}
	}
	return at
}
