package stories

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/config"
	"leanon/playground"
)

// Pairing without a server: Anabel has installed leanon for herself, Benedict has nothing
// to do with it, and they have a chat with one another, which leanon is not in.

// apart is such a world; both look at their own chat.
func apart(t *testing.T, change ...func(*config.Config)) (w *world, ana, ben *person, theirs *playground.Channel) {
	t.Helper()
	w = newWorld(t, "2026-11-23 12:00 Europe/Paris", change...)
	ana = &person{w: w, name: "Anabel", Person: w.discord.AddPerson("Anabel")}
	ben = &person{w: w, name: "Benedict", Person: w.discord.AddStranger("Benedict")}
	w.all, w.names = append(w.all, ana, ben), append(w.names, "Anabel", "Benedict")
	theirs = w.discord.Between(ana.Person, ben.Person)
	return w, ana.in(theirs), ben.in(theirs), theirs
}

// invitedHere is apart with an invitation that Benedict has not touched.
func invitedHere(t *testing.T) (w *world, ana, ben *person) {
	t.Helper()
	w, ana, ben, _ = apart(t)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("Anabel invites Benedict to leanon")
	return w, ana, ben
}

// shared is what both see in their chat.
func shared(p *person) (all []string) {
	for _, m := range p.fromBot() {
		if !m.Ephemeral {
			all = append(all, m.Content)
		}
	}
	return all
}

func TestTwoPairInTheirOwnChatWithoutAServer(t *testing.T) {
	w, ana, ben, theirs := apart(t)
	ana.runs("pair", "partner", ben.ID).reads("here in the chat between you two")
	inviter := ana.text()
	if n := len(ben.looks()); n != 0 {
		t.Fatalf("Benedict sees %d messages before Send invitation, want none", n)
	}
	ana.presses("Send invitation").reads("is in the chat between you two")
	if got, want := ana.buttons("is in the chat between you two"), []string{"Show it again", "Take it back", "Help"}; !slices.Equal(got, want) {
		t.Errorf("Anabel is offered %q, want %q", got, want)
	}
	ben.sees("Anabel invites Benedict to leanon")
	if got, want := ben.buttons("invites Benedict"), []string{"Accept", "Notes only", "Decline", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the invitation offers %q, want %q", got, want)
	}
	if n := len([]rune(ben.fromBot()[0].Content)); n >= 650 {
		t.Errorf("the invitation is %d characters, want it short", n)
	}
	ben.presses("Help").reads("How it works")
	invitation := shared(ana)
	for _, press := range []string{"Notes only", "Accept"} {
		ben.presses(press).sees("Only *I agree* counts")
		facing := ben.fromBot()[len(ben.fromBot())-1]
		for _, fact := range facts {
			if !facing.Ephemeral || !strings.Contains(inviter, fact) || !strings.Contains(facing.Content, fact) {
				t.Errorf("after %s %q is missing for one of the two, or Benedict's facts are for both:\n%s", press, fact, facing.Content)
			}
		}
	}
	ben.presses("Back").reads("Anabel invites you").presses("Accept").reads("Only *I agree* counts")
	if got := shared(ana); !slices.Equal(got, invitation) || len(got) != 1 {
		t.Errorf("Benedict looked around, and Anabel sees %q, want the invitation as it was", got)
	}
	if n := len(w.consents()); n != 1 {
		t.Errorf("%d consents before I agree, want that of Anabel alone", n)
	}
	w.passes(10 * time.Minute)
	ben.presses("I agree").reads("You said yes")
	if got, want := ben.buttons("You said yes"), []string{"Add leanon for myself", "Help"}; !slices.Equal(got, want) {
		t.Errorf("Benedict is offered %q, want %q", got, want)
	}
	ana.sees("You have both agreed. From now on I write to each of you")
	if got := shared(ana); len(got) != 1 || !slices.Equal(got, shared(ben)) {
		t.Errorf("Anabel sees %q and Benedict %q, want one message, which says that they agreed", got, shared(ben))
	}
	if m, c, ok := ana.finds("Add leanon for myself"); !ok || m.Ephemeral || c.URL != "https://discord.com/oauth2/authorize?integration_type=1&scope=applications.commands&client_id="+w.discord.Application() {
		t.Errorf("the link is %q, want that of Discord for this application", c.URL)
	}
	ana.in(nil).sees(bothAgreed)
	ben.in(nil).neverSaw(bothAgreed)
	ana.asks("A walk by the river", "Benedict")
	ben.Install(true)
	ben.writes("hi")
	ben.sees(bothAgreed).sees("A note from Anabel is waiting").answers("Yes", "Tonight")
	ana.sees("Benedict says **yes**")
	if got := ben.in(theirs); len(shared(got)) != 1 {
		t.Errorf("both see %q in their chat, want nothing of the note", shared(got))
	}
}

func TestNotesOnlyIsAgreedToInTheirOwnChat(t *testing.T) {
	w, ana, ben := invitedHere(t)
	ben.presses("Notes only").sees("with notes only: no questions come").presses("I agree").reads("You said yes")
	ana.in(nil).sees("Notes only: no questions come.")
	w.passes(8 * 24 * time.Hour)
	ana.asked(0)
}

// Somebody in a server with leanon has no need of the link, but has not written to it yet.
func TestOneWhoIsInAServerIsWelcomedAtOnce(t *testing.T) {
	w, ana, ben := invitedHere(t)
	w.server.Join(ben.Person)
	ben.presses("Accept").sees("Only *I agree* counts").presses("I agree").reads("You said yes")
	ana.in(nil).sees(bothAgreed)
	ben.in(nil).sees(bothAgreed)
}

// A partner of one's own, who has a chat with leanon, needs no link.
func TestOneWhoKnowsLeanonNeedsNoLink(t *testing.T) {
	w, ana, ben, theirs := apart(t)
	ben.Install(true)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.in(nil).runs("settings")
	ben.in(theirs)
	ben.sees("Anabel invites Benedict").presses("Accept").sees("Only *I agree* counts").presses("I agree").reads("A welcome is on its way to both of you, each in your own chat with me.")
	w.settle()
	ben.in(nil).sees(bothAgreed)
}

func TestTheInviterCannotAnswerForTheOther(t *testing.T) {
	w, ana, ben := invitedHere(t)
	for _, press := range []string{"Accept", "Notes only", "Decline"} {
		ana.presses(press).reads("This invitation is from you, and its buttons are for the other one.")
		if !ana.shown.Message.Ephemeral {
			t.Errorf("what Anabel reads after %s is for both", press)
		}
	}
	if n := len(w.consents()); n != 1 {
		t.Errorf("%d consents, want that of the inviter alone", n)
	}
	before := shared(ben)
	ana.presses("Take it back").reads("whoever presses it reads only that it is no longer open")
	for _, press := range []string{"Accept", "Notes only", "Decline"} {
		ben.presses(press).reads("no longer open")
		ana.presses(press).reads("This invitation is over already.")
	}
	if got := shared(ben); !slices.Equal(got, before) {
		t.Errorf("both see %q, want the invitation as it was", got)
	}
	ana.runs("pair", "partner", ben.ID).reads("One invitation a day")
}

func TestAFactsPageDoesNotOutliveTheInvitation(t *testing.T) {
	w, ana, ben := invitedHere(t)
	ben.presses("Accept").sees("Only *I agree* counts")
	ana.presses("Take it back")
	ben.presses("I agree").reads("no longer open")
	if n := len(w.consents()); n != 0 {
		t.Errorf("%d consents to what was taken back, want none", n)
	}
	if got := shared(ana); len(got) != 1 || !strings.Contains(got[0], "invites Benedict") {
		t.Errorf("both see %q, want the invitation as it was", got)
	}
}

func TestAnInvitationInTheirChatLapses(t *testing.T) {
	w, ana, ben := invitedHere(t)
	w.passes(week)
	ben.presses("Accept").reads("This invitation has lapsed.")
	ana.presses("Accept").reads("This invitation is over already.")
	ana.in(nil).sees("Your invitation to Benedict is over. That says nothing about why.")
}

func TestOnlyTheirOwnChatCarriesAnInvitation(t *testing.T) {
	w, ana, ben, _ := apart(t)
	cleo := w.discord.AddStranger("Cleopatra")
	group := w.discord.Between(ana.Person, ben.Person, cleo)
	ana.runsIn(group, "pair", "partner", ben.ID).reads("everybody here would read along")
	ana.runsIn(w.discord.Between(ana.Person, cleo), "pair", "partner", ben.ID).reads("This isn't your chat with Benedict")
	for _, p := range []*playground.Person{ben.Person, cleo} {
		if n := len(p.SeenIn(group)) + len(p.SeenIn(w.discord.Between(ana.Person, cleo))); p == cleo && n != 0 {
			t.Errorf("%s sees %d messages, want none", p.Name, n)
		}
	}
}

func TestWhereOnlyCertainServersPairNoChatDoes(t *testing.T) {
	w, ana, ben, _ := apart(t, func(c *config.Config) { c.Discord.Guilds = []string{"1"} })
	ana.runs("pair", "partner", ben.ID).reads("only people in certain servers can pair")
	if n := len(ben.looks()); n != 0 || len(w.consents()) != 0 {
		t.Errorf("Benedict sees %d messages, want none", n)
	}
}

func TestWhoWantsNoInvitationsSeesNoneInTheirChatEither(t *testing.T) {
	w, ana, ben := invitedHere(t)
	ben.presses("Decline").presses("No more invitations from Anabel").reads("Done.")
	before := shared(ben)
	ana.presses("Take it back")
	w.passes(24*time.Hour + time.Minute)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation").reads("I can't bring Benedict an invitation here right now")
	if got := shared(ben); !slices.Equal(got, before) {
		t.Errorf("both see %q, want nothing new", got)
	}
	ana.runs("pair", "partner", ben.ID).reads("One invitation a day")
	w.passes(week)
	ana.in(nil).neverSaw("Your invitation")
}
