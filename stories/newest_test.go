package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Of what came within one minute a week quotes the newest, and What I wrote has it on top.
func TestTheNewestComesFirstInAWeekAlsoWithinAMinute(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	for i := range 3 {
		ana.runs("need", "thanks", fmt.Sprintf("Thank you for soup number %d", i)).presses("Send to Benedict")
	}
	w.settle()
	for _, p := range []*person{ana, ben} {
		p.runs("week").reads("number 2").reads("number 1").lacks("number 0")
	}
	if all := ana.runs("week").presses("What I wrote").text(); strings.Index(all, "number 2") > strings.Index(all, "number 0") {
		t.Errorf("What I wrote has the oldest on top:\n%s", all)
	}
}

// A question that was taken out does not stay in the message in which it was proposed.
func TestAQuestionThatWasTakenOutIsGoneFromItsProposalToo(t *testing.T) {
	for _, who := range []string{"its author", "the other"} {
		t.Run(who, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.proposes(aboutDishes, "Benedict")
			ben.sees("A question for the two of you is waiting").presses("Open question").presses("Yes, use it").has("It is in use.")
			before := len(ben.Messages())
			taker := ana
			if who == "the other" {
				taker = ben
			}
			taker.runs("question").chooses("Your own questions", "In use: "+aboutDishes).presses("Take out").reads("It is out.")
			w.passes(time.Minute)
			for _, m := range ben.fromBot() {
				if !m.Ephemeral && strings.Contains(m.Content, aboutDishes) {
					t.Errorf("Benedict's chat has still\n%s", m.Content)
				}
			}
			ben.sees("That question does not wait any more.")
			if n := len(ben.Messages()); taker == ana && n != before {
				t.Errorf("Benedict got %d messages about it, want none", n-before)
			}
		})
	}
}
