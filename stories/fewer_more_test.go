package stories

import (
	"strings"
	"testing"
	"time"
)

// The offer after six questions, for who has several partners, for who wants no name, under
// a wrong clock, and once only.

func TestTheOfferIsOfOneCoupleAndLeavesTheOtherAsItIs(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cleo := w.people("Cleopatra")[0]
	w.pair(ana, cleo)
	ana.runs("rhythm", "days", "none", "partner", "Cleopatra")
	w.until(readMoment(t, "2026-12-07 20:05 Europe/Paris"))
	ana.sees(offer)
	if n := ana.count(offer); n != 1 {
		t.Errorf("Anabel reads the offer %d times, want once: with Cleopatra she has no questions", n)
	}
	before := len(ben.fromBot()) + len(cleo.fromBot())
	ana.presses("Notes only").reads("From now on I ask you nothing by the clock.")
	if got := len(ben.fromBot()) + len(cleo.fromBot()); got != before {
		t.Errorf("the partners have %d messages, had %d", got, before)
	}
	for _, p := range []*person{ben, cleo} {
		p.asks("A note of "+p.name, ana.name)
		ana.sees("A note from " + p.name + " is waiting")
	}
}

func TestTheOfferNamesNobodyToWhoeverWantsNoName(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("settings").chooses("How notes arrive", "Notes: without the name")
	had := len(ana.fromBot())
	w.until(readMoment(t, "2026-12-07 20:05 Europe/Paris"))
	ana.sees(offer)
	for _, m := range ana.fromBot()[had:] {
		if strings.Contains(m.Content, "Benedict") {
			t.Errorf("unasked Anabel reads %q, want no name", m.Content)
		}
	}
	ana.presses("Keep").reads("Everything stays as it is.")
}

func TestTheReminderOfTheSeventhQuestionBringsNoSecondOffer(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("settings").presses("More").chooses("One reminder", "Reminder: on")
	w.untilNoonOf("2026-12-09")
	if n := ana.count(offer); n != 1 {
		t.Errorf("Anabel reads the offer %d times, want once", n)
	}
}

// A clock that is wrong for an evening brings no offer early, and takes the later one from
// nobody who goes on being asked.
func TestAWrongClockBringsNoOfferEarly(t *testing.T) {
	for _, by := range []time.Duration{11 * time.Hour, -11 * time.Hour, 400 * 24 * time.Hour, -400 * 24 * time.Hour} {
		t.Run(by.String(), func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, _ := w.couple("Anabel", "Benedict")
			w.untilNoonOf("2026-11-28")
			ana.runs("checkin").presses("Nothing today")
			w.clock.isWrong(by)
			w.settle()
			w.clock.isWrong(0)
			w.settle()
			w.untilNoonOf("2026-12-10")
			ana.neverSaw(offer)
			w.untilNoonOf("2026-12-19")
			if n := ana.count(offer); n != 1 {
				t.Errorf("after six more Anabel reads the offer %d times, want once", n)
			}
		})
	}
}
