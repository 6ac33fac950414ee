package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// Invitations: the facts before any yes, every way in which one can end, and what an
// inviter can see of it.

const week = 7 * 24 * time.Hour

// invitation is a world in which Anabel has invited Benedict and he has not answered.
func invitation(t *testing.T) (w *world, ana, ben *person) {
	t.Helper()
	w = newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	both[0].runs("pair", "partner", both[1].ID).presses("Send invitation")
	both[1].sees("Anabel invites you")
	return w, both[0], both[1]
}

func TestBothReadTheSameFactsBeforeAnythingElse(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID)
	inviter := ana.text()
	if got, want := ana.buttons("You are about to invite"), []string{"Send invitation", "Cancel", "Help"}; !slices.Equal(got, want) {
		t.Errorf("/pair offers %q, want %q", got, want)
	}
	if n := len(ben.Messages()); n != 0 {
		t.Fatalf("Benedict has %d messages before Send invitation, want none", n)
	}
	if n := len(w.consents()); n != 0 {
		t.Fatalf("%d consents before anybody agreed, want none", n)
	}
	sent := w.clock.Now()
	ana.presses("Send invitation")
	ben.sees("Anabel invites you to leanon")
	if got, want := ben.buttons("invites you"), []string{"Accept", "Notes only", "Decline", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the invitation offers %q, want %q", got, want)
	}
	if short := ben.fromBot()[0].Content; len([]rune(short)) >= 600 || strings.Contains(short, "unlocked phone") {
		t.Errorf("the invitation is %d characters, want under 600 and no facts in\n%s", len([]rune(short)), short)
	}
	for _, press := range []string{"Notes only", "Accept"} {
		ben.presses(press)
		invitee := ben.text()
		for _, fact := range facts {
			if !strings.Contains(inviter, fact) {
				t.Errorf("the inviter does not read %q in:\n%s", fact, inviter)
			}
			if !strings.Contains(invitee, fact) {
				t.Errorf("after %s the invitee does not read %q in:\n%s", press, fact, invitee)
			}
		}
		if got, want := ben.buttons("Only *I agree* counts"), []string{"I agree", "Back", "Help"}; !slices.Equal(got, want) {
			t.Errorf("the facts offer %q, want %q", got, want)
		}
		ben.presses("Back").reads("Anabel invites you")
	}
	if n := len(w.consents()); n != 1 {
		t.Errorf("%d consents before I agree, want that of Anabel alone", n)
	}
	w.passes(2 * time.Hour)
	ben.agrees()
	ana.sees(bothAgreed)
	ben.sees(bothAgreed)
	got := w.consents()
	want := []consent{{ana.ID, 1, sent.Unix()}, {ben.ID, 1, w.clock.Now().Unix()}}
	if !slices.Equal(got, want) {
		t.Errorf("consents are %v, want %v", got, want)
	}
	if got, want := ben.buttons(bothAgreed), []string{"First question now", "Set my city", "My days", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the welcome offers %q, want %q", got, want)
	}
	const line = "Both of you get this line: nobody may push you to use this; /help has people to talk to, at any time."
	ana.sees(line)
	ben.sees(line)
}

func TestACancelledInvitationReachesNobody(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID)
	send, cancel := ana.spies("Send invitation"), ana.spies("Cancel")
	ana.presses("Cancel").reads("Cancelled. Nothing was sent")
	ana.pressesOld(cancel).reads(movedOn)
	ana.pressesOld(send)
	if n := len(ben.Messages()); n != 0 {
		t.Errorf("Benedict got %d messages, want none", n)
	}
	if n := len(w.consents()); n != 0 {
		t.Errorf("%d consents, want none", n)
	}
	ana.runs("pair", "partner", ben.ID).presses("Send invitation") // nothing was used up
	ben.sees("Anabel invites you")
}

func TestAnInvitationLapsesAfterSevenDays(t *testing.T) {
	for _, press := range []string{"Accept", "Notes only", "Decline"} {
		t.Run(press, func(t *testing.T) {
			w, ana, ben := invitation(t)
			w.passes(week)
			ben.presses(press).reads("This invitation has lapsed").reads("/pair")
			ana.once("Your invitation to Benedict is over. That says nothing about why.")
			ana.runs("need", "text", "Are you there?").reads("You have no partner here at the moment")
			ben.runs("pair", "partner", ana.ID).presses("Send invitation")
			ana.sees("Benedict invites you").agrees().sees(bothAgreed)
		})
	}
}

func TestAnInvitationIsOpenUntilItsSeventhDayIsOver(t *testing.T) {
	w, _, ben := invitation(t)
	ben.presses("Accept")
	w.passes(week - time.Minute)
	ben.presses("I agree").sees(bothAgreed)
}

func TestOneInvitationPerPairAndDay(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID)
	send := ana.spies("Send invitation")
	ana.presses("Send invitation").reads("on its way").presses("Take it back").reads("Taken back")
	ana.pressesOld(send).reads("sent already")
	ana.runs("pair", "partner", ben.ID).reads("One invitation a day is enough")
	w.passes(25 * time.Hour)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("Anabel invites you")
	if n := ben.count("Anabel invites you") + ben.count("no longer open"); n != 2 {
		t.Errorf("Benedict got %d invitations on two days, want 2", n)
	}
}

func TestTwoPeopleWhoInviteEachOtherBecomeOneCouple(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID)
	ben.runs("pair", "partner", ana.ID)
	late := ben.spies("Send invitation")
	ana.presses("Send invitation")
	ben.sees("Anabel invites you")
	ben.pressesOld(late).reads("Anabel has invited you already").reads("Anabel invites you")
	ana.neverSaw("invites you").neverSaw(bothAgreed)
	ben.presses("Accept")
	agree := ben.spies("I agree")
	ben.presses("I agree").sees(bothAgreed)
	ana.sees(bothAgreed)
	ben.pressesOld(late).reads("You two are a couple here already")
	ben.pressesOld(agree).reads("You two share this already.")
	if a, b := ana.count(bothAgreed), ben.count(bothAgreed); a != 1 || b != 1 {
		t.Errorf("welcomes: %d and %d, want one each", a, b)
	}
	if n := len(w.consents()); n != 2 {
		t.Errorf("%d consents, want 2", n)
	}
}

func TestWhoDeclinedMayChangeTheirMindUntilTheSeventhDay(t *testing.T) {
	for _, after := range []time.Duration{time.Minute, 61 * time.Minute, 25 * time.Hour, week - 2*time.Minute} {
		t.Run(after.String(), func(t *testing.T) {
			w, ana, ben := invitation(t)
			until := w.clock.Now().Add(week)
			ben.presses("Decline").reads("All right, and no reason needed.").reads(fmt.Sprintf("On <t:%d:D> Anabel will read", until.Unix())).reads("run /pair")
			w.passes(after)
			ben.runs("pair", "partner", ana.ID).reads("Anabel has invited you already").reads("Anabel invites you")
			ana.neverSaw("invites you")
			ben.presses("Notes only").presses("I agree").sees(bothAgreed)
			ana.sees(bothAgreed)
			w.passes(2 * week)
			ana.neverSaw("is over")
			ben.neverSaw("no reason needed") // the declined message has followed
		})
	}
}

func TestAnInvitationThatWasTakenBackIsOverAtOnce(t *testing.T) {
	for name, ways := range map[string]struct {
		ben func(*person)
		ana func(*person, *person)
	}{
		"at once":           {func(*person) {}, func(ana, _ *person) { ana.presses("Take it back") }},
		"by /pair":          {func(*person) {}, func(ana, ben *person) { ana.runs("pair", "partner", ben.ID).presses("Take it back") }},
		"while facts stand": {func(ben *person) { ben.presses("Accept") }, func(ana, _ *person) { ana.presses("Take it back") }},
		"after a silent no": {func(ben *person) { ben.presses("Decline") }, func(ana, _ *person) { ana.presses("Take it back") }},
	} {
		t.Run(name, func(t *testing.T) {
			w, ana, ben := invitation(t)
			old := []spied{ben.spies("Accept"), ben.spies("Notes only"), ben.spies("Decline")}
			ways.ben(ben)
			if ben.shows("I agree") {
				old = append(old, ben.spies("I agree"))
			}
			w.passes(time.Hour)
			ways.ana(ana, ben)
			ana.reads("Taken back. The invitation is over")
			ben.sees("This invitation is no longer open.").neverSaw("Anabel")
			for _, b := range old {
				ben.pressesOld(b).reads("This invitation is no longer open.")
			}
			ben.presses("No more invitations from them").reads("No more invitations from them will reach you")
			w.passes(2 * week)
			ana.neverSaw("is over. That").neverSaw("I can't bring").neverSaw(bothAgreed)
		})
	}
}
