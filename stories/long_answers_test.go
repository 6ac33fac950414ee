package stories

import (
	"strings"
	"testing"
	"time"
)

// An answer in somebody's own words may be as long as a note, and of as many lines.

func TestALongAnswerOfManyShortLinesIsShownEverywhere(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I need a hand with the move", "Benedict")
	long := strings.Repeat("y\n", 749) + "ok"
	ben.opens().presses("I hear you").presses("More").presses("In my own words").fills("In your words", long)
	ana.opens("answer").reads("y\ny\ny\n").presses("Show it")
	ana.runs("history").reads("y\ny\ny\n")
	ben.runs("history").reads("y\ny\ny\n")
	w.passes(25 * time.Hour)
	ana.sees(feelsUnderstood).presses("Show it")
}
