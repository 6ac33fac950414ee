package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The history and the export show what two people shared, and to each of them what only
// they can see.

func TestAnExportCanLeaveOutWhatWasKept(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := exchanged(w)
	before := shownTo(ben)
	ana.runs("privacy").presses("Export my data")
	if got, want := ana.buttons("one file in this chat"), []string{"Everything", "Without what I kept", "Cancel", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the export offers %q, want %q", got, want)
	}
	ana.presses("Without what I kept").sees("This is what I keep about you without what only you can see")
	_, page, record := ana.exported()
	for _, shared := range []string{"The voice, with pleasure", "Benedict would like a walk"} {
		if !strings.Contains(page, shared) || !strings.Contains(fmt.Sprint(record), shared) {
			t.Errorf("the files do not both hold %q", shared)
		}
	}
	if strings.Contains(page+fmt.Sprint(record), "Anabel keeps this for herself") {
		t.Error("the files hold what Anabel kept")
	}
	if after := shownTo(ben); after != before {
		t.Errorf("Benedict can tell:\n%s", diffOf(before, after))
	}
}

func TestAnUndecidedLineIsADraftInTheFile(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("Would you stay with me", "Benedict")
	ben.opens().presses("More").presses("Part of it").fills("Which part?", "I am scared of you")
	ben.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	_, page, record := ben.exported()
	if !strings.Contains(page, "I am scared of you") || !strings.Contains(page, "Benedict: draft") {
		t.Error("the file does not hold the line as a draft")
	}
	for _, tells := range []string{"decided", "serious", "heavy"} {
		if strings.Contains(page+fmt.Sprint(record), tells) {
			t.Errorf("the file tells a phone holder that something was asked: %q", tells)
		}
	}
}
