package stories

import (
	"testing"
	"time"

	"leanon/playground"
)

// What somebody was asked about and has not decided yet waits for them.

func TestSeriousWordsOfSeveralSortsWaitBesideEachOther(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I need a hand with the move", "Benedict")
	ben.opens().presses("More").presses("In my own words").fills("In your words", "I want to die, help me first")
	own := ben.reads("This sounds serious").spies("Send anyway")
	ben.runs("needs").choosesFirst("Choose one").presses("I hear you").presses("Say what I heard").fills("What I heard is ...", "That you want to die")
	heard := ben.reads("This sounds serious").spies("Send anyway")
	w.passes(time.Hour)
	ben.pressesOld(own)
	ana.opens("answer").reads("help me first")
	ben.pressesOld(heard)
	ana.opens("answer").reads("That you want to die")

	w.passes(25 * time.Hour)
	ana.presses("Not quite").fills("A line of your own (optional)", "I want to die")
	line := ana.reads("This sounds serious").spies("Send anyway")
	ana.sees(feelsUnderstood).presses("Yes").presses("Say thank you").fills("What did it mean to you?", "I want to die without you")
	ana.reads("This sounds serious").pressesOld(line)
	ben.opens("answer").reads("not quite").reads("I want to die")
}

func TestALineAddedWhileItsAnswerIsTriedAgainArrivesOnce(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		ana.runs("settings").chooses("How notes arrive", "Notes: full text")
		ana.asks("I need a hand with the move", "Benedict")
		ben.opens()
		w.discord.Fault(firstCreates(1, playground.Broken(503)))
		ben.presses("Yes").presses("No time yet").presses("Add a line").fills("A line of your own", "with pleasure, and gladly")
		w.passes(time.Hour)
		ana.sees("says **yes**")
		if n := ana.count("with pleasure, and gladly"); n != 1 {
			t.Errorf("the line arrived %d times, want once:\n%s", n, ana.all())
		}
	})
}
