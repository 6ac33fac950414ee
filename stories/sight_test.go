package stories

import (
	"fmt"
	"slices"
	"strings"

	"leanon/playground"
)

// sees waits until a message of the bot shows the words.
func (p *person) sees(words string) *person {
	p.w.t.Helper()
	ctx, cancel := p.ctx()
	defer cancel()
	if err := p.w.discord.Await(ctx, func() bool { return p.has(words) }); err != nil {
		p.w.t.Fatalf("%s does not see %q; what they see:\n%s", p.name, words, p.all())
	}
	p.w.settle()
	return p
}

// neverSaw fails if a message of the bot shows the words.
func (p *person) neverSaw(words string) *person {
	p.w.t.Helper()
	p.w.settle()
	if p.has(words) {
		p.w.t.Fatalf("%s sees %q and must not; what they see:\n%s", p.name, words, p.all())
	}
	return p
}

func (p *person) has(words string) bool {
	return slices.ContainsFunc(p.fromBot(), func(m playground.Message) bool { return strings.Contains(m.Content, words) })
}

func (p *person) fromBot() []playground.Message {
	seen := p.looks()
	if p.shown.Message != nil && !slices.ContainsFunc(seen, func(m playground.Message) bool { return m.ID == p.shown.Message.ID }) {
		seen = append(seen, *p.shown.Message)
	}
	seen = slices.DeleteFunc(seen, func(m playground.Message) bool { return m.AuthorID == p.ID })
	for i := range seen {
		seen[i].Content = bare(seen[i].Content)
	}
	return seen
}

// bare returns a text as an eye reads it: without the marks around a name that keep its
// direction of writing to itself.
func bare(text string) string { return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text) }

// count is how many messages of the bot show the words.
func (p *person) count(words string) int {
	n := 0
	for _, m := range p.fromBot() {
		if strings.Contains(m.Content, words) {
			n++
		}
	}
	return n
}

// reads is the reply to the last act.
func (p *person) reads(words string) *person {
	p.w.t.Helper()
	if p.shown.Message == nil {
		p.w.t.Fatalf("%s got no message back, want %q", p.name, words)
	}
	if !strings.Contains(bare(p.shown.Message.Content), words) {
		p.w.t.Fatalf("%s reads:\n%s\nwant %q", p.name, bare(p.shown.Message.Content), words)
	}
	return p
}

// buttons are the labels of the newest message that shows the words, in order.
func (p *person) buttons(words string) []string {
	p.w.t.Helper()
	for _, m := range slices.Backward(p.fromBot()) {
		if !strings.Contains(bare(m.Content), words) {
			continue
		}
		var labels []string
		for _, row := range m.Components {
			for _, c := range row {
				labels = append(labels, c.Label+c.Placeholder)
			}
		}
		return labels
	}
	p.w.t.Fatalf("%s sees no message with %q; what they see:\n%s", p.name, words, p.all())
	return nil
}

// text is the reply to the last act; a form is named by its title.
func (p *person) text() string {
	p.w.t.Helper()
	switch {
	case p.shown.Message != nil:
		return bare(p.shown.Message.Content)
	case p.shown.Form != nil:
		return "form: " + p.shown.Form.Title
	}
	p.w.t.Fatalf("%s got nothing back", p.name)
	return ""
}

// awaits waits until something is so.
func (p *person) awaits(what string, so func() bool) {
	p.w.t.Helper()
	ctx, cancel := p.ctx()
	defer cancel()
	if err := p.w.discord.Await(ctx, so); err != nil {
		p.w.t.Fatalf("%s never saw %s; what they see:\n%s", p.name, what, p.all())
	}
	p.w.settle()
}

// all is what the person sees, for a failing test.
func (p *person) all() string {
	var s strings.Builder
	for _, m := range p.looks() {
		who := "bot"
		if m.AuthorID == p.ID {
			who = p.name
		}
		fmt.Fprintf(&s, "--- %s (ephemeral %v)\n%s\n", who, m.Ephemeral, bare(m.Content))
		for _, row := range m.Components {
			for _, c := range row {
				fmt.Fprintf(&s, "[%s] ", c.Label+c.Placeholder)
			}
			s.WriteString("\n")
		}
	}
	return s.String()
}

// once fails unless exactly one message of the bot shows the words.
func (p *person) once(words string) *person {
	p.w.t.Helper()
	if n := p.count(words); n != 1 {
		p.w.t.Fatalf("%s sees %q %d times, want once; what they see:\n%s", p.name, words, n, p.all())
	}
	return p
}

// order fails unless a person sees messages with these words in this order.
func (p *person) order(words ...string) {
	p.w.t.Helper()
	next := 0
	for _, m := range p.fromBot() {
		if next < len(words) && strings.Contains(bare(m.Content), words[next]) {
			next++
		}
	}
	if next < len(words) {
		p.w.t.Fatalf("%s sees no %q after the others; what they see:\n%s", p.name, words[next], p.all())
	}
}

// shows says whether the reply to the last act has a button.
func (p *person) shows(label string) bool {
	return p.shown.Message != nil && slices.ContainsFunc(slices.Concat(p.shown.Message.Components...), func(c playground.Component) bool { return c.Label == label })
}
