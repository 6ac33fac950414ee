package stories

import (
	"testing"
	"time"
)

// What an older copy of the database takes to be owed may have arrived since it was made.

func TestAnOlderCopySendsNothingAgainThatStandsInTheChat(t *testing.T) {
	for name, ends := range map[string]bool{"something ended since": true, "nothing ended since": false} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			cleo, _ := w.couple("Cleo", "David")
			for _, need := range []string{"An evening without screens", "A walk before dinner"} {
				ana.asks(need, "Benedict")
				w.passes(time.Minute)
				ben.opens().presses("I hear you")
			}
			ana.runs("pause", "until", "open")
			ben.asks("A quiet breakfast", "Anabel")
			w.passes(time.Minute)
			ben.runs("need", "text", "Tea together")
			w.sleeps()
			backup := w.copied()
			w.wakes()
			if ends {
				cleo.runs("leave").chooses("What your partner reads", "Nothing").presses("Leave")
			}
			ana.runs("pause").presses("Resume")
			w.passes(26 * time.Hour) // with both follow-ups
			if n := ana.count("do you feel understood"); n != 2 {
				t.Fatalf("follow-ups: got %d, want 2:\n%s", n, ana.all())
			}
			w.sleeps()
			sent := w.discord.Count(createMessage)
			w.isCopiedOver(backup)
			w.wakes()
			w.passes(time.Minute)
			ana.runs("pause").presses("Resume") // as on the day of the copy, she is paused
			w.passes(time.Hour)
			if n := w.discord.Count(createMessage) - sent; n != 0 {
				t.Errorf("%d messages were sent again, want none:\n%s\n%s", n, ana.all(), ben.all())
			}
			ben.presses("Send to Anabel") // a draft of before the copy
			w.passes(time.Minute)
			ana.opens().reads("Tea together")
		})
	}
}

func TestAnOlderCopyTellsNobodyWhoLeftThatTheyHaveNoPartner(t *testing.T) {
	var sent int
	w, ana, ben := endsInBetween(t, func(w *world, ana, ben *person) {
		ana.writes("I would like more evenings like this one")
		ben.writes("Where is the blue bowl?")
		w.passes(time.Minute)
		ana.runs("leave").chooses("What your partner reads", "Nothing").presses("Leave")
		sent = w.discord.Count(createMessage)
	})
	w.passes(24 * time.Hour)
	if n := w.discord.Count(createMessage) - sent; n != 0 {
		t.Errorf("%d messages were sent to people who are no couple any more, want none:\n%s\n%s", n, ana.all(), ben.all())
	}
	ana.writes("Is anybody there?")
	w.passes(time.Minute)
	ana.sees("You have no partner here")
}

// A question about a message is asked anew, under another number, where the copy is from
// before the message. The one that already stands in the chat does nothing any more.
func TestAnOlderCopyAsksOnceMoreAboutAMessageThatMayAnswerANote(t *testing.T) {
	const words = "I would like that too"
	var stale spied
	w, ana, ben := endsInBetween(t, func(_ *world, _, ben *person) {
		ben.writes(words)
		ben.sees(isItYours)
		stale = ben.spies("A note of my own")
	})
	if n := ben.count(isItYours); n != 2 {
		t.Fatalf("questions about the message: got %d, want 2:\n%s", n, ben.all())
	}
	ben.pressesOld(stale).reads("This button no longer does anything")
	ben.presses("A note of my own").reads(words)
	ben.presses("Send to Anabel").reads("Sent.")
	w.passes(time.Minute)
	ana.opens().reads(words)
	ben.once(isItYours) // the old one
}
