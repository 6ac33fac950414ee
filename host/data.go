package host

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/store"
	"leanon/store/seal"
)

// KeyPath is where a data directory keeps its master key.
func KeyPath(dir string) string { return filepath.Join(dir, "leanon.key") }

// nextKeyPath is where the key that it is being changed to lies meanwhile.
func nextKeyPath(dir string) string { return KeyPath(dir) + ".new" }

// errInUse begins the sentence about a data directory that is another process's.
var errInUse = errors.New("another leanon is using the data directory")

// lockData makes the data directory if it is missing and takes it for this
// process alone, until the returned file is closed or the process ends: two
// processes on one database would each send what is owed. Errors are sentences.
func lockData(dir string, log *slog.Logger) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unmakeable(dir, err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("the data directory %s cannot be looked at: %w", dir, Cause(err))
	}
	if info.Mode().Perm()&0o077 != 0 {
		log.Warn("others on this machine can look into the data directory; run chmod 700 on it", "data", dir)
	}
	warnOfWideFiles(dir, log)
	lock, err := os.OpenFile(filepath.Join(dir, "leanon.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unwritable(dir, err)
	}
	err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return lock, nil
	}
	lock.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("%w %s: stop it first, or set data in config.yaml to another one", errInUse, dir)
	}
	return nil, fmt.Errorf("the data directory %s cannot be locked: %w; it has to be on a disk of this machine", dir, err)
}

// unlock gives the data directory back. To close the file would not do: a child that
// is just being started holds it too, until it is another program.
func unlock(lock *os.File) {
	_ = syscall.Flock(int(lock.Fd()), syscall.LOCK_UN)
	lock.Close()
}

// warnOfWideFiles tells of files that others can read or write, among those that
// are ours. A key file is refused instead, where it is read.
func warnOfWideFiles(dir string, log *slog.Logger) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		log.Warn("the data directory cannot be listed", "data", dir, "err", Cause(err))
		return
	}
	for _, entry := range entries {
		file := filepath.Join(dir, entry.Name())
		if !strings.HasPrefix(entry.Name(), "leanon.") || strings.HasPrefix(file, KeyPath(dir)) {
			continue
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
			log.Warn("others on this machine can open a file of the data directory; run chmod 600 on it", "file", file)
		}
	}
}

// keyAlone says whether the key file is there and nothing of a database is. That is
// all that a lost database leaves, but a start that was cut short leaves the same,
// and so does a host who put a key there first: it is told, and is no error.
func keyAlone(dir string) bool {
	path := store.Path(dir)
	return store.Exists(KeyPath(dir)) && !store.Exists(path) && !store.LogAlone(path)
}

// warnOfKeyAlone tells that a database is begun beside a key that was there first.
func warnOfKeyAlone(dir string, log *slog.Logger) {
	if keyAlone(dir) {
		log.Warn("the key is there but no database is, and a new one is begun; if there was one, stop leanon and put a backup in its place",
			"key", KeyPath(dir), "database", store.Path(dir))
	}
}

// OpenStore opens the database of the data directory with the key that env or the
// key file holds. Errors are sentences that say what to do.
func OpenStore(ctx context.Context, cfg config.Config, given string, wall *clock.Clock) (*store.Store, error) {
	return openStoreWith(ctx, cfg, given, masterKeys(cfg.Data, given), wall)
}

// openStoreWith is openStore with keys of its own choice.
func openStoreWith(ctx context.Context, cfg config.Config, given string, keys seal.Keys, wall *clock.Clock) (*store.Store, error) {
	if _, err := keys(); err != nil {
		return nil, err
	}
	path := store.Path(cfg.Data)
	st, err := store.OpenWith(ctx, path, keys, storeClock(wall), store.Defaults{
		Cron: cfg.CheckIn.Cron, Zone: cfg.CheckIn.Zone, Quiet: cfg.QuietHours,
		MinInterval: cfg.CheckIn.MinInterval, FollowUp: cfg.FollowUpAfter, Retention: time.Duration(cfg.Retention),
	})
	if err != nil {
		return nil, databaseSentence(cfg, given, err)
	}
	return st, nil
}

// databaseSentence says what to do about a database that does not open.
func databaseSentence(cfg config.Config, given string, err error) error {
	path := store.Path(cfg.Data)
	switch {
	case errors.Is(err, seal.ErrWrongKey) && given != "":
		return fmt.Errorf("the key in %s does not open %s: it was made with another one; set %s to that, or unset it if that is in %s", config.KeyVariable, path, config.KeyVariable, KeyPath(cfg.Data))
	case errors.Is(err, seal.ErrWrongKey):
		return fmt.Errorf("the key in %s does not open %s: it was made with another one; put that one back, or set %s to it", KeyPath(cfg.Data), path, config.KeyVariable)
	case errors.Is(err, seal.ErrHalfRotated) && given != "":
		return fmt.Errorf("a change of the key of %s was cut short: run leanon rotate-key again, with %s and %s as they were then", path, config.KeyVariable, config.NewKeyVariable)
	case errors.Is(err, seal.ErrHalfRotated):
		return fmt.Errorf("a change of the key of %s was cut short and one of the two keys is missing: put %s and %s back as they were and run leanon rotate-key again", path, KeyPath(cfg.Data), nextKeyPath(cfg.Data))
	case errors.Is(err, store.ErrNewer):
		return fmt.Errorf("%s was written by a newer leanon: run that version, or a later one", path)
	case errors.Is(err, store.ErrForeign):
		return fmt.Errorf("%s is not a leanon database: move it away, or set data in config.yaml to another directory", path)
	case errors.Is(err, store.ErrDamaged):
		return fmt.Errorf("%s is damaged: keep this file, and put a backup in its place", path)
	case errors.Is(err, store.ErrEmptied):
		return fmt.Errorf("%s is empty, as leanon never leaves it: put a backup in its place, or delete it if nothing ever was in it", path)
	case errors.Is(err, store.ErrLogAlone):
		return fmt.Errorf("%s is gone but %s-wal, a part of it, is there: put it back beside that, or move that away to begin anew", path, path)
	case errors.Is(err, store.ErrFull), errors.Is(err, syscall.ENOSPC):
		return errDiskFull(cfg.Data)
	case errors.Is(err, store.ErrBusy):
		return fmt.Errorf("%s is held by another program: end that, and start again", path)
	case errors.Is(err, store.ErrReadOnly):
		return unwritable(cfg.Data, store.ErrReadOnly)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return unwritable(cfg.Data, err)
	}
	return fmt.Errorf("%s cannot be opened: %w", path, Cause(err))
}

// masterKeys gives the key in use and, while it is being changed, the next one. The
// next one is read first: once the change is done it moves to the place of the
// other, and so is found in one of the two.
func masterKeys(dir, given string) seal.Keys {
	return func() ([]seal.Key, error) {
		if given != "" {
			key, err := masterKey(dir, given)
			return []seal.Key{key}, err
		}
		next, err := seal.KeyFile(nextKeyPath(dir), false)
		coming := err == nil
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, keyFileError(dir, nextKeyPath(dir), err)
		}
		key, err := masterKey(dir, "")
		if err != nil {
			return nil, err
		}
		if coming {
			return []seal.Key{key, next}, nil
		}
		return []seal.Key{key}, nil
	}
}

// masterKey takes the key from the environment, else from the key file, which is
// made at the first start and never beside a database that is there already.
func masterKey(dir, given string) (seal.Key, error) {
	if given != "" {
		key, err := seal.ParseKey(given)
		if err != nil {
			return key, fmt.Errorf("%s is not a key: %w", config.KeyVariable, err)
		}
		return key, nil
	}
	path := KeyPath(dir)
	key, err := seal.KeyFile(path, !store.Exists(store.Path(dir)))
	if err != nil {
		return key, keyFileError(dir, path, err)
	}
	return key, nil
}

// keyFileError makes a sentence of what is wrong with a key file.
func keyFileError(dir, path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s is there but its key is not: put %s back, or set %s; without the key what is in the database cannot be read", store.Path(dir), path, config.KeyVariable)
	case errors.Is(err, seal.ErrKeyFileOpen):
		return fmt.Errorf("%s %w", path, seal.ErrKeyFileOpen)
	case errors.Is(err, seal.ErrKeyForm):
		return fmt.Errorf("%s holds no key: %w", path, seal.ErrKeyForm)
	}
	return fmt.Errorf("%s cannot be read or made: %w", path, Cause(err))
}

// storeClock gives the store the rules of time that it does not have itself.
func storeClock(wall *clock.Clock) store.Clock {
	return store.Clock{
		Next: wall.Next,
		Gap:  wall.Gap,
		In: func(zone string, t time.Time) (time.Time, error) {
			loc, err := wall.Zone(zone)
			if err != nil {
				return time.Time{}, err
			}
			return t.In(loc), nil
		},
		QuietEnd: func(quiet, zone string, t time.Time) (time.Time, bool) {
			loc, err := wall.Zone(zone)
			if err != nil {
				return time.Time{}, false // no clock of theirs to be quiet by
			}
			return clock.QuietEnd(quiet, loc, t)
		},
	}
}

func errDiskFull(dir string) error {
	return fmt.Errorf("the disk that holds the data directory %s is full: make room, and start again", dir)
}

func unmakeable(dir string, err error) error {
	return fmt.Errorf("the data directory %s cannot be made: %w; set data in config.yaml to a place that leanon may write to", dir, Cause(err))
}

func unwritable(dir string, err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return errDiskFull(dir)
	}
	return fmt.Errorf("leanon may not write to the data directory %s: %w; change its owner, or set data in config.yaml to another one", dir, Cause(err))
}

// Cause leaves out the path that a file error repeats.
func Cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
