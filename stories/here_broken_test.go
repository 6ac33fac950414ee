package stories

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leanon/playground"
)

// An invitation in the chat of the two, when something breaks off, and long afterwards.

// losesOne lets the next request of that kind get lost, and says whether it was.
func (w *world) losesOne(method, part string, carriedOut bool) *atomic.Bool {
	var lost atomic.Bool
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if r.Method == method && strings.Contains(r.URL.Path, part) && lost.CompareAndSwap(false, true) {
			return &playground.Fault{Drop: true, Execute: carriedOut}
		}
		return nil
	})
	return &lost
}

// The press on Send invitation is taken, and its answer is lost: Discord tells Anabel that
// the interaction failed. She presses again, and reads where it stands.
func TestASendWhoseAnswerIsLostIsFoundAgain(t *testing.T) {
	w, ana, ben, _ := apart(t)
	ana.runs("pair", "partner", ben.ID)
	send := ana.spies("Send invitation")
	lost := w.losesOne("POST", "/callback", false)
	ctx, cancel := ana.ctx()
	go func() {
		defer cancel()
		_, _ = ana.Press(ctx, send.on, send.id) // nobody answers her
	}()
	ana.awaits("the loss", lost.Load)
	ana.pressesOld(send).reads("This invitation was sent already. /pair shows how it stands.")
	if n := len(ben.looks()); n != 0 {
		t.Fatalf("Benedict sees %d messages, want none yet", n)
	}
	ana.runs("pair", "partner", ben.ID).presses("Show it again").reads("is in the chat between you two")
	ben.sees("Anabel invites Benedict").presses("Accept").sees("Only *I agree* counts").presses("I agree").reads("You said yes")
	if n := len(w.consents()); n != 2 {
		t.Errorf("%d consents, want one of each", n)
	}
}

// The yes is kept, and its answer is lost. The message changes all the same, and a second
// press finds the couple.
func TestAYesWhoseAnswerIsLostCounts(t *testing.T) {
	w, ana, ben := invitedHere(t)
	ben.presses("Accept").sees("Only *I agree* counts")
	agree := ben.spies("I agree")
	w.losesOne("POST", "/callback", false)
	ctx, cancel := ben.ctx()
	go func() {
		defer cancel()
		_, _ = ben.Press(ctx, agree.on, agree.id)
	}()
	ana.sees("You have both agreed. From now on")
	ben.pressesOld(agree).reads("You two share this already.")
	ana.in(nil).sees(bothAgreed)
	if n := len(w.consents()); n != 2 {
		t.Errorf("%d consents, want one of each", n)
	}
}

// The program dies before it could change the message, and before it answered.
func TestAYesBeforeACrashShowsAtTheNextPress(t *testing.T) {
	w, ana, ben := invitedHere(t)
	ben.presses("Accept").sees("Only *I agree* counts")
	changed := w.losesOne("PATCH", "/webhooks/", false)
	ben.presses("I agree").reads("You said yes")
	ana.awaits("the loss", changed.Load)
	w.restarts()
	if got := shared(ana); len(got) != 1 || !strings.Contains(got[0], "invites Benedict") {
		t.Errorf("both see %q, want the invitation still", got)
	}
	ben.presses("Notes only").sees("You have both agreed. From now on")
	ana.sees("You have both agreed. From now on").in(nil).sees(bothAgreed)
	if n := ana.count(bothAgreed); n != 1 {
		t.Errorf("%d welcomes, want 1", n)
	}
}

// Whoever presses the invitation of a couple that has ended does not bring it back.
func TestAnOldInvitationInTheirChatBringsNoCoupleBack(t *testing.T) {
	w, ana, ben := invitedHere(t)
	accept, facing := ben.spies("Accept"), ben.presses("Accept").sees("Only *I agree* counts").spies("I agree")
	ben.presses("I agree").reads("You said yes")
	ana.sees("You have both agreed. From now on").in(nil).sees(bothAgreed).runs("leave").presses("Leave")
	ben.pressesOld(accept).reads("no longer open")
	ben.pressesOld(facing).reads("no longer open")
	if got := shared(ben); len(got) != 1 {
		t.Errorf("both see %q in their chat, want the one message", got)
	}
	w.passes(40 * 24 * time.Hour)
	ben.pressesOld(accept).reads("no longer open")
}

func TestAnInvitationInTheirChatOutlivesNoForgetMe(t *testing.T) {
	for _, who := range []string{"Anabel", "Benedict"} {
		t.Run(who, func(t *testing.T) {
			w, ana, ben := invitedHere(t)
			p := map[string]*person{"Anabel": ana, "Benedict": ben}[who]
			p.Install(true)
			before := shared(ana)
			p.in(nil).runs("privacy").presses("How it ends")
			if _, _, ok := p.finds("Forget me"); !ok {
				t.Fatalf("%s is not offered Forget me:\n%s", who, p.all())
			}
			p.presses("Forget me").presses("Forget everything")
			for _, press := range []string{"Accept", "Decline"} {
				ben.in(w.discord.Between(ana.Person, ben.Person)).presses(press).reads("no longer open")
			}
			if got := shared(ana.in(w.discord.Between(ana.Person, ben.Person))); !slices.Equal(got, before) {
				t.Errorf("both see %q, want %q", got, before)
			}
		})
	}
}

// Somebody who never adds leanon is told nothing more, and their partner sees nothing of it.
func TestOneWhoNeverAddsLeanonIsLeftInPeace(t *testing.T) {
	w, ana, ben := invitedHere(t)
	ben.presses("Accept").sees("Only *I agree* counts").presses("I agree").reads("You said yes")
	ana.in(nil).sees(bothAgreed)
	w.at("20:00")
	before := w.discord.Invalid()
	ana.asks("A walk by the river", "Benedict")
	w.passes(10 * 24 * time.Hour)
	if n := w.discord.Invalid() - before; n > 1 {
		t.Errorf("%d more requests were refused, want Benedict left alone", n)
	}
	ben.in(nil)
	if n := len(ben.looks()); n != 0 {
		t.Errorf("Benedict sees %d messages, want none", n)
	}
}
