package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// What nobody has answered can be withdrawn, and nothing is left of it. What was answered
// can only be taken back: whoever answered keeps the words.

func TestWhatNobodyAnsweredIsErasedWhenItIsWithdrawn(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I need a hand with the move", "Benedict")
	ben.opens().reads("the move")
	ana.presses("Withdraw").reads("Withdrawn. The words are erased.")
	ben.sees("Anabel withdrew this note.").neverSaw("the move")
	for _, p := range []*person{ana, ben} {
		p.runs("history").reads("and withdrew it")
		p.neverSaw("the move")
		p.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
		if _, page, record := p.exported(); strings.Contains(page+fmt.Sprint(record), "the move") {
			t.Errorf("the export of %s holds what was withdrawn", p.name)
		}
	}
}

func TestAThreatThatWasAnsweredCannotBeUnsaid(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "I will find you wherever you go").presses("Send to Benedict")
	if ana.has("Send anyway") || slices.Contains(ana.buttons("find you"), "Send anyway") {
		ana.presses("Send anyway")
	}
	ben.opens().reads("wherever you go").presses("I hear you")
	seen := len(ben.Messages())
	ana.presses("Withdraw").reads("Benedict has answered this, so Benedict keeps the words, and will read that you have taken it back.")
	if got, want := ana.buttons("keeps the words"), []string{"Take it back", "Leave it", "Help"}; !slices.Equal(got, want) {
		t.Errorf("before it is taken back, Anabel can press %q, want %q", got, want)
	}
	ana.presses("Leave it").reads("It has been answered.")
	ana.presses("Withdraw").presses("Take it back").reads("You have taken this back. Benedict keeps the words.")
	w.passes(48 * time.Hour)
	ben.neverSaw("taken this back")
	if now := len(ben.Messages()); now != seen+1 { // and his question of Wednesday
		t.Errorf("Benedict has %d messages more, want only his question: nothing comes unasked", now-seen)
	}
	ben.presses("Fold").reads("Anabel has taken this back, <t:")
	ben.opens().reads("wherever you go").reads("Anabel has taken this back, <t:")
	for _, label := range []string{"Yes", "Part of it", "Not now"} {
		if slices.Contains(ben.buttons("taken this back"), label) {
			t.Errorf("what was taken back can still be answered: %q", ben.buttons("taken this back"))
		}
	}
	ben.runs("history").reads("wherever you go").reads("Anabel has taken this back, <t:")
	ana.runs("history").reads("wherever you go").reads("You have taken this back, <t:")
	ben.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	if _, page, record := ben.exported(); !strings.Contains(page, "wherever you go") || !strings.Contains(fmt.Sprint(record), "taken back") {
		t.Error("the export of Benedict does not hold what was taken back, or does not say so")
	}
	ana.neverSaw("do you feel understood?")
}

func TestAPressOnAnOldCopySaysThatItWasTakenBack(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "I hear you")
	part := ben.presses("More").spies("Part of it")
	ana.presses("Withdraw").presses("Take it back")
	ben.pressesOld(part).reads("the move").reads("Anabel has taken this back, <t:")
	ana.neverSaw("Part of it")
}

func TestWhatWasAskedAgainAndTakenBackIsNotBroughtAgain(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "Part of it")
	w.passes(25 * time.Hour)
	ben.runs("pause")
	ana.presses("Not yet").presses("Ask again")
	ana.runs("needs").choosesFirst("Choose one").presses("Withdraw").reads("Benedict has answered this").presses("Take it back")
	ben.runs("resume")
	w.passes(time.Hour)
	ben.neverSaw("is waiting")
	ben.runs("history").reads("the move").reads("Anabel has taken this back")
}

func TestAThankYouStaysWithWhatWasTakenBack(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "I hear you")
	w.passes(25 * time.Hour)
	ana.presses("Yes").presses("Say thank you").fills("What did it mean to you?", "It made my whole week")
	ben.sees("A thank-you from Anabel is waiting")
	ana.presses("Withdraw").presses("Take it back")
	ben.opens().reads("It made my whole week").reads("Anabel has taken this back, <t:")
	ben.runs("history").reads("It made my whole week")
}

func TestTakenBackFromAReminderAndFromTheWishToTalk(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "Part of it")
	ben.presses("Fold")
	w.passes(25 * time.Hour)
	ana.presses("Not yet").presses("Let's talk")
	ben.sees("would like to talk")
	ana.runs("needs").choosesFirst("Choose one").presses("Withdraw").presses("Take it back")
	ben.opens().reads("the move").reads("Anabel has taken this back, <t:")
	w.passes(30 * 24 * time.Hour)
	ana.neverSaw("Two weeks have passed")
}
