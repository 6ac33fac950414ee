package playground

import "net/http"

// maxFollowUps is how many messages may follow a response where the application is there
// by a user's install alone (D:interactions/receiving-and-responding#followup-messages).
const maxFollowUps = 5

// webhook returns the interaction whose token a webhook path carries. It refuses an
// expired token with 50027, and one without a first response, which has no webhook yet,
// with 10015.
func (d *Discord) webhook(c *call) (*interaction, error) {
	i := d.interaction(c.PathValue("webhook_token"))
	switch {
	case c.PathValue("webhook_id") != d.bot.ID:
		return nil, refuse(http.StatusNotFound, 10015, "Unknown Webhook")
	case i == nil:
		return nil, refuse(http.StatusUnauthorized, 50027, "Invalid Webhook Token").expected()
	case !i.acked || i.kind == kindComplete:
		return nil, refuse(http.StatusNotFound, 10015, "Unknown Webhook")
	}
	return i, nil
}

// reply returns the message that a webhook path names: the original one, any that came
// from this interaction, or the one that it was made on.
func (d *Discord) reply(c *call) (*interaction, *message, error) {
	i, err := d.webhook(c)
	if err != nil {
		return nil, nil, err
	}
	m := i.original
	if id := c.PathValue("message_id"); id != "" {
		if m = d.messages[id]; m != nil && m != i.original && (m.origin == nil || m.origin.ID != i.id) {
			m = nil
		}
	}
	if m == nil || m.deleted {
		return nil, nil, unknownMessage()
	}
	return i, m, nil
}

func (d *Discord) getReply(c *call) (answer, error) {
	_, m, err := d.reply(c)
	if err != nil {
		return answer{}, err
	}
	return ok(d.messageJSON(m))
}

func (d *Discord) editReply(c *call) (answer, error) {
	i, m, err := d.reply(c)
	if err != nil {
		return answer{}, err
	}
	loading := m.flags&flagLoading != 0
	if err := d.edit(m, c, c.body, ""); err != nil {
		return answer{}, err
	}
	if loading && m == i.original {
		i.deferred = false
	}
	return ok(d.messageJSON(m))
}

func (d *Discord) deleteReply(c *call) (answer, error) {
	_, m, err := d.reply(c)
	if err != nil {
		return answer{}, err
	}
	d.remove(m)
	return noContent, nil
}

// followUp posts one more message. The first one after a deferral takes the place
// of "thinking" and is shown to the same people.
func (d *Discord) followUp(c *call) (answer, error) {
	i, err := d.webhook(c)
	if err != nil {
		return answer{}, err
	}
	if m := i.original; i.deferred && m != nil && !m.deleted {
		if err := d.edit(m, c, c.body, ""); err != nil {
			return answer{}, err
		}
		i.deferred = false
		return ok(d.messageJSON(m))
	}
	if i.channel.between != nil && i.followed == maxFollowUps {
		return answer{}, refuse(http.StatusBadRequest, 40094, "This interaction has reached the maximum number of follow-up messages.")
	}
	m, err := d.newReply(i, c, c.body, "")
	if err != nil {
		return answer{}, err
	}
	i.followed++
	return ok(d.messageJSON(m))
}
