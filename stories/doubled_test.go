package stories

import "testing"

// Discord may deliver what a person did any number of times. It is done once.

func TestAnInvitationThatComesTwiceIsNotUndone(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	w.discord.Gateway().Repeat(4)
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	if n := ben.count("Anabel invites you"); n != 1 {
		t.Errorf("the invitation arrived %d times, want once", n)
	}
	ben.agrees()
	ana.sees(bothAgreed)
	ana.asks("Hold me for a while", "Benedict")
	if n := ben.count("A note from Anabel is waiting"); n != 1 {
		t.Errorf("the note arrived %d times, want once", n)
	}
	ben.answers("I hear you")
	if n := ana.count("Benedict says: **I hear you.**"); n != 1 {
		t.Errorf("the answer arrived %d times, want once", n)
	}
}
