package stories

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"leanon/playground"
)

// How a card could be turned against one of the two, and what stands against it.

// A card that forbids the other something is a book of rules. It gets a hint and is never
// held back; and whoever reads it reads that they may say no.
func TestMisuseOfTheCardAsARuleBook(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	const hint = "A card is about you: what comforts you, what you would rather not hear."
	ana.writesCard(teaAndHand, noAdvice, afterEight).lacks(hint)
	ana.presses("Discard")
	ana.writesCard("", "you seeing Mia", "").reads(hint)
	ana.presses("Show it to Benedict").reads("This is what Benedict sees:")
	ana.wants("It was a long day", "Comfort", "Benedict")
	ben.opens().lacks("Mia") // only what fits the want stands below a note
	ben.presses("Card of Anabel").reads("What doesn't help: you seeing Mia\n*These are wishes. You may still say no.*")
}

// What hurts can be used against whoever wrote it. So they are told before they write, and
// take it back at once, alone and untold; leaving destroys it.
func TestMisuseOfTheCardAsAWeapon(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("card").reads("Write only what you would be fine with Benedict knowing on a bad day.")
	ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
	ana.wants("It was a long day", "Comfort", "Benedict")
	ben.opens().reads(teaAndHand)
	before := len(ben.Messages())
	ana.runs("card").presses("Don't show it")
	w.passes(time.Minute)
	ben.neverSaw(teaAndHand)
	ben.opens().lacks(teaAndHand)
	if n := len(ben.Messages()); n != before {
		t.Errorf("Benedict got %d messages when the card went, want none", n-before)
	}
	ana.runs("card").presses("Show it")
	ana.runs("leave").chooses("What your partner reads", "Nothing").presses("Leave")
	w.settle()
	db := w.database()
	defer db.Close()
	if rows := w.column(db, `SELECT person FROM cards`); len(rows) != 0 {
		t.Errorf("after leaving there are %d cards in the file, want none", len(rows))
	}
	ben.runs("needs").lacks(teaAndHand)
}

// Somebody may demand to see a card. An empty, a hidden and an absent one look the same to
// them, whatever they do, so that "I have none" cannot be disproved.
func TestMisuseOfTheCardAsShowMeYours(t *testing.T) {
	for name, way := range map[string]func(*person){
		"has none":       func(*person) {},
		"keeps it":       func(p *person) { p.writesCard(teaAndHand, noAdvice, afterEight).presses("Keep private") },
		"has hidden it":  func(p *person) { p.showsCard("Benedict", teaAndHand, "", ""); p.runs("card").presses("Don't show it") },
		"has removed it": func(p *person) { p.showsCard("Benedict", teaAndHand, "", ""); p.runs("card").presses("Remove") },
		"is still at it": func(p *person) { p.writesCard(teaAndHand, noAdvice, afterEight) },
		"has thought":    func(p *person) { p.writesCard(teaAndHand, noAdvice, afterEight).presses("Discard") },
		"has an empty one": func(p *person) {
			p.runs("card").presses("Write").fills("What comforts me", " ").reads("All three fields were empty")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			way(ana)
			ana.wants("It was a long day", "Comfort", "Benedict")
			ben.opens().lacks("card").lacks(maySayNo)
			for _, words := range []string{"It was a long day"} {
				if got, want := ben.buttons(words), []string{"I hear you", "Yes", "Not now", "I can't, and I hear you", "More", "Fold"}; !slices.Equal(got, want) {
					t.Errorf("below the note are %q, want %q", got, want)
				}
			}
			ben.runs("card").reads("**Your card.** Anabel sees it").lacks(teaAndHand) // his own
			for _, command := range []string{"needs", "history", "privacy"} {
				ben.runs(command).lacks("card").lacks(teaAndHand)
			}
		})
	}
}

// Beside a threat or an order, a card would read like a list of orders.
func TestMisuseOfTheCardBesideAThreatOrAnOrder(t *testing.T) {
	for _, words := range []string{"Send me your location, show me your phone", "I will kill you if you go out tonight"} {
		t.Run(words, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
			ana.runs("need").fills("In your words", words, "What I'd like from Benedict", "Comfort").lacks("card")
			ana.presses("Send to Benedict")
			if ana.shows("Send anyway") {
				ana.presses("Send anyway")
			}
			ben.opens().reads(words).lacks(teaAndHand)
			if ben.shows("Card of Anabel") {
				t.Error("below it stands the card")
			}
		})
	}
}

// Serious words on a card are asked about once, and told to nobody.
func TestSeriousWordsOnACardAreAskedAboutFirst(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	const words = "I am afraid of him when he drinks, he hits me"
	ana.writesCard("", words, "").presses("Show it to Benedict").reads("This sounds serious.").reads("Showing it may not be safe").lacks("drinks")
	ana.wants("It was a long day", "Comfort", "Benedict")
	ben.opens()
	if ben.shows("Card of Anabel") {
		t.Error("the card is shown before its author decided")
	}
	ana.presses("Show it anyway").reads("This is what Benedict sees:")
	ben.presses("Fold").opens().presses("Card of Anabel").reads(words)
	ana.runs("card").presses("Don't show it").presses("Show it").reads("This sounds serious.").presses("Keep private").reads("Kept. Benedict sees no card.")
	w.passes(time.Minute)
	ben.opens().lacks("drinks")
}

// The name of whoever wrote a card stands in nothing that comes unasked to somebody who
// wants no names.
func TestACardNamesNobodyBeforeOpen(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("settings").chooses("How notes arrive", "Notes: without the name")
	ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
	ana.wants("It was a long day", "Comfort", "Benedict")
	ben.sees("A note is waiting")
	if got := ben.buttons("A note is waiting"); !slices.Equal(got, []string{"Open note", "Help"}) {
		t.Errorf("before Open there are %q", got)
	}
	ben.opens().reads("What comforts Anabel: " + teaAndHand)
	ana.runs("card").presses("Remove")
	w.passes(time.Minute)
	ben.sees("A note is waiting").neverSaw(teaAndHand)
}

// A note that was withdrawn shows no card, whatever is shown.
func TestUnderAWithdrawnNoteStandsNoCard(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
	ana.wants("It was a long day", "Comfort", "Benedict")
	ben.opens().reads(teaAndHand).presses("I hear you").reads(teaAndHand)
	ana.runs("needs").choosesFirst("Choose one").presses("Withdraw").presses("Take it back")
	ben.presses("Fold")
	ben.runs("needs").lacks(teaAndHand)
	if got := ben.count("What comforts Anabel"); got != 0 {
		t.Errorf("%d messages show the card below what was taken back", got)
	}
}

// A copy of the database from before a card was hidden or removed does not show it again.
func TestAnOlderCopyShowsNoCardThatWasHiddenOrRemovedSince(t *testing.T) {
	for _, button := range []string{"Don't show it", "Remove"} {
		t.Run(button, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
			ana.wants("It was a long day", "Comfort", "Benedict")
			ben.opens().reads(teaAndHand)
			w.sleeps()
			backup := w.copied()
			w.wakes()
			ana.runs("card").presses(button)
			w.passes(time.Minute)
			w.sleeps()
			w.isCopiedOver(backup)
			w.wakes()
			w.passes(time.Minute)
			ben.neverSaw(teaAndHand)
			ben.opens().lacks(teaAndHand)
			ana.runs("card")
			if button == "Remove" {
				ana.lacks(teaAndHand)
			} else {
				ana.reads("Only you see this.").reads(teaAndHand)
			}
		})
	}
}

// What is hidden goes from the other's chat also where the copy could not be edited before
// the program ended.
func TestACardThatWasHiddenGoesFromTheChatAfterARestartToo(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.showsCard("Benedict", teaAndHand, noAdvice, afterEight)
	ana.wants("It was a long day", "Comfort", "Benedict")
	ben.opens().reads(teaAndHand)
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if r.Method == http.MethodPatch {
			return playground.Broken(http.StatusServiceUnavailable)
		}
		return nil
	})
	ana.runs("card").presses("Don't show it")
	w.sleeps()
	if !ben.has(teaAndHand) {
		t.Fatal("the copy was folded although Discord takes no edit")
	}
	w.discord.Fault(nil)
	w.wakes()
	w.passes(time.Hour)
	ben.neverSaw(teaAndHand)
}
