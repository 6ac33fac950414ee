package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/store"
	"leanon/store/seal"
)

// RestoreCommand is `leanon restore FILE`.
type RestoreCommand struct {
	File     string `arg:"" help:"The copy of leanon.db to put back; leanon.db itself, to take it as it lies there."`
	AskAgain bool   `xor:"who" help:"Ask each partner privately before anything else is sent, where the list of who left is missing."`
	Trust    bool   `xor:"who" help:"Vouch that nobody left since the copy was made, where the list of who left is missing."`
}

// Run puts a copy of the database in place. It looks through the copy before it replaces
// anything, and keeps the old files aside. The next start ends in the copy what has ended
// since it was made: nobody can tell here whether the clock is right. leanon must not be
// running. Its errors are single sentences that say what to do.
func (r RestoreCommand) Run(p *Process) (err error) {
	wall := clock.New()
	cfg, err := p.settings(wall)
	if err != nil {
		return err
	}
	key, err := config.ReadKey(p.Environ)
	if err != nil {
		return err
	}
	log := newLogger(cfg.Log, p.Stderr)
	there, hadLock := nearestThere(cfg.Data), store.Exists(lockPath(cfg.Data))
	lock, err := lockData(cfg.Data, log)
	if err != nil {
		return err
	}
	defer unlock(lock)
	defer func() {
		if err != nil { // where there was nothing, nothing is left
			leaveAsItWas(cfg.Data, there, hadLock)
		}
	}()
	if key.Text == "" {
		if _, err := os.Stat(KeyPath(cfg.Data)); err != nil {
			return fmt.Errorf("the copy needs the key that it was made with: put it at %s, or set %s", KeyPath(cfg.Data), config.KeyVariable)
		}
	}
	if err := readyKeyFiles(cfg.Data, log); err != nil {
		return err
	}
	aside, err := r.place(p.Ctx, cfg, key, p.Now())
	if err != nil {
		return err
	}
	older, err := r.take(p.Ctx, cfg, key, wall)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, r.receipt(cfg, aside, older))
	return err
}

// place puts the copy where the database lies, unless it is that, and returns where the
// old one is kept, "" if there was none.
func (r RestoreCommand) place(ctx context.Context, cfg config.Config, key config.Secret, now time.Time) (aside string, err error) {
	path := store.Path(cfg.Data)
	if same(r.File, path) {
		if err := putForeignLogAside(cfg.Data, newLogger(cfg.Log, io.Discard)); err != nil {
			return "", err
		}
		return "", r.judge(ctx, cfg, path, key, now)
	}
	if info, err := os.Stat(r.File + "-wal"); err == nil && info.Size() > 0 {
		return "", fmt.Errorf("%s-wal is there, so %s was copied while leanon ran and is not whole without it: move %s, its -wal and its -shm away, put these two there as leanon.db and leanon.db-wal, and run leanon restore %s", r.File, r.File, path, path)
	}
	coming := path + ".restored"
	if err := copyFile(r.File, coming); err != nil {
		return "", err
	}
	defer os.Remove(coming) // does nothing once it has its name
	defer os.Remove(coming + "-wal")
	defer os.Remove(coming + "-shm")
	if err := r.judge(ctx, cfg, coming, key, now); err != nil {
		return "", err
	}
	if aside, err = store.PutAside(path); err != nil {
		return "", unwritable(cfg.Data, err)
	}
	if err := os.Rename(coming, path); err != nil {
		return "", unwritable(cfg.Data, err)
	}
	return aside, nil
}

// judge looks through a copy and says why it is not to be put in place.
func (r RestoreCommand) judge(ctx context.Context, cfg config.Config, copied string, key config.Secret, now time.Time) error {
	health, err := store.Look(ctx, copied, safeKeys(cfg.Data, key), now)
	if err != nil {
		return fmt.Errorf("%s is not put in place: %w%s", r.File, plainly(err), insteadOf(err, cfg.Data, key))
	}
	if health.Unknown && !r.Trust && !r.AskAgain {
		return memorySentence(store.Path(cfg.Data), r.File)
	}
	return nil
}

// plainly returns what is wrong with a copy, without what to do with the database itself.
func plainly(err error) error {
	for _, known := range []error{store.ErrDamaged, store.ErrForeign, store.ErrLinked, store.ErrEmptied, store.ErrNewer, seal.ErrWrongKey, seal.ErrHalfRotated} {
		if errors.Is(err, known) {
			return known
		}
	}
	return Cause(err)
}

// insteadOf says what to do about a copy that is not put in place, "" where its error does.
func insteadOf(err error, dir string, key config.Secret) string {
	switch {
	case errors.Is(err, seal.ErrWrongKey) && key.File != "":
		return fmt.Sprintf("; put the key that the copy was made with into %s, or unset %s if that is in %s", key.Source(), key.Variable, KeyPath(dir))
	case errors.Is(err, seal.ErrWrongKey) && key.Text != "":
		return fmt.Sprintf("; set %s to the key that the copy was made with, or unset it if that is in %s", key.Variable, KeyPath(dir))
	case errors.Is(err, seal.ErrWrongKey):
		return fmt.Sprintf("; put the key that the copy was made with at %s, or set %s to it", KeyPath(dir), config.KeyVariable)
	case errors.Is(err, store.ErrNewer):
		return "; restore it with that version, or a later one"
	case errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrDamaged), errors.Is(err, store.ErrEmptied):
		return "; name another copy"
	}
	return ""
}

// take opens the copy that was put in place and keeps in it what the host vouches for. It
// says whether something has ended since it was made.
func (r RestoreCommand) take(ctx context.Context, cfg config.Config, key config.Secret, wall *clock.Clock) (older bool, err error) {
	st, err := OpenStore(ctx, cfg, key, wall)
	if err != nil {
		return false, err
	}
	defer st.Close()
	vouched := store.Unvouched
	switch {
	case r.AskAgain:
		vouched = store.AskFirst
	case r.Trust:
		vouched = store.Trusted
	}
	if err = st.Vouch(ctx, vouched); err == nil {
		older, err = st.Older(ctx)
	}
	if err != nil {
		return older, databaseSentence(cfg, key, err)
	}
	return older, nil
}

// receipt says what was done and what to do now.
func (r RestoreCommand) receipt(cfg config.Config, aside string, older bool) string {
	text := fmt.Sprintf("%s is in place; start leanon.", store.Path(cfg.Data))
	if older {
		text += " What has ended since it was copied ends in it again then, before anything is sent."
	}
	if r.AskAgain {
		text += " Each partner is asked privately then, before anything else is sent to them."
	}
	if aside != "" {
		text += fmt.Sprintf(" What was there before is kept as %s, with what people have deleted since: delete it once you know that nothing in it is missed.", aside)
	}
	return text
}

// same says whether two paths are one file.
func same(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// copyFile copies a file to a new one of its owner's alone, on the disk when it returns.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: there is no such file; name the copy of leanon.db to put back", from)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", from, Cause(err))
	}
	defer in.Close()
	if info, err := in.Stat(); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file: name the copy of leanon.db itself", from)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err == nil {
		_, err = io.Copy(out, in)
		if err == nil {
			err = out.Sync()
		}
		err = errors.Join(err, out.Close())
	}
	if err != nil {
		os.Remove(to)
		return fmt.Errorf("%s cannot be copied to %s: %w", from, to, Cause(err))
	}
	return nil
}
