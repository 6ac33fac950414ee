package discord

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Application is what Discord says of the bot's own application.
type Application struct {
	ID string
	// Owners are who may act for it, by their ids: a person, or of a team its owner and
	// those of its admins who joined it. It is empty where Discord does not say.
	Owners []string
	// Public is Public Bot: anybody may add it. Nobody but its owner may otherwise.
	Public bool
	// CodeGrant is Requires OAuth2 Code Grant, with which no link adds the bot.
	CodeGrant bool
	// Endpoint reports whether interactions go to an address on the web instead of the
	// gateway.
	Endpoint bool
	// Intents are the privileged ones that are on, as the developer portal calls them.
	Intents []string
	// Installs are the ways to add it that are on, "0" (to a server) and "1" (to a
	// person's own account), with what its default link asks for; nil where Discord does
	// not say.
	Installs map[string]Install
	Servers  int // about how many it was added to
	People   int // about how many added it to their account
}

// Install is what the default link asks for: nothing where there is no such link.
type Install struct {
	Scopes      []string
	Permissions string // a number; "0" or "" for none
}

// ServerInstall and PersonalInstall are the keys of Application.Installs.
const (
	ServerInstall   = "0"
	PersonalInstall = "1"
)

// application is Discord's answer (its reference, "Application Object"). But for the id,
// what cannot be read is as if Discord had not said it: no bot stays down for that.
type application struct {
	ID        string                `json:"id"`
	Owner     lenient[user]         `json:"owner"`
	Team      lenient[*team]        `json:"team"`
	Public    lenient[*bool]        `json:"bot_public"`
	CodeGrant lenient[bool]         `json:"bot_require_code_grant"`
	Endpoint  lenient[string]       `json:"interactions_endpoint_url"`
	Flags     lenient[uint64]       `json:"flags"`
	FlagsNew  lenient[string]       `json:"flags_new"` // the same without a limit
	Installs  lenient[installTypes] `json:"integration_types_config"`
	Servers   lenient[int]          `json:"approximate_guild_count"`
	People    lenient[int]          `json:"approximate_user_install_count"`
}

// team owns an application in place of a person.
type team struct {
	Owner   lenient[string]  `json:"owner_user_id"`
	Members list[teamMember] `json:"members"`
}

type teamMember struct {
	User  user   `json:"user"`
	State int    `json:"membership_state"`
	Role  string `json:"role"`
}

// installTypes are the ways to add an application, by ServerInstall and PersonalInstall.
type installTypes map[string]struct {
	Params lenient[struct {
		Scopes      []string `json:"scopes"`
		Permissions string   `json:"permissions"`
	}] `json:"oauth2_install_params"`
}

// What a team's member is who may act for it as its owner may.
const (
	joined = 2 // membership_state ACCEPTED
	admin  = "admin"
)

// privileged are the flags of an application's privileged intents, for few servers and
// for many, with their names in the developer portal.
var privileged = []struct {
	flags uint64
	name  string
}{
	{1<<12 | 1<<13, "Presence Intent"},
	{1<<14 | 1<<15, "Server Members Intent"},
	{1<<18 | 1<<19, "Message Content Intent"},
}

// Check asks Discord whether the token is good, and what it says of the bot's
// application. The errors are those of talk, and ErrTooOld and ErrNoApplication.
func (c *Client) Check(ctx context.Context) (Application, error) {
	// A bot made before 2017 has another id than its application.
	var said application
	err := c.call(ctx, request{method: "GET", route: "/oauth2/applications/@me", url: discordgo.EndpointOAuth2Applications + "/@me"}, &said)
	if err != nil {
		return Application{}, fmt.Errorf("ask Discord for our application: %w", atTheStart(err))
	}
	app := said.application()
	c.app.Store(&app.ID)
	c.owners.Store(&app.Owners)
	return app, nil
}

// Owners are those of Application, as the last Check found them. They are kept in memory
// alone.
func (c *Client) Owners() []string {
	owners := c.owners.Load()
	if owners == nil {
		return nil
	}
	return *owners
}

func (a application) application() Application {
	app := Application{
		ID: a.ID, Owners: a.owners(), Public: a.Public.V == nil || *a.Public.V, CodeGrant: a.CodeGrant.V,
		Endpoint: a.Endpoint.V != "", Servers: a.Servers.V, People: a.People.V,
	}
	flags := a.Flags.V
	if n, err := strconv.ParseUint(a.FlagsNew.V, 10, 64); err == nil {
		flags = n
	}
	for _, p := range privileged {
		if flags&p.flags != 0 {
			app.Intents = append(app.Intents, p.name)
		}
	}
	if a.Installs.V != nil {
		app.Installs = map[string]Install{}
	}
	for key, on := range a.Installs.V {
		app.Installs[key] = Install{on.Params.V.Scopes, on.Params.V.Permissions}
	}
	return app
}

// owners are the team's owner and admins, where a team owns the application: then the
// field owner is an account that stands for the team, and nobody's.
func (a application) owners() (ids []string) {
	if a.Team.V == nil {
		if a.Owner.V.ID != "" {
			ids = append(ids, a.Owner.V.ID)
		}
		return ids
	}
	if a.Team.V.Owner.V != "" {
		ids = append(ids, a.Team.V.Owner.V)
	}
	for _, m := range a.Team.V.Members {
		if m.User.ID != "" && m.State == joined && m.Role == admin && !slices.Contains(ids, m.User.ID) {
			ids = append(ids, m.User.ID)
		}
	}
	return ids
}

// InviteURL returns the page where a server owner adds the bot, with the scopes bot
// and applications.commands and no permission. It is empty until Check has
// succeeded or a session was up.
func (c *Client) InviteURL() string {
	return c.addURL("&scope=bot+applications.commands&permissions=0")
}

// InstallURL returns the page where a person adds the bot to their own account, so that
// its commands are there in each of their chats. It is empty as InviteURL is.
func (c *Client) InstallURL() string {
	return c.addURL("&integration_type=1&scope=applications.commands")
}

func (c *Client) addURL(rest string) string {
	app := c.app.Load()
	if app == nil {
		return ""
	}
	return "https://discord.com/oauth2/authorize?client_id=" + url.QueryEscape(*app) + rest
}
