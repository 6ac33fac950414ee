package bot

import (
	"slices"

	"leanon/discord/talk"
	"leanon/library"
)

// Commands returns the commands that Discord is to register. They are described in each
// language that leanon speaks; a name is the same in all, because it is typed.
func (b *Bot) Commands() []talk.CommandSpec {
	var all []talk.CommandSpec
	for _, a := range b.list {
		if a.family != "command" {
			continue
		}
		c := talk.CommandSpec{Name: a.name, Options: slices.Clone(a.options), Apart: true}
		c.Description, c.In = b.described(func(s speaker) string { return s.say("command." + a.name) })
		for i, o := range c.Options {
			key := a.name + "." + o.Name
			if o.Name == whom.Name && !o.User {
				key = whom.Name
			}
			c.Options[i].Description, c.Options[i].In = b.described(func(s speaker) string { return s.say("option." + key) })
		}
		all = append(all, c)
	}
	return all
}

// described returns what something is called in English, and by Discord's locales what in
// the other languages.
func (b *Bot) described(by func(speaker) string) (english string, in map[string]string) {
	english, in = by(b.in(library.English)), map[string]string{}
	for _, language := range b.Library.Spoken() {
		for _, locale := range language.Locales {
			if text := by(b.in(language.Key)); text != english {
				in[locale] = text
			}
		}
	}
	return english, in
}
