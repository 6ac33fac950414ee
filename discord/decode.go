package discord

import (
	"cmp"
	"encoding/json"
	"time"

	"leanon/discord/talk"
)

// Events are decoded here, and only what is used of them, because discordgo v0.29.0
// loses a whole event for one component that it does not know. What is not needed to
// know who did what is lenient.

// Interaction types (receiving and responding page).
const (
	interactionCommand   = 2
	interactionComponent = 3
	interactionComplete  = 4
	interactionSubmit    = 5
)

// The contexts in which people meet an application (application commands page).
const (
	contextGuild   = 0
	contextBotDM   = 1
	contextPrivate = 2 // direct and group messages that the bot is not in
)

// typeGroup is the channel type of a group message (channel resource).
const typeGroup = 3

// user is a Discord user.
type user struct {
	ID         string          `json:"id"`
	Username   lenient[string] `json:"username"`
	GlobalName lenient[string] `json:"global_name"`
	Bot        bool            `json:"bot"`
}

// talkUser returns the user with their display name: the nickname in the server, else
// the global name, else the user name.
func (u user) talkUser(nick string) talk.User {
	return talk.User{ID: u.ID, Name: cmp.Or(nick, u.GlobalName.V, u.Username.V), Bot: u.Bot}
}

// member is a user in a server.
type member struct {
	User user            `json:"user"`
	Nick lenient[string] `json:"nick"`
}

// node is a component of a message or of a submitted form. It may be of any type, also
// of one that is newer than this program.
type node struct {
	CustomID   lenient[string] `json:"custom_id"`
	Value      lenient[*text]  `json:"value"`
	Values     list[text]      `json:"values"`     // of a select; empty where nothing was chosen
	Component  lenient[*node]  `json:"component"`  // in a Label
	Components list[node]      `json:"components"` // in a row
}

// children returns the components within a component.
func (n node) children() []node {
	if n.Component.V != nil {
		return append([]node{*n.Component.V}, n.Components...)
	}
	return n.Components
}

// fields adds to into, by custom id, what a person filled in or chose in a component
// and those within it.
func (n node) fields(into map[string]string) {
	if id := n.CustomID.V; id != "" {
		switch {
		case n.Value.V != nil:
			into[id] = string(*n.Value.V)
		case len(n.Values) > 0:
			into[id] = string(n.Values[0])
		case n.Values != nil:
			into[id] = ""
		}
	}
	for _, inner := range n.children() {
		inner.fields(into)
	}
}

// interaction is an INTERACTION_CREATE event: what a person did with a command, a
// component or a form.
type interaction struct {
	ID        string          `json:"id"`
	Token     string          `json:"token"`
	Type      int             `json:"type"`
	GuildID   string          `json:"guild_id"` // where others may read the reply
	ChannelID lenient[string] `json:"channel_id"`
	Context   lenient[int]    `json:"context"`
	App       lenient[string] `json:"application_id"`
	Channel   lenient[place]  `json:"channel"`
	Locale    lenient[string] `json:"locale"`
	Member    lenient[member] `json:"member"` // in a server
	User      lenient[user]   `json:"user"`   // in direct messages
	Message   lenient[struct {
		ID      string          `json:"id"`
		Flags   lenient[int]    `json:"flags"`
		Content lenient[string] `json:"content"`
	}] `json:"message"`
	Data struct {
		Name          string       `json:"name"`
		CustomID      string       `json:"custom_id"`
		ComponentType lenient[int] `json:"component_type"`
		Values        list[text]   `json:"values"`
		Components    list[node]   `json:"components"`
		Options       list[option] `json:"options"`
		Resolved      lenient[struct {
			Users   map[string]lenient[user]   `json:"users"`
			Members map[string]lenient[member] `json:"members"`
		}] `json:"resolved"`
	} `json:"data"`
}

// place is the channel of an interaction.
type place struct {
	Type       lenient[int] `json:"type"`
	Recipients list[user]   `json:"recipients"` // of a direct or group message
}

// isApart reports whether somebody acted where only people are. A place in no server that
// Discord calls neither this nor the bot's own chat is taken for one, because others may
// read along there.
func (i interaction) isApart() bool {
	if i.GuildID != "" {
		return false
	}
	return i.Context.V > contextBotDM || i.Context.V != contextBotDM && i.Channel.V.Type.V == typeGroup
}

// apart says that somebody acted where only people are, and with whom.
func (i interaction) apart(r *talk.Request) {
	r.Apart, r.Group = true, i.Channel.V.Type.V == typeGroup
	for _, u := range i.Channel.V.Recipients {
		if u.ID != "" && u.ID != r.Person.ID {
			r.With = append(r.With, u.ID)
		}
	}
}

// option is an option of a command, as a person gave it.
type option struct {
	Name    string        `json:"name"`
	Value   lenient[text] `json:"value"`
	Focused lenient[bool] `json:"focused"`
}

// request returns what the person did. It returns false for an interaction of an
// unknown type or of nobody.
func (i interaction) request() (talk.Request, bool) {
	r := talk.Request{ID: i.ID, Token: talk.Token(i.Token), Locale: i.Locale.V, Guild: i.GuildID, Channel: i.ChannelID.V, MessageID: i.Message.V.ID}
	r.Person = i.User.V.talkUser("")
	if m := i.Member.V; m.User.ID != "" {
		r.Person = m.User.talkUser(m.Nick.V)
	}
	if r.App = i.App.V; i.isApart() {
		i.apart(&r)
	}
	r.OnPrivate = i.Message.V.Flags.V&flagEphemeral != 0
	r.Pressed = i.Message.V.Content.V
	switch i.Type {
	case interactionCommand, interactionComplete:
		r.Kind = talk.Command
		if i.Type == interactionComplete {
			r.Kind = talk.Complete
		}
		i.options(&r)
	case interactionComponent:
		r.Kind, r.CustomID = talk.Press, i.Data.CustomID
		if t := i.Data.ComponentType.V; t != typeButton && (t != 0 || i.Data.Values != nil) {
			r.Kind = talk.Choose
			for _, v := range i.Data.Values {
				r.Values = append(r.Values, string(v))
			}
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
		r.Options[o.Name] = string(o.Value.V)
		if o.Focused.V {
			r.Focused = o.Name
		}
	}
	for id, u := range i.Data.Resolved.V.Users {
		r.Users[id] = u.V.talkUser(i.Data.Resolved.V.Members[id].V.Nick.V)
	}
}

// The types of messages that a person wrote (message resource).
const (
	messageDefault = 0
	messageReply   = 19
)

// message is a message in an event or in a channel's history.
type message struct {
	ID        string           `json:"id"`
	ChannelID lenient[string]  `json:"channel_id"`
	GuildID   string           `json:"guild_id"`
	Type      int              `json:"type"`
	Author    *user            `json:"author"`
	WebhookID lenient[text]    `json:"webhook_id"`
	Content   lenient[*string] `json:"content"`
	Edited    lenient[*string] `json:"edited_timestamp"`
	Reference lenient[struct {
		MessageID string `json:"message_id"`
	}] `json:"message_reference"`
	Components list[node] `json:"components"`
	// What it carries besides words. A voice message is an attachment.
	Attachments list[json.RawMessage] `json:"attachments"`
	Stickers    list[json.RawMessage] `json:"sticker_items"`
	Snapshots   list[json.RawMessage] `json:"message_snapshots"` // of a message that it forwards
	Poll        *json.RawMessage      `json:"poll"`

	unreadable bool // only ID and Components are known, from a history
}

// written returns what a person wrote. It returns false for a message by a bot, one
// in a server, and one by Discord itself, such as that a message was pinned.
func (m message) written() (talk.Request, bool) {
	if m.unreadable {
		return talk.Request{Kind: talk.Unread, ID: m.ID, MessageID: m.ID, Channel: m.ChannelID.V}, false
	}
	if m.ID == "" || m.Author == nil || m.Author.ID == "" || m.Author.Bot || m.WebhookID.V != "" || m.GuildID != "" ||
		(m.Type != messageDefault && m.Type != messageReply) {
		return talk.Request{}, false
	}
	r := talk.Request{
		Kind: talk.Wrote, ID: m.ID, MessageID: m.ID, Channel: m.ChannelID.V,
		Person:  m.Author.talkUser(""),
		Carries: len(m.Attachments)+len(m.Stickers)+len(m.Snapshots) > 0 || m.Poll != nil,
	}
	if m.Content.V != nil {
		r.Text = *m.Content.V
	}
	if m.Type == messageReply {
		r.ReplyTo = m.Reference.V.MessageID
	}
	if m.Edited.V != nil {
		// A time that cannot be read counts as never edited.
		r.Edited, _ = time.Parse(time.RFC3339, *m.Edited.V)
	}
	return r, true
}

// edited returns what a person changed a message to. It returns false where the text
// or the time of the edit is missing: Discord sends such an event when it adds a
// link's preview.
func (m message) edited() (talk.Request, bool) {
	r, ok := m.written()
	r.Kind = talk.Edited
	return r, ok && m.Edited.V != nil && m.Content.V != nil
}

// deleted returns which direct message was deleted.
func (m message) deleted() (talk.Request, bool) {
	return talk.Request{Kind: talk.Deleted, ID: m.ID, MessageID: m.ID, Channel: m.ChannelID.V},
		m.ID != "" && m.GuildID == ""
}
