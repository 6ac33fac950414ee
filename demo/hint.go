package demo

import (
	"slices"
	"strings"
	"time"

	"leanon/playground"
)

// hint returns one or two sentences on what to do next.
func (w *world) hint(words playground.Words) string {
	if w.botState() == stopped {
		return words.Say("hint.stopped")
	}
	return w.phrases.hintFor(words, w.ana.Person, w.ben.Person)
}

// hintFor returns the hint of the newest message, in either chat, that a step fits. A
// question waits for a day while somebody is asked about an answer.
func (b *phrasebook) hintFor(words playground.Words, ana, ben *playground.Person) string {
	seen := map[*playground.Person][]playground.Message{ana: ana.Messages(), ben: ben.Messages()}
	if len(seen[ana])+len(seen[ben]) == 0 {
		return words.Say("hint.unpaired")
	}
	var asked time.Time // when somebody was last asked about an answer, and has not said
	for _, m := range slices.Concat(seen[ana], seen[ben]) {
		if has(m, "reached-somewhat") && m.Timestamp.After(asked) {
			asked = m.Timestamp
		}
	}
	found, newest := words.Say("hint.go-on"), time.Time{}
	look := func(me, other *playground.Person) {
		for _, m := range seen[me] {
			if has(m, "nothing") && m.Timestamp.Sub(asked) < 24*time.Hour {
				continue
			}
			if s, at, is := b.place(m); is && !at.Before(newest) {
				found, newest = b.say(words, s, m, me, other), at
			}
		}
	}
	look(ana, ben)
	look(ben, ana)
	return found
}

// place returns the step that a message is, if it is one, and since when: since the
// message was changed last, if it was.
func (b *phrasebook) place(m playground.Message) (step, time.Time, bool) {
	text := bareText(m.Content)
	for i, s := range b.steps {
		if !b.fits(s, m, text) {
			continue
		}
		if i >= len(sent()) && m.Edited.After(m.Timestamp) {
			return s, m.Edited, true
		}
		return s, m.Timestamp, true
	}
	return step{}, time.Time{}, false
}

// fits returns whether m has the words and the buttons of the step.
func (b *phrasebook) fits(s step, m playground.Message, text string) bool {
	lacks := func(names string) bool { return !has(m, names) }
	return !slices.ContainsFunc(s.buttons, lacks) && (s.says == nil || b.says(text, s.says))
}

// say returns the hint of a step. A button is called as the message calls it, and one that
// stands in the other chat as the other one's language does.
func (b *phrasebook) say(words playground.Words, s step, m playground.Message, me, other *playground.Person) string {
	places := []string{"me", me.Name, "other", other.Name}
	for _, name := range words.Places(s.hint) {
		switch c, there := offers(m, s.named(name)); {
		case name == "me" || name == "other":
		case there:
			places = append(places, name, c.Label)
		case name == s.theirs:
			places = append(places, name, b.label(name, other))
		case words.Say(name) == name: // no label of the page's own
			places = append(places, name, b.label(name, me))
		}
	}
	return words.Say(s.hint, places...)
}

// named returns the names of the step that hold this one: "a|b" for "a".
func (s step) named(name string) string {
	for _, names := range s.buttons {
		if slices.Contains(strings.Split(names, "|"), name) {
			return names
		}
	}
	return name
}
