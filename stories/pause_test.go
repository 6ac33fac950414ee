package stories

import (
	"slices"
	"testing"
)

func TestWithoutTheNameAPauseNamesNobodyBeforeOpen(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("settings").chooses("How notes arrive", "Notes: without the name")
	seen := ben.count("Anabel")
	ana.runs("pause").presses("Tell Benedict").reads("Benedict reads one line, and nothing else:")
	ben.sees("There is a pause for now. Notes wait meanwhile.")
	if n := ben.count("Anabel"); n != seen {
		t.Errorf("Anabel is named to somebody who wants no name:\n%s", ben.all())
	}
	ben.presses("Open").reads("Anabel has paused leanon for now. Notes wait meanwhile.")
	if got, want := ben.buttons("Anabel has paused"), []string{"Pause mine too", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the opened line offers %q, want %q", got, want)
	}
	ana.presses("Resume")
	ben.presses("Pause mine too").reads("You have paused leanon with Anabel")
}
