package stories

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/config"
)

// The weekly note: by the clock and by /week, made of what its reader sent and was brought.

const weekReady = "Your week with "

// weekly lets the weekly note come as a host has it who changed nothing.
func weekly(c *config.Config) { c.CheckIn.Weekly = "0 18 * * 0" }

// weekOpen is the label under a weekly note that is folded.
const weekOpen = "Open"

func TestTheWeekComesOnSundayAndShowsWhatWasShared(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need").fills("In your words", "I feel far away this week", "Would you ...?", "call me at lunch", "Kind of need", "A reply").presses("Send to Benedict")
	ben.sees("waiting").answers("Yes", "Tomorrow")
	ben.runs("need").fills("In your words", "I would love an evening of games", "Kind of need", "Play").presses("Send to Anabel")
	w.at("20:00")
	ben.runs("need", "thanks", "You made tea when I was tired").reads("It asks for nothing").presses("Send to Anabel")
	w.until(readMoment(t, "2026-11-29 17:59 Europe/Paris"))
	ana.neverSaw(weekReady)
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	for _, p := range []*person{ana, ben} {
		p.offers(weekReady, "Open", "Not these", "Help")
		if m := p.fromBot(); len(m[len(m)-1].Files) != 0 {
			t.Errorf("the notice of %s has %d files, want none", p.name, len(m[len(m)-1].Files))
		}
	}
	ana.presses(weekOpen).reads("**Your week with Benedict**").reads("Thanks:\n> You made tea when I was tired").
		reads("Asked and answered:\n> I feel far away this week Would you call me at lunch?").reads("Kinds of need that were spoken about: A reply and Play.")
	ana.offers("**Your week with Benedict**", "Answer", "Say thank you", "What I wrote", "Fold", "Not these", "Help").lacks("Still open")
	hasPicture(ana, "Kinds of need that were spoken about: A reply and Play.")
	ben.presses(weekOpen).reads("Asked and answered:\n> I feel far away").reads("Still open: your note of").presses("Show it").reads("an evening of games")
	ben.presses("Let it go").reads("**Your week with Anabel**").lacks("Still open")
	ana.presses("Fold").reads("Your week with Benedict. No rush.")
	if n := len(ana.shown.Message.Files); n != 0 {
		t.Errorf("folded, the note has %d files, want none", n)
	}
	w.passes(6 * 24 * time.Hour)
	ana.once(weekReady)
}

// hasPicture fails unless the message shown last has the picture of a week, described so.
func hasPicture(p *person, says string) {
	p.w.t.Helper()
	files := p.shown.Message.Files
	if len(files) != 1 || files[0].Filename != "week.png" || files[0].Description != says {
		p.w.t.Errorf("the files are %+v, want week.png described as %q", files, says)
	}
}

func TestAWeekInWhichNothingHappenedIsFine(t *testing.T) {
	w := newWorld(t, "2026-11-26 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	for _, p := range []*person{ana, ben} {
		p.presses(weekOpen).reads("A quiet week here. That is fine.").lacks("Thanks").lacks("wrote nothing")
		if n := len(p.shown.Message.Files); n != 0 {
			t.Errorf("a quiet week has %d files, want none", n)
		}
	}
	ana.runs("week").reads("A quiet week here.")
}

func TestNotTheseEndsTheWeeklyNoteAndSettingsBringItBack(t *testing.T) {
	w := newWorld(t, "2026-11-26 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	ana.presses("Not these").reads("No weekly note comes by itself any more, and nobody is told.")
	w.passes(7 * 24 * time.Hour)
	ana.neverSaw(weekReady)
	if n := ben.count(weekReady); n != 2 {
		t.Errorf("Benedict has %d weekly notes, want 2", n)
	}
	ana.runs("week").reads("A quiet week here.")
	if got := ana.buttons("A quiet week here."); slices.Contains(got, "Not these") {
		t.Errorf("offers %q to somebody who has ended them", got)
	}
	ana.runs("settings").presses("More").presses("More").reads("none comes by itself").chooses("Weekly note", "Weekly note: on").reads("**Weekly note:** it comes by itself on Sunday at 18:00.")
	w.passes(7 * 24 * time.Hour)
	ana.sees("Your week with Benedict. No rush.")
}

func TestSettingsSayWhenTheWeeklyNoteComes(t *testing.T) {
	w := newWorld(t, "2026-11-26 12:00 Europe/Paris", weekly, func(c *config.Config) { c.CheckIn.Zone = "" })
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("settings").presses("More").presses("More").reads("**Weekly note:** it is to come on Sunday at 18:00, but I don't know your clock yet")
	ana.runs("rhythm", "zone", "Europe/Paris")
	ana.runs("settings").presses("More").presses("More").reads("**Weekly note:** it comes by itself on Sunday at 18:00.")
}

func TestSettingsOfferNoWeeklyNoteWhereTheHostHasNone(t *testing.T) {
	w := newWorld(t, "2026-11-26 12:00 Europe/Paris", func(c *config.Config) { c.CheckIn.Weekly = "" })
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("settings").presses("More").presses("More").reads("in this copy of leanon none comes by itself. /week shows you a week at any time.").lacks("Weekly note: o")
}

func TestTheWeeklyNoteComesOnItsOwnClockAndItsOwnDayOnly(t *testing.T) {
	w := newWorld(t, "2026-11-26 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("rhythm", "zone", "America/New_York")
	ana.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", "17:00-20:00")
	w.until(readMoment(t, "2026-11-29 18:30 Europe/Paris"))
	ana.neverSaw(weekReady)
	ben.neverSaw(weekReady)
	w.until(readMoment(t, "2026-11-29 20:01 Europe/Paris"))
	ana.sees("Your week with Benedict. No rush.")
	ben.neverSaw(weekReady)
	w.until(readMoment(t, "2026-11-30 00:01 Europe/Paris"))
	ben.sees("Your week with Anabel. No rush.")
	ben.runs("rhythm", "zone", "Pacific/Honolulu") // it is Sunday afternoon there
	w.until(readMoment(t, "2026-11-30 12:00 Europe/Paris"))
	ben.once(weekReady)
	ana.runs("pause")
	w.until(readMoment(t, "2026-12-07 09:00 Europe/Paris"))
	ana.runs("resume")
	w.until(readMoment(t, "2026-12-12 12:00 Europe/Paris"))
	ana.once(weekReady)
	if n := ben.count(weekReady); n != 2 {
		t.Errorf("while Anabel pauses, Benedict has %d weekly notes, want 2", n)
	}
	w.until(readMoment(t, "2026-12-13 12:00 Europe/Paris"))
	w.down("2026-12-14 09:00 Europe/Paris")
	w.passes(time.Hour)
	ana.once(weekReady)
}

func TestTheWeekIsReadyWithoutTheName(t *testing.T) {
	w := newWorld(t, "2026-11-26 12:00 Europe/Paris", weekly)
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("settings").chooses("How notes arrive", "Notes: without the name")
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	ana.sees("Your week is ready.").neverSaw("Your week with").presses(weekOpen).reads("**Your week with Benedict**")
}

func TestTheQuestionOfTheWeekIsTheSameForBothAndBecomesADraft(t *testing.T) {
	w := newWorld(t, "2026-11-26 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	question := questionText.FindString(strings.ReplaceAll(ana.presses(weekOpen).text(), "**Your week with Benedict**", ""))
	if got := ben.presses(weekOpen).text(); question == "" || !strings.Contains(got, question) {
		t.Errorf("Anabel is asked %q, Benedict:\n%s", question, got)
	}
	ana.presses("Answer")
	if got := ana.shown.Form.Text; got != question {
		t.Errorf("the form has %q on top, want %q", got, question)
	}
	ana.fills("In your words", "A slow walk").reads("To the question: *" + strings.Trim(question, "*") + "*").presses("Send to Benedict")
	ben.sees("waiting").opens().reads("To the question: *" + strings.Trim(question, "*") + "*")
	ana.sees("**Your week with Benedict**")
	ben.runs("rhythm", "days", "none").runs("week").lacks("A question, if you like one")
}
