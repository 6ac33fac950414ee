package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// What a couple's own questions could be misused for, and what stands against it.

// shownOfQuestions is all that a person reads of their questions, and of proposing another: the list,
// a question in full, whether another can go, the file of their data, and what is counted.
func (p *person) shownOfQuestions(proposed string) string {
	p.w.t.Helper()
	all := []string{p.runs("question").text(), p.chooses("Your own questions", "Not in use: "+proposed).text(),
		p.runs("question").presses("Add one").fills("The question", "And another one?").presses("Propose to Benedict").text(), p.runs("privacy").text()}
	p.runs("privacy").presses("Export my data").presses("Everything")
	_, page, _ := p.exported()
	return strings.Join(append(all, page, p.all()), "\n")
}

// A refusal and silence are lived through side by side, and what the proposer sees is the
// same on each of the days.
func TestARefusalReadsAsSilenceForEver(t *testing.T) {
	t.Parallel()
	lives := map[string]func(*person){
		"said nothing":      func(*person) {},
		"opened it":         func(p *person) { p.presses("Open question") },
		"opened and folded": func(p *person) { p.presses("Open question").presses("Fold") },
		"refused it":        func(p *person) { p.presses("Open question").presses("Rather not") },
		"wants no more": func(p *person) {
			p.presses("Open question").presses("Rather not").presses("No more questions from Anabel")
		},
		"thought better": func(p *person) {
			p.presses("Open question").presses("Rather not").presses("No more questions from Anabel").presses("Questions from Anabel again")
		},
	}
	seen := map[string][]string{}
	for name, life := range lives {
		t.Run(name, func(t *testing.T) {
			w := openWorld(t, "2026-11-23 12:00 Europe/Paris", nil)
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("rhythm", "days", "none")
			ben.runs("rhythm", "days", "none")
			ana.proposes(aboutDishes, "Benedict")
			ben.sees("A question for the two of you is waiting")
			life(ben)
			for _, days := range []int{0, 3, 8, 18} {
				w.passes(time.Duration(days) * 24 * time.Hour)
				seen[name] = append(seen[name], ana.shownOfQuestions(aboutDishes))
			}
			w.passes(2 * 24 * time.Hour)
			ana.runs("question").presses("Add one").fills("The question", aboutMusic).presses("Propose to Benedict").reads("It is proposed.")
			seen[name] = append(seen[name], ana.runs("question").text())
		})
	}
	usual := seen["said nothing"]
	for name, got := range seen {
		if !slices.Equal(got, usual) {
			t.Errorf("when Benedict %s, Anabel sees\n%s\nwant what she sees after silence:\n%s", name, got, usual)
		}
	}
}

// Interrogation: "Where were you today?"
func TestMisuseOfAQuestionAsAnInterrogation(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.wordsQuestion("Where were you today?").reads("Where somebody was, and with whom, is theirs to tell.").presses("Propose to Benedict")
	ben.sees("A question for the two of you is waiting").presses("Open question").reads("a no looks like silence").presses("Rather not").
		reads("It is not used. To Anabel that looks like silence.")
	for range 6 { // it comes on no day
		w.passes(5 * 24 * time.Hour)
		ben.neverSaw("Your question is waiting.")
	}
	ana.runs("question").reads("**Your own questions.**").offersNo("Take it back").chooses("Your own questions", "Not in use: Where were you today?").reads("Not in use.")
}

// A message channel: insults as questions.
func TestMisuseOfAQuestionAsAMessageChannel(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.proposes("Do you know how cold you are?", "Benedict")
	ben.sees("A question for the two of you is waiting. No rush.").neverSaw("how cold")
	ana.wordsQuestion("And how dull?").presses("Propose to Benedict").reads("one at a time is enough")
	ben.presses("Open question").presses("Rather not").presses("No more questions from Anabel").reads("No more questions from Anabel reach you. I tell nobody.")

	w.passes(31 * 24 * time.Hour)
	ana.proposes("And how dull?", "Benedict")
	ana.runs("question").chooses("Your own questions", "Not in use: And how dull?").reads("Not in use.")
	w.passes(24 * time.Hour)
	ben.neverSaw("A question for the two of you is waiting. No rush.").neverSaw("how dull").runs("question").lacks("dull").offersNo("Open question")

	ben.presses("Questions from Anabel again").reads("New questions from Anabel reach you again.")
	w.passes(31 * 24 * time.Hour)
	ben.neverSaw("how dull") // what was held from him does not come after all
	ana.runs("resume")       // nobody answered whether they still agree
	ben.runs("resume")
	ana.proposes(aboutDishes, "Benedict")
	ben.sees("A question for the two of you is waiting. No rush.")
}

func TestALaterYesCountsWithinThirtyDays(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.proposes(aboutDishes, "Benedict")
	ben.presses("Open question").presses("Rather not").presses("Fold").reads("A question for the two of you is waiting.")
	w.passes(29 * 24 * time.Hour)
	ben.runs("question").presses("Open question").presses("Yes, use it").reads("It is in use.")
	ana.runs("question").chooses("Your own questions", "In use: "+aboutDishes)

	ana.proposes(aboutMusic, "Benedict")
	proposal := ben.spies("Open question")
	w.passes(31 * 24 * time.Hour)
	ben.runs("question").offersNo("Open question")
	ben.pressesOld(proposal).reads("That question does not wait any more.")
	ana.runs("question").chooses("Your own questions", "Not in use: "+aboutMusic)
}
