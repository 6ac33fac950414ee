package playground

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Commands returns the registered commands, global ones first, each scope in the order in
// which it was sent.
func (d *Discord) Commands() []Command {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := slices.Clone(d.commands[""])
	for _, g := range d.guildList {
		out = append(out, d.commands[g.ID]...)
	}
	return out
}

// scope returns the server whose commands a path names, "" for global ones. It refuses
// another bot's, and a server that the bot is not in.
func (d *Discord) scope(c *call) (string, error) {
	guild := c.PathValue("guild_id")
	switch g := d.guilds[guild]; {
	case c.PathValue("application_id") != d.bot.ID:
		return "", refuse(403, 20012, "You are not authorized to perform this action on this application")
	case guild != "" && (g == nil || g.expelled):
		return "", missingAccess()
	}
	return guild, nil
}

func (d *Discord) getCommands(c *call) (answer, error) {
	scope, err := d.scope(c)
	if err != nil {
		return answer{}, err
	}
	whole := c.URL.Query().Get("with_localizations")
	if whole == "true" || whole == "1" {
		return ok(commandsJSON(d.commands[scope]))
	}
	out := []any{}
	for _, cmd := range d.commands[scope] {
		out = append(out, cmd.inOneLanguage(c.Header.Get("X-Discord-Locale")))
	}
	return ok(out)
}

// putCommands overwrites a scope's commands. A command whose name was there before keeps
// its id (D:interactions/application-commands).
func (d *Discord) putCommands(c *call) (answer, error) {
	scope, err := d.scope(c)
	if err != nil {
		return answer{}, err
	}
	var list []map[string]json.RawMessage
	if err := c.read(&list); err != nil {
		return answer{}, err
	}
	next := []Command{}
	for _, raw := range list {
		if next, err = d.register(next, raw, scope); err != nil {
			return answer{}, err
		}
	}
	d.commands[scope] = next
	d.touch()
	return ok(commandsJSON(next))
}

func (d *Discord) postCommand(c *call) (answer, error) {
	scope, err := d.scope(c)
	if err != nil {
		return answer{}, err
	}
	var raw map[string]json.RawMessage
	if err := c.read(&raw); err != nil {
		return answer{}, err
	}
	var name string
	if err := readInto(raw["name"], &name); err != nil {
		return answer{}, invalid("name", "BASE_TYPE_REQUIRED", "This field is required")
	}
	rest := slices.DeleteFunc(slices.Clone(d.commands[scope]), func(old Command) bool { return old.Name == name })
	next, err := d.register(rest, raw, scope)
	if err != nil {
		return answer{}, err
	}
	d.commands[scope] = next
	d.touch()
	return answer{201, next[len(next)-1].raw}, nil
}

func (d *Discord) deleteCommand(c *call) (answer, error) {
	scope, err := d.scope(c)
	if err != nil {
		return answer{}, err
	}
	rest := slices.DeleteFunc(slices.Clone(d.commands[scope]), func(old Command) bool { return old.ID == c.PathValue("command_id") })
	if len(rest) == len(d.commands[scope]) {
		return answer{}, refuse(404, 10063, "Unknown application command").expected()
	}
	d.commands[scope] = rest
	d.touch()
	return noContent, nil
}

func commandsJSON(list []Command) []any {
	out := []any{}
	for _, c := range list {
		out = append(out, c.raw)
	}
	return out
}

// commandName is compiled at its first use, because that takes milliseconds.
var commandName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)
})

// register adds a command to a list if it is valid there: at most 100 slash
// commands, names that are unique, lower case and of 32 characters, 25 options,
// required ones first, 8,000 characters in all (D:interactions/application-commands).
func (d *Discord) register(list []Command, raw map[string]json.RawMessage, guild string) ([]Command, error) {
	cmd := Command{Guild: guild, Type: 1}
	for field, into := range map[string]any{"name": &cmd.Name, "description": &cmd.Description, "description_localizations": &cmd.In, "type": &cmd.Type, "options": &cmd.Options, "contexts": &cmd.Contexts, "integration_types": &cmd.IntegrationTypes} {
		if value, sent := raw[field]; sent {
			if err := readInto(value, into); err != nil {
				return nil, invalid(field, "BASE_TYPE_BAD_TYPE", "wrong type")
			}
		}
	}
	cmd.Type = max(cmd.Type, 1)
	if err := cmd.validate(list); err != nil {
		return nil, err
	}
	cmd.ID = idText(d.newID())
	for _, old := range d.commands[guild] {
		if old.Name == cmd.Name && old.Type == cmd.Type {
			cmd.ID = old.ID
		}
	}
	cmd.raw = map[string]json.RawMessage{}
	for k, v := range raw {
		if string(v) != "null" {
			cmd.raw[k] = v
		}
	}
	if len(cmd.Options) > 0 {
		var options []map[string]any
		if err := readInto(raw["options"], &options); err != nil {
			return nil, err
		}
		for _, o := range options {
			dropNulls(o)
		}
		cmd.raw["options"] = marshal(options)
	}
	for k, v := range map[string]any{"id": cmd.ID, "application_id": d.bot.ID, "version": idText(d.newID()), "type": cmd.Type, "description": cmd.Description, "default_member_permissions": nil} {
		if _, sent := cmd.raw[k]; !sent || k == "id" || k == "application_id" || k == "version" {
			cmd.raw[k] = marshal(v)
		}
	}
	if guild != "" {
		cmd.raw["guild_id"] = marshal(guild)
	}
	return append(list, cmd), nil
}

func (c Command) validate(others []Command) error {
	if c.Type == 1 && (!commandName().MatchString(c.Name) || strings.ToLower(c.Name) != c.Name) {
		return invalid("name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
	if c.Type == 1 {
		if err := length("description", c.Description, 1, 100); err != nil {
			return err
		}
	}
	if err := localizations("description_localizations", c.In, 100); err != nil {
		return err
	}
	same := 0
	for _, other := range others {
		if other.Type == c.Type {
			same++
			if other.Name == c.Name {
				return invalid("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
			}
		}
	}
	if limit := map[int]int{1: 100, 2: 15, 3: 15}[c.Type]; same >= limit {
		return refuse(400, 30032, "Maximum number of application commands reached (100).")
	}
	return c.validateOptions()
}

func (c Command) validateOptions() error {
	if len(c.Options) > 25 {
		return invalid("options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
	}
	total, seen, optional := utf8.RuneCountInString(c.Name)+longest(c.Description, c.In), map[string]bool{}, false
	for _, o := range c.Options {
		total += utf8.RuneCountInString(o.Name) + longest(o.Description, o.In)
		switch {
		case !commandName().MatchString(o.Name) || strings.ToLower(o.Name) != o.Name:
			return invalid("options.name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
		case seen[o.Name]:
			return invalid("options.name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		case o.Required && optional:
			return invalid("options", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		case o.Type < 1 || o.Type > 11:
			return invalid("options.type", "BASE_TYPE_CHOICES", "1 to 11")
		case len(o.Choices) > 25 || len(o.Choices) > 0 && o.Autocomplete:
			return invalid("options.choices", "BASE_TYPE_MAX_LENGTH", "at most 25, and none with autocomplete")
		}
		if err := length("options.description", o.Description, 1, 100); err != nil {
			return err
		}
		if err := localizations("options.description_localizations", o.In, 100); err != nil {
			return err
		}
		for _, choice := range o.Choices {
			total += utf8.RuneCountInString(choice.Name + nonceText(choice.Value))
		}
		seen[o.Name], optional = true, optional || !o.Required
	}
	if total > 8000 {
		return invalid("options", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
	}
	return nil
}
