package main

import (
	"context"
	"slices"
	"strings"
	"sync"

	"leanon/playground"
)

// A step of the loop: what to do when a person's newest messages offer a button.
type demoStep struct {
	who    string // "Ana" or "Ben"
	button string // a button of the message, by the beginning of its label
	beside string // another one of the same message; "": none
	say    string
}

// demoSteps are looked through in this order: what is later in the loop comes
// first.
func demoSteps() []demoStep {
	return []demoStep{
		{"Ana", "Ask again", "", "Ana decides: ask again, ask for something smaller, talk, or let it go. All of them are fine."},
		{"Ana", "Say thank you", "", "Ana can say thank you, or leave it there. That is the whole loop. Now look at What is stored, or kill the bot in the middle of things: nothing gets lost."},
		{"Ana", "Somewhat", "", "A day later Ana alone is asked whether it reached her: press Yes, or Not yet."},
		{"Ben", "I hear you", "Part of it", "Ben answers in one press: try Yes, and when in Ben's chat."},
		{"Ben", "Tonight", "", "When? Press Tonight, or Own words, in Ben's chat."},
		{"Ben", "Open", "", "Ben's notice does not show on a lock screen what Ana wrote: press Open in Ben's chat."},
		{"Ana", "Send to", "Keep private", "This is exactly what Ben would see. Nothing has left yet: press Send to Ben in Ana's chat."},
		{"Ana", "Open", "", "Ben's answer is there: press Open in Ana's chat."},
		{"Ana", "Withdraw", "", "Sent. Ben will see it at a good moment."},
		{"Ben", "Accept", "", "Ben reads what he would agree to: press Accept, or Decline; no reason is needed."},
		{"Ana", "Send invitation", "", "Ana reads what both would agree to: press Send invitation in Ana's chat."},
		{"Ana", "Answer", "Nothing today", "It is time for Ana's question: press Answer in Ana's chat, or just write there."},
		{"Ana", "First question now", "", "They are a couple. Press First question now, or move the clock on to the next check-in."},
	}
}

// hint is one sentence on what to do next.
func (w *demoWorld) hint() string {
	if w.process() == "not running" {
		return "The bot is not running. Press what you like: nothing answers. Then start it again: what is owed arrives once, and only once."
	}
	ana, ben := w.ana.Person.Messages(), w.ben.Person.Messages()
	if newest(ana, "Ben says:") || newest(ana, "Ben heard you.") {
		return "Ben's answer has arrived. Move the clock on by a day or two: Ana, and only Ana, will be asked whether it reached her."
	}
	for _, step := range demoSteps() {
		seen := ana
		if step.who == "Ben" {
			seen = ben
		}
		if slices.ContainsFunc(seen, step.fits) {
			return step.say
		}
	}
	if len(ana) == 0 && len(ben) == 0 {
		return "Nobody is paired yet. In Ana's chat type /pair and choose Ben."
	}
	return "Move the clock on to the next check-in, or type / in a chat to see all that can be done."
}

func (s demoStep) fits(m playground.Message) bool {
	if _, ok := offers(m, s.button); !ok {
		return false
	}
	if s.beside == "" {
		return true
	}
	_, ok := offers(m, s.beside)
	return ok
}

// newest says whether the last message that stays in a chat shows the words.
func newest(messages []playground.Message, words string) bool {
	for _, m := range slices.Backward(messages) {
		if !m.Ephemeral {
			return strings.Contains(m.Content, words)
		}
	}
	return false
}

// tables is what the database holds.
func (w *demoWorld) tables(ctx context.Context) ([]playground.Table, error) {
	return readTables(ctx, w.record)
}

// demoLog keeps the newest lines of the bot's log.
type demoLog struct {
	mu  sync.Mutex
	all []string
}

// keptLines is how many lines of the log are kept.
const keptLines = 300

func (l *demoLog) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, line)
	l.all = slices.Delete(l.all, 0, max(0, len(l.all)-keptLines))
}

func (l *demoLog) lines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.all)
}
