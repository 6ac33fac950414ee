package host

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/machine"
	"leanon/store"
	"leanon/store/seal"
)

// `leanon restore` puts a copy of the database in place. It makes the copy ready under
// another name first: it decrypts it, looks through it, brings its tables up to date, and
// keeps in it what the host vouches for. Then the copy takes the place of the old database,
// which is kept aside with its log (store.Replace). So the old one or the new one is there,
// whole, whenever the program is killed; endRestore clears up after that.

// RestoreCommand is `leanon restore FILE`.
type RestoreCommand struct {
	File     string `arg:"" help:"The copy to put back, as leanon backup made it; leanon.db itself, to take it as it lies there."`
	Identity string `short:"i" placeholder:"FILE" help:"The file with the age identity that opens an encrypted copy."`
	AskAgain bool   `xor:"who" help:"Ask each partner privately before anything else is sent, where the list of who left is missing."`
	Trust    bool   `xor:"who" help:"Vouch that nobody left since the copy was made, where the list of who left is missing."`
}

// Help tells kong what else there is to say.
func (RestoreCommand) Help() string {
	return "Stop leanon first. The copy is looked through before anything is replaced, and the old files are kept aside. " +
		"What people have ended since it was made ends in it again at the next start, before anything is sent. " +
		"On a new machine the list of that is missing: then say --ask-again or --trust."
}

// Run puts a copy of the database in place. The next start ends in the copy what has ended
// since it was made: nobody can tell here whether the clock is right. leanon must not be
// running. Its errors are single sentences that say what to do.
func (r RestoreCommand) Run(p *Process) error {
	cfg, err := p.settings(clock.New())
	if err != nil {
		return err
	}
	key, err := config.ReadKey(p.Environ)
	if err != nil {
		return err
	}
	restore := Restore{RestoreCommand: r, Config: cfg, Key: key, Now: p.Now(), Log: newLogger(cfg.Log, p.Stderr)}
	if err := restore.Run(p.Ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, restore.receipt())
	return err
}

// Restore is one copy that is put in place. All fields but Key and After are required.
type Restore struct {
	RestoreCommand
	Config config.Config
	Key    config.Secret // the master key, as LEANON_KEY has it; not set if the key file has it
	Now    time.Time
	Log    *slog.Logger
	After  func(step string) // called when a step is on the disk, for the tests; may be nil

	aside string // where the old database is kept, "" if there was none
	older bool   // something has ended since the copy was made
}

// restoredPath returns the path of a copy that is made ready to be put in place.
func restoredPath(dir string) string { return store.Path(dir) + ".restored" }

// Run puts the copy in place. Its errors are single sentences that say what to do.
func (r *Restore) Run(ctx context.Context) (err error) {
	dir := r.Config.Data
	there, hadLock := nearestThere(dir), store.Exists(lockPath(dir))
	lock, err := lockData(dir, r.Log)
	if err != nil {
		return err
	}
	defer machine.Unlock(lock)
	defer func() {
		if err != nil { // where there was nothing, nothing is left
			leaveAsItWas(dir, there, hadLock)
		}
	}()
	if r.Key.Text == "" {
		if _, err := os.Stat(KeyPath(dir)); err != nil {
			return fmt.Errorf("the copy needs the key that it was made with: put it at %s, or set %s", KeyPath(dir), config.KeyVariable)
		}
	}
	for _, brought := range []string{KeyPath(dir), store.EndedPath(store.Path(dir)), store.Path(dir)} {
		leaveToOwner(brought)
	}
	if err := readyKeyFiles(dir, r.Log); err != nil {
		return err
	}
	undoKept(dir, r.Log)
	path := store.Path(dir)
	if same(r.File, path) {
		if err := putForeignLogAside(dir, slog.New(slog.DiscardHandler)); err != nil {
			return err
		}
		return r.ready(ctx, path)
	}
	return r.place(ctx, path)
}

// leaveToOwner gives a file that root has put into the data directory to the directory's
// owner, who the service runs as.
func leaveToOwner(path string) {
	file, err := machine.OpenItself(path, os.O_RDONLY)
	if err != nil {
		return // there is none, or whoever reads it says why
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil {
		if user, _ := machine.OwnerOf(info); user == 0 {
			machine.LeaveToDirectory(file)
		}
	}
}

func (r *Restore) done(step string) {
	if r.After != nil {
		r.After(step)
	}
}

// place puts the copy where the database lies.
func (r *Restore) place(ctx context.Context, path string) (err error) {
	coming := restoredPath(r.Config.Data)
	if same(r.File, coming) {
		return fmt.Errorf("%s is what a restore left that was cut short, and may be a part: name the copy that it was made from", r.File)
	}
	defer removeRestored(r.Config.Data) // does nothing once it has its name
	removeRestored(r.Config.Data)
	if err := r.fetch(ctx, coming); err != nil {
		return err
	}
	r.done("copied")
	if err := r.ready(ctx, coming); err != nil {
		return err
	}
	r.done("made ready")
	if log, err := os.Stat(coming + "-wal"); err == nil && log.Size() > 0 {
		return fmt.Errorf("%s is held by another program: end that, and run %s again", coming, Command("restore"))
	}
	if r.aside, err = store.Replace(coming, path, r.done); err != nil {
		return unwritable(r.Config.Data, err)
	}
	r.done("replaced")
	return nil
}

// ready looks through the copy at path, brings it up to date, and keeps in it what the host
// vouches for.
func (r *Restore) ready(ctx context.Context, path string) error {
	if err := r.judge(ctx, path); err != nil {
		return err
	}
	r.done("judged")
	return r.take(ctx, path)
}

// removeRestored removes a copy that is not put in place.
func removeRestored(dir string) {
	for _, part := range []string{"", "-journal", "-wal", "-shm"} {
		_ = os.Remove(restoredPath(dir) + part)
	}
}

// undoKept takes the second name from a database that a restore was about to replace when
// it was cut short. The caller holds the lock of the data directory.
func undoKept(dir string, log *slog.Logger) {
	for _, name := range store.SecondNames(store.Path(dir)) {
		if err := os.Remove(name); err != nil {
			log.Warn("what a restore left that was cut short cannot be removed", "file", name, "err", Cause(err))
			continue
		}
		log.Warn("a restore was cut short before it replaced anything; the database is as it was", "database", store.Path(dir))
	}
}

// endRestore clears up after a restore that was cut short: the database is the old one or
// the copy, whole. It fails where there was none before, because a start would begin an
// empty one. The caller holds the lock of the data directory.
func endRestore(dir string, log *slog.Logger) error {
	if err := halfRestored(dir); err != nil {
		return err
	}
	undoKept(dir, log)
	removeRestored(dir)
	return nil
}

// halfRestored says what to do where there is no database and a restore was cut short.
func halfRestored(dir string) error {
	if store.Exists(restoredPath(dir)) && !store.Exists(store.Path(dir)) {
		return fmt.Errorf("a restore was cut short before %s was there: run %s again, or remove %s to begin with nothing", store.Path(dir), Command("restore"), restoredPath(dir))
	}
	return nil
}

// judge looks through a copy and says why it is not to be put in place.
func (r *Restore) judge(ctx context.Context, copied string) error {
	dir := r.Config.Data
	health, err := store.Look(ctx, copied, safeKeys(dir, r.Key), r.Now)
	if err != nil {
		return fmt.Errorf("%s is not put in place: %w%s", r.File, plainly(err), insteadOf(err, dir, r.Key))
	}
	if health.Unknown && !r.Trust && !r.AskAgain {
		return memorySentence(store.Path(dir), r.File)
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

// take opens the copy at path and keeps in it what the host vouches for.
func (r *Restore) take(ctx context.Context, path string) error {
	st, err := openStoreAt(ctx, path, r.Config, r.Key, safeKeys(r.Config.Data, r.Key), clock.New())
	if err != nil {
		return err
	}
	vouched := store.Unvouched
	switch {
	case r.AskAgain:
		vouched = store.AskFirst
	case r.Trust:
		vouched = store.Trusted
	}
	if err = st.Vouch(ctx, vouched); err == nil {
		r.older, err = st.Older(ctx)
	}
	if err = errors.Join(err, st.Close()); err != nil {
		return databaseSentence(r.Config, r.Key, err)
	}
	return nil
}

// receipt says what was done and what to do now.
func (r *Restore) receipt() string {
	text := fmt.Sprintf("%s is in place; start leanon.", store.Path(r.Config.Data))
	if r.older {
		text += " What has ended since it was copied ends in it again then, before anything is sent."
	}
	if r.AskAgain {
		text += " Each partner is asked privately then, before anything else is sent to them."
	}
	if r.aside != "" {
		text += fmt.Sprintf(" What was there before is kept as %s, with what people have deleted since: delete it once you know that nothing in it is missed.", r.aside)
	}
	return text
}
