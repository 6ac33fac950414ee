package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Whoever holds her phone may use /hide to take his own threats out of her chat. The chat
// is shorter then, and the threat is where it was: in the record and in the file, also
// after he takes it back, because it was answered.
func TestMisuseOfHideToRemoveOnesOwnThreats(t *testing.T) {
	const threat = "You will be sorry if you tell anybody"
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("need", "text", threat).presses("Send to Anabel")
	if _, _, asked := ben.finds("Send anyway"); asked {
		ben.presses("Send anyway")
	}
	ana.sees("A note from Benedict is waiting").opens().reads(threat).presses("I hear you")

	// He has her phone in his hand.
	ana.runs("hide").presses("All").reads("This also hides notes that Benedict sent you. /privacy can make a file first.")
	ana.presses("Hide all").reads(workingOn)
	w.passes(time.Minute)
	ana.left()
	ben.presses("Withdraw").presses("Take it back")
	w.passes(time.Hour)

	ana.runs("history").reads(threat)
	ana.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	if _, _, record := ana.exported(); !strings.Contains(fmt.Sprint(record), threat) {
		t.Error("the file does not hold the threat any more")
	}
	w.hidingLeavesNothing()
}

// What only its writer sees is folded for everybody as soon as it is decided about, so that
// nobody has to hide it, and hiding is nothing special.
func TestPrivateThingsFoldByThemselvesSoThatNobodyHasToHideThem(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for i, decided := range []string{"Keep private", "Discard", "Send to Benedict"} {
		words := fmt.Sprintf("What is only hers, number %d", i)
		ana.writes(words)
		ana.sees("> " + words).presses(decided)
		if decided != "Send to Benedict" {
			ana.foldedAway(words)
		}
	}
	w.at("20:00")
	ana.sees(howTo).presses("Answer").fills("In your words", "What the question brought up").presses("Keep private")
	ana.foldedAway("What the question brought up").foldedAway("Press Answer, or just write here")
	ben.asks("Would you walk with me tonight?", "Anabel")
	ana.opens("note").reads("Would you walk with me tonight?").presses("Fold")
	ana.foldedAway("Would you walk with me tonight?")
}

// foldedAway checks that nothing of ours in the chat shows words.
func (p *person) foldedAway(words string) *person {
	p.w.t.Helper()
	p.w.settle()
	for _, said := range p.chat() {
		if strings.Contains(said, words) {
			p.w.t.Errorf("the chat of %s still shows %q in:\n%s", p.name, words, said)
		}
	}
	return p
}
