package stories

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"leanon/store"
)

// What becomes of a database that a host put back from a copy.

// copied reads the database file as it lies there, without its log.
func (w *world) copied() []byte {
	w.t.Helper()
	raw, err := os.ReadFile(store.Path(w.cfg.Data))
	if err != nil {
		w.t.Fatal(err)
	}
	return raw
}

// isCopiedOver writes a copy over the database, as cp does: whatever lies beside it stays.
func (w *world) isCopiedOver(raw []byte) {
	w.t.Helper()
	if err := os.WriteFile(store.Path(w.cfg.Data), raw, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// crashes ends the program and leaves the files as they were before its end.
func (w *world) crashes() {
	w.t.Helper()
	asLeft := w.keeps("", "-wal")
	w.sleeps()
	asLeft()
}

func TestABackupBesideAnOldLogIsNeitherRuinedNorIgnored(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "An evening without screens")
	draft := ana.spies("Send to Benedict")
	w.sleeps()
	backup := w.copied()
	w.wakes()
	ana.presses("Discard")
	for range 5 { // so that the log has pages of every part of the file
		ana.asks("A walk before dinner", "Benedict")
		w.passes(time.Hour)
		ben.presses("Open note").presses("I hear you")
	}
	w.crashes()
	left, err := os.ReadFile(store.Path(w.cfg.Data) + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	w.isCopiedOver(backup)
	lines := w.checkup()
	wantLine(t, lines, "log", "warn", "belongs to another file")
	w.wakes()
	w.logged("it is kept aside")
	w.passes(time.Minute)
	lines = w.checkup()
	wantLine(t, lines, "database", "ok", "is whole")
	wantLine(t, lines, "log", "warn", "-wal.aside-1")
	if kept, err := os.ReadFile(store.Path(w.cfg.Data) + "-wal.aside-1"); err != nil || string(kept) != string(left) {
		t.Errorf("the log that was put aside: got %d bytes, %v, want the %d that were there", len(kept), err, len(left))
	}
	ana.pressesOld(draft).reads("Sent.") // as on the day of the backup, it is a draft
	w.restarts()
	wantLine(t, w.checkup(), "database", "ok", "is whole")
}

func TestADatabasesOwnLogIsPlayedAfterACrash(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for range 3 {
		ana.asks("A walk before dinner", "Benedict")
		w.crashes()
		w.wakes()
		w.passes(time.Hour)
		ben.opens().reads("A walk before dinner").presses("I hear you")
	}
	if kept := w.checkup()["log"]; kept != "" {
		t.Errorf("got %q, want nothing put aside", kept)
	}
}

func TestACopyThatSQLiteMadeOfTheRunningDatabaseIsOpenedAsItIs(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "An evening without screens")
	draft := ana.spies("Send to Benedict")
	copied := filepath.Join(t.TempDir(), "copied.db")
	db, err := sql.Open("sqlite3", store.Path(w.cfg.Data)+"?_busy_timeout=5000")
	if err == nil {
		_, err = db.Exec(`VACUUM INTO ?1`, copied)
	}
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	ana.presses("Discard")
	ana.asks("A walk before dinner", "Benedict")
	w.passes(time.Minute) // no purge comes between
	ben.presses("Open note").presses("I hear you")
	w.crashes()
	raw, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	w.isCopiedOver(raw)
	wantLine(t, w.checkup(), "log", "warn", "belongs to another file")
	w.wakes()
	w.logged("it is kept aside")
	w.passes(time.Minute)
	wantLine(t, w.checkup(), "database", "ok", "is whole")
	ana.pressesOld(draft).reads("Sent.") // as on the day of the copy, it is a draft
}
