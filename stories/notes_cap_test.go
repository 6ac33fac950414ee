package stories

import (
	"testing"
	"time"
)

// Six notes a day and each way are many for two people who talk, and few for somebody who
// uses the bot to wear another down.

// takesBack sends notes and withdraws each.
func (p *person) takesBack(n int, of string) {
	p.w.t.Helper()
	for range n {
		p.asks("I take this one back again", of).presses("Withdraw")
	}
}

func TestASeventhNoteOfADayStaysADraftAndSaysWhenItCanGo(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("The first one, at noon", "Benedict")
	ben.answers("I hear you")
	w.passes(time.Hour)
	ana.takesBack(5, "Benedict")
	notes := ben.count("note from Anabel") + ben.count("withdrawn") + ben.count("The first one")
	const capped = "I carry 6 notes a day from one person to another, thank-yous and withdrawn ones counted"
	ana.runs("need", "text", "And a seventh, please").presses("Send to Benedict").reads(capped).reads("/needs has it, and it can go <t:1795604400:F>, <t:1795604400:R>.")
	ana.runs("need", "text", "Thank you for this morning").presses("Send to Benedict").reads(capped) // one that only tells
	ana.presses("Keep private").runs("needs").reads("1 draft is here")
	if n := ben.count("note from Anabel") + ben.count("withdrawn") + ben.count("The first one"); n != notes {
		t.Errorf("Benedict sees %d messages about notes, want the %d of before", n, notes)
	}
	ben.asks("The other way is open", "Anabel")
	ana.sees("A note from Benedict is waiting")
	w.passes(23*time.Hour - time.Second)
	ana.runs("needs").chooses("Choose one", "Draft: And a seventh, please").presses("Send to Benedict").reads(capped)
	w.passes(time.Second)
	ana.runs("needs").chooses("Choose one", "Draft: And a seventh, please").presses("Send to Benedict").reads("Sent.")
	ben.sees("A note from Anabel is waiting").opens("note").reads("And a seventh, please")
	ana.runs("need", "text", "And one more of the day").presses("Send to Benedict").reads(capped)
}

func TestAThankYouBeyondTheDaysNotesKeepsItsWordsForLater(t *testing.T) {
	w := newWorld(t, "2026-11-24 09:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("A slow evening together", "Benedict")
	ben.answers("I hear you")
	w.passes(25 * time.Hour)
	ana.takesBack(6, "Benedict")
	ana.presses("Yes").presses("Say thank you").fills("What did it mean to you?", "It made my whole week").
		reads("I carry 6 notes a day from one person to another, thank-yous counted").reads("> It made my whole week").reads("*Send now* works from <t:")
	ana.presses("Send now").reads("I carry 6 notes a day").reads("> It made my whole week")
	ben.neverSaw("whole week").neverSaw("A thank-you from")
	w.passes(24 * time.Hour)
	ana.presses("Send now").reads("Your thank-you is on its way to Benedict.")
	ben.sees("A thank-you from Anabel is waiting").opens("thank-you").reads("> It made my whole week")
}

func TestATypedThankYouBeyondTheDaysNotesWaitsWhereItIs(t *testing.T) {
	w := newWorld(t, "2026-11-24 09:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("A slow evening together", "Benedict")
	ben.writes("Gladly, I will cook for us")
	ben.sees(isItYours).presses("My answer")
	ana.sees("An answer from Benedict is waiting")
	ana.takesBack(5, "Benedict")
	ana.replies("An answer from Benedict is waiting", "How lovely of you")
	ana.offers("> How lovely of you", "As a thank-you", "A note of my own", "Discard", "Help")
	ana.presses("As a thank-you").reads("I carry 6 notes a day from one person to another, thank-yous counted").reads("> How lovely of you")
	w.passes(24 * time.Hour)
	ana.presses("As a thank-you").reads("Your thank-you is on its way to Benedict.")
	ben.sees("A thank-you from Anabel is waiting").opens("thank-you").reads("> How lovely of you")
}

func TestAskAgainBeyondTheDaysNotesSaysWhenItCanGo(t *testing.T) {
	w := newWorld(t, "2026-11-24 09:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("A slow evening together", "Benedict")
	ben.answers("Yes", "Tonight")
	w.passes(49 * time.Hour)
	ana.takesBack(6, "Benedict")
	ana.presses("Not yet").presses("Ask again").reads("I carry 6 notes a day").reads("This one can go once more <t:").reads("this button stays here")
	w.passes(24 * time.Hour)
	ana.presses("Ask again").reads("Asked once more")
}
