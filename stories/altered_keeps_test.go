package stories

import (
	"strings"
	"testing"

	"leanon/store"
)

func TestARecordThatWasChangedByHandKeepsTheProgramFromNothing(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	cleo, dora := w.couple("Cleo", "Dora")
	w.fakes(`UPDATE members SET name = x'0203' WHERE person = '` + ana.ID + `'; UPDATE confirmations SET version = 0`)
	dora.sees("The facts below have changed")
	cleo.runs("need", "text", "Would you call me?").presses("Send to Dora")
	dora.sees("Cleo")
	ana.runs("needs").reads(changed)
	if n := strings.Count(w.log.String(), store.AlteredText); n != 1 {
		t.Errorf("the host is told %d times, want once", n)
	}
}
