package stories

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// The invitee makes leanon forget them before they answered. Their inviter cannot tell that
// from silence.
func TestAForgetMeBeforeAnAnswerReadsLikeSilence(t *testing.T) {
	var mu sync.Mutex
	saw := map[string]string{}
	t.Run("acts", func(t *testing.T) {
		for _, before := range []string{"silence", "at once", "Accept", "Decline"} {
			t.Run(before, func(t *testing.T) {
				all := strings.Join(anabelSees(t, func(p *person) { p.isForgotten(before) }), "\n")
				mu.Lock()
				defer mu.Unlock()
				saw[before] = all
			})
		}
	})
	for before, got := range saw {
		if got != saw["silence"] || len(saw) != 4 {
			t.Errorf("forgotten, %s: Anabel sees\n%s\nwant, as after silence,\n%s", before, got, saw["silence"])
		}
	}
}

// isForgotten presses what before names in the chat of the two, and then Forget me in their
// own chat with leanon; with "silence" they do nothing.
func (p *person) isForgotten(before string) {
	switch before {
	case "silence":
		return
	case "Accept", "Decline":
		p.presses(before)
	}
	p.Install(true)
	p.in(nil).runs("privacy").presses("How it ends").presses("Forget me").presses("Forget everything").reads("Everything I kept about you")
}

// Anabel lets the invitation appear again just after that. Nothing appears, as if it were
// lost on its way, and what she reads stays as it was.
func TestAnInvitationToOneWhoWasForgottenIsNotShownAgain(t *testing.T) {
	_, ana, ben := invitedHere(t)
	ben.isForgotten("at once")
	seen, said := shared(ana), ana.buttons("Your invitation to Benedict")
	ana.presses("Show it again")
	if now := ana.buttons("Your invitation to Benedict"); !slices.Equal(now, said) {
		t.Errorf("Anabel is offered %q, want %q as before", now, said)
	}
	if now := shared(ana); !slices.Equal(now, seen) {
		t.Errorf("both see %q, want %q", now, seen)
	}
}
