package bot

import (
	"slices"

	"leanon/discord/talk"
)

// Commands returns the commands that Discord is to register.
func (b *Bot) Commands() []talk.CommandSpec {
	said := b.in("")
	var all []talk.CommandSpec
	for _, a := range b.list {
		if a.family != "command" {
			continue
		}
		c := talk.CommandSpec{Name: a.name, Description: said.say("command." + a.name), Options: slices.Clone(a.options), Apart: true}
		for i, o := range c.Options {
			key := a.name + "." + o.Name
			if o.Name == whom.Name && !o.User {
				key = whom.Name
			}
			c.Options[i].Description = said.say("option." + key)
		}
		all = append(all, c)
	}
	return all
}
