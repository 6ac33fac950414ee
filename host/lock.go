package host

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"leanon/machine"
	"leanon/store"
	"leanon/store/seal"
)

// errInUse is wrapped by the sentence about a data directory that another process uses.
var errInUse = errors.New("another leanon is using the data directory")

// lockData makes the data directory if it is missing and locks it for this process, until
// unlock is called with the returned file or the process ends. Two processes on one
// database would both send what is owed. Errors are sentences that say what to do.
func lockData(dir string, log *slog.Logger) (*os.File, error) {
	if err := machine.MakeDir(dir); err != nil {
		return nil, unmakeable(dir, err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("the data directory %s cannot be looked at: %w", dir, Cause(err))
	}
	if machine.OpenToOthers(dir, info) {
		log.Warn("others on this machine can look into the data directory; "+machine.KeepDirAlone, "data", dir)
	}
	warnOfWideFiles(dir, log)
	for {
		lock, err := openLock(dir)
		if err != nil {
			return nil, err
		}
		switch taken, err := takeLock(dir, lock); {
		case err != nil:
			return nil, err
		case taken:
			return lock, nil
		}
	}
}

// openLock opens the lock file of a data directory, and makes it if it is missing.
func openLock(dir string) (*os.File, error) {
	lock, err := machine.OpenItself(lockPath(dir), os.O_RDWR|os.O_CREATE)
	if errors.Is(err, machine.ErrLink) {
		return nil, linked(lockPath(dir))
	}
	if err != nil {
		return nil, unwritable(dir, err)
	}
	machine.LeaveToDirectory(lock)
	return lock, nil
}

// takeLock locks an open lock file, or closes it. It returns false if the file was removed
// since it was opened: then it keeps nobody out.
func takeLock(dir string, lock *os.File) (taken bool, err error) {
	for range 10 { // leanon check may be looking at it
		err = machine.Lock(lock)
		if !errors.Is(err, machine.ErrLocked) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err == nil {
		own, err := lock.Stat()
		if there, e := os.Stat(lockPath(dir)); err == nil && e == nil && os.SameFile(own, there) {
			return true, nil
		}
		machine.Unlock(lock)
		return false, err
	}
	lock.Close()
	if errors.Is(err, machine.ErrLocked) {
		return false, fmt.Errorf("%w %s: stop it first, or set data in config.yaml to another one", errInUse, dir)
	}
	return false, fmt.Errorf("the data directory %s cannot be locked: %w; it has to be on a disk of this machine", dir, err)
}

// leaveAsItWas takes away from a data directory the lock, which the caller holds, unless it
// was there before, and the directories that were made below the one that was there.
func leaveAsItWas(dir, there string, hadLock bool) {
	if !hadLock && !store.Exists(store.Path(dir)) {
		_ = os.Remove(lockPath(dir))
	}
	for ; dir != there; dir = filepath.Dir(dir) {
		if os.Remove(dir) != nil { // something is in it
			return
		}
	}
}

func lockPath(dir string) string { return filepath.Join(dir, "leanon.lock") }

// inUse says whether another process holds the lock of a data directory. It takes the
// lock for a moment, together with others that only ask.
func inUse(dir string) bool {
	lock, err := machine.OpenItself(lockPath(dir), os.O_RDONLY)
	if err != nil {
		return false
	}
	defer machine.Unlock(lock)
	return errors.Is(machine.LockTogether(lock), machine.ErrLocked)
}

// warnOfWideFiles warns of each file of leanon's that others can read or write. Key files
// are left out, because such a key file is refused when it is read.
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
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() && machine.OpenToOthers(file, info) {
			log.Warn("others on this machine can open a file of the data directory; "+machine.KeepFileAlone, "file", file)
		}
	}
}

// readyKeyFiles makes the key files of a data directory their owner's alone where their
// group could read them, and removes what a crash left of one that was being made, or of a
// backup. The caller holds the lock of the data directory.
func readyKeyFiles(dir string, log *slog.Logger) error {
	for _, path := range []string{KeyPath(dir), nextKeyPath(dir)} {
		narrowed, err := seal.NarrowKeyFile(path)
		if err != nil {
			return fmt.Errorf("%s %w", path, seal.ErrKeyFileOpen)
		}
		if narrowed {
			log.Warn("the group of the key file could read it; now only its owner can", "file", path)
		}
	}
	rotating, err := lockChange(dir)
	if errors.Is(err, errChanging) {
		return nil // the one that is being made is needed
	}
	if err != nil {
		return err
	}
	defer machine.Unlock(rotating)
	removeCopying(dir)
	if err := seal.RemoveUnfinished(dir); err != nil {
		return unwritable(dir, err)
	}
	return nil
}
