package host

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"filippo.io/age"

	"leanon/clock"
	"leanon/config"
	"leanon/machine"
	"leanon/store"
	"leanon/store/seal"
)

// `leanon backup` copies the database while a bot runs. The copy is made beside the
// database and looked through there, where SQLite is at home. Then it is written to its
// place, encrypted if that is wanted, under a name that says that it is unfinished, read
// back, and gets its own name at last. So a file of that name is whole, whenever the
// program is killed, and a place that is not one's own never sees what is not encrypted.

// BackupCommand is `leanon backup FILE`.
type BackupCommand struct {
	File string   `arg:"" help:"The copy to make. There must be no file of that name."`
	To   []string `placeholder:"RECIPIENT" sep:"none" help:"Encrypt the copy with age for this recipient (age1..., as age-keygen prints it). Say it once for each who may open it."`
}

// Help tells kong what else there is to say.
func (BackupCommand) Help() string {
	return "The copy holds all that people wrote, sealed, and not the key that opens it: keep that in another place. " +
		"It is looked through before it gets its name, and " + Command("restore") + " puts it back."
}

// Run makes the copy and prints to p.Stdout what it is good for. Its errors are single
// sentences that say what to do.
func (b BackupCommand) Run(p *Process) error {
	cfg, err := p.settings(clock.New())
	if err != nil {
		return err
	}
	key, err := config.ReadKey(p.Environ)
	if err != nil {
		return err
	}
	to, err := recipients("--to", b.To)
	if err != nil {
		return err
	}
	shown := newProgress(p.Stderr)
	backup := Backup{Config: cfg, Key: key, File: b.File, To: to, Progress: shown.show}
	err = backup.Run(p.Ctx)
	shown.end()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, backup.receipt())
	return err
}

// Backup is one copy of the database. Config and File are required.
type Backup struct {
	Config   config.Config
	Key      config.Secret                // the master key, as LEANON_KEY has it; not set if the key file has it
	File     string                       // the copy, which must not be there
	To       []age.Recipient              // who may open it; nobody: it is not encrypted
	Progress func(part string, n, of int) // is told how far it is; may be nil
	After    func(step string)            // called when a step is on the disk, for the tests; may be nil

	tried   bool // the key was at hand and opens the copy
	altered int  // how many keys of couples and people are damaged in it
}

// copyingPath returns the path of a copy that is being made beside the database.
func copyingPath(dir string) string { return store.Path(dir) + ".copying" }

// unfinished is what follows the name of a copy until it is whole.
const unfinished = ".unfinished"

// Run makes the copy. Its errors are single sentences that say what to do, or that of ctx.
func (b *Backup) Run(ctx context.Context) error {
	dir := b.Config.Data
	if !store.Exists(store.Path(dir)) {
		return fmt.Errorf("there is no database in %s, so there is nothing to back up: run this where the bot runs, with its settings", dir)
	}
	changing, err := lockChange(dir)
	if err != nil {
		return err
	}
	defer machine.Unlock(changing)
	if err := b.mayBegin(); err != nil {
		return err
	}
	removeCopying(dir)
	defer removeCopying(dir)
	if err := b.copy(ctx); err != nil {
		return err
	}
	if err := b.write(ctx); err != nil {
		return err
	}
	b.done("named")
	return nil
}

func (b *Backup) done(step string) {
	if b.After != nil {
		b.After(step)
	}
}

func (b *Backup) told(part string, n, of int) {
	if b.Progress != nil {
		b.Progress(part, n, of)
	}
	b.done(part)
}

// mayBegin says why no copy can be made.
func (b *Backup) mayBegin() error {
	dir := b.Config.Data
	path := store.Path(dir)
	if err := b.free(); err != nil {
		return err
	}
	if store.Exists(nextKeyPath(dir)) {
		return rotatingSentence(dir)
	}
	if inUse(dir) { // the log of a bot that runs is its own
		return nil
	}
	foreign, err := store.ForeignLog(path)
	if err != nil {
		return fmt.Errorf("%s-wal cannot be read: %w", path, Cause(err))
	}
	if foreign {
		return fmt.Errorf("%s-wal belongs to another file than %s: start leanon once, which keeps it aside, and back up then", path, path)
	}
	return nil
}

// free says what stands where the copy is to be.
func (b *Backup) free() error {
	_, err := os.Lstat(b.File)
	switch {
	case err == nil:
		return fmt.Errorf("%s is there already and is not overwritten: name a new file", b.File)
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return b.unwritten(err)
}

// copy makes a copy beside the database and looks through it.
func (b *Backup) copy(ctx context.Context) error {
	dir := b.Config.Data
	err := store.Copy(ctx, store.Path(dir), copyingPath(dir), func(n, of int) { b.told("copied", n, of) })
	if err != nil {
		return b.sentence(ctx, err)
	}
	var source seal.Keys
	if _, err := masterKeys(dir, b.Key)(); err == nil || b.Key.Text != "" || store.Exists(KeyPath(dir)) {
		source = masterKeys(dir, b.Key)
	}
	if b.altered, err = store.ProveCopy(ctx, copyingPath(dir), source); err != nil {
		return b.sentence(ctx, err)
	}
	b.tried = source != nil
	b.done("proven")
	return nil
}

// write brings the copy to its place.
func (b *Backup) write(ctx context.Context) (err error) {
	coming := b.File + unfinished
	_ = os.Remove(coming) // of a backup that was cut short
	defer func() {
		if err != nil {
			_ = os.Remove(coming)
		}
	}()
	written, err := b.writeTo(ctx, coming)
	if err != nil {
		return b.unwritten(err)
	}
	b.done("written")
	there, err := sumOf(coming)
	if err == nil && there != written {
		err = errMedium
	}
	if err != nil {
		return b.unwritten(err)
	}
	b.done("read back")
	if err := b.free(); err != nil {
		return err
	}
	if err := store.Rename(coming, b.File); err != nil {
		return b.unwritten(err)
	}
	return nil
}

// writeTo writes the copy to a new file of its owner's alone, encrypted if that is wanted,
// and returns the sum of what it wrote. The file is on the disk when it returns.
func (b *Backup) writeTo(ctx context.Context, path string) (sum [sha256.Size]byte, err error) {
	from, err := os.Open(copyingPath(b.Config.Data))
	if err != nil {
		return sum, err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return sum, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := machine.KeepAlone(path); err != nil {
		return sum, err
	}
	hash := sha256.New()
	sealed, err := encrypted(io.MultiWriter(file, hash), b.To)
	if err != nil {
		return sum, err
	}
	const atOnce = 8 << 20
	for n := int64(0); n < info.Size(); n += atOnce {
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		if _, err := io.CopyN(sealed, from, min(atOnce, info.Size()-n)); err != nil {
			return sum, err
		}
		b.told("written", int(min(n+atOnce, info.Size())>>10), int(info.Size()>>10))
	}
	err = errors.Join(sealed.Close(), file.Sync())
	return [sha256.Size]byte(hash.Sum(nil)), err
}

// sumOf returns the sum of what a file holds.
func sumOf(path string) (sum [sha256.Size]byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer file.Close()
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return [sha256.Size]byte(hash.Sum(nil)), err
}

// removeCopying removes what is left of a copy beside the database. The caller holds the
// lock of lockChange.
func removeCopying(dir string) {
	for _, part := range []string{"", "-journal", "-wal", "-shm"} {
		_ = os.Remove(copyingPath(dir) + part)
	}
}
