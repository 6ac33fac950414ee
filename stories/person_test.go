package stories

import (
	"context"
	"slices"
	"strings"

	"leanon/playground"
)

// person is somebody in the world, with what they last saw.
type person struct {
	w    *world
	name string
	*playground.Person
	place *playground.Channel // where they are; nil: their direct messages with the bot
	shown playground.Response // what came back to the last act
	acts  int                 // forged presses so far

	sighted func()          // looks at what they see after each act of anybody; nil: nobody does
	clean   map[string]bool // the texts that were looked at
	own     []string        // English words that are theirs
	never   string          // the language of their partner, which they do not read
}

func (p *person) did(what string, r playground.Response, err error) {
	p.w.t.Helper()
	if err != nil {
		p.w.t.Fatalf("%s %s: %v; log:\n%s", p.name, what, err, p.w.log)
	}
	p.shown = r
	p.w.settle()
	for _, somebody := range p.w.all {
		if somebody.sighted != nil {
			somebody.sighted()
		}
	}
}

func (p *person) ctx() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), patience)
}

// runs types a command where they are, which is the direct messages with the bot if
// nothing else was said; options are pairs.
func (p *person) runs(command string, options ...string) *person {
	p.w.t.Helper()
	if p.place != nil {
		return p.runsIn(p.place, command, options...)
	}
	return p.runsIn(p.DM(), command, options...)
}

// in goes to another chat, nil for the direct messages with the bot.
func (p *person) in(chat *playground.Channel) *person {
	p.place, p.shown = chat, playground.Response{}
	return p
}

// looks at the chat where they are.
func (p *person) looks() []playground.Message {
	if p.place != nil {
		return p.SeenIn(p.place)
	}
	return p.Messages()
}

// runsIn types a command somewhere.
func (p *person) runsIn(place playground.Place, command string, options ...string) *person {
	p.w.t.Helper()
	given := map[string]string{}
	for i := 0; i+1 < len(options); i += 2 {
		given[options[i]] = options[i+1]
		if options[i] == "text" {
			p.w.typed(options[i+1])
		}
	}
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.Command(ctx, place, command, given)
	p.did("runs /"+command, r, err)
	return p
}

// finds looks for the newest message that shows an enabled button or a select.
func (p *person) finds(words string) (playground.Message, playground.Component, bool) {
	seen := p.looks()
	if p.shown.Message != nil && !slices.ContainsFunc(seen, func(m playground.Message) bool { return m.ID == p.shown.Message.ID }) {
		seen = append(seen, *p.shown.Message) // in a server
	}
	for _, m := range slices.Backward(seen) {
		for _, row := range m.Components {
			for _, c := range row {
				if (c.Label == words || c.Placeholder == words) && !c.Disabled {
					return m, c, true
				}
			}
		}
	}
	return playground.Message{}, playground.Component{}, false
}

// presses the newest button of that label.
func (p *person) presses(label string) *person {
	p.w.t.Helper()
	m, c, ok := p.finds(label)
	if !ok {
		p.w.t.Fatalf("%s sees no button %q; what they see:\n%s", p.name, label, p.all())
	}
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.Press(ctx, m, c.CustomID)
	p.did("presses "+label, r, err)
	return p
}

// fills the form that is open and sends it; fields are pairs of label and text, or of
// label and the label of an option, "" for none.
func (p *person) fills(fields ...string) *person {
	p.w.t.Helper()
	if p.shown.Form == nil {
		p.w.t.Fatalf("%s sees no form; what they see:\n%s", p.name, p.all())
	}
	given := map[string]string{}
	for i := 0; i+1 < len(fields); i += 2 {
		at := slices.IndexFunc(p.shown.Form.Fields, func(f playground.Field) bool { return f.Label == fields[i] })
		if at < 0 {
			p.w.t.Fatalf("the form %q has no field %q", p.shown.Form.Title, fields[i])
		}
		field := p.shown.Form.Fields[at]
		if len(field.Options) > 0 {
			given[field.ID] = p.optionOf(field, fields[i+1])
			continue
		}
		given[field.ID] = fields[i+1]
		if !slices.Contains([]string{"Your city", "Days", "Time of day", "From and to, on your own clock"}, fields[i]) {
			p.w.typed(fields[i+1]) // those are settings, which the record keeps as they are
		}
	}
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.Submit(ctx, *p.shown.Form, given)
	p.did("sends the form", r, err)
	return p
}

// optionOf returns the value of the option of that label, and "" for no label.
func (p *person) optionOf(f playground.Field, label string) string {
	p.w.t.Helper()
	at := slices.IndexFunc(f.Options, func(o playground.Option) bool { return o.Label == label })
	if at < 0 && label != "" {
		p.w.t.Fatalf("the field %q has no option %q", f.Label, label)
	}
	if at < 0 {
		return ""
	}
	return f.Options[at].Value
}

// readsForm checks that the form that is open has that title and says those words on
// top.
func (p *person) readsForm(title, words string) *person {
	p.w.t.Helper()
	f := p.shown.Form
	if f == nil || f.Title != title || !strings.Contains(f.Text, words) {
		p.w.t.Errorf("%s has the form %+v open, want %q with %q on top", p.name, f, title, words)
	}
	return p
}

// chooses an option, by its label, in the newest select of that placeholder.
func (p *person) chooses(placeholder, option string) *person {
	p.w.t.Helper()
	m, c, ok := p.finds(placeholder)
	if !ok {
		p.w.t.Fatalf("%s sees no select %q; what they see:\n%s", p.name, placeholder, p.all())
	}
	at := slices.IndexFunc(c.Options, func(o playground.Option) bool { return o.Label == option })
	if at < 0 {
		p.w.t.Fatalf("the select %q has no option %q", placeholder, option)
	}
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.Choose(ctx, m, c.CustomID, c.Options[at].Value)
	p.did("chooses "+option, r, err)
	return p
}

// choosesFirst chooses the first option in the newest select of that placeholder.
func (p *person) choosesFirst(placeholder string) *person {
	p.w.t.Helper()
	_, c, ok := p.finds(placeholder)
	if !ok {
		p.w.t.Fatalf("%s sees no select %q; what they see:\n%s", p.name, placeholder, p.all())
	}
	return p.chooses(placeholder, c.Options[0].Label)
}

// writes a plain direct message.
func (p *person) writes(text string) playground.Message {
	p.w.t.Helper()
	p.w.typed(text)
	m, err := p.Write(text)
	if err != nil {
		p.w.t.Fatalf("%s writes: %v", p.name, err)
	}
	return m
}

// agrees accepts the invitation, and agrees to the facts that it shows then.
func (p *person) agrees() *person {
	p.w.t.Helper()
	return p.presses("Accept").reads("Only *I agree* counts").presses("I agree").reads("You said yes")
}

// asks puts a need into words and sends it.
func (p *person) asks(text, of string) *person {
	p.w.t.Helper()
	return p.runs("need", "text", text).presses("Send to " + of).reads("Sent. It waits for a good moment.")
}

// opens what waits: the newest note, answer or thank-you, or the newest of one of them.
func (p *person) opens(what ...string) *person {
	p.w.t.Helper()
	if len(what) > 0 {
		return p.presses("Open " + what[0])
	}
	newest, label := playground.Message{}, "Open note"
	for _, l := range []string{"Open note", "Open answer", "Open thank-you"} {
		if m, _, ok := p.finds(l); ok && (len(m.ID) > len(newest.ID) || len(m.ID) == len(newest.ID) && m.ID > newest.ID) {
			newest, label = m, l
		}
	}
	return p.presses(label)
}

// answers opens the newest note and says one of the answers, without words of their own
// where it needs none.
func (p *person) answers(choice string, when ...string) *person {
	p.w.t.Helper()
	return p.presses("Open note").answersHere(choice, when...)
}

// answersHere says one of the answers to the note that is open already.
func (p *person) answersHere(choice string, when ...string) *person {
	p.w.t.Helper()
	switch choice {
	case "Part of it":
		return p.presses("More").presses(choice).fills("Which part?", "The first half of it")
	case "Let's talk":
		if _, _, more := p.finds("More"); more {
			p.presses("More")
		}
		return p.presses(choice).fills()
	case "In my own words":
		return p.presses("More").presses(choice).fills("In your words", "With pleasure, and gladly")
	}
	p.presses(choice)
	for _, t := range when {
		p.presses(t)
	}
	return p
}

// spied is a button that somebody saw once, to be pressed at any later time.
type spied struct {
	on playground.Message
	id string
}

// spies remembers a button without pressing it.
func (p *person) spies(label string) spied {
	p.w.t.Helper()
	m, c, ok := p.finds(label)
	if !ok {
		p.w.t.Fatalf("%s sees no button %q; what they see:\n%s", p.name, label, p.all())
	}
	return spied{m, c.CustomID}
}

// asBefore is a button of the open note under the name that it had in messages of the
// program before.
func (p *person) asBefore(name string) spied {
	p.w.t.Helper()
	b := p.spies("I hear you")
	b.id = strings.Replace(b.id, "say-heard", name, 1)
	return b
}

// pressesOld presses a button as an old copy of its message still shows it.
func (p *person) pressesOld(b spied) *person {
	p.w.t.Helper()
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.PressStale(ctx, b.on, b.id)
	p.did("presses an old button", r, err)
	return p
}

// suggested is what Discord suggests while the person types an option.
func (p *person) suggested(command, option, typed string) []playground.Choice {
	p.w.t.Helper()
	ctx, cancel := p.ctx()
	defer cancel()
	in := p.place
	if in == nil {
		in = p.DM()
	}
	choices, err := p.Complete(ctx, in, command, map[string]string{option: typed}, option)
	if err != nil {
		p.w.t.Fatalf("%s types %s of /%s: %v", p.name, option, command, err)
	}
	return choices
}

// theirs is the first suggestion for the option of a command when the person types what
// they see of it.
func (p *person) theirs(command, option, seen string) string {
	p.w.t.Helper()
	seen = p.inTheirLetters(command, option, seen)
	found := p.suggested(command, option, seen)
	if len(found) == 0 {
		p.w.t.Fatalf("%s types %q as %s of /%s, and nothing is suggested", p.name, seen, option, command)
	}
	return found[0].Value
}

// edits a message they wrote.
func (p *person) edits(m playground.Message, text string) {
	p.w.t.Helper()
	p.w.typed(text)
	if _, err := p.Edit(m, text); err != nil {
		p.w.t.Fatalf("%s edits: %v", p.name, err)
	}
}

// deletes a message they wrote.
func (p *person) deletes(m playground.Message) {
	p.w.t.Helper()
	if err := p.Delete(m); err != nil {
		p.w.t.Fatalf("%s deletes: %v", p.name, err)
	}
}
