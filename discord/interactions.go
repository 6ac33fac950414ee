package discord

import (
	"context"
	"encoding/json"
	"time"

	"leanon/discord/talk"
)

// interaction puts a command, a press or a form in line; autocompletion waits
// for nobody.
func (c *Client) interaction(data json.RawMessage) {
	began := c.now()
	var i interaction
	var r talk.Request
	ok := json.Unmarshal(data, &i) == nil
	if ok {
		r, ok = i.request()
	}
	if !ok {
		c.unreadable(data, began)
		return
	}
	if r.Person.Bot {
		return
	}
	respond := func(ctx context.Context) {
		reply, broken := c.ask(ctx, r)
		if broken != "" && r.Kind != talk.Complete {
			reply = sorry(broken)
		}
		c.respond(ctx, ticket{id: i.ID, token: i.Token, began: began}, callback(r, reply))
	}
	if r.Kind == talk.Complete {
		c.intake.aside(respond)
		return
	}
	c.intake.line(r, respond)
}

// unreadable answers an interaction that we cannot read, as long as we can tell
// whom to answer: better than the client's "This interaction failed".
func (c *Client) unreadable(data json.RawMessage, began time.Time) {
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
	c.intake.aside(func(ctx context.Context) {
		if i.Type == interactionComplete {
			c.respond(ctx, ticket{i.ID, i.Token, began}, choices(nil))
			return
		}
		c.respond(ctx, ticket{i.ID, i.Token, began}, say(talk.Message{
			Private: true,
			Text:    "I couldn't read that one. Nothing was saved. Please try it again, or write to me here.",
		}))
	})
}
