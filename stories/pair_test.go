package stories

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/config"
	"leanon/playground"
)

// Pairing: what both agree to, every way an invitation can end, and who may pair.

// bothAgreed is in the welcome of each of the two.
const bothAgreed = "You have both agreed."

// facts are the consent facts, each by words that stand for it.
var facts = []string{
	"Nothing leaves before Send", "opened, skipped or stayed silent", "encrypted for 90 days",
	"Hosta Example runs this copy", "could read everything", "also what you keep private", "carries it and may keep a copy",
	"unlocked phone", "Either of you may pause or leave** at once, alone", "deletes the shared record for both", "/privacy makes a file",
	"For adults", "leave out health, money and sex", "Not therapy, not for emergencies", "Nobody may push you into this", "lapse says nothing", "/help has people to talk to",
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

func TestNotesOnlyBringsNotesAndNoQuestions(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("Anabel invites you").presses("Notes only").reads("with notes only: no questions come").presses("I agree")
	ana.sees("Notes only: no questions come.")
	ben.sees("Notes only: no questions come.")
	w.passes(8 * 24 * time.Hour)
	ana.asked(0)
	ben.asked(0)
	ben.asks("Come to the lake with me", "Anabel")
	ana.sees("A note from Benedict is waiting").answers("Let's talk")
	ben.sees("Anabel would like to **talk** about it.")
	ana.runs("checkin").reads("Nothing is open today")
	ana.runs("rhythm", "days", "daily", "time", "20:00").reads("<t:")
	w.at("20:00")
	ana.asked(1)
	ben.asked(0)
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
	ben.sees("Anabel invites you").agrees().sees(bothAgreed)
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
			ana.runs("leave").reads("Leaving ends your check-ins with Benedict at once").reads("You need no reason, and nobody has to agree.").chooses("What your partner reads", tells)
			leave := ana.spies("Leave")
			ana.presses("Leave").reads("the key to it").reads("Discord's own copies").reads("backups that Hosta Example made").reads("Other couples are untouched").reads("/help")
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
				ben.pressesOld(draft).reads(ended).reads("This can be a hard thing to read. /help stays open to you.").neverSaw("Be gentle")
				ben.pressesOld(draft).reads("This button no longer does anything.")
			}
			if n := ben.count(ended); n > 1 {
				t.Errorf("Benedict reads %d times that it ended, want once", n)
			}
			w.passes(72 * time.Hour)
			ben.neverSaw("note from Anabel").neverSaw(howTo)
			ana.neverSaw("note from Benedict").neverSaw(howTo)
			ben.runs("resume").reads("You have no partner here at the moment")
			ana.runs("history").reads("You have no partner here at the moment")
			if n := len(w.consents()); n != 2 {
				t.Errorf("%d consents are left, want the two of the other couple", n)
			}
			dan.sees("A note from Cleopatra is waiting").opens().reads("Nothing of yours")
			cleo.sees(howTo).runs("history").reads("Nothing of yours")

			ana.runs("pair", "partner", ben.ID).presses("Send invitation")
			ben.sees("Anabel invites you").neverSaw("Held for")
			if n := len(w.consents()); n != 3 {
				t.Errorf("%d consents before I agree, want three: re-pairing needs fresh consent of both", n)
			}
			ben.agrees().sees(bothAgreed)
			ana.runs("history").reads("shared nothing yet")
		})
	}
}

func TestTheLeaverCanRefuseNewInvitations(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(60 * 24 * time.Hour) // the invitation's own row is long gone
	ana.runs("leave").presses("Leave").presses("No more invitations from Benedict").reads("No more invitations from them will reach you")
	ben.sees("have ended").runs("pair", "partner", ana.ID).presses("Send invitation")
	w.passes(3 * time.Minute)
	ben.sees("I can't bring Anabel an invitation right now.")
	ana.neverSaw("Benedict invites you")
}

func TestStayChangesNothing(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("leave").chooses("What your partner reads", "Nothing").presses("Stay").reads("Nothing has changed")
	ana.asks("Still here", "Benedict")
	ben.sees("A note from Anabel is waiting").neverSaw("ended")
}
