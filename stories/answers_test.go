package stories

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// An answer: what stands under an opened note, what one press sends, and how it reads.
// 2026-11-30 is a Monday.

// asked is a couple where Anabel's note waits for Benedict.
func asked(t *testing.T) (w *world, ana, ben *person) {
	t.Helper()
	w = newWorld(t, "2026-11-30 12:00 Europe/Paris")
	ana, ben = w.couple("Anabel", "Benedict")
	ana.runs("need").fills("In your words", "I felt alone on Sunday", "Would you ...?", "call me from the train").presses("Send to Benedict")
	return w, ana, ben
}

func TestStep5UnderTheNoteStandTheAnswers(t *testing.T) {
	_, _, ben := asked(t)
	ben.offers("A note from Anabel is waiting. No rush.", "Open note", "Help")
	ben.opens("note").reads("Anabel wrote, on").reads("> Would you call me from the train?").reads("leanon adds: *").reads("I don't tell Anabel that you opened this.")
	ben.offers("Anabel wrote", "I hear you", "Yes", "Not now", "I can't, and I hear you", "More", "Fold")
	ben.presses("More").reads("I felt alone on Sunday")
	ben.offers("Anabel wrote", "Part of it", "Let's talk", "In my own words", "Back", "Help")
	ben.presses("Back")
	ben.offers("Anabel wrote", "I hear you", "Yes", "Not now", "I can't, and I hear you", "More", "Fold")
	ben.presses("Yes").reads("**Yes.** When?")
	ben.offers("Anabel wrote", "Tonight", "Tomorrow", "This weekend", "Own words", "No time yet", "Back")
	ben.presses("Back").presses("Not now").reads("**Not now.** When will you come back to it?")
	ben.offers("Anabel wrote", "Tonight", "Tomorrow", "This weekend", "Own words", "No time yet", "Back")
}

func TestStep5ANoteThatTellsHasThreeAnswers(t *testing.T) {
	w := newWorld(t, "2026-11-30 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Thank you for the soup, it was a joy").presses("Send to Benedict")
	ben.opens("note")
	ben.offers("Anabel wrote", "I hear you", "Write back", "Let's talk", "Fold", "Help")
	ben.presses("Write back").fills("Your words", "It was my pleasure")
	ana.sees("An answer from Benedict is waiting").opens("answer").reads("You wrote:\n> Thank you for the soup, it was a joy\nBenedict wrote back:\n> It was my pleasure")
}

func TestStep5EveryAnswerReadsAsASentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		press       []string
		field, line string
		asker, own  string
	}{
		{[]string{"I hear you"}, "", "", "Benedict says: **I hear you.**", "You said: **I hear you.**"},
		{[]string{"Yes", "Tonight"}, "", "", "Benedict says **yes**: tonight, Monday 30 November.", "You said **yes**: tonight, Monday 30 November."},
		{[]string{"Yes", "No time yet"}, "", "", "Benedict says **yes**.", "You said **yes**."},
		{[]string{"Yes", "Own words"}, "When?", "Friday after eight", "Benedict says **yes**, and when:\n> Friday after eight", "You said **yes**, and when:\n> Friday after eight"},
		{[]string{"Not now", "This weekend"}, "", "", "**Not now.** Benedict will come back to it this weekend, Saturday 5 December. Until then there is nothing you need to do.",
			"You said **not now**, and that you will come back to it this weekend, Saturday 5 December."},
		{[]string{"Not now", "No time yet"}, "", "", "Benedict says **not now**, and names no time yet. There is nothing you need to do.", "You said **not now**, without a time yet."},
		{[]string{"Not now", "Own words"}, "When?", "after the exams", "**Not now.** Benedict says when they will come back to it:\n> after the exams\nUntil then there is nothing you need to do.",
			"You said **not now**, and when you will come back to it:\n> after the exams"},
		{[]string{"I can't, and I hear you"}, "", "", "Benedict **can't**, and hears you. This is a no to this wish, not to you. It may hurt all the same.",
			"You said that you **can't**, and that you hear Anabel."},
		{[]string{"More", "Part of it"}, "Which part?", "I can call at eight", "Benedict says **yes to part of it**:\n> I can call at eight", "You said **yes to part of it**:\n> I can call at eight"},
		{[]string{"More", "Let's talk"}, "When? (optional)", "Sunday at breakfast", "Benedict would like to **talk** about it, and says when:\n> Sunday at breakfast",
			"You said that you would like to **talk** about it, and when:\n> Sunday at breakfast"},
		{[]string{"More", "In my own words"}, "In your words", "I will try\nand tell you", "Benedict answers:\n> I will try\n> and tell you", "You answered:\n> I will try\n> and tell you"},
	} {
		t.Run(strings.Join(c.press, ", "), func(t *testing.T) {
			_, ana, ben := asked(t)
			ben.opens("note")
			for _, label := range c.press {
				ben.presses(label)
			}
			if c.field != "" {
				ben.fills(c.field, c.line)
				ana.sees("An answer from Benedict is waiting. No rush.").neverSaw(c.line).neverSaw("You asked:")
				ana.opens("answer").reads("You asked:\n> Would you call me from the train?\n" + c.asker)
			} else {
				ana.sees("About your note of Monday, 30 November, 12:00:\n" + c.asker).neverSaw("You asked:")
			}
			ben.reads(c.own).presses("Fold").opens("note").reads(c.own)
		})
	}
}

func TestStep5ALineFollowsOnceAndArrivesAsALine(t *testing.T) {
	t.Parallel()
	for _, c := range [][]string{{"I hear you"}, {"Yes", "Tonight"}, {"Not now", "Tomorrow"}, {"I can't, and I hear you"}} {
		t.Run(c[0], func(t *testing.T) {
			_, ana, ben := asked(t)
			ben.answers(c[0], c[1:]...).presses("Add a line").fills("A line of your own", "I'll call.")
			if slices.Contains(ben.buttons("I'll call."), "Add a line") {
				t.Error("a second line can be added")
			}
			ana.sees("An answer from Benedict is waiting").neverSaw("call.")
			ana.opens("answer").reads("You asked:").reads("\nBenedict adds:\n> I'll call.")
			if n := ana.count("An answer from") + ana.count("adds:"); n != 1 {
				t.Errorf("the line came in %d messages, want one", n)
			}
		})
	}
}

func TestStep5ALineComesWithAnAnswerThatIsHeld(t *testing.T) {
	w, ana, ben := asked(t)
	ana.runs("pause")
	ben.answers("Yes", "Tomorrow").presses("Add a line").fills("A line of your own", "I'll call.")
	w.passes(time.Hour)
	ana.runs("resume").sees("An answer from Benedict is waiting").once("An answer from Benedict is waiting")
	ana.opens("answer").reads("Benedict says **yes**: tomorrow, Tuesday 1 December.\nBenedict adds:\n> I'll call.")
}

// A no costs at most as many presses as a yes, and no form.
func TestStep5ANoCostsNoMoreThanAYes(t *testing.T) {
	w := newWorld(t, "2026-11-30 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cost := func(arrives string, labels ...string) int {
		ana.asks("I would like "+labels[0], "Benedict")
		ben.opens("note")
		for _, label := range labels {
			if ana.has(arrives) {
				t.Errorf("%q arrives before its last press", labels)
			}
			ben.presses(label)
			if ben.shown.Form != nil {
				t.Errorf("%q opens a form", labels)
			}
		}
		ana.sees(arrives)
		return len(labels)
	}
	yes := cost("Benedict says **yes**", "Yes", "Tomorrow")
	if no := cost("Benedict will come back to it", "Not now", "Tomorrow"); no > yes {
		t.Errorf("not now takes %d presses, yes %d", no, yes)
	}
	if no := cost("Benedict **can't**", "I can't, and I hear you"); no > yes {
		t.Errorf("I can't takes %d presses, yes %d", no, yes)
	}
}

func TestStep5AYesMayBeTakenBackInOnesOwnWords(t *testing.T) {
	_, ana, ben := asked(t)
	ben.answers("Yes", "Tonight")
	ben.offers("You said **yes**", "In my own words", "Add a line", "Fold", "Help")
	ben.presses("In my own words").fills("In your words", "I spoke too soon, I am sorry")
	ana.sees("Benedict says **yes**: tonight").opens("answer").reads("Benedict answers:\n> I spoke too soon, I am sorry")
	ben.offers("You answered:", "In my own words", "Fold", "Help")
}

func TestStep5OpeningLooksTheSameAtAnyMinuteAndNever(t *testing.T) {
	t.Parallel()
	looks := map[string]func(*person){
		"opens":                  func(p *person) { p.opens("note") },
		"opens and folds":        func(p *person) { p.opens("note").presses("Fold") },
		"looks at the answers":   func(p *person) { p.opens("note").presses("More").presses("Back") },
		"looks at times for yes": func(p *person) { p.opens("note").presses("Yes").presses("Back") },
		"begins to write":        func(p *person) { p.opens("note").presses("More").presses("In my own words") },
	}
	var mu sync.Mutex
	seen := map[string][]string{}
	t.Run("lives", func(t *testing.T) {
		for i, name := range slices.Sorted(maps.Keys(looks)) {
			for j, after := range []time.Duration{time.Minute, 7 * time.Minute, 30 * time.Minute, -1} {
				if !picked(i + j) {
					continue
				}
				look := looks[name]
				t.Run(fmt.Sprintf("%s after %v", name, after), func(t *testing.T) {
					w, ana, ben := asked(t)
					if after >= 0 {
						w.passes(after)
						look(ben)
					}
					w.until(readMoment(t, "2026-11-30 12:40 Europe/Paris"))
					ana.runs("needs").runs("history")
					w.until(readMoment(t, "2026-12-02 12:00 Europe/Paris"))
					mu.Lock()
					defer mu.Unlock()
					sees := shownTo(ana) + plainLog(w) + shownMetrics(w)
					seen[sees] = append(seen[sees], t.Name())
				})
			}
		}
	})
	if len(seen) != 1 {
		t.Errorf("an open can be told from none: %d different views, %v", len(seen), seen)
	}
}

func TestStep5WithoutTheNameNobodyIsNamedBeforeOpen(t *testing.T) {
	w, ana, ben := asked(t)
	for _, p := range []*person{ana, ben} {
		p.runs("settings").chooses("How notes arrive", "Notes: without the name")
	}
	unasked := func(p *person, other string, since int) {
		t.Helper()
		for _, m := range p.fromBot()[since:] {
			if strings.Contains(m.Content, other) {
				t.Errorf("%s is named to %s before Open: %q", other, p.name, m.Content)
			}
		}
	}
	ben.answers("I hear you")
	a, b := len(ana.fromBot()), len(ben.fromBot())
	ben.answersHere("Not now", "Tomorrow").presses("Add a line").fills("A line of your own", "I'll call.")
	ben.presses("Say what I heard").fills("What I heard is ...", "I hear that you were alone")
	unasked(ana, "Benedict", a)
	ana.sees("An answer is waiting. No rush.").opens("answer").reads("This is what Benedict heard:").presses("That's it").presses("Fold")
	w.passes(40 * time.Hour)
	unasked(ben, "Anabel", b)
	ben.sees("A reminder for you alone, about a note that was written on Monday, 30 November, 12:00.").sees("An answer is waiting. No rush.")
}

func TestStep5WithoutTheNameAnAnswerThatNeedsNoWordsWaitsToo(t *testing.T) {
	_, ana, ben := asked(t)
	ana.runs("settings").chooses("How notes arrive", "Notes: without the name")
	ben.answers("I hear you")
	ana.sees("An answer is waiting. No rush.").neverSaw("I hear you").opens("answer").reads("Benedict says: **I hear you.**")
}

func TestStep5WordsBeyondTwelveAnswersADayAreNotLost(t *testing.T) {
	w, ana, ben := asked(t)
	ben.opens("note")
	for i := range 12 {
		ben.presses("More").presses("In my own words").fills("In your words", fmt.Sprintf("Thought number %d of mine", i+1))
	}
	ben.presses("More").presses("In my own words").fills("In your words", "The thirteenth thought of mine")
	ben.reads("Nothing is lost, your words are here.").reads("> The thirteenth thought of mine")
	ben.offers("Nothing is lost", "Send now", "Keep private", "Discard", "Help")
	ben.presses("Send now").reads("Nothing is lost")
	w.passes(2 * time.Hour)
	ben.presses("Send now").reads("Nothing is lost")
	w.passes(23 * time.Hour)
	ben.presses("Send now").reads("You answered:\n> The thirteenth thought of mine")
	ana.opens("answer").reads("> The thirteenth thought of mine")
}

func TestStep5TheButtonsOfEarlierMessagesStillOpenTheirForms(t *testing.T) {
	t.Parallel()
	for name, asker := range map[string]string{
		"heard": "Benedict says: **I hear you.**", "part": "Benedict says **yes to part of it**", "talk": "Benedict would like to **talk** about it.",
		"cannot": "Benedict **can't**, and hears you.", "yes": "Benedict says **yes**: tomorrow, Tuesday 1 December.", "not-now": "Benedict will come back to it tomorrow, Tuesday 1 December.",
	} {
		t.Run(name, func(t *testing.T) {
			_, ana, ben := asked(t)
			ben.opens("note").pressesOld(ben.asBefore(name))
			if ben.shown.Form == nil {
				ben.presses("Tomorrow")
			}
			ben.fills("A line of your own (optional)", "as it used to be")
			ana.opens("answer").reads(asker).reads("> as it used to be")
		})
	}
}

func TestStep5OneLineCoachesByWhatWasAskedFor(t *testing.T) {
	w := newWorld(t, "2026-11-30 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, c := range []struct{ words, want, line string }{
		{"I felt alone on Sunday", "Listen", "leanon adds: *Listening comes first; no ideas needed.*"},
		{"You must tell me where you are", "Listen", "leanon adds: *You may say no. You need no reason.*"},
		{"Some nights I want to die", "Listen", ""},
	} {
		ana.runs("need", "text", c.words).chooses("What I'd like from Benedict", c.want).presses("Send to Benedict")
		if ana.shows("Send anyway") {
			ana.presses("Send anyway")
		}
		ben.opens("note").reads(c.words).reads(c.line)
		if n := strings.Count(ben.text(), "leanon adds:"); c.line != "" && n != 1 || c.line == "" && n != 0 {
			t.Errorf("under %q Benedict reads %q", c.words, ben.text())
		}
		ben.presses("I hear you")
		if strings.Contains(ben.text(), "leanon adds:") {
			t.Errorf("after the answer a line still coaches: %q", ben.text())
		}
		ben.presses("Fold")
		ana.runs("history").neverSaw("leanon adds")
	}
}

func TestStep5ADoublePressAnswersOnce(t *testing.T) {
	_, ana, ben := asked(t)
	ben.opens("note")
	hear, yes := ben.spies("I hear you"), ben.spies("Yes")
	ben.presses("I hear you").pressesOld(hear).reads("You said: **I hear you.**")
	ana.once("Benedict says: **I hear you.**")
	tonight := ben.pressesOld(yes).spies("Tonight")
	ben.pressesOld(tonight).pressesOld(tonight).pressesOld(yes).reads("You said **yes**: tonight")
	ana.once("Benedict says **yes**: tonight")
}
