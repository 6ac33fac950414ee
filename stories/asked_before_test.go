package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A question that comes again after some months says so, to each alone who said something
// to it then that is still kept.

const askedBefore = "You were asked this in "

// keepsAlways keeps everything until somebody leaves, and goes no deeper than light.
func (p *person) keepsAlways() {
	p.w.t.Helper()
	p.runs("settings").presses("More").chooses("How long it is kept", "Keep until one of you leaves")
	p.runs("settings").presses("More").chooses("Depth of questions", "Questions: light")
}

// untilItComesAgain lets the days pass until a person is told of a question that came
// before: it is the newest one then.
func (w *world) untilItComesAgain(p, partner *person) {
	w.t.Helper()
	for range 280 {
		w.goesOn(24*time.Hour, p, partner)
		if p.has(askedBefore) {
			return
		}
	}
	w.t.Fatalf("no question that %s answered came again", p.name)
}

// goesOn lets time pass, and both go on when they are asked whether they still agree.
func (w *world) goesOn(d time.Duration, all ...*person) {
	w.t.Helper()
	w.passes(d)
	for _, p := range all {
		if _, _, asked := p.finds("Keep"); asked {
			p.presses("Keep")
		}
	}
}

func TestAQuestionThatComesAgainShowsOnlyOnesOwnWordsOfThen(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.keepsAlways()
	ben.keepsAlways()
	for n := range 30 { // ten weeks, three questions in each
		w.goesOn(56*time.Hour, ana, ben)
		if !ana.questionIsOpen() {
			continue
		}
		ana.runs("checkin").presses("Answer").fills("In your words", fmt.Sprint("Anabel's words, number ", n))
		if n%2 == 0 {
			ana.presses("Keep private")
		} else {
			ana.presses("Send to Benedict")
		}
		ben.runs("checkin").presses("Answer").fills("In your words", fmt.Sprint("Benedict's words, number ", n)).presses("Keep private")
	}
	ana.neverSaw(askedBefore)
	w.untilItComesAgain(ana, ben)
	q, _ := ana.lastQuestion()
	ana.runs("checkin").reads("**" + q.Text + "**").reads(askedBefore)
	ana.presses("See what I said").reads("Only you see it.").reads("**" + q.Text + "**").reads("> Anabel's words").lacks("Benedict's words")
	ben.runs("checkin").presses("See what I said").reads("> Benedict's words").lacks("Anabel's words")
}

// questionIsOpen reports whether a question is open, or due today.
func (p *person) questionIsOpen() bool {
	p.w.t.Helper()
	return strings.Contains(p.runs("checkin").shown.Message.Content, "?**")
}
