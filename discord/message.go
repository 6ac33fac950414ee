package discord

import (
	"strconv"

	"leanon/discord/talk"
)

// The message flags and component types that are used (message resource; component
// reference).
const (
	flagSuppressEmbeds = 1 << 2
	flagEphemeral      = 1 << 6
	flagSilent         = 1 << 12

	typeActionRow    = 1
	typeButton       = 2
	typeStringSelect = 3
	typeTextInput    = 4
	typeText         = 10
	typeLabel        = 18

	styleLink = 5
)

// messageBody is a message as Discord takes it to create, edit or reply. Content,
// components and attachments are always sent, because an edit keeps what is left
// out. Mentions are always switched off, because a person's words may hold some and
// an edit would parse them again (message resource).
type messageBody struct {
	Content      string      `json:"content"`
	Components   []component `json:"components"`
	Attachments  []attached  `json:"attachments"`
	Flags        int         `json:"flags,omitempty"`
	Mentions     mentions    `json:"allowed_mentions"`
	Nonce        string      `json:"nonce,omitempty"`
	EnforceNonce bool        `json:"enforce_nonce,omitempty"`
}

// attached names one of the files that a request brings, by its index. An edit removes
// the message's earlier files that are not named.
type attached struct {
	ID          string `json:"id"`
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"`
}

// mentions says what may ping; an empty list is nothing.
type mentions struct {
	Parse []string `json:"parse"`
}

// component is any of the components that we send.
type component struct {
	Type        int               `json:"type"`
	Components  []component       `json:"components,omitempty"` // in a row
	Component   *component        `json:"component,omitempty"`  // in a label
	CustomID    string            `json:"custom_id,omitempty"`
	Label       string            `json:"label,omitempty"`
	Description string            `json:"description,omitempty"`
	Content     string            `json:"content,omitempty"`
	Style       int               `json:"style,omitempty"`
	URL         string            `json:"url,omitempty"`
	Disabled    bool              `json:"disabled,omitempty"`
	Placeholder string            `json:"placeholder,omitempty"`
	Options     []componentOption `json:"options,omitempty"`
	MinValues   *int              `json:"min_values,omitempty"`
	MaxValues   int               `json:"max_values,omitempty"`
	Value       string            `json:"value,omitempty"`
	Required    *bool             `json:"required,omitempty"`
	MaxLength   int               `json:"max_length,omitempty"`
}

type componentOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

// renderNew renders a message that is created, not replied or edited: only that can be
// silent.
func renderNew(m talk.Message) messageBody {
	b := renderMessage(m)
	if m.Silent {
		b.Flags |= flagSilent
	}
	return b
}

// renderMessage renders a message. It leaves Private out, which only a reply to an
// interaction can be, and Silent.
func renderMessage(m talk.Message) messageBody {
	b := messageBody{
		Content:     m.Text,
		Components:  []component{},
		Attachments: []attached{},
		Mentions:    mentions{Parse: []string{}},
	}
	for _, r := range m.Rows {
		b.Components = append(b.Components, renderRow(r))
	}
	for i, f := range m.Files {
		b.Attachments = append(b.Attachments, attached{ID: strconv.Itoa(i), Filename: f.Name, Description: f.Description})
	}
	if m.NoEmbed {
		b.Flags |= flagSuppressEmbeds
	}
	return b
}

// renderRow renders a row: its select if it has one, else its buttons.
func renderRow(r talk.Row) component {
	out := component{Type: typeActionRow}
	if s := r.Select; s != nil {
		// An absent minimum would mean 1, but a person may take a choice back.
		c := component{
			Type: typeStringSelect, CustomID: s.CustomID, Placeholder: s.Placeholder,
			MinValues: &s.Min, MaxValues: 1,
		}
		for _, o := range s.Options {
			c.Options = append(c.Options, componentOption(o))
		}
		out.Components = append(out.Components, c)
		return out
	}
	for _, b := range r.Buttons {
		c := component{Type: typeButton, CustomID: b.CustomID, Label: b.Label, Style: int(b.Style), Disabled: b.Disabled}
		if b.URL != "" {
			c.CustomID, c.Style, c.URL = "", styleLink, b.URL
		}
		out.Components = append(out.Components, c)
	}
	return out
}

// formBody is a modal as Discord takes it.
type formBody struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []component `json:"components"`
}

// renderForm renders a form: its text, then each field in a label of its own. A text
// input in a row, without a label, is deprecated (change log, August 2025).
func renderForm(f talk.Form) formBody {
	b := formBody{CustomID: f.CustomID, Title: f.Title, Components: []component{}}
	if f.Text != "" {
		b.Components = append(b.Components, component{Type: typeText, Content: f.Text})
	}
	for _, field := range f.Fields {
		input := renderInput(field)
		b.Components = append(b.Components, component{Type: typeLabel, Label: field.Label, Description: field.Description, Component: &input})
	}
	return b
}

// renderInput renders what a field's label holds: a select if the field has options,
// else a text input.
func renderInput(f talk.Field) component {
	c := component{Type: typeTextInput, CustomID: f.ID, Placeholder: f.Placeholder, Required: &f.Required}
	if len(f.Options) == 0 {
		c.Style, c.Value, c.MaxLength = 1, f.Value, f.Max
		if f.Long {
			c.Style = 2
		}
		return c
	}
	// A phone lets a person take a choice back only where the minimum is sent as 0.
	least := 0
	if f.Required {
		least = 1
	}
	c.Type, c.MinValues, c.MaxValues = typeStringSelect, &least, 1
	for _, o := range f.Options {
		c.Options = append(c.Options, componentOption(o))
	}
	return c
}
