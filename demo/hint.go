package demo

import (
	"cmp"
	"slices"
	"strings"

	"leanon/playground"
)

// A step of the loop: what to do when a message of a person's chat says something or
// offers a button.
type demoStep struct {
	who    string // "Ana" or "Ben"
	words  string // in the message; "": any
	button string // a button of it, by the beginning of its label; "": none
	beside string // another one of the same message; "": none
	say    string
}

// demoSteps are all that tell where the two are; of those that fit one message the
// first counts.
func demoSteps() []demoStep {
	return []demoStep{
		{"Ana", "check-ins with Ben have ended", "", "", theyParted},
		{"Ana", "Done, ", "", "", theyParted},
		{"Ben", "Done, ", "", "", theyParted},
		{"Ana", "Ben says:", "", "", answerArrived},
		{"Ana", "Ben heard you.", "", "", answerArrived},
		{"Ana", "", "Ask again", "", "Ana decides: ask again, ask for something smaller, talk, or let it go. All of them are fine."},
		{"Ana", "", "Say thank you", "", "Ana can say thank you, or leave it there. That is the whole loop. Now look at What is stored, or kill the bot in the middle of things: nothing gets lost."},
		{"Ana", "", "Somewhat", "", "A day later Ana alone is asked whether it reached her: press Yes, or Not yet."},
		{"Ben", "", "I hear you", "Part of it", "Ben answers in one press: try Yes, and when in Ben's chat."},
		{"Ben", "", "Tonight", "", "When? Press Tonight, or Own words, in Ben's chat."},
		{"Ben", "is waiting", "Open", "", "Ben's notice does not show on a lock screen what Ana wrote: press Open in Ben's chat."},
		{"Ana", "", "Send to", "Keep private", "This is exactly what Ben would see. Nothing has left yet: press Send to Ben in Ana's chat."},
		{"Ana", "", "Open", "", "Ben's answer is there: press Open in Ana's chat."},
		{"Ana", "", "Withdraw", "", "Sent. Ben will see it at a good moment."},
		{"Ben", "", "Accept", "", "Ben reads what he would agree to: press Accept, or Decline; no reason is needed."},
		{"Ana", "", "Send invitation", "", "Ana reads what both would agree to: press Send invitation in Ana's chat."},
		{"Ana", "", "Answer", "Nothing today", "It is time for Ana's question: press Answer in Ana's chat, or just write there."},
		{"Ana", "", "First question now", "", "They are a couple. Press First question now, or move the clock on to the next check-in."},
	}
}

const (
	answerArrived = "Ben's answer has arrived. Move the clock on by a day or two: Ana, and only Ana, will be asked whether it reached her."
	theyParted    = "It has ended, and nobody is asked why. Look at What is stored, pair the two anew with /pair, or start again."
)

// hint is one sentence on what to do next.
func (w *demoWorld) hint() string {
	if w.process() == "not running" {
		return "The bot is not running. Press what you like: nothing answers. Then start it again: what is owed arrives once, and only once."
	}
	return hintFor(w.ana.Person.Messages(), w.ben.Person.Messages())
}

// hintFor follows the newest message of both chats that tells where the two are.
func hintFor(ana, ben []playground.Message) string {
	type seen struct {
		by string
		playground.Message
	}
	var all []seen
	for _, m := range ana {
		all = append(all, seen{"Ana", m})
	}
	for _, m := range ben {
		all = append(all, seen{"Ben", m})
	}
	if len(all) == 0 {
		return "Nobody is paired yet. In Ana's chat type /pair and choose Ben."
	}
	slices.SortFunc(all, func(a, b seen) int {
		return cmp.Or(cmp.Compare(len(b.ID), len(a.ID)), cmp.Compare(b.ID, a.ID)) // numbers
	})
	for _, m := range all {
		for _, step := range demoSteps() {
			if step.who == m.by && step.fits(m.Message) {
				return step.say
			}
		}
	}
	return "Move the clock on to the next check-in, or type / in a chat to see all that can be done."
}

func (s demoStep) fits(m playground.Message) bool {
	if !strings.Contains(m.Content, s.words) {
		return false
	}
	for _, button := range []string{s.button, s.beside} {
		if button == "" {
			continue
		}
		if _, ok := offers(m, button); !ok {
			return false
		}
	}
	return true
}
