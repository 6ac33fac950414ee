package host

import (
	"slices"
	"strings"

	"leanon/discord"
)

// portal is where a host changes what these lines are about. They call each page and
// each switch as the portal does.
const portal = "at https://discord.com/developers/applications"

// checkApplication says what the developer portal holds of the application, and with
// which links leanon is added.
func checkApplication(c *checkup, app discord.Application, toPerson, toServer string) {
	checkInstalls(c, app)
	checkPublic(c, app)
	checkIntents(c, app)
	if app.Endpoint {
		c.fail("interactions", "an Interactions Endpoint URL is set, so Discord sends every command and every press there and leanon hears none: %s, under General Information, empty it", portal)
	}
	checkOwner(c, app)
	c.ok("link to add it for yourself", "%s", toPerson)
	c.ok("link to add it to a server", "%s", toServer)
}

// checkInstalls says whether both Installation Contexts are on, and whether the default
// link of each asks for what leanon needs.
func checkInstalls(c *checkup, app discord.Application) {
	_, toPerson := app.Installs[discord.PersonalInstall]
	_, toServer := app.Installs[discord.ServerInstall]
	const tick = portal + ", under Installation, Installation Contexts, tick "
	switch {
	case app.Installs == nil:
		c.warn("installs", "Discord does not say which are on: %sUser Install and Guild Install", tick)
	case !toPerson && !toServer:
		c.fail("installs", "both are off, so nobody can add leanon: %sUser Install and Guild Install", tick)
	case !toPerson:
		c.warn("installs", "User Install is off, so /pair works only in a server that has leanon, and not in your own direct messages: %sUser Install", tick)
	case !toServer:
		c.warn("installs", "Guild Install is off, so leanon can be added to no server: %sGuild Install, unless you need none", tick)
	default:
		checkDefaultLink(c, app)
	}
}

// checkDefaultLink looks at what the button Add App of the bot's profile asks for. Without
// a default link there is no such button.
func checkDefaultLink(c *checkup, app discord.Application) {
	toPerson, toServer := app.Installs[discord.PersonalInstall], app.Installs[discord.ServerInstall]
	const set = portal + ", under Installation, Default Install Settings, "
	lacks := func(i discord.Install, scope string) bool {
		return len(i.Scopes) > 0 && !slices.Contains(i.Scopes, scope)
	}
	switch {
	case lacks(toPerson, "applications.commands"), lacks(toServer, "applications.commands"):
		c.warn("installs", "both are on, but who presses Add App in the bot's profile gets no commands: %sadd the scope applications.commands; the links below have it", set)
	case lacks(toServer, "bot"):
		c.warn("installs", "both are on, but who presses Add App in the bot's profile gets a bot that can write to nobody: %sunder Guild Install, add the scope bot; the links below have it", set)
	case toServer.Permissions != "" && toServer.Permissions != "0":
		c.warn("installs", "both are on, and Add App in the bot's profile asks for permissions, of which leanon needs none: %sunder Guild Install, take them out", set)
	default:
		c.ok("installs", "User Install and Guild Install are on")
	}
}

// checkPublic says who can add leanon.
func checkPublic(c *checkup, app discord.Application) {
	switch {
	case app.CodeGrant:
		c.fail("public bot", "Requires OAuth2 Code Grant is on, so no link adds the bot to a server: %s, under Bot, turn it off", portal)
	case app.Public:
		c.ok("public bot", "Public Bot is on, so both of you can add leanon, and so can everybody who has its link; once both have, you may turn it off: %s, under Installation, set Install Link to None, then under Bot turn off Public Bot", portal)
	case app.Servers == 0:
		c.warn("public bot", "Public Bot is off, so nobody but the application's owner can add leanon, and it is in no server: a partner without it gets no messages and no commands: %s, under Bot, turn on Public Bot, or add leanon to a server that both of you are in", portal)
	default:
		c.ok("public bot", "Public Bot is off, so nobody but the application's owner can add leanon; whom it shares no server with cannot use it")
	}
}

// checkIntents warns of privileged intents, which would let Discord send more than leanon
// wants to know.
func checkIntents(c *checkup, app discord.Application) {
	if len(app.Intents) > 0 {
		c.warn("intents", "%s on, which leanon does not need and does not ask for; nothing breaks, but for your own peace %s, under Bot, Privileged Gateway Intents, turn off what is on", areOn(app.Intents), portal)
		return
	}
	c.ok("intents", "no privileged one is on, and leanon needs none")
}

func areOn(names []string) string {
	if len(names) == 1 {
		return names[0] + " is"
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + " are"
}

// checkOwner says what follows from who owns the application, and not who it is.
func checkOwner(c *checkup, app discord.Application) {
	switch len(app.Owners) {
	case 0:
		c.warn("owner", "Discord does not say who owns the application, so people read host.name of config.yaml alone")
	case 1:
		c.ok("owner", "one person owns the application: if that is one of a couple, the facts they agree to say that this partner runs leanon, whatever host.name says")
	default:
		c.ok("owner", "a team owns the application: if one of a couple is its owner or an admin of it, the facts they agree to say that this partner runs leanon, whatever host.name says")
	}
}
