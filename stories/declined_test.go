package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// What an inviter can see of an invitee: nothing, before the seventh day.

// view is what a person sees in their chat, without ids.
func (p *person) view() string {
	var s strings.Builder
	for _, m := range p.fromBot() {
		fmt.Fprintf(&s, "%s\n", m.Content)
		for _, c := range slices.Concat(m.Components...) {
			fmt.Fprintf(&s, "[%s]", c.Label)
		}
		s.WriteString("\n")
	}
	return s.String()
}

// sinceSent are the times, since Send invitation, at which an inviter looks.
var sinceSent = []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 62 * time.Minute, 24*time.Hour + time.Minute, 25 * time.Hour, week - time.Minute, week, week + time.Minute, week + 25*time.Hour}

// inviterSees returns what Anabel sees at those times, if Benedict does something at one
// of his own.
func inviterSees(t *testing.T, begins func(ana, ben *person), at time.Duration, does func(ben, ana *person)) (views []string) {
	t.Helper()
	w := openWorld(t, "2026-11-23 12:00 Europe/Paris", nil)
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	begins(ana, ben)
	sent := w.clock.Now()
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	done := does == nil
	for _, look := range sinceSent {
		if !done && at <= look {
			w.until(sent.Add(at))
			does(ben, ana)
			done = true
		}
		w.until(sent.Add(look))
		ana.runs("pair", "partner", ben.ID)
		views = append(views, ana.view())
	}
	return views
}

func TestANoIsToldByNothingBeforeTheSeventhDay(t *testing.T) {
	t.Parallel()
	nothing := func(*person, *person) {}
	want := inviterSees(t, nothing, 0, nil)
	for i, look := range sinceSent {
		over := strings.Contains(want[i], "Your invitation to Benedict is over. That says nothing about why.")
		if over != (look >= week) {
			t.Errorf("after %v Anabel reads that it is over: %v", look, over)
		}
		if open := strings.Contains(want[i], "[Take it back]"); look < week && !open {
			t.Errorf("after %v Anabel cannot take it back:\n%s", look, want[i])
		}
	}
	declines := func(ben, _ *person) { ben.presses("Decline") }
	for name, way := range map[string]struct {
		at   time.Duration
		does func(ben, ana *person)
	}{
		"no at once":                  {0, declines},
		"no after a minute":           {time.Minute, declines},
		"no after three minutes":      {3 * time.Minute, declines},
		"no after seven minutes":      {7 * time.Minute, declines},
		"no after sixty-one minutes":  {61 * time.Minute, declines},
		"no after a day":              {24 * time.Hour, declines},
		"no in the last minute":       {week - time.Minute, declines},
		"no, and no more invitations": {7 * time.Minute, func(ben, _ *person) { ben.presses("Decline").presses("No more invitations from Anabel") }},
		"no, and then everything forgot": {7 * time.Minute, func(ben, _ *person) {
			ben.presses("Decline").runs("privacy").presses("Forget me").presses("Forget everything")
		}},
		"no, and then /pair": {61 * time.Minute, func(ben, ana *person) {
			ben.presses("Decline").runs("pair", "partner", ana.ID).reads("invites you").presses("Accept")
		}},
		"/pair, and then no":         {7 * time.Minute, func(ben, ana *person) { ben.runs("pair", "partner", ana.ID).presses("Decline") }},
		"reads the facts":            {7 * time.Minute, func(ben, _ *person) { ben.presses("Accept").presses("Back").presses("Notes only") }},
		"looks for help":             {7 * time.Minute, func(ben, _ *person) { ben.presses("Help") }},
		"closes the direct messages": {7 * time.Minute, func(ben, _ *person) { ben.presses("Decline").CloseDMs(true) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := inviterSees(t, nothing, way.at, way.does)
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("after %v Anabel sees\n%s\nwant what she sees when nobody answers:\n%s", sinceSent[i], got[i], want[i])
				}
			}
		})
	}
}

func TestClosedMessagesAndNoMoreInvitationsReadTheSameAtTheSameTime(t *testing.T) {
	t.Parallel()
	// Both begin with an invitation that was taken back, so that the two chats are alike.
	earlier := func(then func(ben *person)) func(ana, ben *person) {
		return func(ana, ben *person) {
			ana.runs("pair", "partner", ben.ID).presses("Send invitation")
			ben.sees("invites you")
			then(ben)
			ana.presses("Take it back")
			ana.w.passes(25 * time.Hour)
		}
	}
	closed := inviterSees(t, earlier(func(ben *person) { ben.CloseDMs(true) }), 0, nil)
	refused := inviterSees(t, earlier(func(ben *person) { ben.presses("Decline").presses("No more invitations from Anabel") }), 0, nil)
	const cannot = "I can't bring Benedict an invitation right now. If they would like one, they can allow direct messages from this server and run /pair themselves."
	for i, look := range sinceSent {
		if closed[i] != refused[i] {
			t.Errorf("after %v closed messages read\n%s\nno more invitations read\n%s", look, closed[i], refused[i])
		}
		if told := strings.Contains(closed[i], cannot); told != (look >= 3*time.Minute) {
			t.Errorf("after %v Anabel reads that it cannot be brought: %v", look, told)
		}
	}
}

func TestWhoWantsNoInvitationsCanStillInvite(t *testing.T) {
	w, ana, ben := invitation(t)
	ben.presses("Decline")
	if got, want := ben.buttons("no reason needed"), []string{"No more invitations from Anabel", "Help"}; !slices.Equal(got, want) {
		t.Errorf("after Decline the invitee can press %q, want %q", got, want)
	}
	ben.presses("No more invitations from Anabel").reads("No more invitations from them will reach you")
	w.passes(8 * 24 * time.Hour)
	invitations := ben.count("invites you")
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.runs("pair", "partner", ana.ID).presses("Send invitation") // their own wish goes, at the same time
	if n := ben.count("Anabel invites you"); n != invitations {
		t.Errorf("Benedict got %d invitations more, want none", n-invitations)
	}
	ana.sees("Benedict invites you").agrees().sees(bothAgreed)
	w.passes(week)
	ana.neverSaw("I can't bring")
	if n := ana.count("is over"); n != 1 {
		t.Errorf("Anabel reads %d times that an invitation is over, want once, about the first", n)
	}
}

func TestAnInvitationNamesNobodyToWhomWantsNoNames(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cleo := w.people("Cleopatra")[0]
	for _, p := range []*person{ana, ben} {
		p.runs("settings").chooses("How notes arrive", "Notes: without the name")
	}
	w.passes(25 * time.Hour)
	cleo.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("An invitation is waiting. No rush.").neverSaw("Cleopatra")
	ben.presses("Open invitation").reads("Cleopatra invites you").presses("Decline").reads("no reason needed")
	ana.runs("pair", "partner", cleo.ID).presses("Send invitation")
	cleo.sees("Anabel invites you")
	w.passes(week)
	ana.sees("One of your invitations is over. That says nothing about why.").neverSaw("to Cleopatra is over")
	ana.presses("Show it").reads("Your invitation to Cleopatra is over. That says nothing about why.")
	ben.runs("leave").presses("Leave")
	w.at("12:00") // after quiet hours
	ana.sees("Your check-ins have ended.").neverSaw("with Benedict have ended")
	ana.presses("Show it").reads("Your check-ins with Benedict have ended.")
}

func TestNoNameStandsInTheQuestionAboutConsentBeforeShowIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	cleo := w.people("Cleopatra")[0]
	ana.runs("settings").chooses("How notes arrive", "Notes: without the name")
	w.passes(25 * time.Hour)
	w.pairsUnnamed(cleo, ana)
	w.passes(31 * 24 * time.Hour)
	ana.sees("Does sharing this still suit you?").neverSaw("Does sharing this with")
	ana.presses("Show it").reads("Does sharing this with Cleopatra still suit you?").presses("Keep").reads("Kept.")
}

// pairsUnnamed pairs a with b, who wants no names in what comes unasked.
func (w *world) pairsUnnamed(a, b *person) {
	w.t.Helper()
	a.runs("pair", "partner", b.ID).presses("Send invitation")
	b.sees("An invitation is waiting").presses("Open invitation").agrees().sees(bothAgreed)
}
