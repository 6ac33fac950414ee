package stories

import (
	"context"
	"slices"
	"strings"

	"leanon/library/pseudo"
	"leanon/playground"
)

// These are the eyes of people who read English: what Discord shows them, whatever leanon
// speaks (pseudo_test.go), and their hands, so that it is known which words are theirs.

// discord is the Discord of a world, as one sees it who reads English.
type discord struct {
	*playground.Discord
	says func(...string) // is told what people are called
}

// AddPerson adds somebody.
func (d discord) AddPerson(name string) *playground.Person {
	d.says(name)
	return d.Discord.AddPerson(name)
}

// AddPersonIn adds somebody whose Discord is in a language.
func (d discord) AddPersonIn(name, locale string) *playground.Person {
	d.says(name)
	return d.Discord.AddPersonIn(name, locale)
}

// AddStranger adds somebody who shares no server.
func (d discord) AddStranger(name string) *playground.Person {
	d.says(name)
	return d.Discord.AddStranger(name)
}

// Commands returns the commands that are registered.
func (d discord) Commands() []playground.Command {
	all := d.Discord.Commands()
	for i := range all {
		all[i].Description = english(all[i].Description)
		all[i].Options = slices.Clone(all[i].Options)
		for k := range all[i].Options {
			all[i].Options[k].Description = english(all[i].Options[k].Description)
		}
	}
	return all
}

// messageInEnglish returns a message as one sees it who reads English.
func messageInEnglish(m playground.Message) playground.Message {
	if !*inPseudo {
		return m
	}
	m.Content = english(m.Content)
	rows := make([][]playground.Component, len(m.Components))
	for i, row := range m.Components {
		rows[i] = slices.Clone(row)
		for k := range row {
			c := &rows[i][k]
			c.Label, c.Content, c.Placeholder, c.Options = english(c.Label), english(c.Content), english(c.Placeholder), optionsInEnglish(c.Options)
		}
	}
	m.Components = rows
	m.Files = slices.Clone(m.Files)
	for i, f := range m.Files {
		m.Files[i].Description = english(f.Description)
		if strings.HasSuffix(f.Filename, ".html") || strings.HasSuffix(f.Filename, ".json") {
			m.Files[i].Data = []byte(english(string(f.Data)))
		}
	}
	return m
}

func optionsInEnglish(all []playground.Option) []playground.Option {
	all = slices.Clone(all)
	for i, o := range all {
		all[i].Label, all[i].Description = english(o.Label), english(o.Description)
	}
	return all
}

func messagesInEnglish(all []playground.Message) []playground.Message {
	for i := range all {
		all[i] = messageInEnglish(all[i])
	}
	return all
}

// responseInEnglish returns what came back to an act as one sees it who reads English.
func responseInEnglish(r playground.Response, err error) (playground.Response, error) {
	if !*inPseudo {
		return r, err
	}
	if r.Message != nil {
		m := messageInEnglish(*r.Message)
		r.Message = &m
	}
	if r.Form != nil {
		f := *r.Form
		f.Title, f.Text, f.Fields = english(f.Title), english(f.Text), slices.Clone(f.Fields)
		for i := range f.Fields {
			of := &f.Fields[i]
			of.Label, of.Description, of.Placeholder, of.Options = english(of.Label), english(of.Description), english(of.Placeholder), optionsInEnglish(of.Options)
			if len(of.Options) == 0 {
				of.Value = english(of.Value)
			}
		}
		r.Form = &f
	}
	r.Choices = choicesInEnglish(r.Choices)
	return r, err
}

func choicesInEnglish(all []playground.Choice) []playground.Choice {
	all = slices.Clone(all)
	for i, c := range all {
		all[i] = playground.Choice{Name: english(c.Name), Value: english(c.Value)}
	}
	return all
}

// Messages returns what the person sees in their direct messages with the bot.
func (p *person) Messages() []playground.Message { return messagesInEnglish(p.Person.Messages()) }

// SeenIn returns what the person sees somewhere else.
func (p *person) SeenIn(in playground.Place) []playground.Message {
	return messagesInEnglish(p.Person.SeenIn(in))
}

// Look returns a message as it is now.
func (p *person) Look(m playground.Message) (playground.Message, bool) {
	m, ok := p.Person.Look(m)
	return messageInEnglish(m), ok
}

// Command types a command.
func (p *person) Command(ctx context.Context, in playground.Place, name string, options map[string]string) (playground.Response, error) {
	for _, text := range options {
		p.w.says(text)
	}
	return responseInEnglish(p.Person.Command(ctx, in, name, options))
}

// Complete types into an option of a command.
func (p *person) Complete(ctx context.Context, in playground.Place, name string, options map[string]string, focused string) ([]playground.Choice, error) {
	for _, text := range options {
		p.w.says(text)
	}
	choices, err := p.Person.Complete(ctx, in, name, options, focused)
	return choicesInEnglish(choices), err
}

// inTheirLetters is what the person types for what a story calls seen: that, or the whole
// suggestion with it as leanon writes it in another language.
func (p *person) inTheirLetters(command, option, seen string) string {
	p.w.t.Helper()
	if !*inPseudo {
		return seen
	}
	ctx, cancel := p.ctx()
	defer cancel()
	choices, err := p.Person.Complete(ctx, p.DM(), command, map[string]string{option: ""}, option)
	if err != nil {
		p.w.t.Fatalf("%s types %s of /%s: %v", p.name, option, command, err)
	}
	for _, c := range choices {
		if strings.Contains(strings.ToLower(english(c.Name)), strings.ToLower(seen)) {
			return c.Name
		}
	}
	return seen
}

// Press presses a button.
func (p *person) Press(ctx context.Context, m playground.Message, id string) (playground.Response, error) {
	return responseInEnglish(p.Person.Press(ctx, m, id))
}

// PressStale presses a button that an old copy of a message shows.
func (p *person) PressStale(ctx context.Context, m playground.Message, id string) (playground.Response, error) {
	return responseInEnglish(p.Person.PressStale(ctx, m, id))
}

// Choose chooses in a select.
func (p *person) Choose(ctx context.Context, m playground.Message, id string, values ...string) (playground.Response, error) {
	return responseInEnglish(p.Person.Choose(ctx, m, id, values...))
}

// Forge presses what no message shows.
func (p *person) Forge(ctx context.Context, id string, m playground.Message) (playground.Response, error) {
	return responseInEnglish(p.Person.Forge(ctx, id, m))
}

// ForgeChoice chooses in what no message shows.
func (p *person) ForgeChoice(ctx context.Context, id string, m playground.Message, values ...string) (playground.Response, error) {
	return responseInEnglish(p.Person.ForgeChoice(ctx, id, m, values...))
}

// typed is what somebody types in a form. Who begins a softer draft with the words that
// leanon begins with does so in the language that it speaks.
func typed(f playground.Form, text string) string {
	if !strings.HasPrefix(f.CustomID, "say-softer") {
		return text
	}
	for _, begins := range []string{"when", "I felt", "I would love"} {
		if rest, ok := strings.CutPrefix(text, begins+" "); ok && *inPseudo {
			return pseudo.Text(begins) + " " + rest
		}
	}
	return text
}

// Submit sends a form.
func (p *person) Submit(ctx context.Context, f playground.Form, fields map[string]string) (playground.Response, error) {
	given := map[string]string{}
	for field, text := range fields {
		p.w.says(text)
		given[field] = typed(f, text)
	}
	return responseInEnglish(p.Person.Submit(ctx, f, given))
}

// Write writes a message.
func (p *person) Write(text string) (playground.Message, error) {
	p.w.says(text)
	return p.Person.Write(text)
}

// WriteReply answers a message.
func (p *person) WriteReply(to playground.Message, text string) (playground.Message, error) {
	p.w.says(text)
	return p.Person.WriteReply(to, text)
}

// WriteWith writes a message that carries something else.
func (p *person) WriteWith(b playground.Besides, text string) (playground.Message, error) {
	p.w.says(text)
	return p.Person.WriteWith(b, text)
}

// Edit changes a message of the person's own.
func (p *person) Edit(m playground.Message, text string) (playground.Message, error) {
	p.w.says(text)
	return p.Person.Edit(m, text)
}
