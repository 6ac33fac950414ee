package stories

import (
	"slices"
	"strings"
	"testing"
)

// A breath: a pause for both, with a time to come back.

// breathes takes a breath, until the end that a button names.
func (p *person) breathes(until string) *person {
	p.w.t.Helper()
	return p.runs("breathe").presses(until).presses("Send").reads("Sent.")
}

// quietly reports whether the newest message with the words came without a sound.
func (p *person) quietly(words string) bool {
	p.w.t.Helper()
	p.sees(words)
	for _, m := range slices.Backward(p.fromBot()) {
		if strings.Contains(m.Content, words) {
			return m.Flags&(1<<12) != 0 // SUPPRESS_NOTIFICATIONS
		}
	}
	return false
}

func TestABreathIsNamedAndShownBeforeItIsSent(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("breathe").reads("A pause for both of you. Benedict reads one calm line and the time you name. Send it only if it is safe that Benedict reads it now; /pause gives you quiet without telling anybody.")
	if got, want := ana.buttons("A pause for both of you."), []string{"20 minutes", "1 hour", "Tonight", "Tomorrow", "Own time", "Cancel", "Help"}; !slices.Equal(got, want) {
		t.Errorf("/breathe offers %q, want %q", got, want)
	}
	if !ana.shown.Message.Ephemeral {
		t.Error("the reply to /breathe stays in the chat")
	}
	end := stamped(readMoment(t, "2026-11-23 20:00 Europe/Paris"))
	line := "Anabel needs a breath, and will be here again on " + end + ". This is a pause, not an ending. You need not do anything until then. You may come back later than that."
	ana.presses("Tonight").reads("Nothing is sent yet. Benedict reads exactly this, in their own language:").reads("> " + line)
	if got, want := ana.buttons("needs a breath"), []string{"Send", "Cancel", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the preview offers %q, want %q", got, want)
	}
	ben.neverSaw("breath")
	ana.presses("Send").reads("Sent. Until " + end)
	ben.sees(line)
	if got, ok := ben.newest("needs a breath"); !ok || got != line {
		t.Errorf("Benedict reads %q, want exactly %q", got, line)
	}
	if got, want := ben.buttons("needs a breath"), []string{"End it for me", "Pause mine too", "Help"}; !slices.Equal(got, want) {
		t.Errorf("Benedict's copy offers %q, want %q", got, want)
	}
	ben.once("breath")
}

func TestABreathThatIsCancelledTellsNobody(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("breathe").presses("Cancel").reads("Nothing was sent, and nobody was told.")
	ana.runs("breathe").presses("1 hour").presses("Cancel").reads("Nothing was sent, and nobody was told.")
	w.at("20:00")
	ben.neverSaw("breath").asked(1)
	ana.neverSaw("It is the time you named.").asked(1)
	ana.runs("breathe").reads("A pause for both of you.") // it did not count as one
}

func TestTheEndOfABreathIsSaidAsPeopleSayIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for typed, end := range map[string]string{
		"in 3 hours": "2026-11-23 21:00", "21:30": "2026-11-23 21:30", "tomorrow at 08:00": "2026-11-24 08:00", "tonight": "2026-11-23 20:00", "20 minutes": "2026-11-23 18:20", "tomorrow": "2026-11-24 09:00", "24 hours": "2026-11-24 18:00",
	} {
		ana.runs("breathe").presses("Own time").fills("I am back at", typed).reads("here again on " + stamped(readMoment(t, end+" Europe/Paris")))
	}
	for typed, why := range map[string]string{
		"10 minutes":        "less than 20 minutes away",
		"2 days":            "more than 24 hours away",
		"tomorrow at 20:00": "more than 24 hours away",
		"in two years":      "more than 24 hours away",
		"tomorrow at 8:00":  "Which time of day do you mean?",
		"soon":              "I'm not sure which time you mean, so nothing is sent.",
		"":                  "nothing",
	} {
		ana.runs("breathe").presses("Own time").fills("I am back at", typed).reads(why)
		if typed == "tomorrow at 8:00" {
			ana.presses("Tuesday, 24 November 2026, 08:00").reads("here again on " + stamped(readMoment(t, "2026-11-24 08:00 Europe/Paris")))
			continue
		}
		if got, want := ana.buttons(why), []string{"Try again", "Help"}; !slices.Equal(got, want) {
			t.Errorf("after %q there is %q, want %q", typed, got, want)
		}
	}
	ana.runs("breathe").presses("Own time").fills("I am back at", "10 minutes").presses("Try again").holds("I am back at", "10 minutes").fills("I am back at", "45 minutes").reads("Nothing is sent yet.").presses("Send").reads("Sent.")
	ben.sees("here again on " + stamped(readMoment(t, "2026-11-23 18:45 Europe/Paris")))
}

func TestOnlyWhatCanBeIsOffered(t *testing.T) {
	for at, want := range map[string][]string{
		"2026-11-23 23:50": {"20 minutes", "1 hour", "Tomorrow", "Own time", "Cancel", "Help"}, // the evening is over
		"2026-11-23 07:00": {"20 minutes", "1 hour", "Tonight", "Tomorrow", "Own time", "Cancel", "Help"},
	} {
		t.Run(at, func(t *testing.T) {
			w := newWorld(t, at+" Europe/Paris")
			ana, _ := w.couple("Anabel", "Benedict")
			ana.runs("breathe")
			if got := ana.buttons("A pause for both of you."); !slices.Equal(got, want) {
				t.Errorf("at %s there is %q, want %q", at, got, want)
			}
			ana.presses("Tomorrow").reads("Nothing is sent yet.")
		})
	}
}

func TestAnEndThatCameNearMeanwhileIsChosenAnew(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("breathe").presses("20 minutes")
	w.at("18:10")
	ana.presses("Send").reads("Nothing is sent. Choose again, please.")
	ben.neverSaw("breath")
	ana.presses("20 minutes").presses("Send").reads("Sent.")
	ben.sees("here again on " + stamped(readMoment(t, "2026-11-23 18:30 Europe/Paris")))
}

func TestABreathComesInQuietHoursWithoutASound(t *testing.T) {
	w := newWorld(t, "2026-11-23 22:30 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.breathes("1 hour")
	if !ben.quietly("needs a breath") {
		t.Error("a breath in Benedict's quiet hours calls him")
	}
	w.at("23:30")
	if !ana.quietly("It is the time you named.") {
		t.Error("the end of her breath calls Anabel in her quiet hours")
	}
	w.at("09:00")
	ben.breathes("1 hour")
	if ana.quietly("Benedict needs a breath") {
		t.Error("a breath at nine in the morning calls nobody")
	}
}

func TestAPauseHoldsABreathAndDropsItUntold(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("pause")
	ana.breathes("1 hour")
	ben.neverSaw("breath")
	w.at("13:00")
	ana.sees("It is the time you named.").presses("I'm back: tell Benedict").reads("Benedict reads one line, and nothing else:")
	w.at("14:00")
	ben.runs("resume")
	w.at("18:00")
	ben.neverSaw("breath").neverSaw("here again")

	w.at("12:00") // the next day, one that ends before the breath does
	ben.runs("pause", "until", "13:00")
	ana.breathes("Tonight")
	ben.neverSaw("breath")
	w.at("13:00")
	ben.sees("Anabel needs a breath")
}

func TestWithoutTheNameABreathNamesNobodyBeforeOpen(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("settings").chooses("How notes arrive", "Notes: without the name")
	seen := ben.count("Anabel")
	ana.breathes("1 hour")
	end := stamped(readMoment(t, "2026-11-23 13:00 Europe/Paris"))
	ben.sees("A pause until " + end + ".")
	if got, want := ben.buttons("A pause until"), []string{"Open", "End it for me", "Pause mine too", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the nameless line offers %q, want %q", got, want)
	}
	if n := ben.count("Anabel"); n != seen {
		t.Errorf("Anabel is named to somebody who wants no name:\n%s", ben.all())
	}
	ben.presses("Open").reads("Anabel needs a breath, and will be here again on " + end)
	ben.breathes("Tonight")
	w.at("20:00")
	if got, want := ben.buttons("It is the time you named."), []string{"I'm back: tell them", "I need longer", "Leave it", "Help"}; !slices.Equal(got, want) {
		t.Errorf("at its end Benedict is offered %q, want %q", got, want)
	}
}

func TestTheWishToTalkOffersABreath(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I miss our walks", "Benedict")
	ben.answers("Let's talk")
	ana.sees("would like to **talk** about it")
	ana.presses("Take a breath").reads("A pause for both of you.").presses("1 hour").presses("Send").reads("Sent.")
	ben.sees("Anabel needs a breath")

	w.at("12:00")
	w.at("14:00")
	ana.sees("do you feel understood?").presses("Not yet").presses("Let's talk")
	ben.sees("would like to talk").presses("Take a breath").reads("A pause for both of you. Anabel reads one calm line")
}

func TestASecondSendOfADaySendsNothingMore(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("breathe").presses("1 hour")
	first := ana.spies("Send")
	ana.runs("breathe").presses("20 minutes")
	second := ana.spies("Send")
	ana.presses("Send").reads("Sent.")
	ana.pressesOld(first).reads("You have paused today already. /pause is always there.")
	ana.pressesOld(second).reads("Sent.") // the same once more, after a reply that was lost
	ben.once("needs a breath").sees("here again on " + stamped(readMoment(t, "2026-11-23 18:20 Europe/Paris")))
}
