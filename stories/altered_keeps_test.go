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

func TestARecordThatWasChangedByHandKeepsNobodyFromBeingForgotten(t *testing.T) {
	for name, change := range map[string]string{
		"her name":       `UPDATE members SET name = x'0203' WHERE person = 'ANA'`,
		"the other's":    `UPDATE members SET name = x'0203' WHERE person <> 'ANA'`,
		"her key":        `UPDATE partners SET wrapped_key = x'0203' WHERE person = 'ANA'`,
		"the couple's":   `UPDATE couples SET wrapped_key = x'0203'`,
		"what she set":   `UPDATE partners SET settings = x'0203' WHERE person = 'ANA'`,
		"what she wrote": `UPDATE incoming SET words = x'0203'; UPDATE needs SET words = x'0203'`,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.writes("One that is a draft")
			ana.sees("One that is a draft")
			w.fakes(strings.ReplaceAll(change, "ANA", ana.ID))
			ana.runs("needs").reads(changed)
			ana.presses("Forget me").presses("Forget everything")
			ana.reads("are deleted")
			w.settle()
			lines, _ := w.rows()
			for _, line := range lines {
				if strings.Contains(line, ana.ID) && !strings.HasPrefix(line, "invites: ") { // that she invited him counts for a day
					t.Errorf("a row names her: %s", line)
				}
			}
			ben.runs("help").reads("findahelpline.com")
		})
	}
}
