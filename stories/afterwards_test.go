package stories

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/config"
)

// What follows an answer, or two weeks without one.

const feelsUnderstood = "do you feel understood? Only you see this."

func TestTheFollowUpNamesTheNoteByItsDayDateAndTime(t *testing.T) {
	w := newWorld(t, "2026-12-03 20:14 Europe/Paris")
	ana, ben := answered(w, "I hear you")
	w.passes(20 * time.Minute)
	ana.asks("I need an evening at home", "Benedict")
	ben.answers("I hear you")
	w.passes(25 * time.Hour)
	ana.sees("About your note of Thursday, 3 December, 20:14 and the answer you got: " + feelsUnderstood)
	ana.sees("About your note of Thursday, 3 December, 20:34 and the answer you got: " + feelsUnderstood)
	ana.presses("Somewhat").reads("It is closed, and only you know.")
	ana.sees("3 December, 20:14").presses("No longer needed").reads("It is closed, and only you know.")
	ana.neverSaw(feelsUnderstood)
}

func TestTheFollowUpIsOnTheReadersOwnClock(t *testing.T) {
	w := newWorld(t, "2026-12-03 20:14 Europe/Paris")
	ana, _ := answered(w, "I hear you")
	ana.runs("rhythm", "zone", "Asia/Tokyo")
	w.passes(30 * time.Hour)
	ana.sees("About your note of Friday, 4 December, 04:14")
}

func TestShowItShowsTheNoteAndItsAnswersAndChangesNothing(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "I hear you")
	ben.answersHere("Part of it")
	w.passes(25 * time.Hour)
	ana.sees(feelsUnderstood)
	before := shownTo(ana)
	ana.presses("Show it").reads("I need a hand with the move").reads("**I hear you.**").reads("**yes to part of it**")
	if !ana.shown.Message.Ephemeral {
		t.Error("what Show it shows stays in the chat")
	}
	if after := shownTo(ana); !strings.HasPrefix(after, before) {
		t.Errorf("Show it changed a message:\n%s", diffOf(before, after))
	}
	if after := shownTo(ben); strings.Contains(after, "Show it") {
		t.Error("Benedict sees it too")
	}
}

func TestNeedsShowsANoteWithItsAnswersToo(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := answered(w, "Part of it")
	ana.runs("needs").chooses("Choose one", "To Benedict: I need a hand with the move")
	ana.presses("Show it").reads("I need a hand with the move").reads("**yes to part of it**")
	if !ana.shown.Message.Ephemeral {
		t.Error("what Show it shows stays in the chat")
	}
}

func TestALongNoteIsShownInParts(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks(strings.TrimSpace(strings.Repeat("words and more words ", 70)), "Benedict")
	ben.opens().presses("I hear you").presses("Add a line").fills("A line of your own", strings.TrimSpace(strings.Repeat("heard and heard ", 18)))
	ben.presses("More").presses("Part of it").fills("Which part?", strings.TrimSpace(strings.Repeat("line after line ", 18)))
	w.passes(25 * time.Hour)
	ana.presses("Show it").reads("words and more words")
	if strings.Contains(ana.text(), "line after line") {
		t.Fatal("all of it fits one message, so there is nothing to try")
	}
	ana.presses("The next part").reads("line after line").presses("The next part").reads("words and more words")
}

func TestYesOffersOneThankYou(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "I hear you")
	w.passes(25 * time.Hour)
	ana.presses("Yes").reads("If you like, tell Benedict what it meant to you.")
	thank := ana.spies("Say thank you")
	ana.presses("Say thank you").fills("What did it mean to you?", "It made my whole week").reads("Your thank-you is on its way to Benedict.")
	ana.pressesOld(thank).reads("It is closed now, and only you know.") // it goes once
	ben.sees("A thank-you from Anabel is waiting").opens().reads("Anabel thanks you:").reads("> It made my whole week")
	for _, label := range []string{"I hear you", "Yes", "Not now", "Part of it"} {
		if slices.Contains(ben.buttons("thanks you:"), label) {
			t.Errorf("a thank-you asks for an answer: %q", ben.buttons("thanks you:"))
		}
	}
	ben.presses("Show it").reads("I need a hand with the move")
	ana.runs("needs").reads("Nothing is open")
}

func TestANoIsNotAskedAgainAndTheWordsSayWhy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer, when string
		says         string
		again        bool
	}{
		{"Not now", "Tonight", "That can sting. Benedict said \"not now\" to this one, so I don't ask it again.", false},
		{"I can't, and I hear you", "", "That can sting. Benedict said no to this one, so I don't ask it again.", false},
		{"Yes", "Tonight", "That can sting. You can ask once more, ask for something smaller, talk, or leave it.", true},
		{"Part of it", "", "That can sting. You can ask once more,", true},
		{"Let's talk", "", "That can sting. You can ask once more,", true},
		{"I hear you", "", "That can sting. You can ask once more,", true},
		{"In my own words", "", "That can sting. You can ask for something smaller, talk, or leave it.", false},
	} {
		t.Run(c.answer, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			when := []string{c.when}
			if c.when == "" {
				when = nil
			}
			ana, _ := answered(w, c.answer, when...)
			w.passes(72 * time.Hour)
			ana.presses("Not yet").reads(c.says).reads("Benedict sees only what you send.")
			if got := slices.Contains(ana.buttons("That can sting."), "Ask again"); got != c.again {
				t.Errorf("after %q Ask again is offered: %v, want %v", c.answer, got, c.again)
			}
		})
	}
}

func TestAskAgainGoesOnceAndNotWithinADay(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris", func(c *config.Config) { c.FollowUpAfter = 2 * time.Hour })
	ana, ben := answered(w, "Part of it")
	w.passes(2 * time.Hour)
	ana.presses("Not yet").presses("Ask again").reads("You can ask again from <t:")
	for _, wish := range []string{"A first wish", "A second wish", "A third wish"} {
		ana.asks(wish, "Benedict")
	}
	w.passes(24 * time.Hour)
	ana.presses("Ask again").reads("Three of your notes are open already.")
	ana.runs("needs")
	ana.presses("Withdraw")
	ana.presses("Ask again").reads("Asked once more. It waits for Benedict.")
	ben.sees("is waiting")
}

func TestLetItGoTellsNobody(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "Part of it")
	w.passes(25 * time.Hour)
	before := shownTo(ben)
	ana.presses("Not yet").presses("Let it go").reads("You have let it go. It was worth saying. Nobody is told.")
	w.passes(20 * time.Hour)
	if after := shownTo(ben); after != before {
		t.Errorf("Benedict can tell:\n%s", diffOf(before, after))
	}
}

func TestNotesOfOneDayRestInOneMessage(t *testing.T) {
	w := newWorld(t, "2026-11-24 09:05 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ben.runs("rhythm", "days", "none")
	ana.asks("I need a hand with the move", "Benedict")
	w.at("13:20")
	ana.asks("I need an evening at home", "Benedict")
	w.at("21:15")
	ana.asks("I need to hear your voice", "Benedict")
	w.passes(14*24*time.Hour - time.Hour)
	ana.neverSaw("Two weeks have passed")
	w.passes(24 * time.Hour)
	ana.sees("Two weeks have passed, so I have put these notes of yours aside. They were worth saying. They can still be answered.").once("Two weeks have passed")
	ana.sees("• Tuesday, 24 November, 09:05\n• Tuesday, 24 November, 13:20\n• Tuesday, 24 November, 21:15")
	ana.chooses("Which note?", "Tuesday, 24 November, 13:20")
	if got, want := ana.buttons("Two weeks"), []string{"Which note?", "Show it", "Ask smaller", "Let's talk", "Let it go", "Help"}; !slices.Equal(got, want) {
		t.Errorf("for one of three Anabel can press %q, want %q", got, want)
	}
	ana.presses("Show it").reads("I need an evening at home")
	ana.presses("Let it go").reads("You have let it go.").reads("09:05\n• Tuesday, 24 November, 21:15")
	ana.chooses("Which note?", "Tuesday, 24 November, 21:15").presses("Let's talk").reads("I'll tell Benedict that you would like to talk about it, when it suits you both.")
	ben.sees("Anabel would like to talk about the note of <t:").presses("Show it").reads("I need to hear your voice").presses("I hear you")
	ana.sees("Benedict says: **I hear you.**").once("I have put your note of Tuesday, 24 November, 09:05 aside.")
	if got := ana.buttons("24 November, 09:05 aside"); !slices.Contains(got, "Show it") {
		t.Errorf("the one that is left offers %q, want Show it among them", got)
	}
}

func TestNotesOfOneMinuteAreToldApartWhereTheyRest(t *testing.T) {
	w := newWorld(t, "2026-11-24 09:05 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ana.asks("I need a hand with the move", "Benedict")
	ana.asks("I need an evening at home", "Benedict")
	w.passes(15 * 24 * time.Hour)
	ana.sees("• Tuesday, 24 November, 09:05\n• Tuesday, 24 November, 09:05 (2)")
	ana.chooses("Which note?", "Tuesday, 24 November, 09:05 (2)").presses("Show it").reads("I need an evening at home")
}

func TestWhatRestsWhileItsAskerPausesComesAsOneMessage(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ana.asks("I need a hand with the move", "Benedict")
	w.passes(24 * time.Hour)
	ana.asks("I need an evening at home", "Benedict").runs("pause")
	w.passes(17 * 24 * time.Hour)
	ana.neverSaw("Two weeks")
	ana.runs("resume").sees("Two weeks have passed, so I have put these notes").once("Two weeks")
}

func TestNothingUnaskedNamesThePartnerOfSomebodyWhoWantsNoNames(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, p := range []*person{ana, ben} {
		p.runs("rhythm", "days", "none").runs("settings").chooses("How notes arrive", "Notes: without the name")
	}
	ana.asks("I need a hand with the move", "Benedict")
	ana.asks("I need an evening at home", "Benedict")
	ben.sees("waiting")
	unasked := func(p *person, name string, since int) {
		t.Helper()
		for _, m := range p.Messages()[since:] {
			if m.AuthorID != p.ID && !m.Ephemeral && strings.Contains(m.Content, name) {
				t.Errorf("%s reads a name unasked: %q", p.name, m.Content)
			}
		}
	}
	ana.runs("needs").presses("Withdraw") // what Benedict has not opened
	ben.opens().answersHere("Part of it")
	anas, bens := len(ana.Messages()), len(ben.Messages())
	w.passes(25 * time.Hour)
	ana.sees("About your note of")
	unasked(ana, "Benedict", anas)
	ana.presses("Not yet").presses("Let's talk")
	ben.sees("There is a wish to talk about the note of <t:")
	unasked(ben, "Anabel", bens)
	ben.presses("Show it").reads("Anabel wrote")
	anas = len(ana.Messages())
	ana.asks("I need to hear your voice", "Benedict")
	w.passes(15 * 24 * time.Hour)
	ana.sees("Two weeks have passed")
	unasked(ana, "Benedict", anas+1)
}
