package host

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"

	"leanon/machine"
	"leanon/store"
	"leanon/store/seal"
)

// elsewhere is a data directory with a copy of the database as it was taken, and the key.
func (k kept) elsewhere(t *testing.T, copied []byte) kept {
	t.Helper()
	there := k
	there.cfg.Data = t.TempDir()
	if err := os.WriteFile(store.Path(there.cfg.Data), copied, 0o600); err != nil {
		t.Fatal(err)
	}
	if key, err := os.ReadFile(KeyPath(k.cfg.Data)); err == nil {
		if err := os.WriteFile(KeyPath(there.cfg.Data), key, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return there
}

// isWhole wants a copy to hold what was kept, and returns its bytes.
func (k kept) isWhole(t *testing.T, file string) []byte {
	t.Helper()
	copied, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	there := k.elsewhere(t, copied)
	if _, err := store.ProveCopy(t.Context(), store.Path(there.cfg.Data), masterKeys(there.cfg.Data, givenKey(there.given))); err != nil {
		t.Errorf("%s: %v", file, err)
	}
	st := there.opens(t)
	defer st.Close()
	there.reads(t, st)
	return copied
}

// hasNoPartOfACopy wants nothing of a backup to be left beside the database.
func (k kept) hasNoPartOfACopy(t *testing.T) {
	t.Helper()
	if left, err := filepath.Glob(copyingPath(k.cfg.Data) + "*"); err != nil || len(left) > 0 {
		t.Errorf("left in the data directory: %q, %v", left, err)
	}
}

// wantFiles wants a directory to hold these files and no other.
func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != strings.Join(want, " ") {
		t.Errorf("%s holds %s, want %s", dir, got, strings.Join(want, " "))
	}
}

func TestABackupOfARunningBotIsWholeAndOpensWithItsKey(t *testing.T) {
	t.Parallel()
	k := keeps(t, "")
	st := k.opens(t) // as a running bot has it
	defer st.Close()
	pairs(t, st, "5", "6") // in the log alone
	dir := t.TempDir()
	file := filepath.Join(dir, "monday.db")
	said, err := runs(t, BackupCommand{File: file}, "LEANON_DATA="+k.cfg.Data)
	want := fmt.Sprintf("%s is a whole copy of %s. The key to what people wrote is not in it, but in %s: keep a copy of that in another place. "+
		"To put it back, stop leanon and run leanon restore %s.\n", file, store.Path(k.cfg.Data), KeyPath(k.cfg.Data), file)
	if err != nil || said != want {
		t.Fatalf("got %q, %v\nwant %q", said, err, want)
	}
	pairs(t, st, "7", "8")
	copied := k.isWhole(t, file)
	there := k.elsewhere(t, copied)
	again := there.opens(t)
	defer again.Close()
	for person, couples := range map[string]int{"5": 1, "7": 0} {
		if all, err := again.Couples(t.Context(), person); err != nil || len(all) != couples {
			t.Errorf("person %s in the copy: got %d couples, %v, want %d", person, len(all), err, couples)
		}
	}
	if info, err := os.Stat(file); err != nil || !isAlone(file, info) {
		t.Errorf("got %v, %v, want 0600", info.Mode(), err)
	}
	key, err := os.ReadFile(KeyPath(k.cfg.Data))
	if err != nil || bytes.Contains(copied, bytes.TrimSpace(key)) {
		t.Errorf("the copy holds the key (%v)", err)
	}
	wantFiles(t, dir, "monday.db")
	k.hasNoPartOfACopy(t)
	if _, err := runs(t, BackupCommand{File: file}, "LEANON_DATA="+k.cfg.Data); err == nil || err.Error() != file+" is there already and is not overwritten: name a new file" {
		t.Errorf("over a file: got %v", err)
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, copied) {
		t.Errorf("the copy of before is %d bytes, %v, want it as it was", len(now), err)
	}
}

func TestABackupForAPlaceThatIsNotOnesOwnOpensForItsRecipientsAlone(t *testing.T) {
	t.Parallel()
	k := keeps(t, oneKey)
	var who []*age.X25519Identity
	var to []string
	for range 3 {
		one, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		who, to = append(who, one), append(to, one.Recipient().String())
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "monday.age")
	said, err := runs(t, BackupCommand{File: file, To: to[:2]}, "LEANON_DATA="+k.cfg.Data, "LEANON_KEY="+oneKey)
	if err != nil || !strings.Contains(said, "Only the identities of the 2 recipients open the file. The key to what people wrote is not in it, but in LEANON_KEY: ") || !strings.HasSuffix(said, "run leanon restore --identity IDENTITY-FILE "+file+".\n") {
		t.Fatalf("got %q, %v", said, err)
	}
	raw, err := os.ReadFile(file)
	if err != nil || bytes.Contains(raw, []byte("SQLite")) || !bytes.HasPrefix(raw, []byte("age-encryption.org/v1\n")) {
		t.Fatalf("got %.40q, %v, want it encrypted", raw, err)
	}
	for i, one := range who {
		plain, err := age.Decrypt(bytes.NewReader(raw), one)
		var none *age.NoIdentityMatchError
		if i == 2 {
			if !errors.As(err, &none) {
				t.Errorf("somebody else: got %v, want it not opened", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		opened := filepath.Join(t.TempDir(), "opened.db")
		content, err := io.ReadAll(plain)
		if err == nil {
			err = os.WriteFile(opened, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		k.isWhole(t, opened)
	}
	wantFiles(t, dir, "monday.age")
}

func TestARefusedBackupSaysWhatToDo(t *testing.T) {
	t.Parallel()
	k := keeps(t, "")
	rotating := keeps(t, "")
	if _, err := seal.KeyFile(nextKeyPath(rotating.cfg.Data), true); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "monday.db")
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	busy := keeps(t, "")
	changing, err := lockChange(busy.cfg.Data)
	if err != nil {
		t.Fatal(err)
	}
	defer machine.Unlock(changing)
	none := t.TempDir()
	for _, c := range []struct {
		data, file string
		to         []string
		environ    string
		want       string
	}{
		{none, file, nil, "", "there is no database in " + none + ", so there is nothing to back up: run this where the bot runs, with its settings"},
		{k.cfg.Data, dir, nil, "", dir + " is there already and is not overwritten: name a new file"},
		{k.cfg.Data, dir + "/none/monday.db", nil, "", dir + "/none/monday.db cannot be written: no such file or directory; name a file in a directory that is there and that you may write to"},
		{k.cfg.Data, file, nil, "LEANON_KEY=" + anotherKey, "the key in LEANON_KEY does not open " + store.Path(k.cfg.Data) + ": it was made with another one; set LEANON_KEY to that, or unset it if that is in " + KeyPath(k.cfg.Data)},
		{rotating.cfg.Data, file, nil, "", "a change of the key of " + store.Path(rotating.cfg.Data) + " is unfinished, and a copy would need two keys: run leanon rotate-key again, and back up then"},
		{busy.cfg.Data, file, nil, "", "another leanon rotate-key or leanon backup is at work in " + busy.cfg.Data + ": let it finish"},
		{k.cfg.Data, file, []string{"ssh-rsa AAAA"}, "", "--to names something that is no recipient of age: one begins with age1, and age-keygen prints it"},
		{k.cfg.Data, file, []string{identity.String()}, "", "--to names an identity, which is secret, in place of a recipient: name what age-keygen -y prints for it, which begins with age1, and make a new identity, because this one may have been seen"},
		{k.cfg.Data, file, []string{identity.Recipient().String(), hybrid.Recipient().String()}, "", "--to names recipients that age does not put together: name only those that begin with age1pq1, or only others"},
	} {
		said, err := runs(t, BackupCommand{File: c.file, To: c.to}, "LEANON_DATA="+c.data, c.environ)
		if err == nil || err.Error() != c.want || said != "" {
			t.Errorf("got %q, %v\nwant %s", said, err, c.want)
		}
	}
	wantFiles(t, dir)
	k.hasNoPartOfACopy(t)
}

func TestABackupIsMadeWithoutTheKeyAtHandAndSaysSo(t *testing.T) {
	t.Parallel()
	k := keeps(t, oneKey)
	file := filepath.Join(t.TempDir(), "monday.db")
	said, err := runs(t, BackupCommand{File: file}, "LEANON_DATA="+k.cfg.Data)
	if err != nil || !strings.Contains(said, "not in it, but in LEANON_KEY: keep a copy of that in another place. It was not at hand here, so nobody has tried whether it opens this copy.") {
		t.Fatalf("got %q, %v", said, err)
	}
	k.isWhole(t, file)
	k.hasNoPartOfACopy(t)
}

// TestBackupDiesHere is the process that TestABackupThatIsKilledAtAnyStepLosesNothing kills.
func TestBackupDiesHere(t *testing.T) {
	dir, at, ok := strings.Cut(os.Getenv("TEST_BACKUP"), "|")
	if !ok {
		t.Skip("only as a child process")
	}
	file, at, _ := strings.Cut(at, "|")
	b := Backup{Config: shipped(t), File: file, After: diesAt(t, at)}
	b.Config.Data = dir
	if to := os.Getenv("TEST_BACKUP_TO"); to != "" {
		var err error
		if b.To, err = recipients("--to", []string{to}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// diesAt returns what ends this process, as a power failure would, after so many steps.
func diesAt(t *testing.T, steps string) func(string) {
	left, err := strconv.Atoi(steps)
	if err != nil {
		t.Fatal(err)
	}
	return func(string) {
		if left--; left < 0 {
			die()
		}
	}
}

// killed runs a test of this file as a process that is killed, and says whether it came to
// its end before that.
func killed(t *testing.T, test string, environ ...string) (ended bool) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+test+"$")
	child.Env = append(os.Environ(), environ...)
	out, err := child.CombinedOutput()
	if err == nil {
		return true
	}
	if !died(child.ProcessState) {
		t.Fatalf("got %v, want it killed:\n%s", err, out)
	}
	return false
}

func TestABackupThatIsKilledAtAnyStepLosesNothing(t *testing.T) {
	t.Parallel()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"", identity.Recipient().String()} {
		k := keeps(t, "")
		dir := t.TempDir()
		ended := false
		step := 0
		for ; !ended; step++ {
			file := filepath.Join(dir, fmt.Sprintf("%d.db", step))
			ended = killed(t, "TestBackupDiesHere", fmt.Sprintf("TEST_BACKUP=%s|%s|%d", k.cfg.Data, file, step), "TEST_BACKUP_TO="+to)
			_, err := os.Stat(file)
			there := err == nil
			if there && to == "" {
				k.isWhole(t, file)
			}
			if !there && (ended || !errors.Is(err, fs.ErrNotExist)) {
				t.Errorf("killed at step %d: %v", step, err)
			}
			st := k.opens(t)
			k.reads(t, st)
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
			if there {
				continue
			}
			again := Backup{Config: k.cfg, File: file}
			if err := again.Run(t.Context()); err != nil {
				t.Fatalf("after a kill at step %d: %v", step, err)
			}
			k.isWhole(t, file)
		}
		if step < 6 {
			t.Errorf("only %d steps were cut short, want copied, proven, written, read back, named", step-1)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*"+unfinished)); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
		k.hasNoPartOfACopy(t)
	}
}

func TestAStartRemovesWhatABackupThatWasKilledLeftBesideTheDatabase(t *testing.T) {
	t.Parallel()
	cfg, env := stopped(t)
	if err := os.WriteFile(copyingPath(cfg.Data), []byte("a part"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := serves(t, cfg, env)(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(copyingPath(cfg.Data)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want it gone", err)
	}
}

func TestWhatIsNoTerminalIsShownNoProgress(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := newProgress(&out)
	p.show("copied", 1, 2)
	p.end()
	if out.Len() > 0 {
		t.Errorf("got %q, want nothing", out.String())
	}
	p = &progress{w: &out}
	p.show("copied", 1, 2)
	p.end()
	if out.String() != "\r\033[Kcopied: 50 %\r\033[K" {
		t.Errorf("on a terminal: got %q", out.String())
	}
}

func TestAPathWithASpaceCanBeTypedAsItIsPrinted(t *testing.T) {
	t.Parallel()
	k := keeps(t, "")
	file := filepath.Join(t.TempDir(), "our copy.db")
	said, err := runs(t, BackupCommand{File: file}, "LEANON_DATA="+k.cfg.Data)
	if want := `run leanon restore "` + file + `".`; err != nil || !strings.Contains(said, want) {
		t.Errorf("got %q, %v, want %s", said, err, want)
	}
}
