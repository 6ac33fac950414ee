package stories

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/config"
	"leanon/playground"
)

// Pairing: what both agree to, every way an invitation can end, and who may pair.

// facts are the consent facts, each by words that stand for it.
var facts = []string{
	"Nothing leaves before you press Send", "opened, skipped or stayed silent", "Kept encrypted, 90 days",
	"Hosta Example", "could read it", "if that is your partner", "Discord carries what we send and may keep a copy",
	"unlocked phone", "pause or leave at once, alone", "deletes the shared record for both",
	"18+", "leave out health, money and sex", "Not therapy, not for emergencies", "afraid or pressed", "/help is yours alone",
}

// consent is one row of who agreed to what, and when.
type consent struct {
	person  string
	version int
	at      int64
}

// consents are read from the file itself: no screen shows them yet.
func (w *world) consents() (all []consent) {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.cfg.Data, "leanon.db")+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT person, version, at FROM consents ORDER BY at, person`)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c consent
		if err := rows.Scan(&c.person, &c.version, &c.at); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, c)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return all
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
	invitee := ben.fromBot()[0].Content
	for _, fact := range facts {
		if !strings.Contains(inviter, fact) {
			t.Errorf("the inviter does not read %q in:\n%s", fact, inviter)
		}
		if !strings.Contains(invitee, fact) {
			t.Errorf("the invitee does not read %q in:\n%s", fact, invitee)
		}
	}
	if got, want := ben.buttons("invites you"), []string{"Accept", "Notes only", "Decline", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the invitation offers %q, want %q", got, want)
	}
	w.passes(2 * time.Hour)
	ben.presses("Accept")
	ana.sees("You're both in, you and Benedict")
	ben.sees("You're both in, you and Anabel")
	got := w.consents()
	want := []consent{{ana.ID, 1, sent.Unix()}, {ben.ID, 1, w.clock.Now().Unix()}}
	if !slices.Equal(got, want) {
		t.Errorf("consents are %v, want %v", got, want)
	}
	if got, want := ben.buttons("You're both in"), []string{"First question now", "Set my city", "My days", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the welcome offers %q, want %q", got, want)
	}
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
	t.Parallel()
	for _, press := range []string{"Accept", "Notes only", "Decline"} {
		t.Run(press, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			both := w.people("Anabel", "Benedict")
			ana, ben := both[0], both[1]
			ana.runs("pair", "partner", ben.ID).presses("Send invitation")
			ben.sees("Anabel invites you")
			before := len(ana.Messages())
			w.passes(7 * 24 * time.Hour)
			ben.presses(press).reads("This invitation has lapsed").reads("/pair")
			if n := len(ana.Messages()); n != before {
				t.Errorf("Anabel got %d messages about it, want none", n-before)
			}
			ana.runs("need", "text", "Are you there?").reads("You have no partner here yet")
			ben.runs("pair", "partner", ana.ID).presses("Send invitation")
			ana.sees("Benedict invites you").presses("Accept").sees("You're both in")
		})
	}
}

func TestOnTheSeventhDayAnInvitationIsStillOpen(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	both[0].runs("pair", "partner", both[1].ID).presses("Send invitation")
	w.passes(7*24*time.Hour - time.Minute)
	both[1].presses("Accept").sees("You're both in")
}

func TestOneInvitationPerPairAndDay(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID)
	send := ana.spies("Send invitation")
	ana.presses("Send invitation").reads("on its way")
	ana.pressesOld(send).reads("sent already")
	ana.runs("pair", "partner", ben.ID).reads("open already")
	ben.presses("Decline").reads("no reason needed")
	ana.runs("pair", "partner", ben.ID).reads("One invitation a day is enough")
	ben.runs("pair", "partner", ana.ID).reads("One invitation a day is enough")
	w.passes(25 * time.Hour)
	ben.runs("pair", "partner", ana.ID).presses("Send invitation")
	ana.sees("Benedict invites you")
	if n := ben.count("Anabel invites you") + ben.count("no reason needed"); n != 1 {
		t.Errorf("Benedict got %d invitations, want 1", n)
	}
}

func TestWhoCannotBeInvitedReadsWhy(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	robot := w.discord.AddBot("Robot")
	w.server.Join(robot)
	said := map[string]bool{}
	for _, c := range []struct{ who, reads string }{
		{ana.ID, "That is you."}, {robot.ID, "That is a bot"}, {ben.ID, "You two are a couple here already."},
	} {
		for _, place := range []playground.Place{ana.DM(), w.server.Channel()} {
			ana.runsIn(place, "pair", "partner", c.who).reads(c.reads)
			if !ana.shown.Message.Ephemeral {
				t.Errorf("%q is not for Anabel alone", ana.text())
			}
		}
		said[ana.text()] = true
	}
	if len(said) != 3 {
		t.Errorf("three reasons read %d ways: %v", len(said), said)
	}
}

// cannotBring is everything an inviter reads about an invitation that leads to
// nothing, with the invitee's name taken out.
func (p *person) cannotBring(of *person, from int) string {
	p.w.t.Helper()
	const want = "I can't bring %s an invitation right now. If they would like one, they can allow direct messages from this server and run /pair themselves."
	p.sees(fmt.Sprintf(want, of.name))
	p.runs("pair", "partner", of.ID)
	var s strings.Builder
	for _, m := range p.fromBot()[from:] {
		fmt.Fprintf(&s, "%s\n%d %v\n", m.Content, m.Flags, m.Components)
	}
	text := strings.ReplaceAll(s.String(), of.name, "NAME")
	var kept []string
	for _, line := range strings.Split(text, "\n") { // ids differ, and say nothing
		if at := strings.Index(line, " [["); at >= 0 {
			line = line[:at] + fmt.Sprint(strings.Count(line, "Label"))
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "\n")
}

func TestANoAndClosedMessagesAndNoMoreInvitationsReadTheSame(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	all := w.people("Anabel", "Benedict", "Cleopatra", "Dorothea")
	ana, ben, cleo, dora := all[0], all[1], all[2], all[3]
	ana.runs("pair", "partner", dora.ID).presses("Send invitation")
	dora.sees("Anabel invites you").presses("Decline").presses("No more invitations from Anabel").reads("No more invitations")
	if got := dora.buttons("no reason needed"); !slices.Contains(got, "No more invitations from Anabel") {
		t.Errorf("after Decline the invitee can press %q", got)
	}
	w.passes(25 * time.Hour)
	cleo.CloseDMs(true)
	invitations := dora.count("invites you")
	var read []string
	for _, who := range []*person{ben, cleo, dora} {
		from := len(ana.fromBot())
		ana.runs("pair", "partner", who.ID).presses("Send invitation")
		if who == ben {
			ben.sees("Anabel invites you").presses("Decline")
		}
		read = append(read, ana.cannotBring(who, from))
	}
	if read[1] != read[0] {
		t.Errorf("closed messages read\n%s\na no reads\n%s", read[1], read[0])
	}
	if read[2] != read[0] {
		t.Errorf("no more invitations reads\n%s\na no reads\n%s", read[2], read[0])
	}
	if n := dora.count("invites you"); n != invitations {
		t.Errorf("Dorothea got %d invitations more, want none", n-invitations)
	}
	dora.runs("pair", "partner", ana.ID).presses("Send invitation") // their own wish still goes, the same day
	ana.sees("Dorothea invites you").presses("Accept").sees("You're both in")
}

func TestNotesOnlyBringsNotesAndNoQuestions(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("Anabel invites you").presses("Notes only")
	ana.sees("Notes only: no questions come.")
	ben.sees("Notes only: no questions come.")
	w.passes(8 * 24 * time.Hour)
	ana.asked(0)
	ben.asked(0)
	ben.asks("Come to the lake with me", "Anabel")
	ana.sees("A note from Benedict is waiting").answers("Let's talk")
	ben.sees("Anabel says: **Let's talk**")
	ana.runs("checkin").reads("Nothing is open today")
	ana.runs("rhythm", "days", "daily", "time", "20:00").reads("<t:")
	w.at("20:00")
	ana.asked(1)
	ben.asked(0)
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
	ben.pressesOld(late).reads("An invitation between you two is open already")
	ana.neverSaw("invites you")
	accept, decline := ben.spies("Accept"), ben.spies("Decline")
	ben.presses("Accept").sees("You're both in")
	ben.pressesOld(late).reads("You two are a couple here already.")
	ben.pressesOld(accept).reads("You two share this already.")
	ben.pressesOld(decline).reads("You two share this already.")
	if a, b := ana.count("You're both in"), ben.count("You're both in"); a != 1 || b != 1 {
		t.Errorf("welcomes: %d and %d, want one each", a, b)
	}
	if n := len(w.consents()); n != 2 {
		t.Errorf("%d consents, want 2", n)
	}
}

func TestAnAnsweredInvitationShowsWhereThingsStand(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID)
	cancel := ana.spies("Cancel")
	ana.presses("Send invitation")
	ana.pressesOld(cancel).reads("sent already")
	ben.sees("Anabel invites you")
	accept, notes, decline := ben.spies("Accept"), ben.spies("Notes only"), ben.spies("Decline")
	ben.presses("Decline")
	for _, b := range []spied{accept, notes, decline} {
		ben.pressesOld(b).reads("This invitation is no longer open.")
	}
	if n := ana.count("I can't bring"); n != 1 {
		t.Errorf("Anabel reads %d times that it could not be brought, want once", n)
	}
	ana.neverSaw("both in")
}

func TestTheFirstQuestionComesNow(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris") // a Tuesday
	ana, ben := w.couple("Anabel", "Benedict")
	first := ana.spies("First question now")
	ana.presses("First question now").sees(howTo)
	ana.pressesOld(first).reads("waiting for you already")
	if n := ana.count(howTo); n != 1 {
		t.Errorf("%d first questions, want 1", n)
	}
	ben.neverSaw(howTo)
	ben.presses("First question now").sees(howTo)
	if a, b := question(ana), question(ben); a != b {
		t.Errorf("on the same date Anabel is asked %q and Benedict %q", a, b)
	}
	w.at("20:00") // still Tuesday
	if n := ana.count(howTo); n != 1 {
		t.Errorf("%d questions on Tuesday, want 1", n)
	}
}

func TestSetMyCityOffersThePartnersCity(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris", func(c *config.Config) { c.CheckIn.Zone = "" })
	ana, ben := w.couple("Anabel", "Benedict")
	ana.presses("Set my city")
	if v := ana.shown.Form.Fields[0].Value; v != "" {
		t.Errorf("Anabel is offered %q before anybody said a city, want nothing", v)
	}
	ana.fills("Your city", "Tokyo").reads("Tokyo time")
	ben.presses("Set my city")
	if v := ben.shown.Form.Fields[0].Value; !strings.Contains(v, "Tokyo") {
		t.Errorf("Benedict is offered %q, want Tokyo", v)
	}
	ben.fills().reads("Tokyo time")
	w.until(readMoment(t, "2026-11-25 20:00 Asia/Tokyo"))
	ana.sees(howTo)
	ben.sees(howTo)
}

func TestWithoutAZoneNothingComesByTheClock(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris", func(c *config.Config) { c.CheckIn.Zone = "" })
	ana, ben := w.couple("Anabel", "Benedict")
	ana.sees("once I know your clock")
	w.passes(8 * 24 * time.Hour)
	ana.asked(0)
	ana.runs("rhythm").reads("I don't know your clock yet")
	ana.asks("A walk on Sunday", "Benedict") // no clock, no quiet hours
	ben.sees("A note from Anabel is waiting")
	ana.runs("rhythm", "zone", "Europe/Berlin").reads("Berlin time")
	w.passes(3 * 24 * time.Hour)
	ana.asked(1)
	ben.asked(0)
}

func TestOnlyListedServersMayPair(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris", func(c *config.Config) { c.Discord.Guilds = []string{"1"} })
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runsIn(w.server.Channel(), "pair", "partner", ben.ID).reads("lets only certain servers pair")
	ana.runs("pair", "partner", ben.ID).reads("only people in certain servers can pair")
	w.cfg.Discord.Guilds = []string{w.server.ID}
	w.restarts()
	ana.runsIn(w.server.Channel(), "pair", "partner", ben.ID).reads("You are about to invite").presses("Send invitation")
	ben.sees("Anabel invites you").presses("Accept").sees("You're both in")
}

func TestLeavingEndsEverythingBetweenTheTwo(t *testing.T) {
	t.Parallel()
	for _, tells := range []string{"One line", "Nothing"} {
		t.Run(tells, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			cleo, dan := w.couple("Cleopatra", "Daniel")
			cleo.asks("Nothing of yours", "Daniel")
			ben.runs("pause")
			ana.asks("Held for Benedict", "Benedict") // owed, and gone with the couple
			ben.runs("need", "text", "A draft that stays one")
			draft := ben.spies("Send to Anabel")
			ana.runs("leave").reads("Leaving ends your check-ins with Benedict at once").chooses("What your partner reads", tells)
			leave := ana.spies("Leave")
			ana.presses("Leave").reads("the key to it").reads("Discord's own copies").reads("backups that the host made").reads("Other couples are untouched").reads("/help")
			if got := ana.buttons("Done, "); !slices.Contains(got, "No more invitations from Benedict") {
				t.Errorf("the receipt offers %q", got)
			}
			ana.pressesOld(leave)
			const ended = "Your check-ins with Anabel have ended."
			if tells == "One line" {
				ana.sees("Benedict reads one line: \"" + ended + "\"")
				ben.sees(ended)
				ben.pressesOld(draft).reads("This button no longer does anything.")
			} else {
				ana.sees("Benedict gets no message")
				w.passes(time.Hour)
				ben.neverSaw("ended")
				ben.pressesOld(draft).reads(ended)
				ben.pressesOld(draft).reads("This button no longer does anything.")
			}
			if n := ben.count(ended); n > 1 {
				t.Errorf("Benedict reads %d times that it ended, want once", n)
			}
			w.passes(72 * time.Hour)
			ben.neverSaw("note from Anabel").neverSaw(howTo)
			ana.neverSaw("note from Benedict").neverSaw(howTo)
			ben.runs("resume").reads("You have no partner here yet")
			ana.runs("history").reads("You have no partner here yet")
			if n := len(w.consents()); n != 2 {
				t.Errorf("%d consents are left, want the two of the other couple", n)
			}
			dan.sees("A note from Cleopatra is waiting").presses("Open").reads("Nothing of yours")
			cleo.sees(howTo).runs("history").reads("Nothing of yours")

			ana.runs("pair", "partner", ben.ID).presses("Send invitation")
			ben.sees("Anabel invites you").neverSaw("Held for")
			if n := len(w.consents()); n != 3 {
				t.Errorf("%d consents before Accept, want three: re-pairing needs fresh consent of both", n)
			}
			ben.presses("Accept").sees("You're both in")
			ana.runs("history").reads("shared nothing yet")
		})
	}
}

func TestTheLeaverCanRefuseNewInvitations(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(60 * 24 * time.Hour) // the invitation's own row is long gone
	ana.runs("leave").presses("Leave").presses("No more invitations from Benedict").reads("No more invitations from them will reach you")
	ben.sees("have ended").runs("pair", "partner", ana.ID).presses("Send invitation").sees("I can't bring Anabel an invitation right now.")
	ana.neverSaw("Benedict invites you")
}

func TestStayChangesNothing(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("leave").chooses("What your partner reads", "Nothing").presses("Stay").reads("Nothing has changed")
	ana.asks("Still here", "Benedict")
	ben.sees("A note from Anabel is waiting").neverSaw("ended")
}
