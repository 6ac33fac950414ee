package discord

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

const commandsRoute = "/applications/{application}/commands"

// Option types of the application commands page.
const (
	optionString = 3
	optionUser   = 6
)

// command is a slash command as Discord keeps it, with the fields that we set.
type command struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Description  string            `json:"description"`
	In           map[string]string `json:"description_localizations"`
	Options      []commandOption   `json:"options"`
	Contexts     []int             `json:"contexts"`
	Integrations []int             `json:"integration_types"`
}

type commandOption struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Description  string            `json:"description"`
	In           map[string]string `json:"description_localizations"`
	Required     bool              `json:"required"`
	Autocomplete bool              `json:"autocomplete,omitempty"`
}

// Register makes these the bot's global commands and removes all others. They can be
// used in servers, in the bot's direct messages and, where they say so, between people,
// for server and user installs. It writes only when Discord has other ones, because a bot
// may create 200 a day; a description that differs in one language makes another one. Its
// errors are those of Check.
func (c *Client) Register(ctx context.Context, specs []talk.CommandSpec) error {
	app, err := c.application(ctx)
	if err != nil {
		return fmt.Errorf("register commands: %w", err)
	}
	want := []command{}
	for _, s := range specs {
		want = append(want, toCommand(s))
	}
	url := discordgo.EndpointApplicationGlobalCommands(app)
	// Without the query Discord leaves out what the commands are in other languages.
	query := url + "?with_localizations=true"
	var have lenient[[]command] // what cannot be read is not the same
	if err := c.call(ctx, request{method: "GET", route: commandsRoute, url: query, lane: laneScheduled}, &have); err != nil {
		return fmt.Errorf("read the registered commands: %w", atTheStart(err))
	}
	if sameCommands(have.V, want) {
		return nil
	}
	err = c.call(ctx, request{method: "PUT", route: commandsRoute, url: url, lane: laneScheduled, body: want}, nil)
	if err != nil {
		return fmt.Errorf("register commands: %w", atTheStart(err))
	}
	return nil
}

// application returns our application's id, and asks Discord if it is not known yet.
func (c *Client) application(ctx context.Context) (string, error) {
	if app := c.app.Load(); app != nil {
		return *app, nil
	}
	app, err := c.Check(ctx)
	return app.ID, err
}

// toCommand is a command as Discord keeps it.
func toCommand(s talk.CommandSpec) command {
	out := command{
		Type: 1, Name: s.Name, Description: s.Description, In: s.In, Options: []commandOption{},
		Contexts: []int{contextGuild, contextBotDM}, Integrations: []int{0, 1},
	}
	if s.Apart {
		out.Contexts = append(out.Contexts, contextPrivate)
	}
	for _, o := range s.Options {
		optionType := optionString
		if o.User {
			optionType = optionUser
		}
		out.Options = append(out.Options, commandOption{
			Type: optionType, Name: o.Name, Description: o.Description, In: o.In, Required: o.Required, Autocomplete: o.Complete,
		})
	}
	return out
}

// sameCommands says whether two lists are the same but for the order of commands,
// contexts and integration types, which Discord does not keep.
func sameCommands(have, want []command) bool {
	return reflect.DeepEqual(normalized(have), normalized(want))
}

// normalized returns commands in an order of ours, with what Discord leaves out.
func normalized(in []command) []command {
	out := slices.Clone(in)
	for i, c := range out {
		out[i].Type = max(c.Type, 1) // absent means 1
		out[i].In = present(c.In)
		out[i].Options = append([]commandOption{}, c.Options...)
		for j, o := range c.Options {
			out[i].Options[j].In = present(o.In)
		}
		out[i].Contexts = slices.Sorted(slices.Values(c.Contexts))
		out[i].Integrations = slices.Sorted(slices.Values(c.Integrations))
	}
	slices.SortFunc(out, func(a, b command) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// present returns the texts of a command in other languages; Discord answers none as null,
// as an empty object, or not at all.
func present(in map[string]string) map[string]string {
	if len(in) == 0 {
		return nil
	}
	return in
}
