package stories

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/host"
	"leanon/store"
)

// A copy that a host puts back is older than what people have ended since.

// endsInBetween lets something happen between a copy of the database and its return.
func endsInBetween(t *testing.T, happens func(w *world, ana, ben *person)) (w *world, ana, ben *person) {
	w = newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben = w.couple("Anabel", "Benedict")
	ana.asks("An evening without screens", "Benedict")
	w.passes(time.Minute)
	ben.sees("A note from Anabel is waiting")
	w.sleeps()
	backup := w.copied()
	w.wakes()
	happens(w, ana, ben)
	w.passes(time.Minute)
	w.sleeps()
	w.isCopiedOver(backup)
	w.wakes()
	w.logged("all of it has ended in the database again")
	return w, ana, ben
}

func TestARestoredCopyBringsNobodyBackWhoLeft(t *testing.T) {
	w, ana, ben := endsInBetween(t, func(w *world, ana, ben *person) {
		ana.runs("leave").chooses("What your partner reads", "Nothing").presses("Leave")
	})
	sent := w.discord.Count(createMessage)
	w.passes(3 * 24 * time.Hour) // with check-ins, had they come back
	if n := w.discord.Count(createMessage) - sent; n != 0 {
		t.Errorf("%d messages were sent to people who are no couple any more, want none", n)
	}
	ben.runs("needs").reads("Your check-ins with Anabel have ended.")
	ana.runs("needs").reads("You have no partner here")
	if n := len(w.consents()); n != 0 {
		t.Errorf("%d consents lie in the database, want none", n)
	}
	w.restarts()
	if n := strings.Count(w.log.String(), "all of it has ended"); n != 1 {
		t.Errorf("the log says %d times that the copy is older, want once", n)
	}
}

func TestARestoredCopyBringsNobodyBackWhoWasForgotten(t *testing.T) {
	w, ana, _ := endsInBetween(t, func(w *world, ana, ben *person) {
		ana.runs("privacy").presses("Forget me").presses("Forget everything")
	})
	w.passes(26 * time.Hour) // for a day it stays that she invited somebody
	w.sleeps()
	defer w.wakes()
	files, err := filepath.Glob(filepath.Join(w.cfg.Data, "*"))
	if err != nil || len(files) < 3 {
		t.Fatalf("files: got %v, %v", files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), ana.ID) {
			t.Errorf("%s holds Anabel's id", file)
		}
	}
}

func TestARestoredCopyBringsNoWordsBackThatWereWithdrawn(t *testing.T) {
	_, ana, ben := endsInBetween(t, func(w *world, ana, ben *person) {
		ana.presses("Withdraw")
	})
	ben.runs("needs").neverSaw("An evening without screens")
	ana.runs("history").neverSaw("An evening without screens")
}

// restores carries out leanon restore with the stopped program's settings.
func (w *world) restores(c host.RestoreCommand) (said string, err error) {
	w.t.Helper()
	return w.hosts(c)
}

// comesToANewMachine leaves a copy of the database and its key in an empty directory.
func comesToANewMachine(t *testing.T) (w *world, ana, ben *person, backup string) {
	w = newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben = w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "An evening without screens")
	w.sleeps()
	backup = filepath.Join(t.TempDir(), "backup.db")
	if err := os.WriteFile(backup, w.copied(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"leanon.db", "leanon.ended", "leanon.lock"} {
		if err := os.Remove(filepath.Join(w.cfg.Data, name)); err != nil {
			t.Fatal(err)
		}
	}
	return w, ana, ben, backup
}

func TestWhereNobodyCanTellWhoLeftNothingIsSentBeforeTheHostDecides(t *testing.T) {
	w, ana, _, backup := comesToANewMachine(t)
	ended := filepath.Join(w.cfg.Data, "leanon.ended")
	advice := func(copied string) string {
		return "nobody can tell who left since " + copied + " was copied, because the list of it, " + ended + ", is missing or another database's: put that one back, " +
			"or run leanon restore " + copied + " with --ask-again, which asks each partner privately first, or with --trust, if you vouch that nobody left since"
	}
	if said, err := w.restores(host.RestoreCommand{File: backup}); err == nil || err.Error() != advice(backup) {
		t.Errorf("restore: got %q, %v, want %s", said, err, advice(backup))
	}
	if left, err := filepath.Glob(filepath.Join(w.cfg.Data, "leanon.db*")); err != nil || len(left) != 0 {
		t.Errorf("a refused restore left %v, %v, want nothing", left, err)
	}
	raw, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	w.isCopiedOver(raw)
	w.refuses(advice(store.Path(w.cfg.Data)))
	wantLine(t, w.checkup(), "endings", "FAIL", advice(store.Path(w.cfg.Data)))
	if said, err := w.restores(host.RestoreCommand{File: store.Path(w.cfg.Data), Trust: true}); err != nil || !strings.Contains(said, "is in place") {
		t.Fatalf("restore --trust: got %q, %v", said, err)
	}
	w.wakes()
	ana.presses("Send to Benedict").reads("Sent.")
}

func TestARestoredCopyAsksEachPrivatelyBeforeAnythingElseIsSent(t *testing.T) {
	w, ana, ben, backup := comesToANewMachine(t)
	if said, err := w.restores(host.RestoreCommand{File: backup, AskAgain: true}); err != nil || !strings.Contains(said, "Each partner is asked privately") {
		t.Fatalf("restore --ask-again: got %q, %v", said, err)
	}
	w.wakes()
	w.passes(time.Minute)
	const asked = "I was put back from a backup"
	ana.sees(asked).presses("Keep").reads("You're back.")
	ben.sees(asked)
	ana.presses("Send to Benedict").reads("Sent.")
	w.passes(3 * 24 * time.Hour)
	ben.neverSaw("A note from Anabel").neverSaw("What")
	ben.sees(asked).presses("Keep").reads("You're back.")
	w.passes(time.Minute)
	ben.sees("A note from Anabel is waiting").opens().reads("An evening without screens")
}

func TestRestoreLooksBeforeItReplacesAndKeepsTheOldFiles(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	if _, err := w.restores(host.RestoreCommand{File: store.Path(w.cfg.Data)}); err == nil || !strings.Contains(err.Error(), "another leanon is using") {
		t.Errorf("while leanon runs: got %v, want it refused", err)
	}
	w.sleeps()
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := os.WriteFile(backup, w.copied(), 0o600); err != nil {
		t.Fatal(err)
	}
	w.wakes()
	ana.runs("need", "text", "An evening without screens")
	w.sleeps()
	spoilt := filepath.Join(t.TempDir(), "spoilt.db")
	if err := os.WriteFile(spoilt, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	before := w.copied()
	if said, err := w.restores(host.RestoreCommand{File: spoilt}); err == nil || err.Error() != spoilt+" is not put in place: the file is not a leanon database; name another copy" {
		t.Errorf("a spoilt copy: got %q, %v, want it refused", said, err)
	}
	if string(w.copied()) != string(before) {
		t.Error("a refused copy changed the database")
	}
	said, err := w.restores(host.RestoreCommand{File: backup})
	if err != nil || !strings.Contains(said, store.Path(w.cfg.Data)+".aside-1") {
		t.Fatalf("restore: got %q, %v", said, err)
	}
	if kept, err := os.ReadFile(store.Path(w.cfg.Data) + ".aside-1"); err != nil || string(kept) != string(before) {
		t.Errorf("the old database: got %d bytes, %v, want it as it was", len(kept), err)
	}
	w.wakes()
	ana.runs("needs").neverSaw("An evening without screens in") // the draft was made after the copy
}
