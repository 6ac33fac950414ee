package stories

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// For hours, Discord may let a bot open no direct messages. An inviter who knows of such a
// spell must not learn by it who wants no invitations from them.

// timed is what a person sees in their chat, and when each of it came.
func (p *person) timed() string {
	var s strings.Builder
	for _, m := range p.fromBot() {
		fmt.Fprintf(&s, "%s %s\n", m.Timestamp.UTC().Format(time.DateTime), m.Content)
	}
	return s.String()
}

// getNone are the ways to live in which Benedict gets no second invitation of Anabel's.
var getNone = []struct {
	name string
	does func(ben *person)
}{
	{"closed messages", func(ben *person) { ben.CloseDMs(true) }},
	{"closed messages, everything forgot", func(ben *person) {
		ben.runs("privacy").presses("Forget me").presses("Forget everything").CloseDMs(true)
	}},
	{"no more invitations", func(ben *person) { ben.presses("Decline").presses("No more invitations from Anabel") }},
}

// spell is a time, from Send invitation on, in which Discord opens no direct messages.
type spell struct {
	fault    playground.Fault
	lasts    time.Duration
	restarts time.Duration // when the program starts anew; zero for never
}

// spellLooks are the times, since Send invitation, at which Anabel looks.
var spellLooks = []time.Duration{time.Minute, 3 * time.Minute, 4 * time.Minute, 15 * time.Minute, 59 * time.Minute, 2 * time.Hour,
	3*time.Hour - time.Minute, 3*time.Hour + 2*time.Minute, 3*time.Hour + 15*time.Minute, 4 * time.Hour, 25 * time.Hour}

// inSpell returns what Anabel has seen at each of those times.
func inSpell(t *testing.T, s spell, does func(ben *person)) (views []string) {
	w := openWorld(t, "2026-11-23 12:00 Europe/Paris", nil)
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("invites you")
	does(ben)
	ana.presses("Take it back")
	w.passes(25 * time.Hour)
	began := w.clock.Now()
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if isOpenDM(r) && w.clock.Now().Before(began.Add(s.lasts)) {
			return &s.fault
		}
		return nil
	})
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	for _, look := range spellLooks {
		if s.restarts > 0 && s.restarts < look {
			w.until(began.Add(s.restarts))
			w.restarts()
			s.restarts = 0
		}
		w.until(began.Add(look))
		ana.runs("pair", "partner", ben.ID)
		views = append(views, ana.timed())
	}
	if n := ben.count("invites you"); n > 1 {
		t.Errorf("Benedict got the second invitation")
	}
	return views
}

func TestWhileNoDirectMessagesOpenClosedOnesAndNoMoreInvitationsReadTheSameAtTheSameTime(t *testing.T) {
	t.Parallel()
	const cannot = "I can't bring Benedict an invitation right now."
	for i, s := range []spell{
		{playground.Fault{Status: 403, Code: 20026, Message: "flagged"}, 3 * time.Hour, 0},
		{playground.Fault{Status: 403, Code: 20026, Message: "flagged"}, 3 * time.Hour, 100 * time.Minute},
		{playground.Fault{Status: 403, Code: 40003, Message: "too fast"}, 3 * time.Hour, 0},
		{playground.Fault{Status: 503, Message: "down"}, 3 * time.Hour, 100 * time.Minute},
		{playground.Fault{Status: 403, Code: 40333, Message: "internal network error"}, 3 * time.Hour, 0},
	} {
		if !picked(i) {
			continue
		}
		t.Run(fmt.Sprintf("%s, starts anew after %v", named(s.fault), s.restarts), func(t *testing.T) {
			t.Parallel()
			want := inSpell(t, s, getNone[0].does)
			for _, other := range getNone[1:] {
				got := inSpell(t, s, other.does)
				for i, look := range spellLooks {
					if got[i] != want[i] {
						t.Fatalf("after %v %s read\n%s\n%s read\n%s", look, other.name, got[i], getNone[0].name, want[i])
					}
				}
			}
			for i, look := range spellLooks {
				if told := strings.Contains(want[i], cannot); told && look < s.lasts {
					t.Errorf("after %v, while no direct messages open, Anabel reads that it cannot be brought", look)
				}
			}
			if !strings.Contains(want[len(want)-1], cannot) {
				t.Errorf("Anabel never reads that it cannot be brought:\n%s", want[len(want)-1])
			}
		})
	}
}
