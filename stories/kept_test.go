package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// What is kept, for whom and for how long: words that somebody sent, what only went
// well, people who never came to be a couple.

func TestAnAnswerThatQuietHoursHeldArrivesAlthoughItsNoteWasTakenBack(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I need a hand with the move", "Benedict")
	w.at("22:30")
	ben.opens().presses("More").presses("Part of it").fills("Which part?", "The heavy boxes, gladly")
	ana.presses("Withdraw").presses("Take it back").reads("You have taken this back.")
	w.at("08:00")
	ana.sees("An answer from Benedict is waiting").opens().reads("Benedict says **yes to part of it**:").reads("The heavy boxes, gladly")
	w.passes(20 * 24 * time.Hour)
	ana.neverSaw("do you feel understood?")
}

func TestANoteThatAPauseHeldIsNotLostToTheOthersRetention(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none").keepsLess("Keep for 7 days")
	ben.runs("rhythm", "days", "none").runs("pause")
	ana.asks("I need a hand with the move", "Benedict")
	w.passes(12 * 24 * time.Hour)
	ana.runs("history").reads("shared nothing yet")
	ana.runs("needs").reads("Nothing is open")
	ben.runs("resume").sees("A note from Anabel is waiting").opens().reads("a hand with the move").answersHere("Part of it")
	ana.sees("An answer from Benedict is waiting")
	w.passes(10 * 24 * time.Hour)
	lines, _ := w.rows()
	for _, line := range lines {
		if strings.HasPrefix(line, "needs:") || strings.HasPrefix(line, "answers:") {
			t.Errorf("it is still there: %s", line)
		}
	}
}

func TestANoteThatAPauseHeldCanBeWithdrawnAfterItsRetention(t *testing.T) {
	t.Parallel()
	for _, paused := range []bool{true, false} {
		t.Run(fmt.Sprintf("paused %v", paused), func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("rhythm", "days", "none").keepsLess("Keep for 7 days")
			ben.runs("rhythm", "days", "none")
			if paused {
				ben.runs("pause")
			}
			ana.runs("need", "text", "I need a hand with the move").presses("Send to Benedict")
			withdraw := ana.spies("Withdraw")
			w.passes(12 * 24 * time.Hour)
			seen := shownTo(ana)
			ana.pressesOld(withdraw).reads(movedOn) // in both lives
			w.passes(time.Minute)
			if now := shownTo(ana); !strings.HasPrefix(now, seen) || strings.Count(now, " edited ") != strings.Count(seen, " edited ")+1 {
				t.Errorf("Anabel sees more than the reply change:\n%s", diffOf(seen, now))
			}
			if paused {
				ben.runs("resume")
				w.passes(time.Hour)
				ben.neverSaw("A note from Anabel")
			}
		})
	}
}

func TestWhatWentWellIsSharedAndAsksForNothing(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.rewinds(`UPDATE partners SET depth = 1`)
	ana.presses("First question now").sees(howTo)
	w.rewinds(`UPDATE check_ins SET question = 'landed-well'`)
	for _, wish := range []string{"A first wish", "A second wish", "A third wish"} {
		ana.asks(wish, "Benedict")
	}
	ana.presses("Answer").fills("In your words", "Thank you, your soup was a joy").presses("Send to Benedict").reads("Sent.")
	ana.runs("needs")
	for _, l := range ana.labelled("Choose one") {
		if strings.Contains(l, "soup") {
			t.Errorf("what was only shared is listed as open: %q", l)
		}
	}
	ana.runs("history").reads("Thank you, your soup was a joy")
	ben.runs("needs").chooses("Choose one", "From Anabel: Thank you, your soup was a joy")
	if got, want := ben.buttons("Thank you, your soup was a joy"), []string{"Choose one", "I hear you", "Write back", "Let's talk", "Fold", "Help", "Back"}; !slices.Equal(got, want) {
		t.Errorf("its answers are %q, want %q", got, want)
	}
	for range 3 {
		ana.runs("needs").choosesFirst("Choose one").presses("Withdraw") // the wishes
	}
	w.passes(20 * 24 * time.Hour)
	ana.neverSaw("Two weeks have passed").neverSaw("do you feel understood?")
}

func TestPeopleInNoCoupleAreForgottenAfterAMonth(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	others := w.people("Cleopatra", "Daniel", "Evelina")
	cleo, dan, eve := others[0], others[1], others[2]
	cleo.keepsLess("Keep for 30 days")
	cleo.writes("Is anybody there at all")
	cleo.sees("You have no partner here at the moment")
	dan.runs("pair", "partner", eve.ID).presses("Send invitation")
	eve.presses("Decline").presses("No more invitations from Daniel").reads("No more invitations")
	w.passes(week)
	dan.sees("Your invitation to Evelina is over.")
	w.passes(18 * 24 * time.Hour)
	named := func(p *person) (tables []string) {
		lines, _ := w.rows()
		for _, line := range lines {
			if table, _, _ := strings.Cut(line, ":"); strings.Contains(line, p.ID) && !slices.Contains(tables, table) {
				tables = append(tables, table)
			}
		}
		return tables
	}
	for _, p := range others {
		if !slices.Contains(named(p), "partners") {
			t.Errorf("%s is in %q after 25 days, want a row of their own still", p.name, named(p))
		}
	}
	w.passes(13 * 24 * time.Hour)
	for p, want := range map[*person][]string{cleo: nil, dan: {"refusals"}, eve: {"refusals"}} {
		if got := named(p); !slices.Equal(got, want) {
			t.Errorf("%s is in %q after 38 days, want %q", p.name, got, want)
		}
	}
	if !slices.Contains(named(ana), "partners") || !slices.Contains(named(ben), "partners") {
		t.Error("a couple was forgotten")
	}
	dan.runs("pair", "partner", eve.ID).presses("Send invitation")
	w.passes(3 * time.Minute)
	dan.sees("I can't bring Evelina an invitation right now.")
	if n := eve.count("invites you"); n != 0 {
		t.Errorf("Evelina got %d invitations after her no, want none", n)
	}
}

func TestForgetMeTakesNoMoreInvitationsAlong(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.presses("Decline").presses("No more invitations from Anabel")
	w.passes(week)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	w.passes(3 * time.Minute)
	ana.sees("I can't bring Benedict")
	ben.runs("privacy").reads("1 person you want no invitations from").presses("Forget me").presses("Forget everything")
	w.passes(25 * time.Hour)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("Anabel invites you")
}

func TestASecondPressOfDeclineStillOffersNoMoreInvitations(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	decline := ben.sees("invites you").spies("Decline")
	ben.presses("Decline").reads("no reason needed")
	ben.pressesOld(decline).reads("no reason needed").presses("No more invitations from Anabel").reads("No more invitations from them will reach you")
}

func TestTheLanguageAPersonWritesInIsListenedForAndToldToNobody(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("settings").presses("More").presses("Language").chooses("The language I read", "English")
	ana.SetLocale("fr")
	ana.runs("settings").presses("More").reads("**You write in:** any language I know: English, Deutsch, Français, Español, Português, Italiano.").reads("**You read:** English.")
	ana.runs("rhythm", "days", "du lundi au vendredi", "time", "20 h 30").reads("weekdays at 20:30")
	ana.runs("need", "text", "Tu oublies toujours nos soirs").reads("«\u00a0toujours\u00a0»").presses("Discard")
	ana.runs("need", "text", "J'ai peur de toi").presses("Send to Benedict").reads("This sounds serious.").presses("Keep private")
	ben.runs("need", "text", "Ich will nicht mehr leben").presses("Send to Anabel").reads("This sounds serious.").presses("Keep private") // his Discord is English
	ben.runs("rhythm", "days", "Mo, Mi, Fr", "time", "20 Uhr").reads("on Monday, Wednesday and Friday at 20:00")
	seen := len(ana.Messages())
	ben.runs("settings").presses("More").presses("Language").reads("**The language you read**").chooses("The language I write in", "Español").reads("**You write in:** Español.")
	if n := len(ana.Messages()); n != seen {
		t.Errorf("Anabel got %d messages when he chose, want none", n-seen)
	}
	ben.runs("need", "text", "Ich habe Angst vor dir, sagt mein Buch").presses("Send to Anabel").reads("Sent.") // he chose Spanish
	seen = len(ana.Messages())
	ben.runs("rhythm", "days", "lunes, miércoles y viernes", "time", "a las 20:00").reads("on Monday, Wednesday and Friday at 20:00")
	ben.writes("Siempre llegas tarde a cenar")
	ben.sees("«siempre»")
	ben.presses("Discard").runs("settings").presses("More").presses("Language").presses("Back").reads("**You write in:** Español.").presses("Back").reads("Quiet hours")
	w.passes(10 * time.Minute)
	if n := len(ana.Messages()); n != seen {
		t.Errorf("Anabel got %d messages about it, want none", n-seen)
	}
}

func TestAskAgainLooksAtItsWordsOnceMore(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Some nights I want to die").presses("Send to Benedict").presses("Send anyway").reads("Sent.")
	ben.answers("I hear you")
	w.passes(25 * time.Hour)
	ana.presses("Not yet").presses("Ask again").reads("This sounds serious.").reads("or leave it at what was sent?")
	if strings.Contains(ana.text(), "Some nights") {
		t.Error("the question repeats the words")
	}
	if got, want := ana.buttons("This sounds serious."), []string{"Resources", "Send anyway", "Leave it at what was sent"}; !slices.Equal(got, want) {
		t.Errorf("the question offers %q, want %q", got, want)
	}
	ana.presses("Leave it at what was sent").reads("That can sting.")
	if n := ben.count("A note from Anabel is waiting"); n != 0 {
		t.Errorf("%d notes came, want none before its author decided", n)
	}
	ana.presses("Ask again").presses("Send anyway").reads("Asked once more.")
	ben.sees("A note from Anabel is waiting").neverSaw("sounds serious")
	ana.runs("need", "text", "I am scared of you") // a smaller ask is a draft, and looked at when it is sent
	ana.presses("Send to Benedict").reads("This sounds serious.")
}

func TestACommandTypedAsTextIsNoDraftUnlessItsWriterWantsOne(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("/need a quiet evening with you")
	ana.sees("You typed that as a message").neverSaw("would see this:")
	ana.presses("For nobody").reads("Discarded.")
	ana.writes("/need a walk along the river")
	ana.sees("You typed that as a message").presses("For Benedict").reads("> /need a walk along the river").presses("Discard")
	ana.writes("/shrug whatever you say")
	ana.sees("> /shrug whatever you say") // no command of ours
	ana.presses("Discard")
	ana.writes("/help")
	ana.sees("Type / and pick it from the list").presses("Help").reads("findahelpline.com")
	ben.neverSaw("A note")
	w.passes(15 * 24 * time.Hour)
	lines, _ := w.rows()
	for _, line := range lines {
		if strings.HasPrefix(line, "incoming:") && !strings.Contains(line, "<nil>") {
			t.Errorf("words that nobody wanted are kept: %s", line)
		}
	}
}

func TestPartnersOfTheSameNameAreToldApartWhereItCounts(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	all := w.people("Anabel", "Alexander", "Alexander")
	ana, older, newer := all[0], all[1], all[2]
	w.pair(ana, older)
	w.passes(26 * time.Hour)
	w.pair(ana, newer)
	second := ana.theirs("need", "partner", "25 nov")
	ana.runs("need", "text", "Only for the second", "partner", second).reads("Alexander, since 25 Nov 2026 would see this:")
	ana.presses("Send to Alexander, since 25 Nov 2026").reads("You wrote to Alexander, since 25 Nov 2026")
	older.neverSaw("A note from")
	ana.runs("leave", "partner", second).reads("Leaving ends your check-ins with Alexander, since 25 Nov 2026")
	ana.presses("Leave").reads("Alexander, since 25 Nov 2026 reads one line").presses("No more invitations from Alexander, since 25 Nov 2026")
	newer.sees("Your check-ins with Anabel have ended.")
	ana.runs("leave").reads("Leaving ends your check-ins with Alexander at once")
}
