package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A couple's own questions: how one is proposed, and how it is agreed to or not.

const (
	aboutDishes = "What would you like to cook together this week?"
	aboutMusic  = "Which song would you play me today?"
)

// words puts a question into words.
func (p *person) wordsQuestion(text string) *person {
	p.w.t.Helper()
	return p.runs("question").presses("Add one").fills("The question", text)
}

// proposes a question to a partner.
func (p *person) proposes(text, to string) *person {
	p.w.t.Helper()
	return p.wordsQuestion(text).reads(to + " would read:").reads("> " + text).presses("Propose to " + to).reads("It is proposed.")
}

// agreedOn lets one propose a question and the other say yes.
func agreedOn(text string, by, to *person) {
	by.w.t.Helper()
	by.proposes(text, to.name)
	to.sees("A question for the two of you is waiting").presses("Open question").reads("> " + text).presses("Yes, use it").reads("It is in use.")
}

// offersNo fails if the reply to the last act has a button.
func (p *person) offersNo(label string) *person {
	p.w.t.Helper()
	for _, row := range p.shown.Message.Components {
		for _, c := range row {
			if c.Label == label {
				p.w.t.Fatalf("%s is offered %q:\n%s", p.name, label, p.all())
			}
		}
	}
	return p
}

func TestAQuestionIsInUseOnceBothSaidYes(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("question").reads("**Your own questions.** One is used once both of you said yes. Either can take it out at any time, without a reason.").offersNo("Take out")
	ana.wordsQuestion(aboutDishes).reads("Benedict would read:\n> " + aboutDishes).lacks("Good ones ask")
	ben.neverSaw("A question for the two of you")
	ana.presses("Edit").fills("The question", aboutMusic).reads("> " + aboutMusic).presses("Propose to Benedict").
		reads("It is proposed. It comes into use if Benedict says yes. I send you no message about it")

	ben.sees("A question for the two of you is waiting. No rush.").neverSaw("song").presses("Open question").
		reads("Anabel proposes a question for the two of you:\n> " + aboutMusic).reads("You can always say 'Nothing today'.")
	ana.runs("question").chooses("Your own questions", "Not in use: "+aboutMusic).reads("Not in use.")
	before := len(ana.Messages())
	ben.presses("Yes, use it").reads("It is in use.")
	if got := len(ana.Messages()); got != before {
		t.Errorf("Anabel has %d messages after the yes, want %d: it is told by nothing", got, before)
	}
	for _, p := range []*person{ana, ben} {
		p.runs("question").chooses("Your own questions", "In use: "+aboutMusic).reads("> " + aboutMusic + "\nIn use.")
	}
	ben.presses("Take out").reads("It is out. I tell nobody.")
	ana.runs("question").offersNo("Take out").lacks(aboutMusic)
}

func TestAQuestionThatWasDiscardedLeavesNothing(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.wordsQuestion(aboutDishes).presses("Discard").reads("Discarded. Nothing is left of it.")
	ana.runs("question").presses("Add one")
	if got := ana.shown.Form.Fields[0].Value; got != "" {
		t.Errorf("the form holds %q, want nothing", got)
	}
	ana.fills("The question", aboutMusic).reads("> " + aboutMusic)
	ana.runs("question").presses("Add one") // the preview was closed: the draft is there still
	if got := ana.shown.Form.Fields[0].Value; got != aboutMusic {
		t.Errorf("the form holds %q, want the draft", got)
	}
	ben.neverSaw("A question for the two of you")
}

func TestAQuestionGetsAHintAndNoBlock(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for text, hint := range map[string]string{
		"Tell me about your day":        "This does not end with a question mark.",
		"Why are you so quiet?":         "Words like why, always, never and should can sound like blame.",
		"Where were you today?":         "Where somebody was, and with whom, is theirs to tell.",
		"How many points do I get now?": "A number or a grade makes a test of it.",
	} {
		ana.wordsQuestion(text).reads(hint + " Good ones ask each of you about yourselves, now.")
	}
	ana.wordsQuestion("Why do you like the sea?").presses("Propose to Benedict").reads("It is proposed.")
	ben.sees("A question for the two of you is waiting").presses("Open question").reads("Why do you like the sea?").lacks("Good ones")
}

func TestASeriousQuestionAsksFirst(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.wordsQuestion("Do you know that I want to die?").presses("Propose to Benedict").
		reads("This sounds serious.").lacks("want to die").presses("Resources")
	ben.neverSaw("A question for the two of you")
	ana.presses("Propose anyway").reads("It is proposed.")
	ben.sees("A question for the two of you is waiting")
}

func TestOneProposalIsOpenAtATime(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.proposes(aboutDishes, "Benedict")
	ana.wordsQuestion(aboutMusic).presses("Propose to Benedict").reads("You have proposed a question already, and one at a time is enough.")
	w.passes(8 * 24 * time.Hour)
	ana.presses("Propose to Benedict").reads("You have proposed a question already")
	ana.runs("question").presses("Take out").chooses("Which one goes?", "Not in use: "+aboutDishes).reads("It is out.")
	ben.sees("That question does not wait any more.").neverSaw("A question for the two of you is waiting")
	ana.runs("question").presses("Add one").fills("The question", aboutMusic).presses("Propose to Benedict").reads("It is proposed.")
	ana.runs("question").presses("Take out").chooses("Which one goes?", "Not in use: "+aboutMusic)
	ana.wordsQuestion("And what else?").presses("Propose to Benedict").reads("You can propose one question in seven days.")
	w.passes(7 * 24 * time.Hour)
	ana.presses("Propose to Benedict").reads("It is proposed.")
}

func TestTenQuestionsAreInUseAtMost(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, day := range strings.Fields("one two three four five") {
		agreedOn("What was good on day "+day+"?", ana, ben)
		agreedOn("What is next after day "+day+"?", ben, ana)
		w.passes(8 * 24 * time.Hour)
	}
	ana.wordsQuestion(aboutMusic).presses("Propose to Benedict").reads("Ten questions of your own are in use. Take one out first: /question.")
	ben.runs("question").presses("Take out").choosesFirst("Which one goes?")
	ana.presses("Propose to Benedict").reads("It is proposed.")
}

func TestAProposalIsHeldByQuietHoursAndAPauseAsANoteIs(t *testing.T) {
	w := newWorld(t, "2026-11-23 23:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(time.Hour)
	ana.proposes(aboutDishes, "Benedict")
	ben.neverSaw("A question for the two of you")
	w.at("08:00")
	ben.sees("A question for the two of you is waiting. No rush.")

	ana.runs("pause")
	ben.proposes(aboutMusic, "Anabel")
	ana.neverSaw("A question for the two of you")
	ben.runs("question").chooses("Your own questions", "Not in use: "+aboutMusic)
	w.passes(26 * time.Hour)
	ana.runs("resume").sees("A question for the two of you is waiting. No rush.")
}

func TestWithSeveralCouplesEachHasItsOwnQuestions(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cleo := w.people("Cleopatra")[0]
	w.pair(ana, cleo)
	ana.runs("question").reads("Add the option partner: to say whom this is about.")
	ana.runs("question", "partner", "Benedict").reads("**Your own questions with Benedict.**").presses("Add one").
		fills("The question", aboutDishes).presses("Propose to Benedict")
	ben.presses("Open question").presses("Yes, use it")
	ana.runs("question", "partner", "Cleopatra").offersNo("Take out")
	cleo.neverSaw("A question for the two of you").runs("question").offersNo("Take out")
}

func TestWhatIsStoredOfAQuestionIsSaid(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.proposes(aboutDishes, "Benedict")
	ana.runs("privacy").reads("1 question that you put into words")
	ben.runs("privacy").lacks("question that you put into words")
	exported := func(p *person) string {
		p.runs("privacy").presses("Export my data").presses("Everything")
		_, page, record := p.exported()
		return page + fmt.Sprint(record)
	}
	if got := exported(ana); !strings.Contains(got, aboutDishes) || !strings.Contains(got, "not in use") {
		t.Errorf("the export of who proposed it has no proposal:\n%s", got)
	}
	if got := exported(ben); strings.Contains(got, aboutDishes) {
		t.Errorf("the export of the other has what they did not agree to:\n%s", got)
	}
	ben.presses("Open question").presses("Yes, use it")
	for _, p := range []*person{ana, ben} {
		if got := exported(p); !strings.Contains(got, aboutDishes) || !strings.Contains(got, "in use") {
			t.Errorf("the export of %s has not what both agreed to:\n%s", p.name, got)
		}
	}
	ben.runs("leave").presses("Leave")
	ana.runs("privacy").lacks("question that you put into words")
}
