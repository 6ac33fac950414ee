package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"syscall"

	"leanon/scheduler"
	"leanon/store"
)

// A change of the master key, `leanon rotate-key`. The new key lies beside the old
// one until every data key is wrapped by it, and then takes its place; a bot that
// runs meanwhile reads the new one when it meets a data key that the old one does
// not open. Each step is for good when it returns and may be done again, so that a
// change that was cut short anywhere is finished by running the command once more.
//
// Where LEANON_KEY holds the key, a bot that runs cannot be told another one: it
// has to be stopped.

// rewrapAtOnce is how many data keys are wrapped anew in one transaction: few
// enough that the bot waits for milliseconds.
const rewrapAtOnce = 200

type rotateKeyCommand struct{}

// Run changes the key and says what to do with the new one.
func (rotateKeyCommand) Run(p *process) error {
	cfg, err := p.settings(scheduler.NewClock())
	if err != nil {
		return err
	}
	_, key, err := readSecrets(p.environ)
	if err != nil {
		return err
	}
	keepToItself()
	r := rotation{cfg: cfg, given: key, wanted: readNewKey(p.environ), atOnce: rewrapAtOnce, log: p.stderr}
	if err := r.run(p.ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.stdout, r.receipt())
	return err
}

// rotation is one change of the key.
type rotation struct {
	cfg    Config
	given  string // LEANON_KEY, "" where the key file has it
	wanted string // LEANON_NEW_KEY, "" where one is to be made
	atOnce int
	log    io.Writer
	after  func(step string) // for the tests: called when a step is for good; nil is not called

	wrapped int  // how many data keys were wrapped anew
	unclean bool // traces of the old ones are left until the next purge
}

// run does what is left to do. Its errors are sentences that say what to do.
func (r *rotation) run(ctx context.Context) error {
	if !store.Exists(store.Path(r.cfg.Data)) {
		return fmt.Errorf("there is no database in %s, so there is no key to change", r.cfg.Data)
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
	if r.given != "" {
		return nil
	}
	if err := store.MoveKeyFile(nextKeyPath(r.cfg.Data), keyPath(r.cfg.Data)); err != nil {
		return fmt.Errorf("%s could not be moved to %s: %w; run leanon rotate-key again", nextKeyPath(r.cfg.Data), keyPath(r.cfg.Data), cause(err))
	}
	r.done("moved")
	return nil
}

func (r *rotation) done(step string) {
	if r.after != nil {
		r.after(step)
	}
}

// rewrap brings every data key over to the next master key.
func (r *rotation) rewrap(ctx context.Context, next store.Key) error {
	st, err := openStoreWith(ctx, r.cfg, r.given, r.keys(next), scheduler.NewClock())
	if err != nil {
		return err
	}
	defer st.Close()
	if err := st.BeginRotation(ctx, next); err != nil {
		return err
	}
	r.done("begun")
	for {
		n, err := st.Rewrap(ctx, r.atOnce)
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

// keys are those in use until the change is done.
func (r *rotation) keys(next store.Key) store.Keys {
	return func() ([]store.Key, error) {
		all, err := masterKeys(r.cfg.Data, r.given)()
		return append(all, next), err
	}
}

// nextKey is the key to change to, safe on disk where it is to be a file's.
func (r *rotation) nextKey() (next store.Key, err error) {
	if r.wanted != "" {
		if next, err = store.ParseKey(r.wanted); err != nil {
			return next, fmt.Errorf("%s is not a key: %w", newKeyVariable, err)
		}
	}
	if r.given == "" {
		if next, err = r.nextKeyFile(next); err != nil {
			return next, err
		}
	} else if r.wanted == "" {
		return next, fmt.Errorf("the key is in %s, so the new one has to come from %s: set it, `openssl rand -base64 32` makes one", keyVariable, newKeyVariable)
	}
	present, err := masterKey(r.cfg.Data, r.given)
	if err != nil {
		return next, err
	}
	if next.Same(present) {
		return next, fmt.Errorf("the new key is the one in use: leave %s out, or set it to another one", newKeyVariable)
	}
	r.done("made")
	return next, nil
}

// nextKeyFile reads the key that a change before this one left beside the old one,
// or writes it there: wanted, or a new one where wanted is zero.
func (r *rotation) nextKeyFile(wanted store.Key) (store.Key, error) {
	path := nextKeyPath(r.cfg.Data)
	next, err := store.KeyFile(path, false)
	switch {
	case err == nil && r.wanted != "" && !next.Same(wanted):
		return next, fmt.Errorf("%s holds the key of a change that was cut short: run leanon rotate-key without %s to finish that one first", path, newKeyVariable)
	case err == nil:
		return next, r.keepOwner(path)
	case !errors.Is(err, fs.ErrNotExist):
		return next, keyFileError(r.cfg.Data, path, err)
	}
	if next = wanted; r.wanted == "" {
		next, err = store.KeyFile(path, true)
	} else {
		err = store.SaveKeyFile(path, wanted)
	}
	if err != nil {
		return next, unwritable(r.cfg.Data, err)
	}
	return next, r.keepOwner(path)
}

// keepOwner gives the new key file to whom the old one is, so that the bot can read
// it also where an administrator runs this as root.
func (r *rotation) keepOwner(path string) error {
	info, err := os.Stat(keyPath(r.cfg.Data))
	if err != nil {
		return keyFileError(r.cfg.Data, keyPath(r.cfg.Data), err)
	}
	old, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(old.Uid) == os.Geteuid() {
		return nil
	}
	if err := os.Chown(path, int(old.Uid), int(old.Gid)); err != nil {
		return fmt.Errorf("%s cannot be given to the owner of %s: %w; run leanon rotate-key as the user that leanon runs as", path, keyPath(r.cfg.Data), cause(err))
	}
	return nil
}

// warnOfUnfinishedRotation tells a host who may not know. It may also be one that
// is at work just now.
func warnOfUnfinishedRotation(ctx context.Context, st *store.Store, dir string, log *slog.Logger) {
	rotating, err := st.Rotating(ctx)
	if err != nil {
		log.Warn("it cannot be told whether a change of the key is unfinished", "err", err)
		return
	}
	_, err = os.Stat(nextKeyPath(dir))
	if rotating || err == nil {
		log.Warn("a change of the key is unfinished; unless leanon rotate-key is at work, run it again", "data", dir)
	}
}

// receipt says what was done and what to do now; it shows no key.
func (r *rotation) receipt() string {
	where := fmt.Sprintf("Keep a copy of %s somewhere else.", keyPath(r.cfg.Data))
	if r.given != "" {
		where = fmt.Sprintf("Set %s to the new key before you start leanon, and keep a copy of it somewhere else.", keyVariable)
	}
	gone := "The old key opens nothing in it any more."
	if r.unclean {
		gone = "The old key opens nothing in it any more; within an hour of the bot's running the last traces in the files are gone too."
	}
	return fmt.Sprintf("The key of %s is changed; %d data keys are wrapped by the new one. %s %s Backups made before now need the old key: keep it for as long as you keep them, and no longer.",
		store.Path(r.cfg.Data), r.wrapped, gone, where)
}
