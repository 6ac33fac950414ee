package stories

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/host"
)

// hosts carries out a command of a host's, with the program's settings.
func (w *world) hosts(c interface{ Run(*host.Process) error }) (said string, err error) {
	w.t.Helper()
	manual, err := os.ReadFile("../config.yaml")
	if err != nil {
		w.t.Fatal(err)
	}
	var out strings.Builder
	err = c.Run(&host.Process{Ctx: w.t.Context(), Manual: string(manual), Environ: []string{"LEANON_DATA=" + w.cfg.Data},
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard, Now: w.clock.machine})
	return out.String(), err
}

// backsUp copies the database while the program runs.
func (w *world) backsUp() (file string) {
	w.t.Helper()
	file = filepath.Join(w.t.TempDir(), "backup.db")
	if said, err := w.hosts(host.BackupCommand{File: file}); err != nil || !strings.Contains(said, "is a whole copy") {
		w.t.Fatalf("backup: got %q, %v", said, err)
	}
	return file
}

func TestABackupIsMadeWhileTheProgramRunsAndBringsBackThatEvening(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "An evening without screens")
	draft := ana.spies("Send to Benedict")
	backup := w.backsUp()
	ana.presses("Discard") // the program goes on
	raw, err := os.ReadFile(backup)
	if err != nil || strings.Contains(string(raw), "without screens") {
		t.Errorf("the backup holds Anabel's words (%v)", err)
	}
	w.crashes()
	if said, err := w.restores(host.RestoreCommand{File: backup}); err != nil || !strings.Contains(said, "is in place") {
		t.Fatalf("restore: got %q, %v", said, err)
	}
	w.wakes()
	w.passes(time.Minute)
	ana.pressesOld(draft).reads("Sent.") // as it was when the backup was made
	w.passes(time.Minute)
	ben.opens().reads("An evening without screens")
	wantLine(t, w.checkup(), "database", "ok", "is whole")
}

func TestABackupBringsNobodyBackWhoLeftSince(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	backup := w.backsUp()
	ana.runs("leave").chooses("What your partner reads", "Nothing").presses("Leave")
	w.passes(time.Minute)
	w.sleeps()
	if said, err := w.restores(host.RestoreCommand{File: backup}); err != nil || !strings.Contains(said, "What has ended since it was copied ends in it again") {
		t.Fatalf("restore: got %q, %v", said, err)
	}
	w.wakes()
	sent := w.discord.Count(createMessage)
	w.passes(3 * 24 * time.Hour)
	if n := w.discord.Count(createMessage) - sent; n != 0 {
		t.Errorf("%d messages were sent to people who are no couple any more, want none", n)
	}
	ben.runs("needs").reads("Your check-ins with Anabel have ended.")
	ana.runs("needs").reads("You have no partner here")
}
