package discord

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"leanon/discord/talk"
)

// onInteraction queues the handling of a command, a press or a form, once however often
// it comes. Autocompletion is handled at once, beside what else the person does.
func (c *Client) onInteraction(data json.RawMessage) {
	received := c.now()
	var i interaction
	var r talk.Request
	ok := json.Unmarshal(data, &i) == nil
	if ok {
		r, ok = i.request()
	}
	if !ok {
		c.answerUnreadable(data, received)
		return
	}
	if r.Person.Bot || !c.interactions.firstTime(i.ID) {
		return
	}
	respond := func(ctx context.Context) {
		reply, panicID := c.callHandler(ctx, r)
		if panicID != "" && r.Kind != talk.Complete {
			reply = apology(panicID)
		}
		to := interactionRef{id: i.ID, token: i.Token, received: received}
		c.giveMore(ctx, to, reply, c.give(ctx, to, r, reply))
	}
	if r.Kind == talk.Complete {
		c.queues.startNow(respond)
		return
	}
	c.queues.enqueue(r, respond)
}

// give answers an interaction with a reply, or with what there is instead of it.
func (c *Client) give(ctx context.Context, to interactionRef, r talk.Request, reply talk.Reply) error {
	err := c.respond(ctx, to, renderCallback(r, reply))
	if bare, had := reply.WithoutFiles(); had && (errors.Is(err, talk.ErrUnclear) || errors.Is(err, talk.ErrRejected)) {
		reply = bare
		err = c.respond(ctx, to, renderCallback(r, reply))
	}
	for _, instead := range reply.Refused() {
		if !errors.Is(err, talk.ErrRejected) {
			break
		}
		err = c.respond(ctx, to, renderCallback(r, instead))
	}
	return err
}

// answerUnreadable tells a person that their interaction could not be read, if its id
// and token could: Discord itself would say "This interaction failed".
func (c *Client) answerUnreadable(data json.RawMessage, received time.Time) {
	var i struct {
		ID    string `json:"id"`
		Token string `json:"token"`
		Type  int    `json:"type"`
	}
	err := json.Unmarshal(data, &i)
	if err == nil && i.ID != "" && !c.interactions.firstTime(i.ID) {
		return
	}
	c.log.Error("unreadable interaction", "type", i.Type)
	if err != nil || i.ID == "" || i.Token == "" {
		return
	}
	reply := renderChoices(nil)
	if i.Type != interactionComplete {
		reply = newMessage(talk.Message{
			Private: true,
			Text:    "I couldn't read that one. Nothing was saved. Please try it again, or write to me here.",
		})
	}
	c.queues.startNow(func(ctx context.Context) {
		_ = c.respond(ctx, interactionRef{id: i.ID, token: i.Token, received: received}, reply)
	})
}
