package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"leanon/machine"
)

// Replace puts the database at coming, which has no log and a token of its own, in the
// place of the one at path, and keeps that aside with its log and its index under other
// names. It returns the name of the database that is kept, "" if there was none. Nobody may
// have either open.
//
// Whenever it is cut short, one of the two is at path, whole: the old one gets a second
// name, the new one takes its first, and then the log of the old one is moved, which until
// then is foreign to the new one (ForeignLog). Only where the disk's file system has no
// second names, none is at path for a moment. after is called when a step is on the disk.
func Replace(coming, path string, after func(step string)) (aside string, err error) {
	n := freeAside(path, "", "-wal", "-shm")
	if _, err := os.Lstat(path); err == nil {
		aside = asideName(path, "", n)
		back, err := keep(path, aside)
		if err != nil {
			return "", err
		}
		after("kept")
		if err := machine.Rename(coming, path); err != nil {
			back()
			return "", err
		}
	} else if err := machine.Rename(coming, path); err != nil {
		return "", err
	}
	if err := machine.SyncDir(filepath.Dir(path)); err != nil {
		return aside, err
	}
	after("placed")
	for _, part := range []string{"-wal", "-shm"} {
		if err := machine.Rename(path+part, asideName(path, part, n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return aside, err
		}
		after("moved " + part)
	}
	return aside, machine.SyncDir(filepath.Dir(path))
}

// keep gives a database a second name, or another one where there are no second names. back
// undoes that.
func keep(path, aside string) (back func(), err error) {
	back = func() { _ = os.Remove(aside) }
	if os.Link(path, aside) != nil {
		back = func() { _ = machine.Rename(aside, path) }
		if err := machine.Rename(path, aside); err != nil {
			return nil, err
		}
	}
	if err := machine.SyncDir(filepath.Dir(path)); err != nil {
		back()
		return nil, err
	}
	return back, nil
}

// SecondNames returns the names that Replace, cut short, has given to the database at path
// beside its own.
func SecondNames(path string) (names []string) {
	own, err := os.Lstat(path)
	if err != nil {
		return nil
	}
	all, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil
	}
	for _, one := range all {
		if !strings.HasPrefix(one.Name(), filepath.Base(path)+".aside-") {
			continue
		}
		if info, err := os.Lstat(filepath.Join(filepath.Dir(path), one.Name())); err == nil && os.SameFile(info, own) {
			names = append(names, filepath.Join(filepath.Dir(path), one.Name()))
		}
	}
	return names
}

// AsideLog returns the path of the log that belongs to a database which Replace has kept
// aside, "" if aside is not the name of one that was at path.
func AsideLog(path, aside string) string {
	number, ok := strings.CutPrefix(filepath.Clean(aside), filepath.Clean(path)+".aside-")
	if !ok {
		return ""
	}
	return path + "-wal.aside-" + number
}
