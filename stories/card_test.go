package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// A card: what somebody wishes their partner to know beside their notes.

// writesCard fills in the form of the card, and leaves its preview open.
func (p *person) writesCard(comforts, doesNotHelp, goodTimes string) *person {
	p.w.t.Helper()
	p.runs("card").presses("Write")
	return p.fills("What comforts me", comforts, "What doesn't help", doesNotHelp, "Good times for me", goodTimes)
}

// showsCard writes a card and shows it.
func (p *person) showsCard(to, comforts, doesNotHelp, goodTimes string) *person {
	p.w.t.Helper()
	return p.writesCard(comforts, doesNotHelp, goodTimes).presses("Show it to " + to).reads("I send no message about it")
}

// wants sends a note that would like something.
func (p *person) wants(words, want, of string) *person {
	p.w.t.Helper()
	return p.runs("need").fills("In your words", words, "What I'd like from "+of, want).presses("Send to " + of).reads("Sent.")
}

const (
	teaAndHand = "tea and a hand on my back"
	noAdvice   = "advice in the first five minutes"
	afterEight = "after eight"
	maySayNo   = "(a wish; you may still say no)"
)

func TestACardIsShownOnlyAfterItsPreviewAndASayingSo(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.wants("It was a long day", "Comfort", "Benedict")
	ana.runs("card").reads("**Your card.** Benedict sees it beside your notes, nowhere else and at no other time. Wishes, not rules.")
	ana.writesCard(teaAndHand, noAdvice, afterEight)
	for _, words := range []string{"Benedict would read:\nWhat comforts Anabel: " + teaAndHand + "\nWhat doesn't help: " + noAdvice + "\nGood times: " + afterEight + "\n*These are wishes. You may still say no.*"} {
		ana.reads(words)
	}
	if got, want := ana.buttons("Benedict would read:"), []string{"Show it to Benedict", "Edit", "Keep private", "Discard", "Help"}; !slices.Equal(got, want) {
		t.Errorf("under the preview are %q, want %q", got, want)
	}
	ben.opens().lacks(teaAndHand)
	if ben.shows("Card of Anabel") {
		t.Error("before Show it Benedict has a button for the card")
	}
	ana.presses("Show it to Benedict").reads("This is what Benedict sees:")
	before := len(ben.Messages())
	ben.presses("Fold").opens().reads("What comforts Anabel: " + teaAndHand + " *" + maySayNo + "*").lacks(noAdvice).lacks(afterEight)
	ben.presses("Card of Anabel").reads("What doesn't help: " + noAdvice).reads("Good times: " + afterEight).reads("*These are wishes. You may still say no.*")
	if m := ben.shown.Message; m == nil || !m.Ephemeral {
		t.Error("the whole card stands in the chat, want it for Benedict alone")
	}
	w.passes(24 * time.Hour)
	if n := len(ben.Messages()); n > before+1 { // his question
		t.Errorf("Benedict got %d messages since the card was shown", n-before)
	}
}

func TestUnderANoteStandsTheOneLineThatFitsItsWant(t *testing.T) {
	t.Parallel()
	for want, line := range map[string]string{
		"Comfort": "What comforts Anabel: " + teaAndHand, "Plan together": "Good times for Anabel: " + afterEight, "Listen": "", "": "", "Help": "",
	} {
		t.Run(want, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
			ana.runs("need").fills("In your words", "I need you tonight", "What I'd like from Benedict", want)
			ana.reads("Below your note Benedict can open your card as it is by then. /card changes that.")
			if line != "" {
				ana.reads("from your card: ")
			} else {
				ana.lacks("from your card:")
			}
			ana.presses("Send to Benedict")
			ben.opens().presses("Fold").opens()
			if line != "" {
				ben.reads(line)
			} else {
				ben.lacks(maySayNo)
			}
			ben.presses("Card of Anabel").reads(teaAndHand)
			ana.runs("history").lacks(teaAndHand)
			ben.runs("history").lacks(teaAndHand)
		})
	}
}

func TestUnderThanksAndTellingsStandsNoCard(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
	ana.runs("need", "text", "Thank you for the soup last night").lacks("card").presses("Send to Benedict")
	ben.opens().reads("the soup").lacks("card").lacks(teaAndHand)
	ana.wants("It was a long day", "Just know", "Benedict")
	ben.opens().reads("a long day").lacks(teaAndHand)
	if ben.shows("Card of Anabel") {
		t.Error("under what only tells stands the card")
	}
}

func TestItIsAlwaysThePresentCardAndCopiesFoldWhenItGoes(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
	ana.wants("It was a long day", "Comfort", "Benedict")
	ben.opens().reads(teaAndHand)
	ana.writesCard("a walk", "", "").reads("Until then Benedict still sees your card as it was before.")
	ben.has(teaAndHand)
	ana.presses("Show it to Benedict")
	w.settle()
	w.passes(time.Minute)
	ben.neverSaw(teaAndHand) // folded, and nobody pressed anything
	ben.opens().reads("What comforts Anabel: a walk")
	stale := ben.spies("Card of Anabel")
	ana.runs("card").presses("Don't show it").reads("Benedict does not see it any more").reads("Only you see this.")
	w.passes(time.Minute)
	ben.neverSaw("a walk")
	ben.opens().lacks("a walk")
	if ben.shows("Card of Anabel") {
		t.Error("a hidden card has a button still")
	}
	ben.pressesOld(stale).reads("It was a long day").lacks("a walk")
	ana.runs("card").presses("Show it")
	ben.presses("Fold").opens().reads("a walk")
	ana.runs("card").presses("Remove").reads("Removed. Nobody sees it any more.")
	w.passes(time.Minute)
	ben.neverSaw("a walk")
	ana.runs("card").lacks("a walk")
}

func TestSomebodyWhoGetsNotesInFullSeesTheCardGoToo(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("settings").chooses("How notes arrive", "Notes: full text")
	ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
	ana.wants("It was a long day", "Comfort", "Benedict")
	ben.sees("What comforts Anabel: " + teaAndHand)
	ana.runs("card").presses("Don't show it")
	w.passes(time.Minute)
	ben.neverSaw(teaAndHand)
	ben.sees("It was a long day")
}

func TestMyCardStandsUnderTheFirstAnswerOnceAndNeverAgain(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cleo := w.people("Cleo")[0]
	w.pair(cleo, ana)
	ana.runs("need", "text", "A walk would be good", "partner", "Benedict").presses("Send to Benedict")
	ben.answers("I hear you")
	ana.sees("**I hear you.**")
	if got := ana.buttons("**I hear you.**"); !slices.Contains(got, "My card") {
		t.Errorf("under the first answer are %q, want My card among them", got)
	}
	ana.presses("My card").reads("**Your card.** Benedict sees it beside your notes")
	ana.runs("need", "text", "A quiet hour would be good", "partner", "Benedict").presses("Send to Benedict")
	ben.answers("In my own words")
	ana.opens("answer").reads("With pleasure")
	w.restarts()
	ana.runs("need", "text", "A call would be good", "partner", "Cleo").presses("Send to Cleo")
	cleo.answers("Yes", "No time yet")
	ana.sees("Cleo says **yes**")
	for _, words := range []string{"With pleasure", "Cleo says **yes**"} {
		if got := ana.buttons(words); slices.Contains(got, "My card") {
			t.Errorf("under a later answer are %q", got)
		}
	}
	if got := ana.buttons("**I hear you.**"); !slices.Contains(got, "My card") {
		t.Errorf("under the first answer are %q later, want My card among them still", got)
	}
}

func TestACardIsForOneCoupleAndIsTakenToAnotherByItsAuthorAlone(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	mia := w.people("Mia")[0]
	w.pair(mia, ana)
	ana.runs("card").reads("Benedict").reads("Mia") // it asks for which
	ana.runs("card", "partner", "Mia").presses("Write").fills("What comforts me", teaAndHand).presses("Show it to Mia")
	ana.runs("need", "text", "I need a call", "partner", "Benedict").presses("Send to Benedict")
	ben.opens().lacks(teaAndHand)
	if ben.shows("Card of Anabel") {
		t.Error("Benedict has a button for the card that Mia sees")
	}
	ana.runs("card", "partner", "Benedict").presses("Use the one from Mia")
	if f := ana.shown.Form; f == nil || f.Fields[0].Value != teaAndHand {
		t.Fatalf("the form is %+v, want the words for Mia in it", f)
	}
	ana.fills("What comforts me", teaAndHand, "Good times for me", afterEight).reads("Benedict would read:")
	ben.presses("Fold").opens().lacks(teaAndHand)
	ana.presses("Show it to Benedict")
	ben.presses("Fold").opens().presses("Card of Anabel").reads(teaAndHand).reads(afterEight)
	ana.runs("card", "partner", "Mia").lacks(afterEight)
}

func TestACardIsInOnesOwnExportAndCountAndNowhereElse(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight).writesCard("only mine so far", "", "")
	ana.runs("privacy").reads("1 card that you wrote")
	ben.runs("privacy").lacks("card")
	ana.presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	_, page, _ := ana.exported()
	for _, words := range []string{teaAndHand, noAdvice, afterEight, "only mine so far"} {
		if !strings.Contains(page, words) {
			t.Errorf("Anabel's export lacks %q", words)
		}
	}
	ben.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	if _, page, _ := ben.exported(); strings.Contains(page, teaAndHand) {
		t.Error("Benedict's export has the card of Anabel")
	}
}

func TestTheConsentQuestionRemindsWhoeverHasACardOfIt(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writesCard(teaAndHand, "", "").presses("Keep private")
	w.passes(31 * 24 * time.Hour)
	ana.sees("Your card is as you left it: /card.")
	ben.sees("You said yes to these facts").neverSaw("Your card is as you left it")
}
