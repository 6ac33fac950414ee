package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// lock lets one change of the key happen at a time, and keeps a bot that cannot
// learn the new key from running meanwhile.
func (r *rotation) lock() (held io.Closer, err error) {
	dir, err := os.Open(r.cfg.Data)
	if err != nil {
		return nil, unwritable(r.cfg.Data, err)
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		dir.Close()
		return nil, fmt.Errorf("another leanon rotate-key is at work in %s: let it finish", r.cfg.Data)
	}
	lock, err := lockData(r.cfg.Data, newLogger(r.cfg.Log, r.log))
	switch {
	case err == nil:
		return closers{lock, dir}, nil
	case !errors.Is(err, errInUse):
		dir.Close()
		return nil, err
	}
	if r.given != "" || runsOnEnvironment(r.cfg.Data) {
		dir.Close()
		return nil, fmt.Errorf("the bot that runs on %s has its key from %s and cannot learn another one: stop it, run leanon rotate-key with %s and %s, and start it with the new one",
			r.cfg.Data, keyVariable, keyVariable, newKeyVariable)
	}
	return dir, nil
}

type closers []io.Closer

// Close closes all of them, in order.
func (c closers) Close() error {
	var all []error
	for _, one := range c {
		all = append(all, one.Close())
	}
	return errors.Join(all...)
}

// What the lock file of a running bot says about its key.
const (
	keyFromFile        = "key: file\n"
	keyFromEnvironment = "key: environment\n"
)

// tellKeySource lets `leanon rotate-key` know whether this process can learn
// another key.
func tellKeySource(lock *os.File, given string) error {
	source := keyFromFile
	if given != "" {
		source = keyFromEnvironment
	}
	err := lock.Truncate(0)
	if err == nil {
		_, err = lock.WriteAt([]byte(source), 0)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", lock.Name(), cause(err))
	}
	return nil
}

func runsOnEnvironment(dir string) bool {
	text, err := os.ReadFile(filepath.Join(dir, "leanon.lock"))
	return err == nil && string(text) == keyFromEnvironment
}
