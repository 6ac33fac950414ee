package stories

import (
	"strings"
	"testing"
	"time"
)

// What was said at one time and is read, pressed or decided at another.

func TestKeepOnAnOldConsentQuestionShowsTheOneThatIsOpen(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.passes(30 * 24 * time.Hour)
	old := ana.sees(stillSuits).spies("Keep")
	w.passes(15 * 24 * time.Hour)
	ana.sees("because you did not answer this").runs("resume").sees("No answer within 14 days only pauses it")
	ana.pressesOld(old).reads(stillSuits).neverSaw("You have answered that already")
	ana.presses("Keep").reads("again in 90 days")
	ana.pressesOld(old).reads("You have answered that already")
	w.passes(15 * 24 * time.Hour)
	ana.neverSaw("because you did not answer this")
}

func TestANamedTimeKeepsItsDateWhenItsAuthorMoves(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("Would you call my mother", "Benedict")
	ben.opens().presses("Yes").presses("Tonight").presses("Add a line").fills("A line of your own", "with pleasure")
	const tonight = "tonight, Monday 23 November"
	ana.opens().reads(tonight)
	ben.runs("rhythm", "zone", "Tokyo").reads("Tokyo time")
	ana.presses("Fold").opens().reads(tonight)
	ana.runs("history").reads(tonight)
	ben.runs("history").reads(tonight)
	ana.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	if _, page, _ := ana.exported(); !strings.Contains(page, tonight) {
		t.Errorf("the export does not say %q", tonight)
	}
}

// Where one of the two lives ahead of the other, an evening of the one is the next
// morning of the other: the promise has the date of the one who gave it.
func TestAPromiseHasOneDateOnBothSidesOfTheOcean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, now, pressed, date string }{
		{"New York", "2026-11-23 20:00 Europe/Paris", "Tonight", "tonight, Monday 23 November"},
		{"New York", "2026-11-24 04:30 Europe/Paris", "Tonight", "tonight, Monday 23 November"}, // at 22:30
		{"Tokyo", "2026-11-23 20:00 Europe/Paris", "Tomorrow", "tomorrow, Wednesday 25 November"},
		{"Auckland", "2026-11-23 12:00 Europe/Paris", "This weekend", "this weekend, Saturday 28 November"},
		{"London", "2026-11-23 23:30 Europe/Paris", "Tonight", "tonight, Monday 23 November"},
	} {
		t.Run(c.pressed+" in "+c.zone, func(t *testing.T) {
			w := newWorld(t, c.now)
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", "off")
			ben.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", "off")
			ben.runs("rhythm", "zone", c.zone)
			ana.asks("Would you call my mother", "Benedict")
			ben.opens().presses("Yes").presses(c.pressed)
			ana.sees(c.date).runs("history").reads(c.date)
			ben.runs("history").reads(c.date)
		})
	}
}

func TestASeriousAnswerKeepsTheTimeThatItWasSaidWith(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	const line = "I am scared of you"
	ana.asks("Would you stay with me", "Benedict")
	ben.opens()
	ben.pressesOld(ben.asBefore("yes")).presses("This weekend").fills("A line of your own (optional)", line).reads("This sounds serious.")
	w.passes(4*24*time.Hour + 13*time.Hour) // Saturday 01:00, when a weekend said anew could be another
	ben.runs("rhythm", "zone", "Tokyo")
	ben.presses("Send anyway").reads("You said **yes**: this weekend").neverSaw("has passed")
	w.at("08:30")
	ana.opens().reads("this weekend, Saturday 28 November")
}

func TestATimeThatPassedBeforeItsAuthorDecidedIsNotPromised(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("settings").presses("More").chooses("One reminder", "Reminder: on")
	ana.asks("Would you stay with me", "Benedict")
	ben.opens()
	ben.pressesOld(ben.asBefore("not-now")).presses("Tonight").fills("A line of your own (optional)", "I am scared of you").reads("This sounds serious.")
	w.passes(3 * 24 * time.Hour)
	again := ben.spies("Send anyway")
	ben.presses("Send anyway").reads("The time that you named has passed").reads("You said **not now**, without a time yet.")
	ben.pressesOld(again).reads("You said **not now**, without a time yet.")
	ana.opens().reads("Benedict says **not now**, and names no time yet.").reads("I am scared of you").neverSaw("back to it tonight")
	w.passes(3 * 24 * time.Hour)
	ben.neverSaw("A reminder for you alone")
}

func TestAnInvitationThatLapsedUnsentIsNotSaidToBeSent(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID)
	w.passes(8 * 24 * time.Hour)
	ana.presses("Send invitation").reads("lapsed before it was sent").reads("/pair")
	if n := len(ben.Messages()); n != 0 {
		t.Errorf("Benedict got %d messages, want none", n)
	}
	ana.runs("pair", "partner", ben.ID)
	send := ana.spies("Send invitation")
	ana.presses("Send invitation").reads("on its way")
	ana.pressesOld(send).reads("was sent already")
}

func TestAFormIsTakenHoweverMuchCameBefore(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("need")
	form := ana.shown.Form
	for range 125 {
		ana.runs("needs")
	}
	ana.reads("That was a lot at once")
	ana.shown.Form = form
	ana.fills("In your words", "I typed all of this slowly").reads("> I typed all of this slowly")
}

func TestALineKeptAfterItsNoteWasWithdrawnSaysSo(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("Would you stay with me", "Benedict")
	ben.opens().presses("More").presses("Part of it").fills("Which part?", "I am scared of you").reads("This sounds serious.")
	keep := ben.spies("Keep private")
	ana.presses("Withdraw").reads("Withdrawn.")
	ben.pressesOld(keep).reads("Kept. I show it to nobody else.").reads("The note was withdrawn meanwhile").neverSaw("waits as before")
	ben.runs("needs").presses("What I kept").reads("I am scared of you")
}

const reminded = "A reminder for you alone"

func TestAReminderComesBeforeTheNightOrNotAtAll(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ said, quiet, pressed, comes string }{
		{"2026-11-24 12:00", "22:00-08:00", "Tonight", "2026-11-24 20:00"},
		{"2026-11-24 21:03", "22:00-08:00", "Tonight", "2026-11-24 21:45"},
		{"2026-11-24 21:03", "off", "Tonight", "2026-11-24 23:03"},
		{"2026-11-24 12:00", "19:00-07:00", "Tonight", "2026-11-24 18:45"},
		{"2026-11-24 21:40", "22:00-08:00", "Tonight", ""},
		{"2026-11-24 23:00", "22:00-08:00", "Tonight", ""},
		{"2026-11-24 12:00", "17:30-07:30", "Tomorrow", "2026-11-25 17:15"},
		{"2026-11-24 12:00", "08:00-16:00", "This weekend", "2026-11-28 16:00"}, // who works at night
	} {
		t.Run(c.pressed+" at "+c.said+", quiet "+c.quiet, func(t *testing.T) {
			w := newWorld(t, c.said+" Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ben.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", c.quiet)
			ana.asks("Would you call my mother", "Benedict")
			ben.runs("needs").choosesFirst("Choose one").presses("Not now").presses(c.pressed) // quiet hours may hold the note
			if c.comes != "" {
				comes := readMoment(t, c.comes+" Europe/Paris")
				w.until(comes.Add(-time.Minute))
				ben.neverSaw(reminded)
				w.until(comes)
				ben.sees(reminded)
				return
			}
			w.passes(7 * 24 * time.Hour)
			ben.neverSaw(reminded)
		})
	}
}

func TestAReminderOfADayThatIsOverIsLetGo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pressed, paused string
		comes           bool
	}{
		{"Tonight", "2026-11-25", false},
		{"Tomorrow", "2026-11-25", true},
		{"Tomorrow", "2026-11-26", false},
		{"This weekend", "2026-11-29", true},
		{"This weekend", "2026-11-30", false},
	} {
		t.Run(c.pressed+", paused until "+c.paused, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.asks("Would you call my mother", "Benedict")
			ben.opens().presses("Not now").presses(c.pressed)
			ben.runs("pause", "until", c.paused)
			w.passes(8 * 24 * time.Hour)
			if got := ben.has(reminded); got != c.comes {
				t.Errorf("reminded is %v, want %v", got, c.comes)
			}
		})
	}
}
