package stories

import (
	"testing"
	"time"
)

// What a person withdraws is gone from wherever the other could still read it.

func TestAHeldNoteThatWasWithdrawnNeverWas(t *testing.T) {
	w := newWorld(t, "2026-11-24 23:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I need a hand with the move", "Benedict").presses("Withdraw")
	w.passes(24 * time.Hour)
	ben.runs("history").reads("shared nothing yet")
	ben.runs("needs").reads("Nothing is open")
	ana.runs("history").reads("and withdrew it")
}

func TestAThankYouIsTheReceiversOnlyOnceItWasBrought(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "I hear you")
	w.passes(25 * time.Hour)
	ben.runs("pause")
	ana.presses("Yes").presses("Say thank you").fills("What did it mean to you?", "It made my whole week")
	ben.runs("history")
	ben.neverSaw("whole week")
	ben.runs("resume").opens().reads("It made my whole week")
	ben.runs("history").reads("It made my whole week")
}

func TestANoteAnsweredWhileItWasHeldIsNotAnnouncedAnyMore(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("pause")
	ana.asks("I need a hand with the move", "Benedict")
	ben.runs("needs").choosesFirst("Choose one").answersHere("Part of it")
	ana.sees("An answer from Benedict is waiting")
	ben.runs("resume")
	w.passes(time.Hour)
	ben.neverSaw("is waiting")
}

func TestHearingKeepsAPromisedReminder(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I need a hand with the move", "Benedict")
	ben.opens().presses("I hear you").presses("Not now").presses("Tomorrow")
	w.passes(36 * time.Hour)
	ben.sees("A reminder for you alone")
}

func TestAnAnsweredNoteCanBeTakenBackThroughNeeds(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := answered(w, "Part of it")
	ana.runs("needs").choosesFirst("Choose one").reads("Benedict has answered. *Show it* has all that was said.").presses("Withdraw").presses("Take it back").reads("You have taken this back.")
	ana.runs("needs").reads("Nothing is open")
}

func TestTheAskersCopySaysWhenItIsAnswered(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("I need a hand with the move")
	ana.sees("would see this:").presses("Send to Benedict").sees("Sent. It waits for a good moment.")
	ben.opens()
	ana.sees("Sent. It waits for a good moment.") // opening is told to nobody
	w.at("21:59")
	ben.presses("Yes").presses("Tomorrow").presses("Add a line").fills("A line of your own", "with pleasure")
	ana.sees("An answer from Benedict is waiting").sees("> I need a hand with the move\nIt has been answered.").neverSaw("Sent. It waits")

	ana.presses("Withdraw").presses("Take it back").reads("You have taken this back.")
}

func TestTheAskersCopyIsNotAheadOfAnAnswerThatTheyHoldOff(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("I need a hand with the move")
	ana.sees("would see this:").presses("Send to Benedict")
	ana.runs("pause")
	ben.answers("I hear you")
	w.passes(time.Hour)
	ana.neverSaw("has been answered")
	ana.runs("resume").sees("Benedict says: **I hear you.**").sees("It has been answered.")
}

func TestTheAskersCopySaysThatItRests(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.writes("I need a hand with the move")
	ana.sees("would see this:").presses("Send to Benedict").sees("Sent. It waits")
	w.passes(15 * 24 * time.Hour)
	ana.sees("I have put it aside. It was worth saying. It can still be answered.").neverSaw("Sent. It waits")
}
