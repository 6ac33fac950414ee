package stories

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/config"
	"leanon/store"
)

// What people are told where the host keeps a replica of the database, and what it does to
// the program that another one reads its database all the time.

// inReplica is what somebody reads who deletes something while there is a replica.
const inReplica = "What is deleted here stays in a second copy that the host keeps, for up to 1 day. Then it is gone there too."

// isReplicated lets another program read the database until the story ends, or end is
// called.
func (w *world) isReplicated() (end func()) {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+store.Path(w.cfg.Data)+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { db.Close() })
	reads, err := db.Begin()
	if err != nil {
		w.t.Fatal(err)
	}
	var n int
	if err := reads.QueryRow(`SELECT count(*) FROM meta`).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return func() {
		w.t.Helper()
		if err := reads.Rollback(); err != nil {
			w.t.Fatal(err)
		}
	}
}

func replicated(c *config.Config) { c.Backup.ReplicaKeeps = 24 * time.Hour }

func TestWhoLeavesReadsHowLongAReplicaKeepsIt(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris", replicated)
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("privacy").presses("How it ends").reads("stays in that copy for up to 1 day, and in a working file here until newer changes cover it")
	end := w.isReplicated()
	ana.asks("An evening without screens", "Benedict")
	w.passes(time.Minute)
	ana.runs("leave").presses("Leave").reads("Done, ").reads(inReplica)
	ben.runs("privacy").presses("Forget me").reads(inReplica)
	ben.presses("Forget everything").reads("Done, ").reads(inReplica)
	for range 4 { // the housekeeping of these hours
		w.passes(time.Hour)
	}
	if n := strings.Count(w.log.String(), "the database's log cannot be emptied"); n != 1 {
		t.Errorf("the log says %d times that the database's log keeps what is deleted, want once", n)
	}
	if info, err := os.Stat(store.Path(w.cfg.Data) + "-wal"); err != nil || info.Size() == 0 {
		t.Errorf("the database's log: got %v, %v; want that it is kept", info, err)
	}
	end()
	w.passes(time.Hour)
	if info, err := os.Stat(store.Path(w.cfg.Data) + "-wal"); err != nil || info.Size() > 64<<10 {
		t.Errorf("the database's log: got %v, %v; want it emptied within an hour", info, err)
	}
}

func TestNobodyReadsOfAReplicaWhereThereIsNone(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	for _, read := range []*person{ana.runs("privacy").presses("How it ends"), ana.runs("leave").presses("Leave").reads("Done, ")} {
		if text := read.shown.Message.Content; strings.Contains(text, "second copy") {
			t.Errorf("Anabel reads of a replica:\n%s", text)
		}
	}
}

func TestTheCheckSaysWhetherPeopleKnowOfAReplica(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	w.couple("Anabel", "Benedict")
	if line := w.checkup()["replica"]; line != "" {
		t.Errorf("no replica: got %q, want nothing", line)
	}
	taken := filepath.Join(w.cfg.Data, ".leanon.db-litestream", "ltx", "0", "1.ltx")
	if err := os.MkdirAll(filepath.Dir(taken), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(filepath.Join(w.cfg.Data, ".leanon.db-litestream")) })
	wantLine(t, w.checkup("LEANON_BACKUP_REPLICA_KEEPS=24h"), "replica", "warn", "has not begun one")
	if err := os.WriteFile(taken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantLine(t, w.checkup(), "replica", "warn", "people are not told")
	wantLine(t, w.checkup("LEANON_BACKUP_REPLICA_KEEPS=24h"), "replica", "ok", "took the last change")
	if err := os.Chtimes(taken, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	wantLine(t, w.checkup("LEANON_BACKUP_REPLICA_KEEPS=24h"), "replica", "warn", "is it running")
}
