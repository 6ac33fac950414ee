package host

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"leanon/config"
	"leanon/machine"
)

// lock makes sure that no other change of the key is at work, and that no bot runs which
// cannot learn the new key. Both hold until held is closed.
func (r *Rotation) lock() (held io.Closer, err error) {
	dir, err := lockChange(r.Config.Data)
	if err != nil {
		return nil, err
	}
	log := newLogger(r.Config.Log, r.Log)
	lock, err := lockData(r.Config.Data, log)
	switch {
	case err == nil:
		held := closers{heldLock{lock}, heldLock{dir}}
		undoKept(r.Config.Data, log)
		if err := putForeignLogAside(r.Config.Data, log); err != nil {
			return nil, errors.Join(err, held.Close())
		}
		return held, nil
	case !errors.Is(err, errInUse):
		machine.Unlock(dir)
		return nil, err
	}
	source := variableOf(r.Config.Data)
	if r.Key.Text != "" {
		source = cmp.Or(source, r.Key.Variable)
	}
	if source != "" {
		machine.Unlock(dir)
		return nil, fmt.Errorf("the bot that runs on %s has its key from %s and cannot learn another one: stop it, run %s with %s and %s, and start it with the new one",
			r.Config.Data, source, Command("rotate-key"), source, config.NewKeyVariable)
	}
	return heldLock{dir}, nil
}

// heldLock is a locked file, which Close unlocks: closing alone would leave the lock to a
// child process that is just being started.
type heldLock struct{ file *os.File }

// Close unlocks the file and closes it.
func (l heldLock) Close() error {
	machine.Unlock(l.file)
	return nil
}

// errChanging is wrapped by the sentence about a key that somebody else is changing, or a
// database that somebody else is copying.
var errChanging = errors.New("another leanon rotate-key or leanon backup is at work in")

// lockChange keeps others from changing the key, and from copying the database, until the
// returned directory is unlocked: a copy that is made meanwhile would need two keys.
func lockChange(path string) (*os.File, error) {
	dir, err := machine.LockDir(path)
	if errors.Is(err, machine.ErrLocked) {
		return nil, fmt.Errorf("%w %s: let it finish", errChanging, path)
	}
	if err != nil {
		return nil, unwritable(path, err)
	}
	return dir, nil
}

type closers []io.Closer

// Close closes all of them, the first first.
func (c closers) Close() error {
	var all []error
	for _, one := range c {
		all = append(all, one.Close())
	}
	return errors.Join(all...)
}

// What the lock file of a running bot says about its key: that it is in the key file, or
// which variable it came from. Earlier versions did not name the variable.
const (
	keySource          = "key: "
	keyFromFile        = "file"
	keyFromEnvironment = "environment"
)

// recordKeySource writes to the lock file whether the bot's key comes from the
// environment, for `leanon rotate-key`: such a bot cannot learn another key.
func recordKeySource(lock *os.File, given config.Secret) error {
	source := keyFromFile
	if given.Text != "" {
		source = given.Variable
	}
	err := lock.Truncate(0)
	if err == nil {
		_, err = lock.WriteAt([]byte(keySource+source+"\n"), 0)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", lock.Name(), Cause(err))
	}
	return nil
}

// variableOf returns the variable that the key of a running bot came from, "" if it has it
// from the key file.
func variableOf(dir string) string {
	text, err := os.ReadFile(lockPath(dir))
	if err != nil {
		return ""
	}
	switch source, _ := strings.CutPrefix(strings.TrimSpace(string(text)), keySource); source {
	case keyFromFile:
		return ""
	case keyFromEnvironment:
		return config.KeyVariable
	default:
		return source
	}
}
