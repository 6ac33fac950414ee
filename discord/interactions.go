package discord

import (
	"context"
	"encoding/json"
	"time"

	"leanon/discord/talk"
)

// onInteraction puts a command, a press or a form in line; autocompletion waits
// for nobody.
func (c *Client) onInteraction(data json.RawMessage) {
	began := c.now()
	var i interaction
	var r talk.Request
	ok := json.Unmarshal(data, &i) == nil
	if ok {
		r, ok = i.request()
	}
	if !ok {
		c.answerUnreadable(data, began)
		return
	}
	if r.Person.Bot {
		return
	}
	respond := func(ctx context.Context) {
		reply, broken := c.callHandler(ctx, r)
		if broken != "" && r.Kind != talk.Complete {
			reply = apology(broken)
		}
		c.respond(ctx, interactionRef{id: i.ID, token: i.Token, began: began}, renderCallback(r, reply))
	}
	if r.Kind == talk.Complete {
		c.queues.startNow(respond)
		return
	}
	c.queues.enqueue(r, respond)
}

// answerUnreadable answers an interaction that we cannot read, as long as we can tell
// whom to answer: better than the client's "This interaction failed".
func (c *Client) answerUnreadable(data json.RawMessage, began time.Time) {
	var i struct {
		ID    string `json:"id"`
		Token string `json:"token"`
		Type  int    `json:"type"`
	}
	err := json.Unmarshal(data, &i)
	c.log.Error("unreadable interaction", "type", i.Type)
	if err != nil || i.ID == "" || i.Token == "" {
		return
	}
	c.queues.startNow(func(ctx context.Context) {
		if i.Type == interactionComplete {
			c.respond(ctx, interactionRef{i.ID, i.Token, began}, renderChoices(nil))
			return
		}
		c.respond(ctx, interactionRef{i.ID, i.Token, began}, newMessage(talk.Message{
			Private: true,
			Text:    "I couldn't read that one. Nothing was saved. Please try it again, or write to me here.",
		}))
	})
}
