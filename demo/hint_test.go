package demo

import (
	"strings"
	"testing"
)

// hints waits until the demo's hint says the words.
func (v *visitor) hints(words string) {
	v.t.Helper()
	v.until("the hint says "+words, func() bool { return strings.Contains(v.state.Hint, words) })
}

// follows presses a button as soon as the hint names it, and the chat that it stands in.
func (v *visitor) follows(name, label string) map[string]any {
	v.t.Helper()
	v.until("the hint leads to "+name+" and "+label, func() bool {
		return strings.Contains(v.state.Hint, label) && strings.Contains(v.state.Hint, name)
	})
	return v.presses(name, label)
}

// fills submits the form that a press has opened, with one field filled in.
func (v *visitor) fills(name string, opened map[string]any, field, words string) {
	v.t.Helper()
	form, is := opened["form"].(map[string]any)
	if !is {
		v.t.Fatalf("%s got no form: %v", name, opened)
	}
	v.act(name, map[string]any{"do": "submit", "form": form["id"], "fields": map[string]string{field: words}})
}

func (v *visitor) writes(name, words string) {
	v.t.Helper()
	v.act(name, map[string]any{"do": "write", "text": words})
}

// The hint follows what happened last, not what older messages in the chats offer.
func TestTheHintLeadsThroughTheLoopByPresses(t *testing.T) {
	v := visit(t)
	v.fills("Ana", v.follows("Ana", "Answer"), "words", "An evening without phones. I need it.")
	v.follows("Ana", "Send to Ben")
	v.follows("Ben", "Open note")
	v.hints("More")
	v.presses("Ben", "More")
	v.hints("In my own words")
	v.follows("Ben", "Back")
	v.follows("Ben", "I hear you")
	v.fills("Ben", v.follows("Ben", "Say what I heard"), "line", "you miss us two")
	v.follows("Ana", "Open answer")
	v.follows("Ana", "That's it")
	v.until("Ben reads it", func() bool { return len(v.sees("Ben", "Ana says: that's it.")) == 1 })
	v.hints("once for each note")
	v.presses("Ben", "Yes")
	v.follows("Ben", "Tonight")
	v.hints("Ben may press Add a line")
	v.fills("Ben", v.follows("Ben", "Add a line"), "line", "I cook")
	v.follows("Ana", "Open answer")
	v.hints("Move the clock on")
	for len(v.sees("Ana", "do you feel understood?")) == 0 {
		v.does("day")
		v.watch()
	}
	v.hints("do you feel understood?")
	v.follows("Ana", "Not yet")
	v.follows("Ana", "Ask again")
	v.follows("Ben", "Open note")
}

func TestTheHintLeadsThroughTheLoopByTyping(t *testing.T) {
	v := visit(t)
	v.hints("or just write there")
	v.writes("Ana", "You cooked without a word. Thank you.")
	v.hints("It asks changes that")
	v.follows("Ana", "Send to Ben")
	v.follows("Ben", "Open note")
	v.hints("Write back")
	v.writes("Ben", "That means a lot to me")
	v.follows("Ben", "My answer")
	v.follows("Ana", "Open answer")
	v.hints("has no follow-up")
	v.writes("Ana", "You never call me. I need to hear your voice.")
	v.hints("Say it softer")
	v.follows("Ana", "Send to Ben")
	v.follows("Ben", "Open note")
	v.presses("Ben", "I can't, and I hear you")
	v.hints("Add a line")
	v.until("Ana's note says so", func() bool { return len(v.sees("Ana", "It has been answered.")) == 2 })
	v.presses("Ana", "Withdraw")
	v.follows("Ana", "Leave it")
	v.does("day")
	v.does("day")
	v.follows("Ana", "Not yet")
	v.hints("A no is not asked again")
	v.follows("Ana", "Let it go")
	v.act("Ana", map[string]any{"do": "command", "name": "leave"})
	v.presses("Ana", "Leave")
	v.hints("It has ended")
}

func TestTheHintLeadsTwoPeopleToAgree(t *testing.T) {
	v := visit(t)
	v.does("pairing")
	v.watch()
	v.hints("type /pair and choose Ben")
	invite := func() {
		t.Helper()
		v.act("Ana", map[string]any{"do": "command", "name": "pair", "options": map[string]string{"partner": v.ids["Ben"]}})
		v.follows("Ana", "Send invitation")
	}
	invite()
	v.follows("Ben", "Accept")
	v.hints("Only I agree counts")
	v.follows("Ben", "Back")
	v.follows("Ben", "Accept")
	v.follows("Ben", "I agree")
	v.hints("First question now")
	v.presses("Ben", "First question now")
	v.follows("Ben", "Answer")

	v.does("pairing")
	v.watch()
	invite()
	v.follows("Ben", "Decline")
	v.follows("Ana", "Take it back")
	v.hints("type /pair and choose Ben")
}

func TestTheHintLeadsToTheNoteOfAWeek(t *testing.T) {
	v := visit(t)
	for len(v.sees("Ana", "Your week with Ben")) == 0 {
		v.does("day")
		v.watch()
	}
	v.follows("Ana", "Open")
	v.hints("What I wrote")
	v.presses("Ana", "Fold")
	v.follows("Ana", "Open")
}
