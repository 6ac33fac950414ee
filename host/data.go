package host

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/machine"
	"leanon/store"
	"leanon/store/seal"
)

// KeyPath returns the path of the file with the master key in a data directory.
func KeyPath(dir string) string { return filepath.Join(dir, "leanon.key") }

// nextKeyPath returns the path of the next master key, which exists while the key is
// being changed.
func nextKeyPath(dir string) string { return KeyPath(dir) + ".new" }

// keyAlone reports whether the key file is there and no part of a database is. A lost
// database leaves that, but so does a start that was cut short, or a host who put a key
// there before the first start. Therefore it is a warning and no error.
func keyAlone(dir string) bool {
	path := store.Path(dir)
	return store.Exists(KeyPath(dir)) && !store.Exists(path) && !store.LogAlone(path)
}

// warnOfKeyAlone warns that a new database is begun beside a key that was there before.
func warnOfKeyAlone(dir string, log *slog.Logger) {
	if keyAlone(dir) {
		log.Warn("the key is there but no database is, and a new one is begun; if there was one, stop leanon and put a backup in its place",
			"key", KeyPath(dir), "database", store.Path(dir))
	}
}

// OpenStore opens the database in cfg.Data, and makes it if it is missing. given is the
// master key from the environment; if it has no text, the key is read from the key file,
// which is made at the first start. Errors are sentences that say what to do. The caller closes
// the store.
func OpenStore(ctx context.Context, cfg config.Config, given config.Secret, wall *clock.Clock) (*store.Store, error) {
	return openStoreWith(ctx, cfg, given, safeKeys(cfg.Data, given), wall)
}

// safeKeys is masterKeys without keys that can be guessed.
func safeKeys(dir string, given config.Secret) seal.Keys {
	return func() ([]seal.Key, error) {
		all, err := masterKeys(dir, given)()
		if err == nil && slices.ContainsFunc(all, seal.Key.Guessable) {
			where := KeyPath(dir)
			if given.Text != "" {
				where = given.Source()
			}
			return nil, fmt.Errorf("the key in %s is one byte again and again, which anybody can guess: change it with %s, or, before the first start, put another one there", where, Command("rotate-key"))
		}
		return all, err
	}
}

// openStoreWith does the same with other keys. given only decides what errors say.
func openStoreWith(ctx context.Context, cfg config.Config, given config.Secret, keys seal.Keys, wall *clock.Clock) (*store.Store, error) {
	return openStoreAt(ctx, store.Path(cfg.Data), cfg, given, keys, wall)
}

// openStoreAt does the same with a database at another path.
func openStoreAt(ctx context.Context, path string, cfg config.Config, given config.Secret, keys seal.Keys, wall *clock.Clock) (*store.Store, error) {
	if _, err := keys(); err != nil {
		return nil, err
	}
	st, err := store.OpenWith(ctx, path, keys, wall, store.Defaults{
		Cron: cfg.CheckIn.Cron, Weekly: cfg.CheckIn.Weekly, Zone: cfg.CheckIn.Zone, Quiet: cfg.QuietHours,
		MinInterval: cfg.CheckIn.MinInterval, FollowUp: cfg.FollowUpAfter, Retention: time.Duration(cfg.Retention),
	})
	if err != nil {
		return nil, databaseSentence(cfg, given, err)
	}
	return st, nil
}

// sayMigrated says in the log that a database of before was brought up to date, because
// there is no way back then.
func sayMigrated(m store.Migrated, log *slog.Logger) {
	if m.From != 0 && m.From != m.To {
		log.Info("the database was brought up to date; no older leanon opens it any more", "from", m.From, "to", m.To)
	}
}

// databaseSentence turns an error of the database into a sentence that says what to do.
func databaseSentence(cfg config.Config, given config.Secret, err error) error {
	path := store.Path(cfg.Data)
	switch {
	case errors.Is(err, seal.ErrWrongKey) && given.File != "":
		return fmt.Errorf("the key in %s does not open %s: it was made with another one; put that one there, or unset %s if that is in %s", given.Source(), path, given.Variable, KeyPath(cfg.Data))
	case errors.Is(err, seal.ErrWrongKey) && given.Text != "":
		return fmt.Errorf("the key in %s does not open %s: it was made with another one; set %s to that, or unset it if that is in %s", given.Variable, path, given.Variable, KeyPath(cfg.Data))
	case errors.Is(err, seal.ErrWrongKey):
		return fmt.Errorf("the key in %s does not open %s: it was made with another one; put that one back, or set %s to it", KeyPath(cfg.Data), path, config.KeyVariable)
	case errors.Is(err, seal.ErrHalfRotated) && given.Text != "":
		return fmt.Errorf("a change of the key of %s was cut short: run %s again, with %s and %s as they were then", path, Command("rotate-key"), given.Variable, config.NewKeyVariable)
	case errors.Is(err, seal.ErrHalfRotated):
		return fmt.Errorf("a change of the key of %s was cut short and one of the two keys is missing: put %s and %s back as they were and run %s again", path, KeyPath(cfg.Data), nextKeyPath(cfg.Data), Command("rotate-key"))
	case errors.Is(err, store.ErrNewer):
		return fmt.Errorf("%s was written by a newer leanon: run that version, or a later one", path)
	case errors.Is(err, store.ErrForeign):
		return fmt.Errorf("%s is not a leanon database: move it away, or set data in config.yaml to another directory", path)
	case errors.Is(err, store.ErrMemoryMissing):
		return memorySentence(path, path)
	case errors.Is(err, store.ErrLinked):
		return linked(path)
	case errors.Is(err, store.ErrDamaged):
		return fmt.Errorf("%s is damaged: stop leanon, move it aside together with %s-wal and %s-shm, keep them, and put a backup in its place", path, path, path)
	case errors.Is(err, store.ErrEmptied):
		return fmt.Errorf("%s is empty, as leanon never leaves it: move %s-wal and %s-shm aside and put a backup in its place, or delete it if nothing ever was in it", path, path, path)
	case errors.Is(err, store.ErrLogAlone):
		return fmt.Errorf("%s is gone but %s-wal, a part of it, is there: put it back beside that, or move that away to begin anew", path, path)
	case errors.Is(err, store.ErrFull), machine.IsFull(err):
		return errDiskFull(cfg.Data)
	case errors.Is(err, store.ErrBusy):
		return fmt.Errorf("%s is held by another program: end that, and start again", path)
	case errors.Is(err, store.ErrReadOnly):
		return unwritable(cfg.Data, store.ErrReadOnly)
	case errors.Is(err, fs.ErrPermission), machine.IsReadOnly(err):
		return unwritable(cfg.Data, err)
	}
	if file := (*fs.PathError)(nil); errors.As(err, &file) { // the list of what ended may be at fault
		path = file.Path
	}
	return fmt.Errorf("%s cannot be opened: %w", path, Cause(err))
}

// masterKeys returns a function that reads the key in use and, while the key is being
// changed, the next one. It reads the next one first: at the end of a change that key
// moves to the place of the other, so that it is found in at least one of the two.
func masterKeys(dir string, given config.Secret) seal.Keys {
	return func() ([]seal.Key, error) {
		if given.Text != "" {
			key, err := masterKey(dir, given)
			return []seal.Key{key}, err
		}
		next, err := seal.KeyFile(nextKeyPath(dir), false)
		coming := err == nil
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, keyFileError(dir, nextKeyPath(dir), err)
		}
		key, err := masterKey(dir, config.Secret{})
		if err != nil {
			return nil, err
		}
		if coming {
			return []seal.Key{key, next}, nil
		}
		return []seal.Key{key}, nil
	}
}

// masterKey returns the key from the environment, or the one from the key file if none is
// given. It makes the key file if that is missing and no database is there: a new key
// would not open an old database.
func masterKey(dir string, given config.Secret) (seal.Key, error) {
	if given.Text != "" {
		key, err := seal.ParseKey(given.Text)
		if err != nil {
			return key, fmt.Errorf("%s is not a key: %w", given.Source(), err)
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

// keyFileError turns an error about a key file into a sentence that says what to do.
func keyFileError(dir, path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s is there but its key is not: put %s back, or set %s; without the key what is in the database cannot be read", store.Path(dir), path, config.KeyVariable)
	case errors.Is(err, seal.ErrKeyFileOpen):
		return fmt.Errorf("%s %w", path, seal.ErrKeyFileOpen)
	case errors.Is(err, seal.ErrKeyFileForeign):
		return fmt.Errorf("%s %w", path, seal.ErrKeyFileForeign)
	case errors.Is(err, seal.ErrKeyForm) && store.Exists(store.Path(dir)):
		return fmt.Errorf("%s holds no key: put your copy of the key of %s back; a new one does not open it", path, store.Path(dir))
	case errors.Is(err, seal.ErrKeyForm):
		return fmt.Errorf("%s holds no key: %w", path, seal.ErrKeyForm)
	}
	return fmt.Errorf("%s cannot be read or made: %w", path, Cause(err))
}

// memorySentence is the sentence about a copy beside which the list of what ended is
// missing.
func memorySentence(path, copied string) error {
	return fmt.Errorf("nobody can tell who left since %s was copied, because the list of it, %s, is missing or another database's: put that one back, "+
		"or run %s %s with --ask-again, which asks each partner privately first, or with --trust, if you vouch that nobody left since", copied, store.EndedPath(path), Command("restore"), typed(copied))
}

// linked is the sentence about a file of the data directory that is a link. Through it two
// data directories would share a database, each with a lock of its own.
func linked(path string) error {
	return fmt.Errorf("%s is a link, or has a second name: put the file itself there, or set data in config.yaml to the directory that it lies in", path)
}

func errDiskFull(dir string) error {
	return fmt.Errorf("the disk that holds the data directory %s is full: make room, and start again", dir)
}

func unmakeable(dir string, err error) error {
	return fmt.Errorf("the data directory %s cannot be made: %w; set data in config.yaml to a place that leanon may write to", dir, Cause(err))
}

// unwritable is the sentence about a data directory, or a file in it, that leanon may not
// write to. A read-only disk is at fault as a whole, so no file of it is named.
func unwritable(dir string, err error) error {
	if machine.IsFull(err) {
		return errDiskFull(dir)
	}
	cause := Cause(err)
	if path := (*fs.PathError)(nil); errors.As(err, &path) && !machine.IsReadOnly(err) && filepath.Clean(path.Path) != filepath.Clean(dir) {
		cause = fmt.Errorf("%s: %w", path.Path, path.Err)
	}
	return fmt.Errorf("leanon may not write to the data directory %s: %w; change its owner, or set data in config.yaml to another one", dir, cause)
}

// Cause returns the error without the operation and the path that an fs.PathError adds,
// for sentences that name the path already.
func Cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
