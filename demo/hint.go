package demo

import (
	"cmp"
	"slices"
	"strings"

	"leanon/playground"
)

// step is a place in the loop, known by a message of one person's chat, and the hint
// that is shown there.
type step struct {
	who     string // "Ana" or "Ben"
	words   string // what the message contains; "" for any
	button  string // how the label of one of its buttons begins; "" for any
	button2 string // the same for another of its buttons
	hint    string
}

// steps returns all steps. If several fit one message, the first one counts.
func steps() []step {
	return []step{
		{"Ana", "check-ins with Ben have ended", "", "", theyParted},
		{"Ana", "Done, ", "", "", theyParted},
		{"Ben", "Done, ", "", "", theyParted},
		{"Ana", "This is what Ben heard:", "That's it", "", "Ben said back what he heard. Ana can press That's it, or Not quite, or neither."},
		{"Ana", "Ben says", "", "", answerArrived},
		{"Ana", "Ben can't", "", "", answerArrived},
		{"Ana", "Ben will come back to it", "", "", answerArrived},
		{"Ana", "Ben would like to talk about it", "", "", answerArrived},
		{"Ana", "Ben answers:", "", "", answerArrived},
		{"Ana", "", "Ask again", "", "Ana decides: ask again, ask for something smaller, talk, or let it go. All of them are fine."},
		{"Ana", "", "Say thank you", "", "Ana can say thank you, or leave it there. That is the whole loop. Now look at What is stored, or kill the bot in the middle of things: nothing gets lost."},
		{"Ana", "", "Somewhat", "", "A day later Ana alone is asked whether it reached her: press Yes, or Not yet."},
		{"Ben", "", "I hear you", "Yes", "Ben answers in one press: try I hear you, or Yes, in Ben's chat."},
		{"Ben", "", "Say what I heard", "", "Ben can say what he heard, add a line, or still give another answer."},
		{"Ben", "", "Tonight", "", "When? Press Tonight, or Own words, in Ben's chat."},
		{"Ben", "A note from Ana is waiting", "Open note", "", "Ben's notice does not show on a lock screen what Ana wrote: press Open note in Ben's chat."},
		{"Ana", "", "Send to", "Keep private", "This is what Ben would see. Nothing has left yet: press Send to Ben in Ana's chat."},
		{"Ana", "", "Open answer", "", "Ben's answer is there: press Open answer in Ana's chat."},
		{"Ana", "", "Withdraw", "", "Sent. Ben will see it at a good moment."},
		{"Ben", "", "I agree", "", "Ben reads what he would agree to. Only I agree counts: press it, or Back."},
		{"Ben", "", "Accept", "", "Ben is invited: press Accept to read what he would agree to, or Decline; no reason is needed."},
		{"Ana", "", "Send invitation", "", "Ana reads what both would agree to: press Send invitation in Ana's chat."},
		{"Ana", "", "Answer", "Nothing today", "It is time for Ana's question: press Answer in Ana's chat, or just write there."},
		{"Ana", "", "First question now", "", "They are a couple. Press First question now, or move the clock on to the next check-in."},
	}
}

const (
	answerArrived = "Ben's answer has arrived. Move the clock on by a day or two: Ana, and only Ana, will be asked whether it reached her."
	theyParted    = "It has ended, and nobody is asked why. Look at What is stored, pair the two anew with /pair, or start again."
)

// hint returns one sentence on what to do next.
func (w *world) hint() string {
	if w.botState() == "not running" {
		return "The bot is not running. Press what you like: nothing answers. Then start it again: what is owed arrives once, and only once."
	}
	return hintFor(w.ana.Person.Messages(), w.ben.Person.Messages())
}

// hintFor returns the hint of the newest message that a step fits, of both chats.
func hintFor(ana, ben []playground.Message) string {
	type shown struct {
		to string
		playground.Message
	}
	var all []shown
	for _, m := range ana {
		all = append(all, shown{"Ana", m})
	}
	for _, m := range ben {
		all = append(all, shown{"Ben", m})
	}
	if len(all) == 0 {
		return "Nobody is paired yet. In Ana's chat type /pair and choose Ben."
	}
	slices.SortFunc(all, func(a, b shown) int {
		return cmp.Or(cmp.Compare(len(b.ID), len(a.ID)), cmp.Compare(b.ID, a.ID)) // ids are numbers
	})
	for _, m := range all {
		for _, s := range steps() {
			if s.who == m.to && s.fits(m.Message) {
				return s.hint
			}
		}
	}
	return "Move the clock on to the next check-in, or type / in a chat to see all that can be done."
}

// fits returns whether m has the words and the buttons of the step.
func (s step) fits(m playground.Message) bool {
	// A name stands between marks that keep its direction of writing to itself.
	if !strings.Contains(strings.NewReplacer("\u2068", "", "\u2069", "", "**", "").Replace(m.Content), s.words) {
		return false
	}
	for _, button := range []string{s.button, s.button2} {
		if button == "" {
			continue
		}
		if _, ok := offers(m, button); !ok {
			return false
		}
	}
	return true
}
