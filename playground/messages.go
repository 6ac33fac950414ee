package playground

import (
	"encoding/json"
	"slices"
	"sort"
	"time"
)

// message is one message as Discord keeps it. Discord.mu guards it.
type message struct {
	id         string
	number     uint64
	channel    *Channel
	author     *Person
	kind       int // Discord's message type: 0 plain, 19 reply, 20 answer to a command
	content    string
	components json.RawMessage // normalised; nil when there are none
	embeds     json.RawMessage // nil when there are none
	files      []*file
	extra      extra
	forwards   *message // what it forwards; nil if nothing
	flags      int
	at         time.Time
	edited     time.Time
	replyTo    string
	pings      []string
	everyone   bool
	nonce      json.RawMessage
	viewer     *Person // the one person who sees an ephemeral message; nil for others
	origin     *origin
	deleted    bool
}

// origin names the interaction that a message came from.
type origin struct {
	ID     string            `json:"id"`
	Type   int               `json:"type"`
	User   userJSON          `json:"user"`
	Owners map[string]string `json:"authorizing_integration_owners"`
	On     string            `json:"interacted_message_id,omitempty"`
}

type file struct {
	id, name, description, contentType, url string
	data                                    []byte
}

type attachmentJSON struct {
	ID          string `json:"id"`
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"`
	ContentType string `json:"content_type,omitempty"`
	Size        int    `json:"size"`
	URL         string `json:"url"`
	ProxyURL    string `json:"proxy_url"`
	Ephemeral   bool   `json:"ephemeral,omitempty"`
}

// messageJSON is Discord's message object, with all fields that the OpenAPI description
// requires (S:MessageResponse). Nonce is set only in the answer to its creation and in
// that event: history does not show it (Rapptz/discord.py#2451).
type messageJSON struct {
	Type            int              `json:"type"`
	ID              string           `json:"id"`
	ChannelID       string           `json:"channel_id"`
	Author          userJSON         `json:"author"`
	Content         string           `json:"content"`
	Timestamp       string           `json:"timestamp"`
	Edited          *string          `json:"edited_timestamp"`
	TTS             bool             `json:"tts"`
	MentionEveryone bool             `json:"mention_everyone"`
	Mentions        []userJSON       `json:"mentions"`
	MentionRoles    []string         `json:"mention_roles"`
	Attachments     []attachmentJSON `json:"attachments"`
	Embeds          json.RawMessage  `json:"embeds"`
	Components      json.RawMessage  `json:"components"`
	Pinned          bool             `json:"pinned"`
	Flags           int              `json:"flags"`
	Nonce           json.RawMessage  `json:"nonce,omitempty"`
	WebhookID       string           `json:"webhook_id,omitempty"`
	ApplicationID   string           `json:"application_id,omitempty"`
	Reference       *referenceJSON   `json:"message_reference,omitempty"`
	Referenced      *messageJSON     `json:"referenced_message,omitempty"`
	Origin          *origin          `json:"interaction_metadata,omitempty"`
	extra
	GuildID     string      `json:"guild_id,omitempty"`     // events only
	ChannelType *int        `json:"channel_type,omitempty"` // events only
	Member      *memberJSON `json:"member,omitempty"`       // events in servers only
}

// referenceForward is the type of a reference to a message that is forwarded.
const referenceForward = 1

type referenceJSON struct {
	Type      int    `json:"type"`
	MessageID string `json:"message_id,omitempty"`
	ChannelID string `json:"channel_id,omitempty"`
	GuildID   string `json:"guild_id,omitempty"`
}

func orEmpty(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("[]")
	}
	return raw
}

func (d *Discord) messageJSON(m *message) *messageJSON {
	j := &messageJSON{
		Type: m.kind, ID: m.id, ChannelID: m.channel.ID, Author: m.author.json(), Content: m.content,
		Timestamp: stamp(m.at), MentionEveryone: m.everyone, Mentions: []userJSON{}, MentionRoles: []string{},
		Attachments: []attachmentJSON{}, Embeds: orEmpty(m.embeds), Components: orEmpty(m.components), Flags: m.flags, Origin: m.origin,
		extra: m.extra,
	}
	if !m.edited.IsZero() {
		at := stamp(m.edited)
		j.Edited = &at
	}
	for _, id := range m.pings {
		j.Mentions = append(j.Mentions, d.people[id].json())
	}
	for _, f := range m.files {
		j.Attachments = append(j.Attachments, attachmentJSON{
			ID: f.id, Filename: f.name, Description: f.description, ContentType: f.contentType,
			Size: len(f.data), URL: f.url, ProxyURL: f.url, Ephemeral: m.viewer != nil,
		})
	}
	if m.origin != nil {
		j.WebhookID, j.ApplicationID = d.bot.ID, d.bot.ID
	}
	if m.forwards != nil {
		j.Reference = &referenceJSON{Type: referenceForward, MessageID: m.forwards.id, ChannelID: m.forwards.channel.ID}
	}
	if m.replyTo != "" {
		j.Reference = &referenceJSON{MessageID: m.replyTo, ChannelID: m.channel.ID}
		if m.channel.guild != nil {
			j.Reference.GuildID = m.channel.guild.ID
		}
		if to := d.messages[m.replyTo]; to != nil {
			flat := *to
			flat.replyTo = ""
			j.Referenced = d.messageJSON(&flat)
		}
	}
	return j
}

// messageEvent returns the message as a gateway event carries it.
func (d *Discord) messageEvent(m *message) *messageJSON {
	j := d.messageJSON(m)
	kind := 1
	if g := m.channel.guild; g != nil {
		kind, j.GuildID = 0, g.ID
		if who := g.members[m.author.ID]; who != nil {
			member := who.json()
			member.Permissions = ""
			j.Member = &member
		}
	}
	j.ChannelType = &kind
	return j
}

func (c *Channel) intent() int {
	if c.guild != nil {
		return intentGuildMessages
	}
	return intentDirectMessages
}

// post adds a new message to its channel and dispatches its event. An ephemeral one goes
// to its one viewer only, never into history and never out as an event (D:interactions/receiving-and-responding).
// The bot hears of nothing between people. The caller holds d.mu.
func (d *Discord) post(m *message) {
	m.number = d.newID()
	m.id = idText(m.number)
	m.at = d.o.Now()
	d.messages[m.id] = m
	c := m.channel
	if m.viewer != nil {
		if c.private == nil {
			c.private = map[*Person][]*message{}
		}
		c.private[m.viewer] = append(c.private[m.viewer], m)
	} else {
		c.history = append(c.history, m)
		if c.between == nil && d.gateway.wanted(c.intent()) {
			event := d.messageEvent(m)
			event.Nonce = m.nonce
			d.gateway.dispatch("MESSAGE_CREATE", event, c.intent())
		}
	}
	d.touch()
}

// edited dispatches the event of an edited message. The caller holds d.mu.
func (d *Discord) edited(m *message) {
	if m.viewer == nil && m.channel.between == nil && d.gateway.wanted(m.channel.intent()) {
		d.gateway.dispatch("MESSAGE_UPDATE", d.messageEvent(m), m.channel.intent())
	}
	d.touch()
}

// remove deletes a message everywhere. The caller holds d.mu.
func (d *Discord) remove(m *message) {
	m.deleted = true
	delete(d.messages, m.id)
	for _, f := range m.files {
		delete(d.files, f.id)
	}
	c := m.channel
	if m.viewer != nil {
		c.private[m.viewer] = without(c.private[m.viewer], m.number)
	} else {
		c.history = without(c.history, m.number)
		gone := map[string]any{"id": m.id, "channel_id": c.ID}
		if c.guild != nil {
			gone["guild_id"] = c.guild.ID
		}
		if c.between == nil {
			d.gateway.dispatch("MESSAGE_DELETE", gone, c.intent())
		}
	}
	d.touch()
}

// at returns the index at which a message with this number is, or would be, in a list in
// order of numbers.
func at(list []*message, number uint64) int {
	return sort.Search(len(list), func(i int) bool { return list[i].number >= number })
}

func without(list []*message, number uint64) []*message {
	i := at(list, number)
	if i < len(list) && list[i].number == number {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// page returns one page of history, newest first, as Discord cuts it: the messages
// closest to the one that is named, at most limit (D:resources/message#get-channel-messages).
func (c *Channel) page(around, before, after uint64, limit int) []*message {
	from, to := max(0, len(c.history)-limit), len(c.history)
	switch {
	case around != 0:
		from = max(0, at(c.history, around)-limit/2)
		to = min(len(c.history), from+limit)
	case before != 0:
		to = at(c.history, before)
		from = max(0, to-limit)
	case after != 0:
		from = at(c.history, after+1)
		to = min(len(c.history), from+limit)
	}
	out := slices.Clone(c.history[from:to])
	slices.Reverse(out)
	return out
}

// view returns a copy of a message for a person.
func (d *Discord) view(m *message) Message {
	v := Message{
		ID: m.id, ChannelID: m.channel.ID, AuthorID: m.author.ID, Content: m.content,
		Components: rows(parseComponents(m.components)), Flags: m.flags, Ephemeral: m.viewer != nil,
		Loading: m.flags&flagLoading != 0, Timestamp: m.at, Edited: m.edited, ReplyTo: m.replyTo,
		Mentioned: slices.Clone(m.pings), MentionedEveryone: m.everyone, Nonce: nonceText(m.nonce),
		Besides: m.extra.shown,
	}
	if len(m.embeds) > 0 {
		if err := json.Unmarshal(m.embeds, &v.Embeds); err != nil {
			panic("playground: stored embeds do not parse: " + err.Error())
		}
	}
	for _, f := range m.files {
		v.Files = append(v.Files, Attachment{ID: f.id, Filename: f.name, Description: f.description, ContentType: f.contentType, URL: f.url, Data: f.data})
	}
	return v
}

// seen returns what a person sees in a channel, oldest first.
func (d *Discord) seen(p *Person, c *Channel) []Message {
	open, private := c.history, c.private[p]
	out := make([]Message, 0, len(open)+len(private))
	for len(open)+len(private) > 0 {
		if len(private) == 0 || len(open) > 0 && open[0].number < private[0].number {
			out = append(out, d.view(open[0]))
			open = open[1:]
		} else {
			out = append(out, d.view(private[0]))
			private = private[1:]
		}
	}
	return out
}
