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
	if !strings.Contains(page, "I am scared of you") || !strings.Contains(page, "<bdi>You</bdi>: draft") {
		t.Error("the file does not hold the line as a draft")
	}
	for _, tells := range []string{"decided", "serious", "heavy"} {
		if strings.Contains(page+fmt.Sprint(record), tells) {
			t.Errorf("the file tells a phone holder that something was asked: %q", tells)
		}
	}
}

func TestTheHistoryShowsANoteAsItsReaderReadsIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	asked := strings.Trim(question(ana), "*")
	ana.writes("I felt alone at the party")
	ana.sees("I felt alone at the party").chooses("Kind of need", "Comfort").presses("Send to Benedict")
	for _, p := range []*person{ana, ben} {
		p.runs("history").reads("To the question: ").reads(asked).reads("> I felt alone at the party").reads("a need for comfort")
	}
}

func TestTheHistoryAndTheFileHaveAllThatWasSaidToANote(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I need a hand with the move", "Benedict")
	ben.presses("Open note").presses("I hear you").presses("Add a line").fills("A line of your own", "The heavy boxes are mine")
	ben.presses("Say what I heard").fills("What I heard is ...", "That you carried it alone")
	ana.presses("Open answer").presses("Not quite").fills("A line of your own (optional)", "It is only the piano")
	for p, head := range map[*person]string{ana: "What <bdi>Benedict</bdi> heard:", ben: "What you heard:"} {
		p.runs("history")
		for _, words := range []string{"I need a hand with the move", "**I hear you.**", "The heavy boxes are mine", "That you carried it alone", "ot quite", "It is only the piano"} {
			p.reads(words)
		}
		p.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
		_, page, record := p.exported()
		for _, words := range []string{"The heavy boxes are mine", head, "That you carried it alone", "Not quite", "It is only the piano"} {
			if !strings.Contains(page, words) {
				t.Errorf("the page of %s does not have %q", p.name, words)
			}
		}
		if !strings.Contains(fmt.Sprint(record), "That you carried it alone") {
			t.Errorf("the record of %s does not have what was heard", p.name)
		}
	}
}
