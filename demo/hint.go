package demo

import (
	"slices"
	"strings"
	"time"

	"leanon/playground"
)

// step is a place in the loop, known by a message in somebody's chat, and the hint that
// is shown there. In a hint, {me} is whose chat it is and {other} the other one.
type step struct {
	words   string   // what the message contains; "" for any
	buttons []string // how the labels of some of its buttons begin
	hint    string
}

// begin is where two people become a couple, and part.
func begin() []step {
	return []step{
		{" have ended.", nil, theyParted},
		{"Done, ", nil, theyParted},
		{"You are about to invite", []string{"Send invitation"}, "{me} reads what both would agree to: press Send invitation in {me}'s chat."},
		{"", []string{"I agree"}, "{me} reads what both would agree to. Only I agree counts: press it in {me}'s chat, or Back."},
		{"", []string{"Accept", "Decline"}, "{me} is invited: press Accept in {me}'s chat to read what both would agree to, or Decline; no reason is needed."},
		{"and no reason needed", nil, "{me} has declined. Nobody is told before the seventh day, and then not why; {other} can press Take it back before."},
		{"The invitation is over", nil, unpaired},
		{"still suit you?", []string{"Change"}, "After a month each is asked alone whether it still suits them: press Keep, Change, Pause or Leave in {me}'s chat."},
		{"", []string{"First question now"}, "They are a couple. Press First question now, or move the clock on to the next check-in."},
	}
}

// sent is where somebody has sent something. Such a message changes while the other one
// gets theirs, so it counts as old as it is.
func sent() []step {
	return []step{
		{"Your invitation to", []string{"Take it back"}, "The invitation is open for seven days, whatever {other} says to it. Until then {me} can press Take it back."},
		{"It waits for a good moment", []string{"Withdraw"}, "Sent. {other} will see it at a good moment. Until it is answered, Withdraw erases it."},
	}
}

// write is where somebody puts something into words.
func write() []step {
	return []step{
		{"", []string{"Resources", "Send anyway"}, "Serious words ask {me} alone, and nobody is told: Resources, Send anyway, Keep private or Discard."},
		{"", []string{"My answer"}, "A note waits, so leanon asks {me} what the words are: press My answer in {me}'s chat, or A note of my own."},
		{"", []string{"As a thank-you"}, "leanon asks {me} what the words are: press As a thank-you in {me}'s chat, or A note of my own."},
		{"", []string{"It is a note"}, "leanon took the words for the name of a button. If they were not, press It is a note in {me}'s chat."},
		{"would see this:", []string{"Send to", "Say it softer"}, "Nothing has left yet. A hint stands under the draft and holds nothing back: press Send to {other} in {me}'s chat, or Say it softer."},
		{"would see this:", []string{"Send to", "It asks"}, "Nothing has left yet. The draft only tells, so {other} need not say yes or no; It asks changes that. Press Send to {other} in {me}'s chat."},
		{"would see this:", []string{"Send to"}, "Nothing has left yet. {me} sees all that {other} would see: press Send to {other} in {me}'s chat, or Keep private."},
		{"", []string{"Answer", "Nothing today"}, "It is time for {me}'s question: press Answer in {me}'s chat, or just write there."},
	}
}

// answer is where a note is read and answered.
func answer() []step {
	return []step{
		{"", []string{"Take it back", "Leave it"}, "Somebody who has answered keeps the words, and {me} reads that first: press Take it back in {me}'s chat, or Leave it."},
		{"A reminder for you alone", nil, "{me} alone reads this reminder of the time that was named. Move the clock on: {other} will be asked about the answer."},
		{"waiting", []string{"Open note"}, "The notice in {me}'s chat does not show on a lock screen what {other} wrote: press Open note."},
		{"", []string{"Part of it", "Back"}, "These answers have words: press Part of it, Let's talk or In my own words in {me}'s chat. Back leads to the others."},
		{"", []string{"Tonight", "No time yet"}, "When? Press Tonight, Own words or No time yet in {me}'s chat."},
		{"You said: I hear you.", []string{"Say what I heard"}, heardBy("{other}", "{me}")},
		{"", []string{"I hear you", "Write back"}, "The note only tells: press I hear you, Write back or Let's talk in {me}'s chat."},
		{"", []string{"I hear you", "More"}, "One press is an answer: try I hear you, or Yes, in {me}'s chat. More has those with words, and typing works too."},

		{"", []string{"Open answer"}, "Words wait behind a button, because phones show messages on lock screens: press Open answer in {me}'s chat."},
		{" heard:", []string{"That's it"}, "{me} reads what {other} heard, and can press That's it or Not quite; neither is fine, too."},
		{"You said: that's it", nil, "{other} reads it. That ends it: what was heard is said once for each note."},
		{"You said: not quite", nil, "{other} reads it. That ends it: what was heard is said once for each note."},
		{"says: that's it", nil, "{me} reads it. That ends it: what was heard is said once for each note."},
		{"says: not quite", nil, "{me} reads it. That ends it: what was heard is said once for each note."},
		{"You wrote:", []string{"Fold"}, "{me} reads it. A note that only tells has no follow-up, so that is all of it."},
		{"would like to talk", nil, "{me} reads it. When they talk is theirs: move the clock on, or type / in a chat to see all that can be done."},
		{"says: I hear you.", []string{"Show it"}, heardBy("{me}", "{other}")},
		{"says yes", []string{"Show it"}, lineMayFollow},
		{"Not now.", []string{"Show it"}, lineMayFollow},
		{"says not now", []string{"Show it"}, lineMayFollow},
		{"can't, and hears you", []string{"Show it"}, lineMayFollow},
		{"You asked:", []string{"Fold"}, "{me} has the whole answer. Move the clock on by a day or two: only {me} is asked about it."},
	}
}

// weekly is where somebody has the note of a week.
func weekly() []step {
	return []step{
		{"Your week ", []string{"Open"}, "Once a week leanon says what passed between the two, and only behind a button: press Open in {me}'s chat."},
		{"Your week with", []string{"Fold"}, "{me} reads what {me} has sent and what has reached {me}, and no numbers. Press Say thank you, What I wrote or Fold in {me}'s chat."},
	}
}

// after is what follows an answer, or two weeks without one.
func after() []step {
	return []step{
		{"", []string{"Somewhat"}, "Only {me} is asked: do you feel understood? Press Yes, or Not yet, in {me}'s chat."},
		{"Two weeks have passed", nil, "Nobody answered, so leanon put it aside and tells {me} once: press Ask smaller, Let's talk or Let it go in {me}'s chat."},
		{"", []string{"Ask again", "Ask smaller"}, "{me} decides: Ask again, Ask smaller, Let's talk, or Let it go. All of them are fine."},
		{"", []string{"Ask smaller", "Let it go"}, "{me} decides: Ask smaller, Let's talk, or Let it go. All of them are fine. A no is not asked again."},
		{"", []string{"Say thank you"}, "{me} can press Say thank you, or leave it there. " + wholeLoop},
		{"", []string{"Open thank-you"}, "{me} has a thank-you: press Open thank-you in {me}'s chat."},
		{"thanks you:", nil, wholeLoop},
		{"only you know", nil, wholeLoop},
		{"You have let it go", nil, wholeLoop},
		{"Withdrawn. The words are erased", nil, goOn},
		{"You have taken this back", nil, goOn},
		{"Kept. I show it", nil, goOn},
		{"Discarded.", nil, goOn},
	}
}

const (
	unpaired      = "Nobody is paired yet. In Ana's chat type /pair and choose Ben."
	lineMayFollow = "{me} reads it; {other} may press Add a line, once. Move the clock on by a day or two: only {me} is asked about it."
	wholeLoop     = "That is the whole loop. Press +7 days for the note of a week, type /card or /breathe in a chat, or kill the bot in the middle of things: nothing gets lost."
	goOn          = "Move the clock on to the next check-in, or type / in a chat to see all that can be done."
	theyParted    = "It has ended, and nobody is asked why. Look at What is stored, pair the two anew with /pair, or start again."
)

// heardBy is the hint once a note was answered by "I hear you", which closes no other
// answer.
func heardBy(asker, receiver string) string {
	return asker + " reads that " + receiver + " hears it. In " + receiver + "'s chat press Say what I heard; every other answer stays open."
}

// hint returns one or two sentences on what to do next.
func (w *world) hint() string {
	if w.botState() == "not running" {
		return "The bot is not running. Press what you like: nothing answers. Then start it again: what is owed arrives once, and only once."
	}
	return hintFor(w.ana.Person.Messages(), w.ben.Person.Messages())
}

// hintFor returns the hint of the newest message, in either chat, that a step fits. A
// question waits for a day while somebody is asked about an answer.
func hintFor(ana, ben []playground.Message) string {
	if len(ana)+len(ben) == 0 {
		return unpaired
	}
	var asked time.Time // when somebody was last asked about an answer, and has not said
	for _, m := range slices.Concat(ana, ben) {
		if has(m, "Somewhat") && m.Timestamp.After(asked) {
			asked = m.Timestamp
		}
	}
	found, newest := goOn, time.Time{}
	look := func(me, other string, messages []playground.Message) {
		for _, m := range messages {
			if has(m, "Nothing today") && m.Timestamp.Sub(asked) < 24*time.Hour {
				continue
			}
			if hint, at := place(m); hint != "" && !at.Before(newest) {
				found, newest = strings.NewReplacer("{me}", me, "{other}", other).Replace(hint), at
			}
		}
	}
	look("Ana", "Ben", ana)
	look("Ben", "Ana", ben)
	return found
}

// place returns the hint of a message, "" for none, and since when it holds: since the
// message was changed last, if it was.
func place(m playground.Message) (hint string, since time.Time) {
	fits := func(s step) bool { return s.fits(m) }
	steps := sent()
	if i := slices.IndexFunc(steps, fits); i >= 0 {
		return steps[i].hint, m.Timestamp
	}
	steps = slices.Concat(weekly(), begin(), write(), answer(), after())
	if i := slices.IndexFunc(steps, fits); i >= 0 {
		hint = steps[i].hint
	}
	if m.Edited.After(m.Timestamp) {
		return hint, m.Edited
	}
	return hint, m.Timestamp
}

func has(m playground.Message, button string) bool {
	_, ok := offers(m, button)
	return ok
}

// fits returns whether m has the words and the buttons of the step.
func (s step) fits(m playground.Message) bool {
	// A name stands between marks that keep its direction of writing to itself.
	words := strings.NewReplacer("\u2068", "", "\u2069", "", "**", "").Replace(m.Content)
	return strings.Contains(words, s.words) && !slices.ContainsFunc(s.buttons, func(label string) bool { return !has(m, label) })
}
