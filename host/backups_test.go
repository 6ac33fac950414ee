package host

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"

	"leanon/config"
	"leanon/machine"
)

// backing is a bot whose clock moves on to each moment that a backup is due at, so many
// times, and then stands still. The moments are told.
func backing(cfg config.Config, now time.Time, moves int) (p *parts, waits chan time.Time) {
	waits = make(chan time.Time, 100)
	env := Env{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }, Steady: func() time.Duration { return now.Sub(time.Unix(0, 0)) }}
	env.After = func(until time.Time) <-chan time.Time {
		waits <- until
		c := make(chan time.Time, 1)
		if moves--; moves >= 0 {
			if until.After(now) {
				now = until
			}
			c <- now
		}
		return c
	}
	return &parts{cfg: cfg, env: env, time: newAgreedTime(env)}, waits
}

func TestABotMakesItsBackupsByItselfAndKeepsTheNewest(t *testing.T) {
	t.Parallel()
	k := keeps(t, "")
	k.cfg.Backup = config.Backup{Every: 24 * time.Hour, Keep: 3}
	dir := filepath.Join(k.cfg.Data, "backups")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"leanon-by-hand.db": "mine", "leanon-20261120T120000Z.db" + unfinished: "a part", "notes.txt": "mine"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, waits := backing(k.cfg, rotationDay(), 5)
	ends := make(chan error, 1)
	go func() { ends <- p.runBackups(t.Context()) }()
	var due []time.Time
	for range 6 { // the first at once, and then one a day
		due = append(due, <-waits)
	}
	if !due[0].Before(rotationDay()) || !due[5].Equal(rotationDay().Add(5*24*time.Hour)) {
		t.Errorf("due at %v, want the first at once, and then one a day", due)
	}
	wantFiles(t, dir, "leanon-20261126T120000Z.db", "leanon-20261127T120000Z.db", "leanon-20261128T120000Z.db", "leanon-by-hand.db", "notes.txt")
	k.isWhole(t, filepath.Join(dir, "leanon-20261128T120000Z.db"))
	if got := lastBackup(dir, rotationDay().Add(3*24*time.Hour)); !got.Equal(rotationDay().Add(3 * 24 * time.Hour)) {
		t.Errorf("the last one that is not of the future: got %v", got)
	}
}

func TestABackupThatFailsIsTriedAgainAndLosesNoOlderOne(t *testing.T) {
	t.Parallel()
	k := keeps(t, "")
	who, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	k.cfg.Backup = config.Backup{Every: 24 * time.Hour, Keep: 1, Directory: dir, To: []string{who.Recipient().String()}}
	p, waits := backing(k.cfg, rotationDay(), 1)
	changing, err := lockChange(k.cfg.Data) // somebody changes the key
	if err != nil {
		t.Fatal(err)
	}
	older := filepath.Join(dir, "leanon-20261101T120000Z.db.age")
	if err := os.WriteFile(older, []byte("older"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := p.backUp(t.Context(), rotationDay()); err == nil {
		t.Fatal("a backup was made beside a change of the key")
	}
	wantFiles(t, dir, filepath.Base(older))
	go func() { _ = p.runBackups(t.Context()) }()
	<-waits
	if again := <-waits; !again.Equal(rotationDay().Add(backupRetry)) {
		t.Errorf("tried again at %v, want an hour later", again)
	}
	machine.Unlock(changing)
	if _, err := p.backUp(t.Context(), rotationDay().Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, "leanon-20261126T120000Z.db.age")
	raw, err := os.ReadFile(filepath.Join(dir, "leanon-20261126T120000Z.db.age"))
	if err != nil || !bytes.HasPrefix(raw, []byte(ageBegins)) {
		t.Errorf("got %.20q, %v, want it encrypted", raw, err)
	}
}

func TestCheckSaysOfBackupsWhenTheLastOneWasMade(t *testing.T) {
	t.Parallel()
	k := keeps(t, "")
	dir := t.TempDir()
	says := func(mark, words string, environ ...string) {
		t.Helper()
		_, lines, _ := checks(t, k.cfg, append(environ, "LEANON_BACKUP_DIRECTORY="+dir)...)
		wantLine(t, lines, "backups", mark, words)
	}
	says("ok", "leanon makes none by itself")
	says("ok", "makes the first one when it starts", "LEANON_BACKUP_EVERY=24h")
	says("FAIL", "backup.to names something that is no recipient of age", "LEANON_BACKUP_TO=me")
	p := parts{cfg: k.cfg, env: Env{Log: slog.New(slog.DiscardHandler)}}
	p.cfg.Backup.Directory = dir
	if _, err := p.backUp(t.Context(), time.Now().Add(-50*time.Hour)); err != nil {
		t.Fatal(err)
	}
	says("warn", "there should be one every 24h0m0s", "LEANON_BACKUP_EVERY=24h")
	says("ok", "the last one in "+dir, "LEANON_BACKUP_EVERY=48h")
}
