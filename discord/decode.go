package discord

import (
	"encoding/json"
	"time"

	"leanon/discord/talk"
)

// We decode events ourselves, and only what we use: discordgo v0.29.0 empties a
// whole event when it meets a component that it does not know.

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

// talkUser is the user by display name: the server's nickname, the global name,
// else the user name.
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

// node is a component of a message or a submitted form, of any type, also of
// one that is newer than this program.
type node struct {
	CustomID   string   `json:"custom_id"`
	Value      *string  `json:"value"`
	Values     []string `json:"values"`
	Component  *node    `json:"component"`  // in a Label
	Components []node   `json:"components"` // in a row
}

func (n node) children() []node {
	if n.Component != nil {
		return append([]node{*n.Component}, n.Components...)
	}
	return n.Components
}

// fields collects what was filled in.
func (n node) fields(into map[string]string) {
	if n.CustomID != "" {
		switch {
		case n.Value != nil:
			into[n.CustomID] = *n.Value
		case len(n.Values) > 0:
			into[n.CustomID] = n.Values[0]
		}
	}
	for _, inner := range n.children() {
		inner.fields(into)
	}
}

// interaction is what a person did with a command, a component or a form.
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

// request says what the person did; false when it is nothing we know.
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

// options reads a command's options.
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

// optionText reads an option's value, which may be a string, a number or a truth, as
// text.
func optionText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// Message types of words that a person wrote (message resource).
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
}

// written says what a person wrote; false for bots, servers, and Discord's own
// notices such as a pin.
func (m message) written() (talk.Request, bool) {
	if m.ID == "" || m.Author == nil || m.Author.Bot || m.WebhookID != "" || m.GuildID != "" ||
		(m.Type != messageDefault && m.Type != messageReply) {
		return talk.Request{}, false
	}
	r := talk.Request{
		Kind: talk.Wrote, ID: m.ID, MessageID: m.ID, Channel: m.ChannelID,
		Person: m.Author.talkUser(""),
	}
	if m.Content != nil {
		r.Text = *m.Content
	}
	if m.Reference != nil && m.Type == messageReply {
		r.ReplyTo = m.Reference.MessageID
	}
	if m.Edited != nil {
		// A time that cannot be read counts as never.
		r.Edited, _ = time.Parse(time.RFC3339, *m.Edited)
	}
	return r, true
}

// edited says what a person changed a message to. Discord sends the same event
// without words, or without the time of an edit, when it only unfolds a link.
func (m message) edited() (talk.Request, bool) {
	r, ok := m.written()
	r.Kind = talk.Edited
	return r, ok && m.Edited != nil && m.Content != nil
}

// deleted says which message was deleted.
func (m message) deleted() (talk.Request, bool) {
	return talk.Request{Kind: talk.Deleted, ID: m.ID, MessageID: m.ID, Channel: m.ChannelID},
		m.ID != "" && m.GuildID == ""
}
