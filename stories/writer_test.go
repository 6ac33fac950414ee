package stories

import (
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// The writer of the file: somebody who can change the database by hand, but has no key. They
// may delete and damage; they are handed nothing.

// changed is what a person reads whose record was changed by hand.
const changed = "Something behind this was changed outside of me, so I show it to nobody."

// fakes stops the program, changes its file, and starts it again.
func (w *world) fakes(statements string) {
	w.t.Helper()
	w.rewinds(statements)
	w.passes(2 * time.Minute)
}

func TestAWriterOfTheFileIsHandedNothingOverTheWire(t *testing.T) {
	for name, statements := range map[string]string{
		"a kept note is sent": `UPDATE needs SET sent_at = kept_at, kept_at = NULL WHERE kept_at IS NOT NULL;
			INSERT INTO notices (id, person, couple_id, kind, ref, lane, held, due_at, wake_at)
				SELECT 77, m.person, n.couple_id, 'note', n.id, 1, 0, n.sent_at, n.sent_at FROM needs n JOIN members m ON m.couple_id = n.couple_id AND m.person <> n.asker WHERE n.sent_at IS NOT NULL`,
		"a draft is sent": `UPDATE needs SET sent_at = created_at WHERE kept_at IS NULL;
			INSERT INTO notices (id, person, couple_id, kind, ref, lane, held, due_at, wake_at)
				SELECT 77, m.person, n.couple_id, 'note', n.id, 1, 0, n.sent_at, n.sent_at FROM needs n JOIN members m ON m.couple_id = n.couple_id AND m.person <> n.asker WHERE n.sent_at IS NOT NULL`,
		"both have another asker": `UPDATE needs SET asker = (SELECT person FROM members m WHERE m.couple_id = needs.couple_id AND m.person <> needs.asker)`,
		"the other has the preview": `UPDATE notices SET person = (SELECT person FROM members m WHERE m.couple_id = notices.couple_id AND m.person <> notices.person),
				wake_at = due_at, attempted_at = NULL, message = NULL, sent_at = NULL WHERE kind = 'preview'`,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("need", "text", "One that is kept").presses("Keep private")
			ana.writes("One that is a draft")
			ana.sees("One that is a draft")
			ben.runs("needs")
			w.fakes(statements)
			for _, command := range []string{"needs", "history", "privacy"} {
				ben.runs(command)
			}
			ben.presses("Export my data").presses("Everything")
			w.settle()
			ben.neverSaw("One that is")
			if name != "the other has the preview" {
				ben.runs("needs").reads(changed)
				ana.runs("needs").reads(changed)
				if n := strings.Count(w.log.String(), store.AlteredText); n != 1 {
					t.Errorf("the host is told %d times, want once", n)
				}
			}
			ana.runs("help").reads("findahelpline.com")
		})
	}
}
