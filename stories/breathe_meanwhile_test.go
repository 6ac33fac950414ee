package stories

import (
	"slices"
	"testing"
	"time"
)

// What a breath keeps back while it lasts, and what comes at its end.

func TestABreathKeepsQuestionsFromBothAndNotesFromWhoTookIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:30 Europe/Paris")
	ana, ben := daily(w)
	ana.breathes("1 hour")
	ben.asks("To whoever needs a breath", "Anabel")
	ana.asks("To the other of the two", "Benedict")
	ben.sees("A note from Anabel is waiting")
	ana.neverSaw("A note from Benedict is waiting")
	w.at("20:29")
	ana.asked(0).neverSaw("A note from Benedict is waiting")
	ben.asked(0)
	w.at("20:30")
	ana.sees("It is the time you named.").sees("A note from Benedict is waiting")
	ana.order("It is the time you named.", "A note from Benedict is waiting")
	w.at("23:59") // what the breath let go is not caught up
	ana.asked(0)
	ben.asked(0)
	ana.askedAt("2026-11-24 20:00 Europe/Paris")
	ben.asked(1)
}

func TestASlotAtTheVeryEndOfABreathComes(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := daily(w)
	ana.breathes("Tonight") // until 20:00
	w.at("20:00")
	ana.asked(1)
	ben.asked(1)
}

func TestAnswersWaitForWhoTookABreathAndFollowUpsForBoth(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("A walk with you", "Benedict")
	ben.answers("I hear you")
	ben.asks("An hour of quiet", "Anabel")
	ana.answers("I hear you")
	w.at("11:50") // ten minutes before both are asked whether it reached them
	ana.breathes("1 hour")
	w.at("12:40")
	ana.neverSaw("do you feel understood?")
	ben.neverSaw("do you feel understood?")
	w.at("12:50")
	ana.sees("do you feel understood?")
	ben.sees("do you feel understood?")
}

func TestRemindersWaitForTheEndOfABreath(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("A walk with you", "Benedict")
	ben.answers("Yes", "Tonight")
	w.at("19:30")
	seen := len(ben.fromBot())
	ana.breathes("1 hour")
	w.at("20:29")
	if got := len(ben.fromBot()); got != seen+1 {
		t.Errorf("Benedict got %d messages in the breath, want the line alone:\n%s", got-seen, ben.all())
	}
	w.at("20:30")
	ben.sees("You said")
}

func TestEndingABreathAloneBringsOnesOwnQuestionsAndTellsNobody(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:30 Europe/Paris")
	ana, ben := daily(w)
	ana.breathes("1 hour")
	seen := len(ana.fromBot())
	ben.presses("End it for me").reads("It is over for you, and nobody is told.").reads("The next question comes")
	ben.presses("End it for me").reads("That pause is over.")
	w.at("20:00")
	ben.asked(1)
	ana.asked(0)
	w.at("20:29")
	if got := len(ana.fromBot()); got != seen {
		t.Errorf("Anabel got %d messages meanwhile:\n%s", got-seen, ana.all())
	}

	w.at("19:30") // and whoever took it may end it as well
	ana.runs("breathe").presses("1 hour").presses("Send").presses("End it for me").reads("It is over for you, and nobody is told.")
	ben.asks("To whoever took a breath", "Anabel")
	ana.sees("A note from Benedict is waiting")
	w.at("20:00")
	ana.asked(1)
	ben.asked(1)
	w.at("20:30")
	ana.sees("It is the time you named.")
}

func TestTheEndOfABreathIsToldByWhoTookItAlone(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.breathes("20 minutes")
	seen := len(ben.fromBot())
	w.at("12:20")
	ana.sees("It is the time you named.")
	if got, want := ana.buttons("It is the time you named."), []string{"I'm back: tell Benedict", "I need longer", "Leave it", "Help"}; !slices.Equal(got, want) {
		t.Errorf("at its end Anabel is offered %q, want %q", got, want)
	}
	w.at("13:00")
	if got := len(ben.fromBot()); got != seen {
		t.Errorf("at its end Benedict got %d messages by himself:\n%s", got-seen, ben.all())
	}
	old := ana.spies("I'm back: tell Benedict")
	ana.presses("I'm back: tell Benedict").reads("Anabel is here again. There is no hurry.")
	ben.sees("Anabel is here again. There is no hurry.")
	ana.pressesOld(old).reads("That pause is over.")
	ben.once("is here again.")

	w.at("12:00") // the next day
	ana.breathes("20 minutes")
	w.at("12:20")
	seen = len(ben.fromBot())
	ana.presses("Leave it").reads("Nothing is sent.")
	w.at("14:00")
	if got := len(ben.fromBot()); got != seen {
		t.Errorf("after Leave it Benedict got %d messages:\n%s", got-seen, ben.all())
	}
}

func TestABreathTakesLongerOnce(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:30 Europe/Paris")
	ana, ben := daily(w)
	ana.breathes("1 hour")
	w.at("19:30")
	ana.presses("I need longer").reads("When will you be back? Benedict reads that you need a little longer, and until when.")
	ana.presses("Cancel").reads("It is the time you named.").presses("I need longer")
	end := stamped(readMoment(t, "2026-11-23 20:30 Europe/Paris"))
	ana.presses("1 hour").reads("> Anabel needs a little longer, until " + end + ".")
	ben.neverSaw("longer")
	ana.presses("Send").reads("Sent. Until " + end)
	ben.sees("Anabel needs a little longer, until " + end + ".")
	ben.asks("A note in what is longer", "Anabel")
	w.at("20:29")
	ana.asked(0).neverSaw("A note from Benedict is waiting")
	ben.asked(0)
	w.at("20:30")
	ana.sees("A note from Benedict is waiting")
	if got, want := ana.buttons("It is the time you named."), []string{"I'm back: tell Benedict", "Leave it", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the second time Anabel is offered %q, want %q", got, want)
	}
	ana.presses("I'm back: tell Benedict")
	ben.sees("Anabel is here again.")
}

func TestLongerIsADayAtMost(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.breathes("20 minutes")
	w.at("12:20")
	ana.presses("I need longer").presses("Own time").fills("I am back at", "2 days").reads("more than 24 hours away").presses("Try again").fills("I am back at", "23 hours").reads("needs a little longer").presses("Send").reads("Sent.")
	ben.sees("needs a little longer, until " + stamped(readMoment(t, "2026-11-24 11:20 Europe/Paris")))
	w.passes(23 * time.Hour)
	if got, want := ana.buttons("It is the time you named."), []string{"I'm back: tell Benedict", "Leave it", "Help"}; !slices.Equal(got, want) {
		t.Errorf("after it took longer Anabel is offered %q, want %q", got, want)
	}
}

func TestTwoBreathsOverlapAndTheLaterEndCounts(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:30 Europe/Paris")
	ana, ben := daily(w)
	ana.breathes("20 minutes")
	ben.breathes("1 hour")
	ana.sees("Benedict needs a breath") // hers holds notes, and not this line
	ana.runs("breathe").reads("You have paused today already. /pause is always there.")
	w.at("19:50")
	ana.sees("It is the time you named.")
	w.at("20:29")
	ana.asked(0)
	ben.asked(0).neverSaw("It is the time you named.")
	w.at("20:30")
	ben.sees("It is the time you named.")
	ana.askedAt("2026-11-24 20:00 Europe/Paris")
}

func TestABreathIsTakenOnceOnADateOfOnesOwnCalendar(t *testing.T) {
	w := newWorld(t, "2026-11-23 23:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.breathes("20 minutes")
	w.at("23:50")
	ana.runs("breathe").reads("You have paused today already. /pause is always there.")
	w.at("00:00")
	ana.breathes("Tomorrow")
	w.at("08:00") // it lasts until nine
	ana.runs("breathe").reads("You have paused today already.")
	w.at("09:00")
	w.at("23:30")
	ana.runs("breathe").reads("You have paused today already.")
}

func TestABreathIsOfOneCouple(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:30 Europe/Paris")
	ana, ben := daily(w)
	cleo := w.people("Cleopatra")[0]
	w.pair(ana, cleo)
	ana.runs("rhythm", "days", "daily", "partner", "Cleopatra")
	ana.runs("breathe").reads("You have more than one partner here")
	ana.runs("breathe", "partner", "Benedict").presses("1 hour").presses("Send").reads("what Benedict sends waits for you")
	cleo.asks("A note of the other couple", "Anabel")
	ana.sees("A note from Cleopatra is waiting")
	cleo.neverSaw("breath")
	w.at("20:00")
	ana.asked(1) // with Cleopatra
	ben.asked(0)
	cleo.asked(1)
	ana.runs("breathe", "partner", "Cleopatra").reads("A pause for both of you. Cleopatra reads")
}

func TestALastingDayAfterALongBreathSaysUntilWhen(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("breathe").presses("Own time").fills("I am back at", "24 hours").presses("Send").reads("Sent.")
	w.passes(20 * time.Hour)
	ana.runs("breathe").reads("Your pause goes on until " + stamped(readMoment(t, "2026-11-24 12:00 Europe/Paris")))
}

func TestAQuestionThatWasPutOffComesBackAtTheEndOfABreath(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := daily(w)
	for _, p := range []*person{ana, ben} {
		p.presses("First question now")
	}
	ana.presses("Later").reads("bring it back once: " + stamped(readMoment(t, "2026-11-23 14:00 Europe/Paris")))
	w.at("13:50")
	ben.breathes("1 hour")
	ben.presses("Later").reads("bring it back once: " + stamped(readMoment(t, "2026-11-23 15:50 Europe/Paris")))
	asked := ana.questions()
	w.at("14:49")
	ana.asked(asked)
	w.at("14:50")
	ana.asked(asked + 1)
}

func TestAQuestionIsNotPutOffIntoABreath(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := daily(w)
	ana.presses("First question now")
	ben.runs("breathe").presses("Own time").fills("I am back at", "3 hours").presses("Send").reads("Sent.")
	ana.presses("Later").reads("bring it back once: " + stamped(readMoment(t, "2026-11-23 15:00 Europe/Paris")))
	asked := ana.questions()
	w.at("14:59")
	ana.asked(asked)
	w.at("15:00")
	ana.asked(asked + 1)
}
