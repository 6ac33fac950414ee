package stories

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"leanon/playground"
)

// More of pairing in the chat of the two: what an inviter can see of a no, what breaks off
// in the middle, and everything else that somebody may type there.

// anabelSees lets Anabel look everywhere after Benedict did something, and returns all
// that she sees.
func anabelSees(t *testing.T, benedict func(*person)) (all []string) {
	t.Helper()
	w, ana, ben := invitedHere(t)
	benedict(ben)
	look := func(p *person) {
		all = append(all, fmt.Sprint(shared(p)), p.text(), fmt.Sprint(p.buttons(p.text())))
	}
	look(ana.presses("Accept"))
	look(ana.presses("Decline"))
	look(ana.runs("pair", "partner", ben.ID))
	w.passes(3 * 24 * time.Hour)
	look(ana.runs("pair", "partner", ben.ID))
	w.passes(4 * 24 * time.Hour)
	look(ana.presses("Accept"))
	for _, m := range ana.in(nil).fromBot() {
		all = append(all, m.Content)
	}
	return all
}

func TestADeclineInTheirChatReadsLikeSilence(t *testing.T) {
	t.Parallel()
	acts := map[string]func(*person){
		"silence":           func(*person) {},
		"a no":              func(p *person) { p.presses("Decline").reads("All right, and no reason needed.") },
		"a no, and no more": func(p *person) { p.presses("Decline").presses("No more invitations from Anabel") },
		"a look":            func(p *person) { p.presses("Accept").sees("Only *I agree* counts") },
		"help":              func(p *person) { p.presses("Help") },
	}
	var mu sync.Mutex
	saw := map[string]string{}
	t.Run("acts", func(t *testing.T) {
		for name, act := range acts {
			t.Run(name, func(t *testing.T) {
				all := strings.Join(anabelSees(t, act), "\n")
				mu.Lock()
				defer mu.Unlock()
				saw[name] = all
			})
		}
	})
	for name, got := range saw {
		if got != saw["silence"] || len(saw) != len(acts) {
			t.Errorf("after %s Anabel sees\n%s\nwant, as after silence,\n%s", name, got, saw["silence"])
		}
	}
}

func TestANoInTheirChatCanBecomeAYes(t *testing.T) {
	_, ana, ben := invitedHere(t)
	ben.presses("Decline").reads("press *Accept* or *Notes only* above")
	ben.presses("Notes only").sees("Only *I agree* counts").presses("I agree").reads("You said yes")
	ana.in(nil).sees(bothAgreed)
}

// What the program forgets when it stops is by which press it could change the invitation.
func TestAnInvitationInTheirChatOutlivesARestart(t *testing.T) {
	w, ana, ben := invitedHere(t)
	ben.presses("Accept").sees("Only *I agree* counts")
	w.restarts()
	ben.presses("I agree").reads("You said yes")
	if got := shared(ana); len(got) != 1 || !strings.Contains(got[0], "invites Benedict") {
		t.Errorf("both see %q, want the invitation still", got)
	}
	ana.presses("Decline") // whoever presses it next
	ana.sees("You have both agreed. From now on").in(nil).sees(bothAgreed)
}

// A yes that comes long after the facts were opened cannot change the message at once.
func TestALateYesInTheirChatShowsAtTheNextPress(t *testing.T) {
	w, ana, ben := invitedHere(t)
	ben.presses("Accept").sees("Only *I agree* counts")
	w.passes(16 * time.Minute)
	ben.presses("I agree").reads("You said yes")
	ben.presses("Accept").sees("You have both agreed. From now on")
	if got := shared(ana); len(got) != 1 || !strings.Contains(got[0], "You have both agreed") {
		t.Errorf("both see %q, want that they agreed", got)
	}
}

// The invitation is lost on its way into the chat. It was sent all the same, and its
// inviter can show it again, three times and for a quarter of an hour.
func TestAnInvitationThatGotLostIsShownAgain(t *testing.T) {
	w, ana, ben, _ := apart(t)
	var lost atomic.Bool
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if r.Method == "POST" && strings.Contains(r.URL.Path, "/webhooks/") && lost.CompareAndSwap(false, true) {
			return &playground.Fault{Drop: true}
		}
		return nil
	})
	ana.runs("pair", "partner", ben.ID).presses("Send invitation").reads("is in the chat between you two")
	ana.awaits("the loss", lost.Load)
	if n := len(ben.looks()); n != 0 {
		t.Fatalf("Benedict sees %d messages, want the invitation lost", n)
	}
	ana.runs("pair", "partner", ben.ID).presses("Show it again")
	ben.sees("Anabel invites Benedict to leanon")
	for range 4 {
		ana.presses("Show it again")
	}
	if got := shared(ben); len(got) != 3 {
		t.Errorf("it was shown %d times, want 3", len(got))
	}
	w.passes(16 * time.Minute)
	if got, want := ana.runs("pair", "partner", ben.ID).buttons("is in the chat between you two"), []string{"Take it back", "Help"}; !slices.Equal(got, want) {
		t.Errorf("Anabel is offered %q, want %q", got, want)
	}
	ben.presses("Accept").sees("Only *I agree* counts").presses("I agree").reads("You said yes")
}

// Each of the two may have invited the other. One yes settles both.
func TestTheOtherReadsTheOpenInvitationInTheirChat(t *testing.T) {
	w, ana, ben := invitedHere(t)
	ben.Install(true)
	ben.runs("pair", "partner", ana.ID).reads("Anabel has invited you already").presses("Accept").reads("Only *I agree* counts").presses("I agree").reads("You said yes")
	w.settle()
	ben.in(nil).sees(bothAgreed)
	ana.in(nil).sees(bothAgreed)
}

func TestEveryReplyInTheirChatIsForThePersonAlone(t *testing.T) {
	w, ana, ben, theirs := apart(t)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("invites Benedict").presses("Accept").sees("Only *I agree* counts").presses("I agree").reads("You said yes")
	ben.Install(true)
	before := shared(ana)
	for _, command := range []string{"breathe", "card", "checkin", "help", "hide", "history", "need", "needs", "pause", "resume", "privacy", "question", "rhythm", "settings", "week", "leave"} {
		ben.runs(command)
		if ben.shown.Deferred || ben.shown.Form == nil && (ben.shown.Message == nil || !ben.shown.Message.Ephemeral) {
			t.Errorf("/%s replies with %+v, want words for Benedict alone", command, ben.shown)
		}
		for _, label := range []string{"My days", "Quiet hours", "More", "What I kept", "Export my data", "Add"} {
			if m, c, ok := ben.finds(label); ok && ben.shown.Message != nil && m.ID == ben.shown.Message.ID {
				ctx, cancel := ben.ctx()
				_, err := ben.Press(ctx, m, c.CustomID)
				cancel()
				if err != nil {
					t.Errorf("%s after /%s: %v", label, command, err)
				}
			}
		}
	}
	if got := shared(ana); !slices.Equal(got, before) {
		t.Errorf("Anabel sees %q in their chat, want %q", got, before)
	}
	ben.runs("need").fills("In your words", "A quiet hour with you").reads("Your draft is in our direct messages.")
	ben.runs("need", "text", "And one in the garden").reads("Your draft is in our direct messages.")
	if got := shared(ana); !slices.Equal(got, before) {
		t.Errorf("Anabel sees %q in their chat, want %q", got, before)
	}
	ben.in(nil).writes("hi")
	ben.sees("A quiet hour with you").presses("Send to Anabel")
	ana.in(nil).sees("A note from Benedict is waiting")
	ana.in(theirs).neverSaw("A note from Benedict")
	if got := ana.suggested("need", "partner", "Ben"); len(got) != 1 {
		t.Errorf("Anabel is suggested %v, want Benedict", got)
	}
	w.settle()
}

// The chat of the two is never taken for somebody's chat with leanon.
func TestNothingThatIsOwedGoesToTheChatOfTheTwo(t *testing.T) {
	w, ana, ben, theirs := apart(t)
	ben.Install(true)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("invites Benedict").presses("Accept").sees("Only *I agree* counts").presses("I agree").reads("You said yes")
	ana.runs("needs")
	ben.runs("needs")
	ana.runs("settings").presses("Quiet hours")
	w.at("20:00")
	ana.in(nil).asked(1)
	ben.in(nil).asked(1)
	ana.in(theirs).neverSaw(howTo)
	if got := shared(ana.in(theirs)); len(got) != 1 {
		t.Errorf("both see %q in their chat, want one message", got)
	}
}

func TestTheirChatSaysWhichOfSeveralIsMeant(t *testing.T) {
	w, ana, ben, theirs := apart(t)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("invites Benedict").presses("Notes only").sees("Only *I agree* counts").presses("I agree")
	cleo := w.people("Cleopatra")[0]
	ana.in(nil).runs("pair", "partner", cleo.ID).presses("Send invitation")
	cleo.sees("Anabel invites you").agrees()
	ana.in(nil).runs("need", "text", "For one of the two").reads("Benedict")
	ana.in(theirs).runs("need", "text", "For him, of course").reads("Your draft is in our direct messages.")
	ana.in(nil).sees("For him, of course").presses("Send to Benedict")
}
