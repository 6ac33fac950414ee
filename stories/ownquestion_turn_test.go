package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// How a couple's own question comes, and goes.

// usingQuestion makes a couple that is asked daily and uses a question.
func usingQuestion(t *testing.T) (w *world, ana, ben *person) {
	t.Helper()
	w = newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben = w.couple("Anabel", "Benedict")
	for _, p := range []*person{ana, ben} {
		p.runs("rhythm", "days", "daily", "time", "20:00")
	}
	agreedOn(aboutDishes, ana, ben)
	return w, ana, ben
}

// untilOwn lets evenings pass until an own question waits for a person.
func (w *world) untilOwn(p *person, most int) (days int) {
	w.t.Helper()
	before := p.count("Your question is waiting.")
	for days = 1; days <= most; days++ {
		w.at("20:00")
		if p.count("Your question is waiting.") > before {
			return days
		}
	}
	w.t.Fatalf("no question of their own came in %d days; what %s sees:\n%s", most, p.name, p.all())
	return 0
}

func TestAnOwnQuestionComesToBothOnOneDateBehindAButton(t *testing.T) {
	w, ana, ben := usingQuestion(t)
	if days := w.untilOwn(ana, 5); days != 4 {
		t.Errorf("it came on day %d, want day 4, after three questions of the library", days)
	}
	for _, p := range []*person{ana, ben} {
		p.sees("Your question is waiting.")
		if got := p.buttons("Your question is waiting."); !slices.Equal(got, []string{"Open question", "Help"}) {
			t.Errorf("%s is offered %q", p.name, got)
		}
		p.presses("Open question").reads("**" + aboutDishes + "**").lacks("Anabel proposes")
		if got := p.buttons(aboutDishes); !slices.Equal(got, []string{"Answer", "Nothing today", "Later", "Pause", "Help"}) {
			t.Errorf("%s is offered %q under the question, want the buttons of any", p.name, got)
		}
	}
	ben.presses("Nothing today").reads("That question is done.")
	ana.presses("Answer").readsForm("In your own words", aboutDishes).fills("In your words", "A soup with you.")
	ana.sees("To the question: *" + aboutDishes).presses("Send to Benedict")
	ben.presses("Open note").reads(aboutDishes).reads("> A soup with you.")
	ben.runs("history").reads(aboutDishes)

	ana.runs("question").presses("Take out").choosesFirst("Which one goes?")
	ben.runs("history").lacks(aboutDishes).reads("> A soup with you.")
}

// Six questions that pass without a press bring an offer. To open one's own is a press.
func TestWhoOpensAnOwnQuestionHasNotLetItPass(t *testing.T) {
	w, ana, _ := usingQuestion(t)
	days := w.untilOwn(ana, 5)
	ana.presses("Open question")
	w.passes(6 * 24 * time.Hour)
	if n := ana.count(offer); n != 0 {
		t.Errorf("Anabel, who opened the question of day %d, reads the offer %d times six questions later, want never", days, n)
	}
	w.passes(24 * time.Hour)
	ana.sees(offer)
}

func TestAnOwnQuestionComesAgainAfterThirtyDaysAndNeverTwoInARow(t *testing.T) {
	w, ana, ben := usingQuestion(t)
	w.passes(time.Hour)
	agreedOn(aboutMusic, ben, ana)
	w.untilOwn(ana, 5)
	first := w.clock.Now()
	ana.presses("Open question").reads(aboutDishes).presses("Nothing today")
	if days := w.untilOwn(ana, 5); days != 4 {
		t.Errorf("the other one came after %d days, want 4", days)
	}
	ana.presses("Open question").reads(aboutMusic).presses("Nothing today")
	for w.clock.Now().Sub(first) < 29*24*time.Hour {
		w.at("20:00")
		if got := ana.count("Your question is waiting."); got != 0 {
			t.Fatalf("a question of their own came again on %s, %s after %s", w.clock.Now(), w.clock.Now().Sub(first), first)
		}
	}
	w.untilOwn(ana, 2)
	ana.presses("Open question").reads(aboutDishes)
}

func TestAPlainMessageAnswersAnOpenOwnQuestion(t *testing.T) {
	w, ana, _ := usingQuestion(t)
	w.untilOwn(ana, 5)
	ana.writes("A soup with beans.")
	ana.sees("> A soup with beans.").sees("To the question: *" + aboutDishes)
}

func TestAQuestionThatWasTakenOutIsGoneFromAnOpenCheckIn(t *testing.T) {
	w, ana, ben := usingQuestion(t)
	w.untilOwn(ana, 5)
	ben.presses("Open question").reads(aboutDishes)
	answer, nothing := ben.spies("Answer"), ben.spies("Nothing today")
	ben.presses("Answer")
	form := ben.shown
	before := len(ben.Messages())
	ana.runs("question").presses("Take out").choosesFirst("Which one goes?").reads("It is out. I tell nobody.")
	if got := len(ben.Messages()); got != before {
		t.Errorf("Benedict has %d messages, want %d", got, before)
	}
	ana.presses("Open question").reads("That question was taken out.")
	ben.shown = form
	ben.fills("In your words", "It was half written.").sees("> It was half written.").presses("Discard")
	ben.pressesOld(answer).reads("That question")
	ben.pressesOld(nothing)
	ben.runs("checkin").lacks(aboutDishes)
	ana.writes("Words for nobody's question")
	ana.sees("> Words for nobody's question").neverSaw("To the question: *" + aboutDishes)
	w.passes(40 * 24 * time.Hour)
	ana.neverSaw("Your question is waiting.")
}

// Under coercion the yes is not free: taking out is silent, and Nothing today is full.
func TestMisuseOfAQuestionThatWasAgreedToUnderPressure(t *testing.T) {
	w, ana, ben := usingQuestion(t)
	w.untilOwn(ben, 5)
	before := strings.Count(ana.all(), "--- bot")
	ben.presses("Open question").presses("Nothing today").reads("That question is done.")
	ben.runs("question").presses("Take out").choosesFirst("Which one goes?").reads("It is out. I tell nobody.")
	w.passes(time.Hour)
	if got := strings.Count(ana.all(), "--- bot"); got != before {
		t.Errorf("Anabel has %d messages, want %d: nobody tells her", got, before)
	}
	ana.presses("Open question").reads("That question was taken out.")
}
