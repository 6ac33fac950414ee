package stories

import (
	"strings"
	"testing"
	"time"
)

// More of the weekly note: what is withdrawn, who writes alone, several couples, and one's
// own words.

func TestAWithdrawnThankYouLeavesTheWeekThatQuotesIt(t *testing.T) {
	w := newWorld(t, "2026-11-27 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "thanks", "You made tea").presses("Send to Benedict")
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	ben.presses(weekOpen).reads("> You made tea")
	ana.presses(weekOpen).reads("> You made tea")
	ana.presses("Withdraw")
	w.passes(time.Minute)
	ana.neverSaw("You made tea").presses(weekOpen).reads("A quiet week here.")
	ben.neverSaw("You made tea").sees("Your week with Anabel. No rush.").presses(weekOpen).reads("A quiet week here.")
}

// A couple of whom one sends nothing has a week too: the writer of what was sent, the other
// of what came.
func TestACoupleWithOneWriterHasAWeekToo(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("rhythm", "days", "none")
	for _, one := range [][2]string{{"I would like to hear from you at noon", "A reply"}, {"I would like to laugh together", "Play"}} {
		ana.runs("need").fills("In your words", one[0], "Kind of need", one[1]).presses("Send to Benedict")
	}
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	kinds := "Kinds of need that were spoken about: A reply and Play."
	ana.presses(weekOpen).reads(kinds).reads("Still open: your note of").reads("/needs has your other notes.")
	hasPicture(ana, kinds)
	ben.presses(weekOpen).reads(kinds).lacks("Still open").lacks("question").lacks("at noon")
	hasPicture(ben, kinds)
	ben.runs("leave").presses("Leave")
	w.passes(8 * 24 * time.Hour)
	ana.once("Your week with").presses("Fold").reads("no longer does anything")
}

func TestWhatIWroteShowsOnesOwnWordsToOneselfAlone(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("First I sent this", "Benedict")
	ben.sees("waiting").presses("Open note").presses("More").presses("In my own words").fills("In your words", "What he said to it")
	w.passes(time.Hour)
	ana.runs("need", "text", "Then I kept this").presses("Keep private")
	w.passes(time.Hour)
	ana.runs("need", "text", "A draft came last")
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	ana.presses(weekOpen).presses("What I wrote").reads("**What you wrote this week.** Only you see this.").lacks("What he said")
	text := ana.text()
	last, kept, sent := strings.Index(text, "a draft:\n> A draft came last"), strings.Index(text, "kept for yourself:\n> Then I kept this"), strings.Index(text, "sent to Benedict:\n> First I sent this")
	if last < 0 || kept < last || sent < kept || !ana.shown.Message.Ephemeral {
		t.Errorf("Anabel reads, ephemeral %v:\n%s", ana.shown.Message.Ephemeral, text)
	}
	ben.presses(weekOpen).lacks("kept").presses("What I wrote").reads("in an answer to Anabel:\n> What he said to it").lacks("I kept this")
	ben.sees("**Your week with Anabel**")
	for range 4 {
		ana.runs("need", "text", strings.Repeat("Much to say, ", 70)).presses("Keep private")
		w.passes(time.Minute)
	}
	ana.runs("week").presses("What I wrote").reads("Much to say")
	for {
		if _, _, older := ana.finds("Older"); !older {
			break
		}
		ana.presses("Older").reads("Only you see this.")
	}
	ana.reads("First I sent this")
}

func TestAThankYouAtAnyTimeTellsAndAsksForNothing(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("needs").presses("Say thank you").fills("What are you thankful for?", "You waited up for me").reads(tellsSays).presses("Send to Benedict").reads("Sent.")
	ben.sees("waiting").opens().reads("> You waited up for me").presses("I hear you")
	ben.runs("week").presses("Say thank you").fills("What are you thankful for?", "I want to die without you").lacks("It asks for nothing").presses("Send to Anabel").presses("Keep private")
	ana.neverSaw("without you")
	ana.runs("need", "thanks", "You called").presses("Send to Benedict").reads("Sent.")
	ana.runs("need", "thanks", "You called", "text", "I miss you").reads("Nothing was kept").reads("I miss you").reads("You called")
	w.passes(5 * 24 * time.Hour)
	ana.neverSaw("do you feel understood?").runs("needs").lacks("You called")
}

func TestWhoIsInTwoCouplesHasAWeekInEach(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	mia := w.people("Miriam")[0]
	w.pair(ana, mia)
	ana.runs("need", "partner", "Miriam", "thanks", "Only for Miriam").presses("Send to Miriam")
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	ana.once("Your week with Benedict. No rush.").once("Your week with Miriam. No rush.")
	ana.runs("week").reads("Miriam").runs("week", "partner", "Benedict").reads("**Your week with Benedict**").lacks("Only for Miriam")
	ana.runs("week", "partner", "Miriam").reads("> Only for Miriam")
	ben.presses(weekOpen).reads("A quiet week here.")
	mia.presses(weekOpen).reads("> Only for Miriam")
}

// Opening, folding and looking back leave nothing in the file.
func TestNothingKeepsWhetherAWeekWasOpened(t *testing.T) {
	w := newWorld(t, "2026-11-27 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a walk", "Benedict")
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	before, his := w.dump(), ben.view()
	ana.presses(weekOpen).presses("What I wrote").presses("Fold").presses(weekOpen).presses("Answer").runs("week").presses("Fold")
	if after := w.dump(); after != before {
		t.Errorf("the file differs:\n%s", diffOf(before, after))
	}
	if got := ben.view(); got != his {
		t.Errorf("what Benedict sees differs:\n%s", diffOf(his, got))
	}
}

// Two lives that differ by what somebody does with her weeks look the same to her partner and
// in the file.
func TestNobodyCanInferWhatSomebodyDoesWithTheirWeek(t *testing.T) {
	t.Parallel()
	no := func(*person) {}
	ways := map[string]lived{
		"ignores everything":       {no, no},
		"wants no weeks":           {no, func(p *person) { p.runs("week").presses("Not these") }},
		"wants no weeks and looks": {func(p *person) { p.runs("week").presses("Not these").runs("week").presses("What I wrote") }, no},
		"wants none, and then some": {no, func(p *person) {
			p.runs("week").presses("Not these")
			p.runs("settings").presses("More").presses("More").chooses("Weekly note", "Weekly note: on")
		}},
		"looks at her week":            {no, func(p *person) { p.runs("week").presses("Fold").presses(weekOpen).presses("What I wrote") }},
		"begins an answer of the week": {no, func(p *person) { p.runs("week").presses("Answer") }},
	}
	seen, usual := comparesLives(t, ways, company{host: weekly})
	for name, life := range seen {
		for i, moment := range moments {
			if got := life.files[i].differsFrom(usual[name].files[i]); len(got) > 0 {
				t.Errorf("when Anabel %s, %s, the plain columns differ in %q", name, moment, got)
			}
		}
	}
}
