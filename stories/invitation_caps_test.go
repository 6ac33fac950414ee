package stories

import (
	"testing"
	"time"
)

// What keeps an invitation from being a way to press people, or a bot from looking like
// one that does: caps for each inviter.

func TestThreeInvitationsAreOpenAndFiveGoInADay(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	all := w.people("Anabel", "Benedict", "Cleopatra", "Daniel", "Eleanora", "Ferdinand", "Georgina")
	ana, ben, dan := all[0], all[1], all[3]
	for _, p := range all[1:4] {
		ana.runs("pair", "partner", p.ID).presses("Send invitation").reads("on its way")
		p.sees("Anabel invites you")
	}
	dan.presses("Decline")
	const open = "3 invitations of yours are open already"
	ana.runs("pair", "partner", all[4].ID).reads(open).reads("Take it back")
	ana.runs("pair", "partner", ben.ID).presses("Take it back").reads("Taken back")
	ana.runs("pair", "partner", all[4].ID).presses("Send invitation").reads("on its way")
	ana.runs("pair", "partner", all[5].ID).reads(open)
	ana.runs("pair", "partner", dan.ID).reads("is open until").presses("Take it back")
	ana.runs("pair", "partner", all[5].ID)
	send := ana.spies("Send invitation")
	ana.presses("Send invitation").reads("on its way").presses("Take it back")
	const day = "You have sent 5 invitations within a day"
	ana.runs("pair", "partner", all[6].ID).reads(day).reads("<t:1795518000:F>")
	ana.pressesOld(send).reads("sent already")
	ana.runs("privacy").presses("Forget me").presses("Forget everything")
	ana.runs("pair", "partner", all[6].ID).reads(day)
	w.passes(24*time.Hour - time.Minute)
	ana.runs("pair", "partner", all[6].ID).reads(day)
	w.passes(time.Minute)
	ana.runs("pair", "partner", all[6].ID).presses("Send invitation").reads("on its way")
	all[6].sees("Anabel invites you")
}

func TestAnInvitationThatWasBegunIsSentWithinTheHourOrNotAtAll(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	all := w.people("Anabel", "Benedict", "Cleopatra", "Daniel", "Eleanora")
	ana := all[0]
	var sends []spied
	for _, p := range all[1:] {
		ana.runs("pair", "partner", p.ID)
		sends = append(sends, ana.spies("Send invitation"))
		w.passes(time.Second)
	}
	const lapsed = "This one lapsed before it was sent, and nobody was told."
	ana.pressesOld(sends[0]).reads(lapsed) // the oldest of four
	w.passes(59*time.Minute + 50*time.Second)
	ana.pressesOld(sends[1]).reads("on its way")
	all[2].sees("Anabel invites you")
	w.passes(time.Minute)
	ana.pressesOld(sends[2]).reads(lapsed)
	w.passes(time.Hour)
	ana.pressesOld(sends[3]).reads(lapsed)
	for _, p := range []*person{all[1], all[3], all[4]} {
		if n := len(p.Messages()); n != 0 {
			t.Errorf("%s got %d messages, want none", p.name, n)
		}
	}
}
