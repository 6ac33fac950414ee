package playground

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Command runs a slash command and waits for the first response. Options are given by
// name, users by id. It sends nothing and returns an error if Discord's client would not
// send it: an unregistered command, a missing or unknown option.
func (p *Person) Command(ctx context.Context, in Place, name string, options map[string]string) (Response, error) {
	return p.run(ctx, in, kindCommand, name, options, "")
}

// Complete asks for suggestions while the person types the option named focused;
// options holds its text so far and the options that are filled in.
func (p *Person) Complete(ctx context.Context, in Place, name string, options map[string]string, focused string) ([]Choice, error) {
	r, err := p.run(ctx, in, kindComplete, name, options, focused)
	return r.Choices, err
}

func (p *Person) run(ctx context.Context, in Place, kind int, name string, options map[string]string, focused string) (Response, error) {
	d := p.d
	i, err := func() (*interaction, error) {
		d.mu.Lock()
		defer d.mu.Unlock()
		c, err := p.at(in)
		if err != nil {
			return nil, err
		}
		cmd, err := p.offered(c, name)
		if err != nil {
			return nil, err
		}
		data, err := d.commandData(c, cmd, kind, options, focused)
		if err != nil {
			return nil, err
		}
		i := d.begin(kind, p, c, nil)
		i.command = &cmd
		return i, d.send(i, data)
	}()
	if err != nil {
		return Response{}, err
	}
	return d.wait(ctx, i)
}

// offered returns the command of that name which Discord offers to the person in a
// channel: a server's own before a global one; elsewhere only global ones, where install
// and context match (D:interactions/application-commands#contexts).
func (p *Person) offered(c *Channel, name string) (Command, error) {
	d, scopes := p.d, []string{""}
	if c.guild != nil {
		scopes = []string{c.guild.ID, ""}
	}
	for _, scope := range scopes {
		for _, cmd := range d.commands[scope] {
			if cmd.Name == name && cmd.Type == 1 && (scope != "" || cmd.isOffered(p, c)) {
				return cmd, nil
			}
		}
	}
	return Command{}, fmt.Errorf("%w: /%s", ErrNoCommand, name)
}

// commandData returns the data of a command interaction. It resolves the users that the
// options name, and in a server their membership.
func (d *Discord) commandData(c *Channel, cmd Command, kind int, given map[string]string, focused string) (map[string]any, error) {
	options, users, members := []rawOption{}, map[string]any{}, map[string]any{}
	used := 0
	for _, o := range cmd.Options {
		value, set := given[o.Name]
		focus := kind == kindComplete && o.Name == focused
		if focus && !o.Autocomplete {
			return nil, fmt.Errorf("%w: %s has no suggestions", ErrOption, o.Name)
		}
		if !set && !focus {
			if o.Required && kind == kindCommand {
				return nil, fmt.Errorf("%w: %s is required", ErrOption, o.Name)
			}
			continue
		}
		if set {
			used++
		}
		raw, err := o.value(value, focus)
		if err != nil {
			return nil, err
		}
		if o.Type == 6 {
			who := d.people[value]
			if who == nil {
				return nil, fmt.Errorf("%w: %s is no user", ErrOption, o.Name)
			}
			users[who.ID] = who.json()
			if c.guild != nil && c.guild.members[who.ID] != nil {
				members[who.ID] = c.guild.members[who.ID].json()
			}
		}
		options = append(options, rawOption{o.Type, o.Name, raw, focus})
	}
	if used < len(given) {
		return nil, fmt.Errorf("%w: /%s takes no such option", ErrOption, cmd.Name)
	}
	data := map[string]any{"id": cmd.ID, "name": cmd.Name, "type": 1, "options": options}
	if cmd.Guild != "" {
		data["guild_id"] = cmd.Guild
	}
	if len(users) > 0 && len(members) > 0 {
		data["resolved"] = map[string]any{"users": users, "members": members}
	} else if len(users) > 0 {
		data["resolved"] = map[string]any{"users": users}
	}
	return data, nil
}

// value returns an option's value as JSON, or ErrOption if the option does not take it.
// While the person types, any text is taken.
func (o CommandOption) value(text string, typing bool) (json.RawMessage, error) {
	if typing {
		return marshal(text), nil
	}
	bad := fmt.Errorf("%w: %s", ErrOption, o.Name)
	switch o.Type {
	case 3:
		n, high := utf8.RuneCountInString(text), o.MaxLength
		if high == 0 {
			high = 6000
		}
		if n < max(o.MinLength, 1) || n > high {
			return nil, bad
		}
	case 4, 10:
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			return nil, bad
		}
		return json.RawMessage(text), nil
	case 5:
		if text != "true" && text != "false" {
			return nil, bad
		}
		return json.RawMessage(text), nil
	}
	if len(o.Choices) > 0 && !slices.ContainsFunc(o.Choices, func(c commandChoice) bool { return nonceText(c.Value) == text }) {
		return nil, bad
	}
	return marshal(text), nil
}

// Press presses a button that is on the message as it is now, and waits for the
// first response.
func (p *Person) Press(ctx context.Context, m Message, customID string) (Response, error) {
	return p.use(ctx, m, func(now []component) (map[string]any, error) {
		c := find(now, customID)
		switch {
		case c == nil, c.Type != typeButton:
			return nil, fmt.Errorf("%w: button", ErrNoComponent)
		case c.Disabled:
			return nil, ErrDisabled
		}
		return componentData(*c, nil), nil
	})
}

// Choose picks values of a select that is on the message as it is now, and waits for the
// first response.
func (p *Person) Choose(ctx context.Context, m Message, customID string, values ...string) (Response, error) {
	return p.use(ctx, m, func(now []component) (map[string]any, error) {
		c := find(now, customID)
		switch {
		case c == nil, c.Type != typeSelect:
			return nil, fmt.Errorf("%w: select", ErrNoComponent)
		case c.Disabled:
			return nil, ErrDisabled
		case len(values) < c.MinValues || len(values) > c.MaxValues:
			return nil, fmt.Errorf("%w: %d chosen", ErrValues, len(values))
		}
		for _, v := range values {
			if !slices.ContainsFunc(c.Options, func(o Option) bool { return o.Value == v }) {
				return nil, ErrValues
			}
		}
		return componentData(*c, slices.Clone(values)), nil
	})
}

// PressStale presses a button that the message may no longer have, as a client does that
// still shows an older copy. The message must still be there.
func (p *Person) PressStale(ctx context.Context, m Message, customID string) (Response, error) {
	return p.Forge(ctx, customID, m)
}

// Forge sends what a hostile client can send: a press of any custom id, on a message
// that this person sees.
func (p *Person) Forge(ctx context.Context, customID string, m Message) (Response, error) {
	return p.use(ctx, m, func([]component) (map[string]any, error) {
		return componentData(component{Type: typeButton, ID: 2, CustomID: customID}, nil), nil
	})
}

// ForgeChoice is Forge for a select, with any values.
func (p *Person) ForgeChoice(ctx context.Context, customID string, m Message, values ...string) (Response, error) {
	return p.use(ctx, m, func([]component) (map[string]any, error) {
		return componentData(component{Type: typeSelect, ID: 2, CustomID: customID}, values), nil
	})
}

func componentData(c component, values []string) map[string]any {
	data := map[string]any{"component_type": c.Type, "custom_id": c.CustomID, "id": c.ID}
	if c.Type != typeButton {
		data["values"] = append([]string{}, values...)
	}
	return data
}

func (p *Person) use(ctx context.Context, m Message, data func([]component) (map[string]any, error)) (Response, error) {
	d := p.d
	i, err := func() (*interaction, error) {
		d.mu.Lock()
		defer d.mu.Unlock()
		now := p.sees(m.ID)
		if now == nil {
			return nil, ErrGone
		}
		body, err := data(parseComponents(now.components))
		if err != nil {
			return nil, err
		}
		i := d.begin(kindComponent, p, now.channel, now)
		return i, d.send(i, body)
	}()
	if err != nil {
		return Response{}, err
	}
	return d.wait(ctx, i)
}
