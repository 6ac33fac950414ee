package stories

import (
	"strings"
	"testing"

	"leanon/store"
)

func TestWhatWasChangedByHandKeepsNobodyFromLeaving(t *testing.T) {
	for name, c := range map[string]struct {
		change string
		mute   bool // Benedict can't be told
	}{
		"her name":       {`UPDATE members SET name = x'0203' WHERE person = 'ANA'`, false},
		"his name":       {`UPDATE members SET name = x'0203' WHERE person = 'BEN'`, true},
		"both names":     {`UPDATE members SET name = x'0203' WHERE couple_id = (SELECT couple_id FROM members WHERE person = 'ANA')`, true},
		"her key":        {`UPDATE partners SET wrapped_key = x'0203' WHERE person = 'ANA'`, false},
		"his key":        {`UPDATE partners SET wrapped_key = x'0203' WHERE person = 'BEN'`, true},
		"the couple's":   {`UPDATE couples SET wrapped_key = x'0203' WHERE id = (SELECT couple_id FROM members WHERE person = 'ANA')`, true},
		"what she wrote": {`UPDATE incoming SET words = x'0203'; UPDATE needs SET words = x'0203'`, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			cleo, _ := w.couple("Cleopatra", "Daniel")
			ana.writes("One that is a draft")
			ana.sees("One that is a draft")
			w.fakes(strings.NewReplacer("ANA", ana.ID, "BEN", ben.ID).Replace(c.change))
			ana.runs("leave").reads("Leaving ends your check-ins").presses("Leave").reads("Our record of what you two wrote, and the key to it, are deleted.")
			told := ben.count("Your check-ins")
			if c.mute {
				ana.reads("because something here was changed outside of me")
			} else if told == 0 {
				t.Error("Benedict is not told")
			}
			if name != "her key" {
				ana.runs("needs").reads("You have no partner here at the moment.")
			}
			ana.runs("help").reads("findahelpline.com")
			cleo.asks("A walk", "Daniel") // the others go on
			lines, _ := w.rows()
			for _, line := range lines {
				if strings.HasPrefix(line, "members: ") && strings.Contains(line, ana.ID) {
					t.Errorf("she is in a couple still: %s", line)
				}
			}
		})
	}
}

func TestADraftThatWasChangedByHandKeepsNobodyFromWriting(t *testing.T) {
	for name, change := range map[string]string{
		"a draft":             `UPDATE needs SET words = x'0203'`,
		"what a draft chose":  `UPDATE needs SET chosen = x'0203'`,
		"how many hints came": `UPDATE partners SET hints = x'0203'`,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("need", "text", "A first one").reads("A first one")
			w.rewinds(change)
			ana.runs("need").fills("In your words", "A second one", "Would you ...?", "hold my hand").reads("A second one").presses("Send to Benedict")
			ben.sees("A note from Anabel is waiting")
			if n := strings.Count(w.log.String(), store.AlteredText); n != 1 {
				t.Errorf("the host is told %d times, want once", n)
			}
		})
	}
}
