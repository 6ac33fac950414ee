package discord

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"leanon/discord/talk"
)

// event takes one dispatched gateway event and returns at once: it only puts
// work in line.
func (c *Client) event(name string, data json.RawMessage) {
	switch name {
	case "INTERACTION_CREATE":
		c.interaction(data)
	case "MESSAGE_CREATE":
		c.message(data, message.wrote)
	case "MESSAGE_UPDATE":
		c.message(data, message.rewrote)
	case "MESSAGE_DELETE":
		c.message(data, message.unwrote)
	}
}

// message puts what happened to a direct message in line.
func (c *Client) message(data json.RawMessage, read func(message) (talk.Request, bool)) {
	var m message
	if err := json.Unmarshal(data, &m); err != nil {
		// The error may quote the message.
		c.log.Error("unreadable message event")
		return
	}
	r, ok := read(m)
	if !ok {
		return
	}
	c.intake.line(r, func(ctx context.Context) { c.hear(ctx, r) })
}

// hear lets the handler take what happened to a direct message.
func (c *Client) hear(ctx context.Context, r talk.Request) {
	reply, broken := c.ask(ctx, r)
	if broken != "" {
		reply = sorry(broken)
	}
	if reply.Message == nil {
		return
	}
	b := body(*reply.Message)
	if r.Kind == talk.Wrote {
		b.Nonce, b.EnforceNonce = r.ID, true // the event may come twice
	}
	if _, err := c.post(ctx, r.Channel, 0, b, nil); err != nil {
		c.log.Warn("reply to a message failed", "kind", kind(err))
	}
}

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

// ask lets the handler answer, within its deadline. When it panics, broken is
// an id under which the log has the stack.
func (c *Client) ask(ctx context.Context, r talk.Request) (reply talk.Reply, broken string) {
	ctx, cancel := context.WithTimeout(ctx, c.timings.Handle)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			broken = c.logPanic(p, r.Kind)
		}
	}()
	return c.handler.Request(ctx, r), ""
}

// logPanic logs a panic under a new id: its type and stack but never its value,
// which may hold what a person wrote.
func (c *Client) logPanic(p any, kind talk.Kind) (id string) {
	id = strings.ToLower(rand.Text()[:8])
	c.log.Error("handler panicked", "id", id, "kind", int(kind), "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	return id
}

// sorry is what a person reads when a handler broke.
func sorry(id string) talk.Reply {
	return talk.Reply{Message: &talk.Message{
		Private: true,
		Text:    "Something broke on my side (" + id + "). Nothing was saved.",
	}}
}
