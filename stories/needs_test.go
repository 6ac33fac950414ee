package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// What /needs says is open. 2026-11-24 is a Tuesday.

func TestNeedsSaysFirstHowMuchIsOpenAndShowsOneWhenItIsChosen(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("needs").reads("Nothing is open between you and Benedict. /need works at any time.")
	ben.asks("The first of his", "Anabel")
	ben.asks("The second of his", "Anabel")
	ana.asks("The only one of hers", "Benedict")
	ana.runs("need", "text", "A thought that is no note yet")
	ana.runs("need", "text", "A thought for herself").presses("Keep private")
	ana.runs("needs").reads("2 notes from Benedict wait for your answer.\n" +
		"1 note of yours is open: Benedict can answer it.\n" +
		"1 draft is here: Benedict sees nothing of it before you press Send.")
	if text := ana.text(); strings.Contains(text, "thought") || strings.Contains(text, "of his") {
		t.Errorf("the overview shows words:\n%s", text)
	}
	want := []string{"From Benedict: The first of his", "From Benedict: The second of his", "To Benedict: The only one of hers", "Draft: A thought that is no note yet"}
	if got := ana.labelled("Choose one"); !slices.Equal(got, want) {
		t.Errorf("to choose from: got %q, want %q", got, want)
	}
	ana.chooses("Choose one", want[1]).reads("The second of his").presses("Back").reads("2 notes from Benedict wait")
	ana.chooses("Choose one", want[2]).reads("The only one of hers").presses("Withdraw")
	ana.runs("needs").presses("What I kept").reads("A thought for herself")
	for _, label := range []string{"Send to Benedict", "Edit", "Discard", "Back"} {
		if !ana.shows(label) {
			t.Errorf("what she kept has no button %q", label)
		}
	}
	ana.presses("Discard").runs("needs").presses("What I kept").reads("You keep nothing private about you and Benedict.")
	ben.runs("needs").reads("2 notes of yours are open: Anabel can answer them.").chooses("Choose one", "To Anabel: The first of his")
	ana.runs("needs").chooses("Choose one", want[0]).answersHere("Let's talk")
	ben.runs("needs").reads("1 note of yours is open: Anabel can answer it.\n1 note of yours has been answered. You can still take it back.")
}

func TestNeedsTellsWhatWaitsFromWhatOnlyStays(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ben.runs("rhythm", "days", "none")
	ben.asks("Would you call me", "Anabel")
	ana.runs("needs").choosesFirst("Choose one").answersHere("I hear you")
	ben.asks("Would you come along", "Anabel")
	ana.runs("needs").reads("1 note from Benedict waits for your answer.\n1 note from Benedict is answered, and you can still say more.")
	if got := ana.labelled("Choose one"); got[0] != "From Benedict: Would you come along" {
		t.Errorf("first in the list: got %q, want what waits", got)
	}
	w.passes(14 * 24 * time.Hour)
	ana.runs("needs").reads("1 note from Benedict is answered, and you can still say more.\n1 older note from Benedict can still be answered.")
	ben.runs("needs").reads("1 note of yours has been answered. You can still take it back.\n1 note of yours is put aside: it can still be answered.")
}

// What the receiver reads of an old note is the same at any minute and whatever its asker
// did about it.
func TestNeedsTellsNobodyThatTheOtherLetANoteGo(t *testing.T) {
	t.Parallel()
	looks := func(t *testing.T, letsGo bool, minute int) string {
		w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
		ana, ben := w.couple("Anabel", "Benedict")
		ana.runs("rhythm", "days", "none")
		ben.runs("rhythm", "days", "none")
		ana.asks("Would you call me", "Benedict")
		w.passes(time.Duration(minute) * time.Minute)
		if letsGo {
			ana.runs("needs").choosesFirst("Choose one").presses("Let it go")
		}
		text := ben.runs("needs").text()
		w.passes(15*24*time.Hour - time.Duration(minute)*time.Minute)
		return text + ben.runs("needs").text()
	}
	for _, minute := range []int{0, 7, 24*60 + 3} {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			var plain, gone string
			t.Run("stays", func(t *testing.T) { plain = looks(t, false, minute) })
			t.Run("let go", func(t *testing.T) { gone = looks(t, true, minute) })
			t.Cleanup(func() {
				if plain != gone || !strings.Contains(plain, "can still be answered") {
					t.Errorf("at minute %d Benedict reads\n%s\nand where it was let go\n%s", minute, plain, gone)
				}
			})
		})
	}
}
