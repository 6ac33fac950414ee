package stories

import (
	"slices"
	"testing"
)

// What an inviter does with an open invitation while they are in the chat with somebody else.

// The invitation to Benedict stands in Anabel's chat with him. In her chat with Cleopatra
// she reads how it stands; nothing there can show it to Cleopatra.
func TestAnInvitationIsShownAgainOnlyInItsOwnChat(t *testing.T) {
	w, ana, ben := invitedHere(t)
	theirs := w.discord.Between(ana.Person, ben.Person)
	cleo := &person{w: w, name: "Cleopatra", Person: w.discord.AddStranger("Cleopatra")}
	withCleo := w.discord.Between(ana.Person, cleo.Person)
	group := w.discord.Between(ana.Person, ben.Person, cleo.Person)
	for _, ask := range []string{ben.ID, cleo.ID} {
		ana.in(withCleo).runs("pair", "partner", ask)
		if m, c, ok := ana.finds("Show it again"); ok {
			ctx, cancel := ana.ctx()
			_, _ = ana.Press(ctx, m, c.CustomID)
			cancel()
		}
	}
	ana.in(group).runs("pair", "partner", ben.ID)
	w.settle()
	if seen := shared(cleo.in(withCleo)); len(seen) != 0 {
		t.Errorf("Cleopatra sees %q, want nothing of the invitation to Benedict", seen)
	}
	if seen := shared(cleo.in(group)); len(seen) != 0 {
		t.Errorf("Cleopatra sees %q, want nothing of the invitation to Benedict", seen)
	}
	if got := shared(ben.in(theirs)); len(got) != 1 {
		t.Errorf("Benedict sees %q, want the one invitation", got)
	}
	if got := ana.in(theirs).runs("pair", "partner", ben.ID).buttons("Your invitation to Benedict"); !slices.Contains(got, "Show it again") {
		t.Errorf("Anabel is offered %q in the chat of the two, want Show it again", got)
	}
}
