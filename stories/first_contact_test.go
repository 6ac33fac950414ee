package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// Discord takes a new bot that opens many direct messages at once for one that sends spam.
// So invitations go thirty an hour at once, and then one a minute; and what an inviter reads
// about one that cannot be brought waits as long.

// crowd sends invitations from n people to as many others, at this moment.
func (w *world) crowd(n int) (invitees []*person) {
	w.t.Helper()
	for i := range n {
		both := w.people(fmt.Sprintf("Inviter%d", i), fmt.Sprintf("Invitee%d", i))
		both[0].runs("pair", "partner", both[1].ID).presses("Send invitation").reads("Your invitation to")
		invitees = append(invitees, both[1])
	}
	return invitees
}

// invited counts who of them has an invitation.
func invited(all []*person) (n int) {
	for _, p := range all {
		n += p.count("invites you")
	}
	return n
}

func TestThirtyInvitationsGoAtOnceAndThenOneAMinute(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	w.crowd(30)
	both := w.people("Anabel", "Benedict", "Cleopatra", "Daniel")
	ana, cleo := both[0], both[2]
	for i, p := range []*person{ana, cleo} {
		to := both[2*i+1]
		p.runs("pair", "partner", to.ID).presses("Send invitation").reads("Your invitation to " + to.name + " goes out at <t:").reads("you can take it back")
	}
	invitees := []*person{both[1], both[3]}
	for minute, want := range []int{0, 1, 2} {
		if n := invited(invitees); n != want {
			t.Errorf("after %d minutes %d more invitations have come, want %d", minute, n, want)
		}
		w.passes(time.Minute)
	}
	both[3].agrees().sees(bothAgreed)
	w.passes(58 * time.Minute)
	again := w.crowd(28) // the thirty are an hour old: two of an hour count
	if n := invited(again); n != 28 {
		t.Errorf("%d invitations go at once an hour later, want 28", n)
	}
}

func TestInvitationsThatAnOutageHeldUpDoNotAllGoAtOnce(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	w.crowd(30)
	var late []*person
	for i := range 4 {
		both := w.people(fmt.Sprintf("Late%c", 'A'+i), fmt.Sprintf("Later%c", 'A'+i))
		both[0].runs("pair", "partner", both[1].ID).presses("Send invitation").reads("goes out at <t:")
		late = append(late, both[1])
	}
	w.sleeps()
	w.clock.set(w.clock.Now().Add(20 * time.Minute))
	w.wakes()
	for minute := range 5 {
		if n := invited(late); n > minute+1 {
			t.Fatalf("%d minutes after the outage %d of them have come, want one a minute", minute, n)
		}
		w.passes(time.Minute)
	}
	if n := invited(late); n != 4 {
		t.Errorf("%d of 4 came in the end", n)
	}
}

func TestClosedMessagesAndNoMoreInvitationsReadTheSameBehindManyInvitations(t *testing.T) {
	t.Parallel()
	const cannot = "I can't bring Benedict an invitation right now."
	looks := []time.Duration{time.Minute, 3 * time.Minute, 4*time.Minute - time.Second, 4 * time.Minute, 8 * time.Minute, time.Hour}
	for _, sleeps := range []bool{false, true} {
		told := func(closes bool) (views []string) {
			w := openWorld(t, "2026-11-23 12:00 Europe/Paris", nil)
			both := w.people("Anabel", "Benedict")
			ana, ben := both[0], both[1]
			ana.runs("pair", "partner", ben.ID).presses("Send invitation")
			ben.sees("invites you")
			if closes {
				ben.CloseDMs(true)
			} else {
				ben.presses("Decline").presses("No more invitations from Anabel")
			}
			ana.presses("Take it back")
			w.passes(25 * time.Hour)
			w.crowd(30)
			began := w.clock.Now()
			ana.runs("pair", "partner", ben.ID).presses("Send invitation").reads("goes out at <t:")
			if sleeps {
				w.sleeps()
				w.clock.set(began.Add(30 * time.Minute))
				began = w.clock.Now()
				w.wakes()
			}
			for _, look := range looks {
				w.until(began.Add(look))
				ana.runs("pair", "partner", ben.ID)
				views = append(views, ana.view())
			}
			if n := len(slices.DeleteFunc(ben.fromBot(), func(m playground.Message) bool { return !strings.Contains(m.Content, "invites you") })); n > 1 {
				t.Errorf("Benedict got the second invitation")
			}
			return views
		}
		closed, refused := told(true), told(false)
		for i, look := range looks {
			if closed[i] != refused[i] {
				t.Errorf("slept %v, after %v closed messages read\n%s\nno more invitations read\n%s", sleeps, look, closed[i], refused[i])
			}
			if knows := strings.Contains(closed[i], cannot); !sleeps && knows != (look >= 4*time.Minute) {
				t.Errorf("after %v Anabel reads that it cannot be brought: %v", look, knows)
			}
		}
		if !strings.Contains(closed[len(closed)-1], cannot) {
			t.Errorf("slept %v: Anabel never reads that it cannot be brought", sleeps)
		}
	}
}
