package stories

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leanon/playground"
)

// isOwnedBy makes the application a person's, or that of a team, and starts the program
// anew: it asks at the start.
func (w *world) isOwnedBy(owner *person, admins ...*person) {
	w.t.Helper()
	w.discord.Portal(func(p *playground.Portal) {
		p.Owner, p.Team = owner.Person, nil
		if len(admins) > 0 {
			p.Team = &playground.Team{Owner: owner.Person}
		}
		for _, a := range admins {
			p.Team.Members = append(p.Team.Members, playground.TeamMember{Person: a.Person, Role: "admin"})
		}
	})
	w.restarts()
}

// What Benedict reads who runs this copy, and what Anabel does.
const (
	youRun   = "You run this copy (a shelf in the hall). So you see who uses it and when, and could read everything, also what Anabel keeps private. These facts tell Anabel that you run it."
	hisCopy  = "Benedict runs this copy (a shelf in the hall). So Benedict sees who uses it and when, and could read everything, also what you keep private."
	itsHosta = "Hosta Example"
)

func TestAPartnerWhoOwnsTheApplicationIsNamedAsWhoRunsIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	w.isOwnedBy(ben)

	ana.runs("pair", "partner", ben.ID).reads(hisCopy).lacks(itsHosta).reads("hosta@example.org").presses("Send invitation")
	ben.sees("Anabel invites you").neverSaw("run this copy")
	ben.presses("Accept").reads(youRun).lacks(itsHosta)
	ben.presses("Back").presses("Notes only").reads(youRun).presses("Back").presses("Accept").presses("I agree")
	ana.sees(bothAgreed)

	ana.runs("privacy").presses("Who can read it").reads(hisCopy).lacks(itsHosta)
	ben.runs("privacy").presses("Who can read it").reads(youRun).lacks(itsHosta)
	ana.runs("help").lacks("runs this copy").lacks(itsHosta)

	before := ana.count(hisCopy) + ben.count(youRun)
	w.passes(30 * 24 * time.Hour)
	ana.sees(stillSuits)
	ben.sees(stillSuits)
	if n := ana.count(hisCopy) + ben.count(youRun) - before; n != 2 {
		t.Errorf("%d of the two questions whether it still suits them name Benedict, want 2", n)
	}

	ana.runs("leave").presses("Leave").reads("backups that Benedict made before today").lacks(itsHosta)
}

func TestWhoRunsThisCopyReadsInTheReceiptThatTheBackupsAreTheirs(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("privacy").presses("Who can read it").reads(itsHosta + " runs this copy")
	w.isOwnedBy(ben)
	ben.runs("leave").presses("Leave").reads("backups that you made before today").lacks(itsHosta)
}

func TestAnInviterWhoOwnsTheApplicationIsNamedToTheInvitee(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	w.isOwnedBy(ben)
	ben.runs("pair", "partner", ana.ID).reads(youRun).presses("Send invitation")
	ana.sees("Benedict invites you").neverSaw("runs this copy")
	ana.presses("Accept").reads(hisCopy).lacks(itsHosta)
}

// Who owns a team's application, and who is an admin of it, can both act for it.
func TestTwoWhoOwnTheApplicationTogetherReadThatBothRunIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	w.isOwnedBy(ana, ben)
	ana.runs("pair", "partner", ben.ID).reads("You and Benedict run this copy (a shelf in the hall). So both of you see").lacks(itsHosta).presses("Send invitation")
	ben.sees("Anabel invites you").presses("Accept").reads("You and Anabel run this copy").presses("I agree")
	ana.sees(bothAgreed).runs("leave").presses("Leave").reads("backups that were made before today").lacks(itsHosta)
}

func TestWhoOwnsTheApplicationRunsItForOthersByTheNameOfTheConfig(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cleo := w.people("Cleopatra")[0]
	w.isOwnedBy(cleo)
	for _, p := range []*person{ana, ben} {
		p.runs("privacy").presses("Who can read it").reads(itsHosta + " runs this copy").lacks("Cleopatra").lacks("You run")
	}
	cleo.runs("pair", "partner", ana.ID).reads("You run this copy").presses("Send invitation")
	ana.sees("Cleopatra invites you").presses("Accept").reads("Cleopatra runs this copy").presses("I agree")
	ana.runs("privacy").presses("Who can read it").reads("Cleopatra runs this copy").lacks(itsHosta)
}

// The question whether somebody still agrees comes unasked, with the facts.
func TestWhoWantsNoNamesReadsOnlyWhenTheyAskWhichPartnerRunsThisCopy(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, p := range []*person{ana, ben} {
		p.runs("settings").chooses("How notes arrive", "Notes: without the name")
	}
	w.isOwnedBy(ben)
	w.passes(30 * 24 * time.Hour)
	ana.sees(stillSuits).sees("Your partner runs this copy (a shelf in the hall). So your partner sees")
	ben.sees(stillSuits).sees("also what your partner keeps private. These facts tell your partner that you run it.")
	for _, p := range []*person{ana, ben} {
		p.neverSaw("Benedict runs")
		p.neverSaw("what Anabel keeps")
	}
	ana.runs("privacy").presses("Who can read it").reads(hisCopy)
}

// The program asks again until Discord answers.
func TestWhoOwnsTheApplicationIsKnownAlsoAfterATroubledStart(t *testing.T) {
	inBubble(t, "2026-11-23 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		var asked atomic.Int64
		w.faults(func(r *http.Request) bool {
			return strings.HasSuffix(r.URL.Path, "/oauth2/applications/@me") && asked.Add(1) <= 3
		}, playground.Broken(http.StatusBadGateway))
		w.isOwnedBy(ben)
		if n := asked.Load(); n != 4 {
			t.Errorf("the program asked %d times, want 4", n)
		}
		ana.runs("privacy").presses("Who can read it").reads(hisCopy)
	})
}

// In their own chat the facts are each one's alone, and what both see names nobody who
// runs this copy.
func TestInTheirOwnChatEachReadsAloneWhichOfThemRunsThisCopy(t *testing.T) {
	w, ana, ben, _ := apart(t)
	w.isOwnedBy(ben)
	ana.runs("pair", "partner", ben.ID).reads(hisCopy).lacks(itsHosta).presses("Send invitation")
	ben.sees("Anabel invites Benedict to leanon").presses("Accept").sees(youRun)
	for _, text := range shared(ana) {
		if strings.Contains(text, "run this copy") || strings.Contains(text, "runs this copy") {
			t.Errorf("both see %q", text)
		}
	}
	ben.presses("I agree")
	ana.sees(bothAgreed)
}
