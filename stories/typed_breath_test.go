package stories

import (
	"testing"
)

// A plain message that names one of the newer commands is asked about, and one that says
// hide is a word like any other.

func TestABreakThatIsTypedIsAskedForAndTellsNobody(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("I need a break")
	ana.sees("Would you like a pause for both of you?")
	ana.offers("Would you like a pause for both of you?", "Take a breath", "Pause", "It is a note", "Help")
	ana.presses("Take a breath").reads("Send it only if it is safe that Benedict reads it now").presses("1 hour").reads("Anabel needs a breath").presses("Cancel")
	ana.writes("take a breath")
	ana.sees("Would you like a pause for both of you?").presses("Pause").reads("Nobody is told.")
	ana.writes("I need a break")
	ana.sees("Would you like a pause for both of you?").presses("It is a note").reads("> I need a break")
	ben.neverSaw("breath")
	ben.neverSaw("paused")
}

func TestAWeekAndOwnQuestionsThatAreTypedAreShownAtAPress(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	for _, tt := range []struct{ types, command, shows string }{
		{"our week", "/week", "Your week with Benedict"},
		{"our own questions", "/question", "Your own questions."},
	} {
		ana.writes(tt.types)
		ana.sees("does what "+tt.command+" does").offers("does what "+tt.command+" does", "Show it", "It is a note", "Help")
		ana.presses("Show it").reads(tt.shows)
	}
}

// Whoever looks over somebody's shoulder learns nothing from the reply to that word.
func TestTheWordHideIsAWordLikeAnyOther(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	for _, word := range []string{"hide", "Hide all", "verstecken", "cacher", "ocultar", "esconder", "nascondi", "lantern"} {
		ana.writes(word)
		ana.sees("> " + word).presses("Discard").reads("Discarded.")
	}
	ana.neverSaw("/hide")
	ana.neverSaw("Or was it meant as a note?")
}
