package stories

import (
	"os"
	"testing"
	"time"
)

// A fortnight of two people, as they would spend it: six questions each, six notes,
// every answer, typed and pressed, one pause, one no. With FORTNIGHT=FILE the test
// writes what both chats show at the end, to be read aloud.
func TestAFortnightOfTwoPeople(t *testing.T) {
	w := newWorld(t, "2026-11-30 12:00 Europe/Paris")
	ana, ben := w.couple("Ana", "Ben")
	fortnight(w, ana, ben)
	toBeRead(t, "FORTNIGHT", ana, ben)
}

// toBeRead writes what both chats show into the file that an environment variable names,
// if it does.
func toBeRead(t *testing.T, variable string, ana, ben *person) {
	path := os.Getenv(variable)
	if path == "" {
		return
	}
	if err := os.WriteFile(path, []byte("ANA\n"+ana.all()+"\nBEN\n"+ben.all()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// fortnight is told from a Monday noon until the second Friday evening.
func fortnight(w *world, ana, ben *person) {
	w.t.Helper()

	// Monday. Ana answers her question in the form, and Ben hears her before he says yes.
	w.at("20:00")
	ana.presses("Answer").fills("In your words", "I felt alone at the party on Saturday.", "Would you ...?", "sit with me for ten minutes tonight?",
		"Kind of need", "Listening", "What I'd like from Ben", "Listen")
	ana.sees("Ben would see this:").sees("To the question:").sees("> I felt alone at the party on Saturday.").sees("> Would you sit with me for ten minutes tonight?").
		presses("Send to Ben").reads("Sent. It waits for a good moment.")
	ben.presses("Nothing today").sees("That question is done. A draft, if there is one, is below.")
	ben.sees("A note from Ana is waiting. No rush.").presses("Open note").reads("Ana wrote").reads("To the question:").reads("I don't tell Ana that you opened this.")
	ben.presses("I hear you")
	ana.sees("Ben says: **I hear you.**")
	ben.presses("Say what I heard").fills("What I heard is ...", "You were among many people, and still alone.")
	ana.sees("An answer from Ben is waiting").presses("Open answer").reads("This is what Ben heard").presses("That's it")
	ben.sees("Ana says: that's it.")
	ben.presses("Yes").reads("**Yes.** When?").presses("Tonight")
	ana.sees("Ben says **yes**: tonight, Monday 30 November")
	ben.presses("Add a line").fills("A line of your own", "After the dishes?")
	ana.sees("An answer from Ben is waiting").presses("Open answer").reads("Ben adds:").reads("> After the dishes?")

	// The follow-up comes on Wednesday, after her quiet hours, and is Ana's alone.
	w.passes(24 * time.Hour)
	w.at("08:05")
	ana.sees("do you feel understood?").presses("Yes").presses("Say thank you").fills("What did it mean to you?", "I slept better for it.")
	ben.sees("A thank-you from Ana is waiting").presses("Open thank-you").reads("> I slept better for it.")

	// Wednesday. Ben just writes; Ana answers in the same way.
	w.at("20:00")
	ben.writes("I need a quiet hour after work before we talk about the day.")
	ben.sees("Ana would see this:").presses("Send to Ana")
	ana.presses("Later").reads("I'll bring it back")
	ana.sees("A note from Ben is waiting").presses("Open note")
	ana.writes("I did not know that. I'll keep that hour free for you.")
	ana.sees("Is this your answer").presses("My answer")
	ben.sees("An answer from Ana is waiting").presses("Open answer").reads("> I did not know that.")
	w.at("22:05")

	// Friday. Ana tells what went well, and asks for nothing.
	w.passes(46 * time.Hour)
	ana.presses("Answer").fills("In your words", "Thank you for the quiet walk this morning. It was lovely.", "What I'd like from Ben", "Nothing, just thanks")
	ana.sees("It asks for nothing; Ben can say that they heard it.").presses("Send to Ben")
	ben.sees("A note from Ana is waiting").presses("Open note").presses("Write back").fills("Your words", "For me too.")
	ana.sees("An answer from Ben is waiting").presses("Open answer").reads("> For me too.")
	ben.writes("I liked that we laughed.")
	ben.sees("Ana would see this:").presses("Discard")

	// The weekend. Ana needs quiet; what Ben sends meanwhile waits for her.
	ana.runs("pause", "until", "Monday").reads("You have paused leanon")
	ben.runs("need").fills("In your words", "I would like to plan the holidays together.", "Would you ...?", "look at dates with me?", "What I'd like from Ana", "Plan together")
	ben.presses("Send to Ana").reads("Sent. It waits for a good moment.")
	w.passes(48 * time.Hour)
	ana.neverSaw("plan the holidays").neverSaw("is waiting")
	w.passes(18 * time.Hour)

	// Monday. It has come; she can't say yes yet, and says when.
	ana.sees("A note from Ben is waiting").presses("Open note").reads("> I would like to plan the holidays together.")
	ana.presses("Not now").reads("**Not now.** When will you come back to it?").presses("Tomorrow")
	ben.sees("**Not now.** Ana will come back to it").sees("Until then there is nothing you need to do.")
	w.at("20:00")
	ana.presses("Answer").fills("In your words", "Kept between me and myself.")
	ana.presses("Keep private").reads("Kept. I show it to nobody else.")
	ben.presses("Nothing today")

	// Tuesday. She is reminded of what she said, and keeps it in her own words.
	w.at("18:05")
	ana.sees("you will come back to it on Tuesday 8 December").presses("Open note").presses("More").presses("In my own words").fills("In your words", "Friday at eight, with tea?")
	ben.sees("An answer from Ana is waiting").presses("Open answer").reads("> Friday at eight, with tea?")

	// Wednesday. A wish, and the one no of the fortnight.
	w.passes(26 * time.Hour)
	ana.presses("Answer").fills("In your words", "I miss dancing.", "Would you ...?", "come to the class on Thursday?", "What I'd like from Ben", "")
	ana.presses("Send to Ben")
	ben.presses("Open note").presses("I can't, and I hear you")
	ana.sees("Ben **can't**, and hears you. This is a no to this wish, not to you. It may hurt all the same.")
	ben.presses("Nothing today")
	ben.runs("need").fills("In your words", "I would like to hear that I am doing fine.", "Kind of need", "Reassurance").
		reads("Is there one small thing Ana could do?").presses("Send to Ana")
	ana.presses("Open note").presses("More").presses("Let's talk").fills()
	ben.sees("Ana would like to **talk** about it.")

	// Thursday. The no hurt; a no stays a no, and she asks for something smaller.
	w.passes(25 * time.Hour)
	ana.sees("do you feel understood?").presses("Not yet").reads("That can sting. Ben said no to this one, so I don't ask it again.").presses("Ask smaller").
		fills("In your words", "I miss dancing.", "Would you ...?", "dance one song with me in the kitchen?")
	ana.presses("Send to Ben")
	ben.presses("Open note").presses("More").presses("Part of it").fills("Which part?", "Half a song, and I choose it.")
	ana.sees("An answer from Ben is waiting").presses("Open answer").reads("> Half a song, and I choose it.")

	// Friday. The last question, and what stays of all this for each of the two.
	w.at("20:00")
	ana.presses("Nothing today")
	ben.presses("Nothing today")
	ana.runs("needs")
	ana.runs("history").reads("Ben says **yes to part of it**:").presses("Older").reads("> I felt alone at the party on Saturday.").reads("Ben adds:")
}
