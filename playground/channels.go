package playground

import (
	"slices"
	"strconv"
)

func unknownChannel() *apiError { return refuse(404, 10003, "Unknown Channel").expected() }
func unknownMessage() *apiError { return refuse(404, 10008, "Unknown Message").expected() }
func unknownUser() *apiError    { return refuse(404, 10013, "Unknown User").expected() }
func missingAccess() *apiError  { return refuse(403, 50001, "Missing Access").expected() }
func cannotMessage(status int) *apiError {
	return refuse(status, 50007, "Cannot send messages to this user").expected()
}

// snowflakes refuses a path in which one of the named segments is no snowflake.
func (c *call) snowflakes(names ...string) error {
	for _, name := range names {
		if idNumber(c.PathValue(name)) == 0 {
			return invalid(name, "NUMBER_TYPE_COERCE", "Value is not snowflake.")
		}
	}
	return nil
}

// channel returns the channel that a path names, if the bot may see it.
func (d *Discord) channel(c *call) (*Channel, error) {
	if err := c.snowflakes("channel_id"); err != nil {
		return nil, err
	}
	ch := d.channels[c.PathValue("channel_id")]
	switch {
	case ch == nil:
		return nil, unknownChannel()
	case ch.guild != nil && ch.guild.expelled:
		return nil, missingAccess()
	case ch.between != nil: // a bot has no way to know it but as the place of an interaction
		return nil, refuse(403, 50001, "Missing Access")
	}
	return ch, nil
}

// message returns the message that a path names. An ephemeral one is in no channel and
// so never found.
func (d *Discord) message(c *call) (*message, error) {
	ch, err := d.channel(c)
	if err != nil {
		return nil, err
	}
	if err := c.snowflakes("message_id"); err != nil {
		return nil, err
	}
	m := d.messages[c.PathValue("message_id")]
	if m == nil || m.channel != ch || m.viewer != nil {
		return nil, unknownMessage()
	}
	return m, nil
}

func (d *Discord) getChannel(c *call) (answer, error) {
	ch, err := d.channel(c)
	if err != nil {
		return answer{}, err
	}
	return ok(ch.json())
}

func (d *Discord) typing(c *call) (answer, error) {
	if _, err := d.channel(c); err != nil {
		return answer{}, err
	}
	return noContent, nil
}

// createDM answers with the direct message channel of a person, and makes it the first
// time (D:resources/user#create-dm). It refuses with 400 if the person is a bot, or has
// closed their direct messages before there was a channel (discord-api-docs#1905).
func (d *Discord) createDM(c *call) (answer, error) {
	var body struct {
		Recipient string `json:"recipient_id"`
	}
	if err := c.read(&body); err != nil {
		return answer{}, err
	}
	if idNumber(body.Recipient) == 0 {
		return answer{}, invalid("recipient_id", "NUMBER_TYPE_COERCE", "Value is not snowflake.")
	}
	p := d.people[body.Recipient]
	switch {
	case p == nil:
		return answer{}, unknownUser()
	case p.Bot, p.closedDMs && p.dm == nil:
		return answer{}, cannotMessage(400)
	}
	return ok(d.openDM(p).json())
}

// getMessages answers with a page of history, newest first: 50 messages, or as many as
// asked for up to 100 (D:resources/message#get-channel-messages). Ephemeral messages
// and nonces are not in it.
func (d *Discord) getMessages(c *call) (answer, error) {
	ch, err := d.channel(c)
	if err != nil {
		return answer{}, err
	}
	query, limit := c.URL.Query(), 50
	if text := query.Get("limit"); text != "" {
		limit, err = strconv.Atoi(text)
		if err != nil || limit < 1 || limit > 100 {
			return answer{}, invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
		}
	}
	for _, name := range []string{"around", "before", "after"} {
		if text := query.Get(name); text != "" && text != "0" && idNumber(text) == 0 {
			return answer{}, invalid(name, "NUMBER_TYPE_COERCE", "Value is not snowflake.")
		}
	}
	if query.Get("after") == "0" { // from the beginning
		query.Set("after", "1")
	}
	out := []*messageJSON{}
	for _, m := range ch.page(idNumber(query.Get("around")), idNumber(query.Get("before")), idNumber(query.Get("after")), limit) {
		out = append(out, d.messageJSON(m))
	}
	if d.faults.oldestFirst {
		slices.Reverse(out)
	}
	return ok(out)
}

func (d *Discord) getMessage(c *call) (answer, error) {
	m, err := d.message(c)
	if err != nil {
		return answer{}, err
	}
	return ok(d.messageJSON(m))
}

// createMessage posts a message of the bot's. With enforce_nonce, a nonce that was seen
// within the window is answered with the message that it made then, or with Unknown
// Message if that is deleted (D:resources/message#create-message, discord-api-docs#6647).
func (d *Discord) createMessage(c *call) (answer, error) {
	ch, err := d.channel(c)
	if err != nil {
		return answer{}, err
	}
	p, err := c.message(c.body, "")
	if err != nil {
		return answer{}, err
	}
	flags := p.flags()
	if flags&^(flagSuppress|flagSilent|flagVoice|flagComponents) != 0 {
		return answer{}, invalid("flags", "MESSAGE_FLAGS_INVALID", "only SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, IS_VOICE_MESSAGE and IS_COMPONENTS_V2 can be set")
	}
	if err := p.validate(flags, p.hasContent()); err != nil {
		return answer{}, err
	}
	if err := ch.takes(); err != nil {
		return answer{}, err
	}
	key := nonceText(p.Nonce)
	if p.Enforce && key != "" {
		if first := d.nonces.find(key, d.o.Now(), d.o.NonceWindow); first != nil {
			return d.again(first, p)
		}
	}
	m := &message{channel: ch, author: d.bot, flags: flags, nonce: p.Nonce}
	if err := d.setReference(m, p); err != nil {
		return answer{}, err
	}
	if err := d.apply(m, p); err != nil {
		return answer{}, err
	}
	d.post(m)
	if key != "" && key != "null" {
		d.nonces.keep(key, m, d.o.Now())
	}
	j := d.messageJSON(m)
	j.Nonce = m.nonce
	return ok(j)
}

func (d *Discord) again(first *message, p *payload) (answer, error) {
	if first.deleted {
		return answer{}, unknownMessage()
	}
	j := d.messageJSON(first)
	j.Nonce = p.Nonce
	return ok(j)
}

// setReference makes m a reply if the payload names a message to reply to.
func (d *Discord) setReference(m *message, p *payload) error {
	if p.Reference == nil || p.Reference.MessageID == "" {
		return nil
	}
	to := d.messages[p.Reference.MessageID]
	if to == nil || to.channel != m.channel || to.viewer != nil {
		if p.Reference.Strict != nil && !*p.Reference.Strict {
			return nil
		}
		e := invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
		return e.expected()
	}
	m.kind, m.replyTo = 19, to.id
	return nil
}

// apply writes a valid payload into a message: into an old one only the fields that were
// sent. Mentions are worked out anew, so each edit has to send allowed_mentions again (D:resources/message#edit-message).
func (d *Discord) apply(m *message, p *payload) error {
	if p.has("content") {
		m.content = p.text()
	}
	if p.has("components") {
		m.components = normalComponents(p.Components)
	}
	if p.has("embeds") {
		m.embeds = p.normalEmbeds()
	}
	if err := d.attach(p, m); err != nil {
		return err
	}
	d.ping(m, p.Mentions)
	return nil
}

// editMessage changes a message of the bot's own; for another's it answers 50005.
func (d *Discord) editMessage(c *call) (answer, error) {
	m, err := d.message(c)
	if err != nil {
		return answer{}, err
	}
	if m.author != d.bot {
		return answer{}, refuse(403, 50005, "Cannot edit a message authored by another user")
	}
	if err := d.edit(m, c, c.body, ""); err != nil {
		return answer{}, err
	}
	return ok(d.messageJSON(m))
}

// edit checks an edit and applies it. The message must not be empty after it, and
// IS_COMPONENTS_V2 cannot be taken back.
func (d *Discord) edit(m *message, c *call, raw []byte, at string) error {
	p, err := c.message(raw, at)
	if err != nil {
		return err
	}
	flags := m.flags
	if p.has("flags") {
		const mine = flagSuppress | flagComponents
		if p.flags()&^(mine|flagEphemeral|flagSilent) != 0 {
			return invalid(at+"flags", "MESSAGE_FLAGS_INVALID", "only SUPPRESS_EMBEDS and IS_COMPONENTS_V2 can be set")
		}
		flags = m.flags&^flagSuppress | p.flags()&mine
	}
	flags &^= flagLoading
	after := *p
	if !p.has("content") {
		after.Content = &m.content
	}
	left := after.hasContent() || !p.has("components") && len(m.components) > 0 || !p.has("embeds") && len(m.embeds) > 0 || !p.has("attachments") && len(m.files) > 0
	if err := after.validate(flags, left); err != nil {
		return err
	}
	m.flags = flags
	if err := d.apply(m, p); err != nil {
		return err
	}
	m.edited = d.o.Now()
	d.edited(m)
	return nil
}

// deleteMessage deletes a message of the bot's own; another's needs
// MANAGE_MESSAGES, which nobody has in direct messages (50003 there).
func (d *Discord) deleteMessage(c *call) (answer, error) {
	m, err := d.message(c)
	if err != nil {
		return answer{}, err
	}
	switch {
	case m.author != d.bot && m.channel.guild == nil:
		return answer{}, refuse(403, 50003, "Cannot execute action on a DM channel")
	case m.author != d.bot:
		return answer{}, refuse(403, 50013, "Missing Permissions")
	}
	d.remove(m)
	return noContent, nil
}
