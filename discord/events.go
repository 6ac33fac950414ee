package discord

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"leanon/discord/talk"
)

// dispatch takes one gateway event. It only queues its handling, and so returns at
// once.
func (c *Client) dispatch(name string, data json.RawMessage) {
	switch name {
	case "INTERACTION_CREATE":
		c.onInteraction(data)
	case "MESSAGE_CREATE":
		c.onMessage(data, message.written)
	case "MESSAGE_UPDATE":
		c.onMessage(data, message.edited)
	case "MESSAGE_DELETE":
		c.onMessage(data, message.deleted)
	}
}

// onMessage queues the handling of what happened to a direct message.
func (c *Client) onMessage(data json.RawMessage, read func(message) (talk.Request, bool)) {
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
	if r.Channel == "" {
		c.log.Error("unreadable message event")
		return
	}
	if r.Kind == talk.Deleted && c.deleted.has(r.ID) {
		return
	}
	c.queues.enqueue(r, func(ctx context.Context) { c.handleMessage(ctx, r) })
}

// handleMessage lets the handler take what happened to a direct message, and posts
// its reply if it has one.
func (c *Client) handleMessage(ctx context.Context, r talk.Request) {
	reply, panicID := c.callHandler(ctx, r)
	if panicID != "" {
		reply = apology(panicID)
	}
	if reply.Message == nil {
		return
	}
	b := renderNew(*reply.Message)
	if r.Kind == talk.Wrote {
		b.Nonce, b.EnforceNonce = r.ID, true // the event may come twice
	}
	if _, err := c.post(ctx, r.Channel, laneWaiting, b, nil); err != nil {
		c.log.Warn("reply to a message failed", "kind", errorKind(err))
	}
}

// callHandler lets the handler reply within Timings.Handle. When it panics, panicID is
// the id under which the log has the stack, and "" otherwise.
func (c *Client) callHandler(ctx context.Context, r talk.Request) (reply talk.Reply, panicID string) {
	ctx, cancel := context.WithTimeout(ctx, c.timings.Handle)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			panicID = c.logPanic(p, r.Kind)
		}
	}()
	return c.handler.Request(ctx, r), ""
}

// logPanic logs a panic under a new id. It logs the type and the stack but never the
// value, which may hold what a person wrote.
func (c *Client) logPanic(p any, kind talk.Kind) (id string) {
	id = strings.ToLower(rand.Text()[:8])
	c.log.Error("handler panicked", "id", id, "kind", int(kind), "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	return id
}

// apology is what a person reads when the handler panicked.
func apology(id string) talk.Reply {
	return talk.Reply{Message: &talk.Message{
		Private: true,
		Text:    "Something broke on my side (" + id + "). Nothing was saved.",
	}}
}

// ErrStopped is Replay's error when Run has not begun or takes no more work.
var ErrStopped = errors.New("the client takes no more work")

// Replay handles what history tells about a direct message (talk.Wrote, Edited or
// Deleted) as if its event came now, in order with what the same person does
// meanwhile. It returns nil once that is handled, or ErrStopped. It returns the
// context's error when that ends first; the request may be handled still.
func (c *Client) Replay(ctx context.Context, r talk.Request) error {
	done := make(chan struct{})
	taken := c.queues.enqueue(r, func(ctx context.Context) {
		defer close(done)
		c.handleMessage(ctx, r)
	})
	if !taken {
		return ErrStopped
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
