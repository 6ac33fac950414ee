package discord

import (
	"encoding/json"
	"time"

	"leanon/discord/talk"
)

// Events are decoded here, and only what is used of them, because discordgo v0.29.0
// loses a whole event for one component that it does not know.

// Interaction types (receiving and responding page).
const (
	interactionCommand   = 2
	interactionComponent = 3
	interactionComplete  = 4
	interactionSubmit    = 5
)

// user is a Discord user.
type user struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
	Bot        bool   `json:"bot"`
}

// talkUser returns the user with their display name: the nickname in the server, else
// the global name, else the user name.
func (u user) talkUser(nick string) talk.User {
	name := u.Username
	if u.GlobalName != "" {
		name = u.GlobalName
	}
	if nick != "" {
		name = nick
	}
	return talk.User{ID: u.ID, Name: name, Bot: u.Bot}
}

// member is a user in a server.
type member struct {
	User user   `json:"user"`
	Nick string `json:"nick"`
}

// node is a component of a message or of a submitted form. It may be of any type, also
// of one that is newer than this program.
type node struct {
	CustomID   string   `json:"custom_id"`
	Value      *string  `json:"value"`
	Values     []string `json:"values"`     // of a select; empty where nothing was chosen
	Component  *node    `json:"component"`  // in a Label
	Components []node   `json:"components"` // in a row
}

// children returns the components within a component.
func (n node) children() []node {
	if n.Component != nil {
		return append([]node{*n.Component}, n.Components...)
	}
	return n.Components
}

// fields adds to into, by custom id, what a person filled in or chose in a component
// and those within it.
func (n node) fields(into map[string]string) {
	if n.CustomID != "" {
		switch {
		case n.Value != nil:
			into[n.CustomID] = *n.Value
		case len(n.Values) > 0:
			into[n.CustomID] = n.Values[0]
		case n.Values != nil:
			into[n.CustomID] = ""
		}
	}
	for _, inner := range n.children() {
		inner.fields(into)
	}
}

// interaction is an INTERACTION_CREATE event: what a person did with a command, a
// component or a form.
type interaction struct {
	ID        string  `json:"id"`
	Token     string  `json:"token"`
	Type      int     `json:"type"`
	GuildID   string  `json:"guild_id"`
	ChannelID string  `json:"channel_id"`
	Locale    string  `json:"locale"`
	Member    *member `json:"member"` // in a server
	User      *user   `json:"user"`   // in direct messages
	Message   *struct {
		ID    string `json:"id"`
		Flags int    `json:"flags"`
	} `json:"message"`
	Data struct {
		Name          string   `json:"name"`
		CustomID      string   `json:"custom_id"`
		ComponentType int      `json:"component_type"`
		Values        []string `json:"values"`
		Components    []node   `json:"components"`
		Options       []struct {
			Name    string          `json:"name"`
			Type    int             `json:"type"`
			Value   json.RawMessage `json:"value"`
			Focused bool            `json:"focused"`
		} `json:"options"`
		Resolved struct {
			Users   map[string]user   `json:"users"`
			Members map[string]member `json:"members"`
		} `json:"resolved"`
	} `json:"data"`
}

// request returns what the person did. It returns false for an interaction of an
// unknown type or of nobody.
func (i interaction) request() (talk.Request, bool) {
	r := talk.Request{ID: i.ID, Locale: i.Locale, Guild: i.GuildID, Channel: i.ChannelID}
	switch {
	case i.Member != nil:
		r.Person = i.Member.User.talkUser(i.Member.Nick)
	case i.User != nil:
		r.Person = i.User.talkUser("")
	}
	if i.Message != nil {
		r.MessageID = i.Message.ID
		r.OnPrivate = i.Message.Flags&flagEphemeral != 0
	}
	switch i.Type {
	case interactionCommand, interactionComplete:
		r.Kind = talk.Command
		if i.Type == interactionComplete {
			r.Kind = talk.Complete
		}
		i.options(&r)
	case interactionComponent:
		r.Kind, r.CustomID = talk.Press, i.Data.CustomID
		if i.Data.ComponentType != typeButton {
			r.Kind, r.Values = talk.Choose, i.Data.Values
		}
	case interactionSubmit:
		r.Kind, r.CustomID, r.Fields = talk.Submit, i.Data.CustomID, map[string]string{}
		for _, n := range i.Data.Components {
			n.fields(r.Fields)
		}
	}
	return r, r.Kind != 0 && r.Person.ID != ""
}

// options sets a command's name, options and users in r.
func (i interaction) options(r *talk.Request) {
	r.Name = i.Data.Name
	r.Options, r.Users = map[string]string{}, map[string]talk.User{}
	for _, o := range i.Data.Options {
		r.Options[o.Name] = optionText(o.Value)
		if o.Focused {
			r.Focused = o.Name
		}
	}
	for id, u := range i.Data.Resolved.Users {
		r.Users[id] = u.talkUser(i.Data.Resolved.Members[id].Nick)
	}
}

// optionText returns an option's value, a string, number or boolean, as text.
func optionText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// The types of messages that a person wrote (message resource).
const (
	messageDefault = 0
	messageReply   = 19
)

// message is a message in an event or in a channel's history.
type message struct {
	ID        string  `json:"id"`
	ChannelID string  `json:"channel_id"`
	GuildID   string  `json:"guild_id"`
	Type      int     `json:"type"`
	Author    *user   `json:"author"`
	WebhookID string  `json:"webhook_id"`
	Content   *string `json:"content"`
	Edited    *string `json:"edited_timestamp"`
	Reference *struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
	Components []node `json:"components"`
	// What it carries besides words. A voice message is an attachment.
	Attachments []json.RawMessage `json:"attachments"`
	Stickers    []json.RawMessage `json:"sticker_items"`
	Snapshots   []json.RawMessage `json:"message_snapshots"` // of a message that it forwards
	Poll        *struct{}         `json:"poll"`
}

// written returns what a person wrote. It returns false for a message by a bot, one
// in a server, and one by Discord itself, such as that a message was pinned.
func (m message) written() (talk.Request, bool) {
	if m.ID == "" || m.Author == nil || m.Author.Bot || m.WebhookID != "" || m.GuildID != "" ||
		(m.Type != messageDefault && m.Type != messageReply) {
		return talk.Request{}, false
	}
	r := talk.Request{
		Kind: talk.Wrote, ID: m.ID, MessageID: m.ID, Channel: m.ChannelID,
		Person:  m.Author.talkUser(""),
		Carries: len(m.Attachments)+len(m.Stickers)+len(m.Snapshots) > 0 || m.Poll != nil,
	}
	if m.Content != nil {
		r.Text = *m.Content
	}
	if m.Reference != nil && m.Type == messageReply {
		r.ReplyTo = m.Reference.MessageID
	}
	if m.Edited != nil {
		// A time that cannot be read counts as never edited.
		r.Edited, _ = time.Parse(time.RFC3339, *m.Edited)
	}
	return r, true
}

// edited returns what a person changed a message to. It returns false where the text
// or the time of the edit is missing: Discord sends such an event when it adds a
// link's preview.
func (m message) edited() (talk.Request, bool) {
	r, ok := m.written()
	r.Kind = talk.Edited
	return r, ok && m.Edited != nil && m.Content != nil
}

// deleted returns which direct message was deleted.
func (m message) deleted() (talk.Request, bool) {
	return talk.Request{Kind: talk.Deleted, ID: m.ID, MessageID: m.ID, Channel: m.ChannelID},
		m.ID != "" && m.GuildID == ""
}
