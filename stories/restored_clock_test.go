package stories

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"leanon/host"
)

// A copy is put back on a machine whose clock is wrong, as a new machine's may be.

// counts answers a question about the database of the stopped program.
func (w *world) counts(query string, args ...any) (n int) {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.cfg.Data, "leanon.db")+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(query, args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// eachPutBack tells a story in which a copy is put back while the machine's clock is wrong,
// by cp and by leanon restore, and the clock is set right afterwards. A copy of which the
// host does not know who left is put back by leanon restore only.
func eachPutBack(t *testing.T, tell func(t *testing.T, putBack func(w *world, raw []byte, command host.RestoreCommand))) {
	t.Parallel()
	const day = 24 * time.Hour
	i := 0
	for _, by := range []time.Duration{time.Hour, 11 * time.Hour, 8 * day, 45 * day, 400 * day} {
		for _, by := range []time.Duration{by, -by} {
			for _, restores := range []bool{false, true} {
				if i++; !picked(i) {
					continue
				}
				t.Run(fmt.Sprintf("by %v, leanon restore %v", by, restores), func(t *testing.T) {
					tell(t, func(w *world, raw []byte, command host.RestoreCommand) {
						w.clock.isWrong(by)
						if command.File = filepath.Join(t.TempDir(), "backup.db"); !restores && !command.AskAgain {
							w.isCopiedOver(raw)
						} else {
							if err := os.WriteFile(command.File, raw, 0o600); err != nil {
								t.Fatal(err)
							}
							if said, err := w.restores(command); err != nil {
								t.Fatalf("restore: got %q, %v", said, err)
							}
						}
						w.wakes()
						w.passes(time.Minute)
						w.clock.isWrong(0)
						w.passes(2 * time.Minute)
					})
				})
			}
		}
	}
}

func TestWhoeverIsForgottenLeavesTheInvitationOpenInACopyWhateverTheClockSays(t *testing.T) {
	eachPutBack(t, func(t *testing.T, putBack func(*world, []byte, host.RestoreCommand)) {
		w, _, ben := invitation(t)
		w.sleeps()
		backup := w.copied()
		w.wakes()
		ben.runs("privacy").presses("Forget me").presses("Forget everything")
		w.passes(time.Hour)
		w.sleeps()
		putBack(w, backup, host.RestoreCommand{})
		w.sleeps()
		if n := w.counts(`SELECT count(*) FROM invites WHERE invitee = '' AND forgotten IS NOT NULL AND ended_at IS NULL`); n != 1 {
			t.Errorf("%d invitations are open without their invitee, want Anabel's", n)
		}
		if n := w.counts(`SELECT count(*) FROM invites WHERE invitee <> ''`); n != 0 {
			t.Errorf("%d invitations name who was forgotten, want none", n)
		}
		w.wakes()
	})
}

func TestWhatEndsAgainInACopyEndsByDiscordsTime(t *testing.T) {
	eachPutBack(t, func(t *testing.T, putBack func(*world, []byte, host.RestoreCommand)) {
		w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
		ana, ben := w.couple("Anabel", "Benedict")
		ana.asks("An evening without screens", "Benedict")
		w.passes(time.Minute)
		w.sleeps()
		backup := w.copied()
		w.wakes()
		ana.presses("Withdraw")
		ben.runs("leave").chooses("What your partner reads", "Nothing").presses("Leave")
		w.passes(time.Hour)
		w.sleeps()
		putBack(w, backup, host.RestoreCommand{})
		w.sleeps()
		if n := w.counts(`SELECT count(*) FROM invites WHERE abs(ended_at - ?1) < 600`, w.clock.Now().Unix()); n != 1 {
			t.Errorf("%d invitations of couples that ended are dated now, want one, from which further ones can be refused", n)
		}
		w.wakes()
		ana.runs("needs").reads("Your check-ins with Benedict have ended.")
	})
}

func TestARestoredCopyAsksAtOnceAndKeepsPausesWhateverTheClockSays(t *testing.T) {
	eachPutBack(t, func(t *testing.T, putBack func(*world, []byte, host.RestoreCommand)) {
		w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
		ana, ben := w.couple("Anabel", "Benedict")
		ben.runs("pause", "until", "1 week")
		w.sleeps()
		backup := w.copied()
		if err := os.Remove(filepath.Join(w.cfg.Data, "leanon.ended")); err != nil {
			t.Fatal(err)
		}
		putBack(w, backup, host.RestoreCommand{AskAgain: true})
		const asked = "I was put back from a backup"
		ana.sees(asked).once(asked).presses("Keep").reads("You're back.")
		ben.neverSaw(asked)
		w.passes(8 * 24 * time.Hour)
		ben.sees("Does sharing this with Anabel still suit you?").neverSaw(asked)
	})
}
