package host

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"

	"leanon/store"
)

// crashed is a data directory as a crash left it, with its last couple in the log alone,
// and a backup from before that.
func crashed(t *testing.T) (k kept, backup string) {
	t.Helper()
	k = keeps(t, "")
	backup = filepath.Join(t.TempDir(), "monday.db")
	if err := (&Backup{Config: k.cfg, File: backup}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	st := k.opens(t)
	pairs(t, st, "5", "6")
	left := map[string][]byte{}
	for _, part := range []string{"", "-wal"} {
		raw, err := os.ReadFile(store.Path(k.cfg.Data) + part)
		if err != nil || len(raw) == 0 {
			t.Fatalf("%s: %d bytes, %v", part, len(raw), err)
		}
		left[part] = raw
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for part, raw := range left {
		if err := os.WriteFile(store.Path(k.cfg.Data)+part, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return k, backup
}

// starts opens the data directory as serve does, and says whether the couple is there that
// only the database has, and not its backup.
func (k kept) starts(t *testing.T) (old bool) {
	t.Helper()
	p := parts{cfg: k.cfg, env: Env{Log: slog.New(slog.DiscardHandler), Now: time.Now}}
	defer p.takeDown()
	if err := p.openData(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	k.reads(t, p.store)
	if err := p.store.Sound(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := p.store.Couples(t.Context(), "5")
	if err != nil {
		t.Fatal(err)
	}
	return len(all) == 1
}

func (k kept) restore(file string, after func(string)) *Restore {
	return &Restore{RestoreCommand: RestoreCommand{File: file, Trust: true}, Config: k.cfg, Now: rotationDay(),
		Log: slog.New(slog.DiscardHandler), After: after}
}

// TestRestoreDiesHere is the process that TestARestoreThatIsKilledAtAnyStepLeavesTheOldOrTheNew kills.
func TestRestoreDiesHere(t *testing.T) {
	dir, at, ok := strings.Cut(os.Getenv("TEST_RESTORE"), "|")
	if !ok {
		t.Skip("only as a child process")
	}
	file, at, _ := strings.Cut(at, "|")
	k := kept{cfg: shipped(t)}
	k.cfg.Data = dir
	if err := k.restore(file, diesAt(t, at)).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestARestoreThatIsKilledAtAnyStepLeavesTheOldOrTheNew(t *testing.T) {
	t.Parallel()
	was := []bool{}
	for step, ended := 0, false; !ended; step++ {
		k, backup := crashed(t)
		ended = killed(t, "TestRestoreDiesHere", "TEST_RESTORE="+k.cfg.Data+"|"+backup+"|"+strconv.Itoa(step))
		old := k.starts(t)
		if was = append(was, old); ended && old {
			t.Error("it came to its end, and the old database stands")
		}
		asides, err := filepath.Glob(store.Path(k.cfg.Data) + ".aside-*")
		if err != nil {
			t.Fatal(err)
		}
		if old && len(asides) > 0 || !old && len(asides) != 1 {
			t.Errorf("killed at step %d, old %v: kept aside is %q", step, old, asides)
		}
		if left, _ := filepath.Glob(restoredPath(k.cfg.Data) + "*"); len(left) > 0 {
			t.Errorf("killed at step %d: %q is left after a start", step, left)
		}
		if old {
			if err := k.restore(backup, nil).Run(t.Context()); err != nil {
				t.Fatalf("again after a kill at step %d: %v", step, err)
			}
		}
		if k.starts(t) {
			t.Errorf("killed at step %d: restored, and the old database stands", step)
		}
		// The old one is there, with what only its log had.
		if err := k.restore(store.Path(k.cfg.Data)+".aside-1", nil).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !k.starts(t) {
			t.Errorf("killed at step %d: what was kept aside lacks what was in its log", step)
		}
	}
	if len(was) < 7 || !was[0] || was[len(was)-1] {
		t.Errorf("the old one stands after each kill: %v, want it so at first and not at last", was)
	}
}

func TestARestoreThatIsKilledWhereNothingWasLeavesNothingToBeginWith(t *testing.T) {
	t.Parallel()
	for step, ended := 0, false; !ended; step++ {
		k, backup := crashed(t)
		for _, name := range []string{"leanon.db", "leanon.db-wal", "leanon.lock"} {
			if err := os.Remove(filepath.Join(k.cfg.Data, name)); err != nil {
				t.Fatal(err)
			}
		}
		ended = killed(t, "TestRestoreDiesHere", "TEST_RESTORE="+k.cfg.Data+"|"+backup+"|"+strconv.Itoa(step))
		if !store.Exists(store.Path(k.cfg.Data)) {
			want := "a restore was cut short before " + store.Path(k.cfg.Data) + " was there: run leanon restore again, or remove " + restoredPath(k.cfg.Data) + " to begin with nothing"
			wantRefused(t, k.cfg, Env{Log: slog.New(slog.DiscardHandler), Now: time.Now}, want)
			if err := k.restore(backup, nil).Run(t.Context()); err != nil {
				t.Fatalf("again after a kill at step %d: %v", step, err)
			}
		}
		if k.starts(t) {
			t.Error("the backup has what was written after it")
		}
	}
}

func TestAnEncryptedCopyIsPutBackWithItsIdentity(t *testing.T) {
	t.Parallel()
	k := keeps(t, "")
	dir := t.TempDir()
	file := filepath.Join(dir, "monday.age")
	var to []age.Recipient
	var names []string
	for i := range 2 {
		who, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, strconv.Itoa(i)+".txt")
		if err := os.WriteFile(name, []byte("# created: today\n"+who.String()+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		to, names = append(to, who.Recipient()), append(names, name)
	}
	if err := (&Backup{Config: k.cfg, File: file, To: to[:1]}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	written := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var letters bytes.Buffer
	w := armor.NewWriter(&letters)
	if _, err := w.Write(raw); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	half, flipped := raw[:len(raw)/2], bytes.Clone(raw)
	flipped[len(raw)/2] ^= 1
	const damaged = " is damaged, or only a part of a copy: name another copy"
	torn, spoilt := written("half.age", half), written("flipped.age", flipped)
	for _, c := range []struct{ file, identity, want string }{
		{file, "", file + " is encrypted with age: name the file with the identity that opens it, as in leanon restore --identity identity.txt " + file},
		{file, names[1], "no identity in " + names[1] + " opens " + file + ": name the file with one that it was encrypted for"},
		{file, dir + "/none.txt", dir + "/none.txt cannot be read: " + syscall.ENOENT.Error() + "; name the file with your age identity"},
		{file, file, file + " holds no identity of age that can be used as it is: it is a line that begins with AGE-SECRET-KEY-1, as age-keygen writes it; where the file itself is encrypted, decrypt it with age -d first"},
		{torn, names[0], torn + damaged},
		{spoilt, names[0], spoilt + damaged},
		{file, names[0], ""},
		{written("letters.age", letters.Bytes()), names[0], ""},
	} {
		_, err := runs(t, RestoreCommand{File: c.file, Identity: c.identity}, "LEANON_DATA="+k.cfg.Data)
		if c.want == "" && err != nil || c.want != "" && (err == nil || err.Error() != c.want) {
			t.Errorf("%s with %s: got %v\nwant %s", c.file, c.identity, err, c.want)
		}
		if left, _ := filepath.Glob(restoredPath(k.cfg.Data) + "*"); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
	}
	if k.starts(t) {
		t.Error("the copy has more than it had")
	}
	if asides, err := filepath.Glob(store.Path(k.cfg.Data) + ".aside-*"); err != nil || len(asides) != 2 {
		t.Errorf("kept aside: got %q, %v, want the two that were replaced", asides, err)
	}
}

func TestARestoreThatIsToldToEndEndsAndChangesNothing(t *testing.T) {
	t.Parallel()
	k, backup := crashed(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := k.restore(backup, func(step string) {
		if step == "copied" {
			cancel()
		}
	}).Run(ctx)
	if err == nil {
		t.Fatal("it did not end")
	}
	if _, err := os.Stat(restoredPath(k.cfg.Data)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want it gone", err)
	}
	if !k.starts(t) {
		t.Error("the old database is gone")
	}
}

func TestCheckSaysOfARestoreThatWasCutShortWhatAStartMends(t *testing.T) {
	t.Parallel()
	cfg, env := stopped(t)
	if err := os.Link(store.Path(cfg.Data), store.Path(cfg.Data)+".aside-1"); err != nil {
		t.Skip("no second names here")
	}
	_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "database", "warn", "a restore was cut short before it replaced anything")
	if err := serves(t, cfg, env)(); err != nil {
		t.Error(err)
	}
	_, lines, _ = checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "database", "ok", "is whole")
}
