package stories

import (
	"testing"
	"time"
)

func TestTheLineAboutAPauseGoesOnceInADay(t *testing.T) {
	w := newWorld(t, "2026-11-24 10:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cleo := w.people("Cleopatra")[0]
	w.passes(24 * time.Hour)
	w.pair(ana, cleo)
	const line = "Anabel has paused leanon for now."
	tells := func(name, reads string) {
		t.Helper()
		ana.runs("resume", "partner", name)
		w.passes(time.Minute)
		ana.runs("pause", "partner", name).presses("Tell " + name).reads(reads)
	}
	tells("Benedict", "Benedict reads one line, and nothing else:")
	ana.presses("Tell Benedict").reads("Benedict reads one line, and nothing else:") // pressed twice
	tells("Benedict", "I send that line once in 24 hours")
	ana.reads("The next one can go <t:1795683660:F>, <t:1795683660:R>.")
	tells("Cleopatra", "Cleopatra reads one line, and nothing else:")
	if n := ben.count(line); n != 1 {
		t.Errorf("Benedict reads of %d pauses within minutes, want one", n)
	}
	cleo.sees(line)
	w.passes(24*time.Hour - 4*time.Minute)
	tells("Benedict", "I send that line once in 24 hours")
	w.passes(time.Minute)
	tells("Benedict", "Benedict reads one line, and nothing else:")
	if n := ben.count(line); n != 2 {
		t.Errorf("Benedict reads of %d pauses in two days, want two", n)
	}
}
