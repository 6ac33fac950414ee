package playground

import "slices"

// Where an application is installed, and the contexts in which a person meets it
// (D:interactions/application-commands#contexts, D:resources/application#installation-context).
const (
	guildInstall = 0
	userInstall  = 1

	contextGuild   = 0 // a server
	contextBotDM   = 1 // direct messages with the bot
	contextPrivate = 2 // a direct message or a group message between people
)

// AddStranger makes a user who has not installed the application. Until they Install it,
// or Join a server that the bot is in, the bot cannot message them and they have no
// commands.
func (d *Discord) AddStranger(name string) *Person {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.addPerson(name, false)
}

// Install installs the application for a person, as the link with integration_type=1
// does, or removes it again.
func (p *Person) Install(installed bool) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	p.installed = installed
	p.d.touch()
}

// Between returns the direct message of two people, or makes a group message of more. Two
// people have one. The bot is in neither: it reads nothing there, and writes only in
// answer to what somebody does with it.
func (d *Discord) Between(people ...*Person) *Channel {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(people) == 2 {
		for _, c := range d.channels {
			if len(c.between) == 2 && c.has(people[0]) && c.has(people[1]) {
				return c
			}
		}
	}
	c := &Channel{ID: idText(d.newID()), between: slices.Clone(people)}
	d.channels[c.ID] = c
	return c
}

// has reports whether a person is in the channel.
func (c *Channel) has(p *Person) bool {
	switch {
	case c.guild != nil:
		return c.guild.members[p.ID] != nil
	case c.between != nil:
		return slices.Contains(c.between, p)
	}
	return c.person == p
}

// context returns what the channel is to an interaction.
func (c *Channel) context() int {
	switch {
	case c.guild != nil:
		return contextGuild
	case c.between != nil:
		return contextPrivate
	}
	return contextBotDM
}

// sharesGuild reports whether a person is in a server with the bot. The caller holds d.mu.
func (p *Person) sharesGuild() bool {
	return slices.ContainsFunc(p.d.guildList, func(g *Guild) bool { return !g.expelled && g.members[p.ID] != nil })
}

// reachable reports whether the bot may write to a person at all: they share a server, or
// the person has installed it (discord-api-docs#7666). The caller holds d.mu.
func (p *Person) reachable() bool { return p.installed || p.sharesGuild() }

// takes refuses a message to a person who has closed their direct messages, or has
// nothing in common with the bot. A channel alone does not let it write.
func (c *Channel) takes() error {
	switch {
	case c.person == nil:
		return nil
	case c.person.closedDMs:
		return cannotMessage(403)
	case !c.person.reachable():
		return refuse(403, 50278, "Cannot send messages to this user due to having no mutual guilds").expected()
	}
	return nil
}

// installs returns by which installs a person has the application in a channel. The
// caller holds d.mu.
func (p *Person) installs(c *Channel) (all []int) {
	if c.guild != nil || c.between == nil && p.sharesGuild() {
		all = append(all, guildInstall)
	}
	if p.installed {
		all = append(all, userInstall)
	}
	return all
}

// isOffered reports whether Discord offers a command to a person in a channel: its
// contexts name the channel's, and its installs one by which the person has the
// application there. What a command does not say allows all.
func (c Command) isOffered(p *Person, in *Channel) bool {
	if c.Contexts != nil && !slices.Contains(c.Contexts, in.context()) {
		return false
	}
	return slices.ContainsFunc(p.installs(in), c.isFor)
}

func (c Command) isFor(install int) bool {
	return c.IntegrationTypes == nil || slices.Contains(c.IntegrationTypes, install)
}

// owners returns authorizing_integration_owners: by install the server or, for the bot's
// direct messages, "0", and the person who installed it. For a command it names the
// installs that the command is for. A component has those of the interaction that its
// message answered, whoever uses it
// (D:interactions/receiving-and-responding#authorizing-integration-owners-object).
func (i *interaction) owners() map[string]string {
	if i.source != nil && i.source.origin != nil {
		return i.source.origin.Owners
	}
	out := map[string]string{}
	for _, install := range i.person.installs(i.channel) {
		switch {
		case i.command != nil && !i.command.isFor(install):
		case install == userInstall:
			out["1"] = i.person.ID
		case i.channel.guild != nil:
			out["0"] = i.channel.guild.ID
		default:
			out["0"] = "0"
		}
	}
	return out
}

// json returns the channel as Discord sends it: a direct message with its recipient, a
// server's text channel, or what is between people with all of them (D:resources/channel).
func (c *Channel) json() map[string]any {
	j := map[string]any{"id": c.ID, "flags": 0, "last_message_id": nil}
	if n := len(c.history); n > 0 {
		j["last_message_id"] = c.history[n-1].id
	}
	switch {
	case c.guild != nil:
		j["type"], j["guild_id"], j["name"], j["position"] = 0, c.guild.ID, "general", 0
	case c.between != nil:
		recipients := []any{}
		for _, p := range c.between {
			recipients = append(recipients, p.json())
		}
		j["type"], j["recipients"] = 1, recipients
		if len(c.between) > 2 {
			j["type"], j["name"], j["icon"], j["owner_id"] = 3, nil, nil, c.between[0].ID
		}
	default:
		j["type"], j["recipients"] = 1, []any{c.person.json()}
	}
	return j
}
