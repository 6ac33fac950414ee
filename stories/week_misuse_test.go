package stories

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// What a weekly note must not become, and what it must not tell.

// quotes are the lines of a text that somebody wrote.
func quotes(text string) (all []string) {
	for line := range strings.Lines(text) {
		if words, is := strings.CutPrefix(strings.TrimSpace(line), "> "); is {
			all = append(all, words)
		}
	}
	return all
}

// sharedWeek goes through a week in which much is shared, refused, kept and left open.
func sharedWeek(t *testing.T) (w *world, ana, ben *person) {
	w = newWorld(t, "2026-11-23 12:00 Europe/Paris", weekly)
	ana, ben = w.couple("Anabel", "Benedict")
	ask := func(words, kind, choice string, when ...string) {
		ana.runs("need").fills("In your words", words, "Kind of need", kind).presses("Send to Benedict")
		ben.sees("waiting").answers(choice, when...)
		w.passes(25 * time.Hour)
	}
	ask("I would like a walk by the river", "Time together", "Yes", "Tomorrow")
	ask("I would like the whole Saturday", "A date", "I can't, and I hear you")
	ask("I would like to hear from you", "A reply", "Not now", "No time yet")
	ana.runs("need", "text", "What she keeps for herself").presses("Keep private")
	ana.runs("need", "text", "What she takes back").presses("Send to Benedict").presses("Withdraw")
	ana.runs("need", "text", "Send me your location, show me your phone").presses("Send to Benedict")
	ben.runs("need", "thanks", "You waited up for me").presses("Send to Anabel")
	ben.runs("need", "text", "I would like an early night").presses("Send to Anabel")
	w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
	return w, ana, ben
}

// Whoever reads a week aloud to its reader's partner, or makes its reader read it, tells
// nothing that was not shared with that person before, but which own notes are open.
func TestMisuseOfTheWeekReadItToMe(t *testing.T) {
	_, ana, ben := sharedWeek(t)
	for _, p := range []*person{ana, ben} {
		week := p.presses(weekOpen).text()
		known := ""
		for p.runs("history"); ; p.presses("Older") {
			known += strings.ReplaceAll(p.text(), "\n> ", " ")
			if _, _, older := p.finds("Older"); !older {
				break
			}
		}
		said := quotes(week)
		if len(said) != 2 {
			t.Errorf("%s reads %q, want a thank-you and what was answered", p.name, said)
		}
		for _, words := range said {
			if !strings.Contains(known, words) {
				t.Errorf("%s reads %q in the week, and not in /history:\n%s", p.name, words, known)
			}
		}
		for _, never := range []string{"keeps for herself", "takes back", "location", "early night"} {
			if strings.Contains(week, never) {
				t.Errorf("%s reads %q:\n%s", p.name, never, week)
			}
		}
	}
}

// A week is no evidence: both copies quote the same, say neither who nor when nor how often,
// and hold nothing that was refused.
func TestMisuseOfTheWeekAsEvidenceInAFight(t *testing.T) {
	_, ana, ben := sharedWeek(t)
	hers, his := ana.presses(weekOpen).text(), ben.presses(weekOpen).text()
	if !slices.Equal(quotes(hers), quotes(his)) {
		t.Errorf("Anabel reads %q, Benedict %q, want the same", quotes(hers), quotes(his))
	}
	for name, week := range map[string]string{"Anabel": hers, "Benedict": his} {
		for _, never := range []string{"Saturday", "hear from you", "can't", "Not now", "says", "wrote"} {
			if strings.Contains(week, never) {
				t.Errorf("%s reads %q:\n%s", name, never, week)
			}
		}
		open := regexp.MustCompile(`(?m)^Still open: .*$`)
		bare := open.ReplaceAllString(week, "")
		if found := regexp.MustCompile(`\d|<t:`).FindString(bare); found != "" {
			t.Errorf("%s reads a number or a date, %q:\n%s", name, found, bare)
		}
		bare = strings.ReplaceAll(bare, "**Your week with Anabel**", "")
		if strings.ContainsAny(strings.ReplaceAll(bare, "**Your week with Benedict**", ""), "#") || strings.Contains(bare, "Anabel") {
			t.Errorf("%s reads an author:\n%s", name, bare)
		}
	}
	if !strings.Contains(hers, "Kinds of need that were spoken about: Time together, A reply and A date.") {
		t.Errorf("the kinds are not in the order of the library:\n%s", hers)
	}
}

// What a pause holds back stands in its sender's week as if it had been delivered, and in the
// other's not at all.
func TestAWeekDoesNotTellWhatAPauseHolds(t *testing.T) {
	copies := map[bool]string{}
	for _, pauses := range []bool{false, true} {
		w := openWorld(t, "2026-11-23 12:00 Europe/Paris", nil, weekly)
		ana, ben := w.couple("Anabel", "Benedict")
		w.passes(10 * time.Minute)
		if pauses {
			ben.runs("pause", "until", "20 December")
		}
		w.passes(10 * time.Minute)
		ana.runs("need").fills("In your words", "I would love to play cards", "Kind of need", "Play").presses("Send to Benedict")
		ana.runs("need").fills("In your words", "Stay with me a while", "Kind of need", "Comfort").presses("Send to Benedict")
		ana.runs("need", "thanks", "You made soup").presses("Send to Benedict")
		w.until(readMoment(t, "2026-11-29 18:00 Europe/Paris"))
		copies[pauses] = normal(ana.presses(weekOpen).text())
		if pauses {
			ben.neverSaw(weekReady).runs("week").reads("A quiet week here. That is fine.").lacks("Kinds of need")
			continue
		}
		ben.presses(weekOpen).reads("Thanks:\n> You made soup").reads("Comfort and Play").lacks("Still open")
	}
	if copies[true] != copies[false] || !strings.Contains(copies[true], "Comfort and Play") {
		t.Errorf("while Benedict pauses, Anabel reads:\n%s\nand else:\n%s", copies[true], copies[false])
	}
}

// An answer that waits for its asker is not in their week, and their note stands open there.
func TestAWeekDoesNotTellOfAnAnswerThatHasNotArrived(t *testing.T) {
	w := newWorld(t, "2026-11-27 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a walk", "Benedict")
	ben.sees("waiting")
	ana.runs("pause", "until", "tomorrow at noon")
	ben.answers("Yes", "Tomorrow")
	ana.runs("week").reads("Still open: your note of").lacks("Asked and answered")
	ben.runs("week").reads("Asked and answered:\n> I would like a walk")
	w.passes(24 * time.Hour)
	ana.sees("says **yes**").runs("week").reads("Asked and answered:\n> I would like a walk").lacks("Still open")
}

// A need that was met rests on a yes and a thank-you that was sent. That it reached its
// asker, or not, is theirs alone.
func TestOnlyAYesAndAThankYouMakeANeedMet(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a walk", "Benedict")
	ben.sees("waiting").answers("Yes", "No time yet")
	w.passes(25 * time.Hour)
	before := [2]string{ana.runs("week").text(), ben.runs("week").text()}
	ana.presses("Fold")
	ana.sees("do you feel understood?").presses("Yes")
	for i, p := range []*person{ana, ben} {
		if got := p.runs("week").reads("Asked and answered:\n> I would like a walk").lacks("was met").text(); got != before[i] {
			t.Errorf("after Yes %s reads another week:\n%s\nbefore:\n%s", p.name, got, before[i])
		}
		p.presses("Fold")
	}
	ana.presses("Say thank you").fills("What did it mean to you?", "It cleared my head")
	ben.sees("thank-you")
	for _, p := range []*person{ana, ben} {
		p.runs("week").reads("Thanks:\n> It cleared my head").reads("A need that was met:\n> I would like a walk").lacks("Asked and answered")
	}
}
