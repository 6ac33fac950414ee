package host

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"leanon/machine"
	"leanon/store"
	"leanon/store/seal"
)

// checkFiles checks whether leanon can write to the data directory, and who else can read
// it. It returns false if nobody can tell what is in it.
func checkFiles(c *checkup, dir string) (seen bool) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		checkMakeable(c, dir)
		return true
	case err != nil:
		c.fail("data directory", "%s cannot be looked at: %v", dir, Cause(err))
		return false
	case !info.IsDir():
		c.fail("data directory", "%s is not a directory; set data in config.yaml to another place", dir)
		return false
	}
	switch lock, err := os.Lstat(lockPath(dir)); {
	case err == nil && lock.Mode()&fs.ModeSymlink != 0:
		c.fail("data directory", "%v", linked(lockPath(dir)))
		return true
	case err == nil && lock.IsDir():
		c.fail("data directory", "%v", unwritable(dir, &fs.PathError{Path: lockPath(dir), Err: syscall.EISDIR}))
		return true
	}
	if machine.MayWriteIn(dir) != nil {
		c.fail("data directory", "whoever runs this may not write to %s: change its owner", dir)
		return machine.MayEnter(dir)
	}
	user := os.Geteuid()
	if file, err := unusable(dir, user); err != nil {
		c.fail("data directory", "%v", unwritable(dir, fmt.Errorf("%s: %w", file, err)))
		return true
	}
	open, err := openToOthers(dir)
	switch {
	case err != nil:
		c.fail("data directory", "%s cannot be looked at: %v", dir, Cause(err))
	case machine.OpenToOthers(dir, info):
		c.warn("data directory", "others on this machine can look into %s; %s", dir, machine.KeepDirAlone)
	case open != "":
		c.warn("data directory", "others on this machine can read %s; %s", open, machine.KeepFileAlone)
	case user == 0 && ownerOf(info) != 0 && isStray(dir, ownerOf(info)):
		c.warn("data directory", "some files in %s belong to another user than the directory: unless leanon runs as root, give them to its owner with chown -R", dir)
	default:
		c.ok("data directory", "%s is yours alone", dir)
	}
	checkKeyFiles(c, dir)
	if inUse(dir) {
		c.ok("lock", "a leanon is using %s: that is well if it is your bot; a second one would not start", dir)
	}
	return true
}

// checkKeyFiles says what the next start mends by itself.
func checkKeyFiles(c *checkup, dir string) {
	for _, path := range wideKeyFiles(dir) {
		c.warn("key file", "its group can read %s; the next start makes it its owner's alone", path)
	}
	if left := seal.Unfinished(dir); len(left) > 0 {
		c.warn("unfinished key", "%s is left of a key that was being made; the next start removes it", strings.Join(left, ", "))
	}
}

// wideKeyFiles lists the key files in a data directory that a start makes their owner's alone.
func wideKeyFiles(dir string) []string {
	return slices.DeleteFunc([]string{KeyPath(dir), nextKeyPath(dir)}, func(path string) bool { return !seal.IsWideKeyFile(path) })
}

// unusable returns the first of leanon's files in a data directory that a user may not
// write to, or not change the mode of, which a start does, and why.
func unusable(dir string, user int) (file string, err error) {
	for file, info := range ownFiles(dir) {
		if err := machine.MayWrite(file); err != nil {
			return file, err
		}
		if user != 0 && ownerOf(info) != user {
			return file, syscall.EPERM
		}
	}
	return "", nil
}

// isStray says whether a file of leanon's in a data directory is not its owner's.
func isStray(dir string, owner int) bool {
	for _, info := range ownFiles(dir) {
		if ownerOf(info) != owner {
			return true
		}
	}
	return false
}

// ownFiles goes through the database, its log and index, and the lock in a data
// directory. Key files have rules of their own.
func ownFiles(dir string) iter.Seq2[string, fs.FileInfo] {
	path := store.Path(dir)
	return func(yield func(string, fs.FileInfo) bool) {
		for _, file := range []string{path, path + "-wal", path + "-shm", lockPath(dir)} {
			if info, err := os.Lstat(file); err == nil && info.Mode().IsRegular() && !yield(file, info) {
				return
			}
		}
	}
}

// ownerOf returns the user id of a file's owner, os.Geteuid where there are none.
func ownerOf(info fs.FileInfo) int {
	user, _ := machine.OwnerOf(info)
	return user
}

// checkMakeable checks whether the first start can make the data directory.
func checkMakeable(c *checkup, dir string) {
	if err := tryToMakeIn(nearestThere(dir)); err != nil {
		c.fail("data directory", "%v", unmakeable(dir, err))
		return
	}
	c.ok("data directory", "%s is not there yet; the first start makes it", dir)
}

// nearestThere returns the path itself, or the nearest directory above it that exists.
func nearestThere(path string) string {
	for {
		_, err := os.Lstat(path)
		above := filepath.Dir(path)
		if !errors.Is(err, fs.ErrNotExist) || above == path {
			return path
		}
		path = above
	}
}

// tryToMakeIn makes a directory in dir and removes it again. Permissions alone do not
// tell, because a disk may be read-only, and nobody may write to some, such as /proc. The
// name differs from the one that a bot may be making at the same moment.
func tryToMakeIn(dir string) error {
	tried, err := os.MkdirTemp(dir, ".leanon-check-*")
	if err != nil {
		return err
	}
	return os.Remove(tried)
}

// openToOthers returns the first file in a directory that others can read and a start leaves
// so, "" if there is none.
func openToOthers(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	mended := append(wideKeyFiles(dir), seal.Unfinished(dir)...)
	for _, e := range entries {
		file := filepath.Join(dir, e.Name())
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // a bot that runs has just removed it
		}
		if err != nil {
			return "", err
		}
		if info.Mode().IsRegular() && machine.OpenToOthers(file, info) && !slices.Contains(mended, file) {
			return file, nil
		}
	}
	return "", nil
}
