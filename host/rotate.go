package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"

	"leanon/clock"
	"leanon/config"
	"leanon/machine"
	"leanon/store"
	"leanon/store/seal"
)

// `leanon rotate-key` changes the master key. It puts the new key beside the old one,
// wraps every data key by the new key, and then moves the new key to the place of the old
// one. A bot that runs meanwhile reads the new key when it meets a data key that the old
// one does not open. Each step is on the disk when it returns, and may be repeated. If a
// change was cut short, running the command once more finishes it.
//
// Where LEANON_KEY holds the key, a running bot cannot learn another one, so it has to be
// stopped.

// rewrapAtOnce is how many data keys one transaction wraps anew: so few that a bot which
// waits for it waits a few milliseconds.
const rewrapAtOnce = 200

// RotateKeyCommand is `leanon rotate-key`. It has no flags of its own.
type RotateKeyCommand struct{}

// Run changes the master key and prints to p.Stdout what to do with the new one. Its
// errors are single sentences that say what to do.
func (RotateKeyCommand) Run(p *Process) error {
	cfg, err := p.settings(clock.New())
	if err != nil {
		return err
	}
	key, err := config.ReadKey(p.Environ)
	if err != nil {
		return err
	}
	newKey, err := config.ReadNewKey(p.Environ)
	if err != nil {
		return err
	}
	Harden()
	r := Rotation{Config: cfg, Key: key, NewKey: newKey, AtOnce: rewrapAtOnce, Log: p.Stderr}
	if err := r.Run(p.Ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, r.receipt())
	return err
}

// Rotation is one change of the master key. Config, AtOnce and Log are required.
type Rotation struct {
	Config config.Config
	Key    config.Secret     // the key in use, as LEANON_KEY has it; not set if the key file has it
	NewKey config.Secret     // the new key, as LEANON_NEW_KEY has it; not set to make one
	AtOnce int               // how many data keys one transaction wraps anew, at least 1
	Log    io.Writer         // gets warnings about the data directory
	After  func(step string) // called when a step is on the disk, for the tests; may be nil

	wrapped int  // how many data keys were wrapped anew
	unclean bool // the files hold traces of the old wrapped keys until the next purge
}

// Run changes the key, or finishes a change that was cut short. Its errors are single
// sentences that say what to do, or errors of the store.
func (r *Rotation) Run(ctx context.Context) error {
	if !store.Exists(store.Path(r.Config.Data)) {
		return fmt.Errorf("there is no database in %s, so there is no key to change: run this where the bot runs, with its settings", r.Config.Data)
	}
	held, err := r.lock()
	if err != nil {
		return err
	}
	defer held.Close()
	next, err := r.nextKey()
	if err != nil {
		return err
	}
	if err := r.rewrap(ctx, next); err != nil {
		return err
	}
	if r.Key.Text != "" {
		return nil
	}
	if err := seal.MoveKeyFile(nextKeyPath(r.Config.Data), KeyPath(r.Config.Data)); err != nil {
		return fmt.Errorf("%s could not be moved to %s: %w; run %s again", nextKeyPath(r.Config.Data), KeyPath(r.Config.Data), Cause(err), Command("rotate-key"))
	}
	r.done("moved")
	return nil
}

func (r *Rotation) done(step string) {
	if r.After != nil {
		r.After(step)
	}
}

// rewrap wraps every data key by the next master key.
func (r *Rotation) rewrap(ctx context.Context, next seal.Key) error {
	st, err := openStoreWith(ctx, r.Config, r.Key, r.keys(next), clock.New())
	if err != nil {
		return err
	}
	defer st.Close()
	if err := st.BeginRotation(ctx, next); err != nil {
		return err
	}
	r.done("begun")
	for {
		n, err := st.Rewrap(ctx, r.AtOnce)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
		r.wrapped += n
		r.done("wrapped some")
	}
	clean, err := st.EndRotation(ctx)
	r.unclean = !clean
	if err != nil {
		return err
	}
	r.done("ended")
	return nil
}

// keys returns what reads the keys that may be in use until the change is done.
func (r *Rotation) keys(next seal.Key) seal.Keys {
	return func() ([]seal.Key, error) {
		all, err := masterKeys(r.Config.Data, r.Key)()
		return append(all, next), err
	}
}

// nextKey returns the key to change to. If the key is kept in a file, the next one is on
// the disk when nextKey returns.
func (r *Rotation) nextKey() (next seal.Key, err error) {
	if r.NewKey.Text != "" {
		if next, err = seal.ParseKey(r.NewKey.Text); err != nil {
			return next, fmt.Errorf("%s is not a key: %w", r.NewKey.Source(), err)
		}
		if next.Guessable() {
			return next, fmt.Errorf("the key in %s is one byte again and again, which anybody can guess: `openssl rand -base64 32` makes one", r.NewKey.Source())
		}
	}
	if r.Key.Text == "" {
		if next, err = r.nextKeyFile(next); err != nil {
			return next, err
		}
	} else if r.NewKey.Text == "" {
		return next, fmt.Errorf("the key is in %s, so the new one has to come from %s or %s: set one of them, `openssl rand -base64 32` makes a key", r.Key.Source(), config.NewKeyVariable, config.NewKeyVariable+config.FileSuffix)
	}
	present, err := masterKey(r.Config.Data, r.Key)
	if err != nil {
		return next, err
	}
	if next.Same(present) {
		return next, r.sameKey()
	}
	r.done("made")
	return next, nil
}

// sameKey is the sentence about a new key that is the old one.
func (r *Rotation) sameKey() error {
	switch {
	case r.NewKey.File != "":
		return fmt.Errorf("the new key is the one in use: leave %s out, or put another one into %s", r.NewKey.Variable, r.NewKey.File)
	case r.NewKey.Text != "":
		return fmt.Errorf("the new key is the one in use: leave %s out, or set it to another one", r.NewKey.Variable)
	}
	return fmt.Errorf("%s is a copy of the key in use: remove it, and run %s again", nextKeyPath(r.Config.Data), Command("rotate-key"))
}

// nextKeyFile reads the next key that a change which was cut short left beside the old
// one. If there is none, it writes wanted there, or a new key if no key was given.
func (r *Rotation) nextKeyFile(wanted seal.Key) (seal.Key, error) {
	path := nextKeyPath(r.Config.Data)
	next, err := seal.KeyFile(path, false)
	switch {
	case err == nil && r.NewKey.Text != "" && !next.Same(wanted):
		return next, fmt.Errorf("%s holds the key of a change that was cut short: run %s without %s to finish that one first", path, Command("rotate-key"), r.NewKey.Variable)
	case err == nil:
		return next, r.keepOwner(path)
	case !errors.Is(err, fs.ErrNotExist):
		return next, keyFileError(r.Config.Data, path, err)
	}
	if next = wanted; r.NewKey.Text == "" {
		next, err = seal.KeyFile(path, true)
	} else {
		err = seal.SaveKeyFile(path, wanted)
	}
	if err != nil {
		return next, unwritable(r.Config.Data, err)
	}
	return next, r.keepOwner(path)
}

// keepOwner gives the file of the new key the owner of the old one, so that the bot can
// read it even if an administrator runs the command as root.
func (r *Rotation) keepOwner(path string) error {
	if err := machine.AllowLike(path, KeyPath(r.Config.Data)); err != nil {
		return fmt.Errorf("%s cannot be given to the owner of %s: %w; run %s as the user that leanon runs as", path, KeyPath(r.Config.Data), Cause(err), Command("rotate-key"))
	}
	return nil
}

// warnOfUnfinishedRotation warns of a change that was not finished. It cannot tell it from
// one that is at work at this moment.
func warnOfUnfinishedRotation(ctx context.Context, st *store.Store, dir string, log *slog.Logger) {
	rotating, err := st.Rotating(ctx)
	if err != nil {
		log.Warn("it cannot be told whether a change of the key is unfinished", "err", err)
		return
	}
	_, err = os.Stat(nextKeyPath(dir))
	if rotating || err == nil {
		log.Warn("a change of the key is unfinished; unless "+Command("rotate-key")+" is at work, run it again", "data", dir)
	}
}

// receipt says what was done and what to do now. It shows no key.
func (r *Rotation) receipt() string {
	where := fmt.Sprintf("Keep a copy of %s somewhere else.", KeyPath(r.Config.Data))
	switch {
	case r.Key.File != "":
		where = fmt.Sprintf("Put the new key into %s before you start leanon, and keep a copy of it somewhere else.", r.Key.Source())
	case r.Key.Text != "":
		where = fmt.Sprintf("Set %s to the new key before you start leanon, and keep a copy of it somewhere else.", r.Key.Variable)
	}
	gone := "The old key opens nothing in it any more."
	if r.unclean {
		gone = "The old key opens nothing in it any more; within an hour of the bot's running the last traces in the files are gone too."
	}
	return fmt.Sprintf("The key of %s is changed; %d data keys are wrapped by the new one. %s %s Backups made before now need the old key: keep it for as long as you keep them, and no longer.",
		store.Path(r.Config.Data), r.wrapped, gone, where)
}
