package discord

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

const (
	messagesRoute = "/channels/{channel}/messages"
	messageRoute  = "/channels/{channel}/messages/{message}"
)

// pageSize is Discord's largest page of messages; newestPages is how far back
// we look when no message of the channel is known.
const (
	pageSize    = 100
	newestPages = 3
)

// Deliver sends a message so that it arrives exactly once, however often it is
// called with the same delivery: it looks for it in the history first when an
// earlier attempt may have got through, and posts it with a nonce that Discord
// holds against others of the past few minutes. It makes one attempt and returns
// the message's id, or an error of talk; talk.ErrUnclear asks to call again with
// Look set. A context that ends while the message waits for its turn is
// returned as context.Canceled or DeadlineExceeded alone: nothing was sent.
//
// When the message had arrived and was deleted since, Discord answers a repeated
// nonce with code 10008, which comes as talk.ErrDeleted.
// A message without components bears no mark that history would show: only the
// nonce protects it.
func (c *Client) Deliver(ctx context.Context, d talk.Delivery) (messageID string, err error) {
	messageID, err = c.deliver(ctx, d)
	if err != nil {
		c.meter.Failed(kind(err))
		return "", err
	}
	c.meter.Sent()
	return messageID, nil
}

func (c *Client) deliver(ctx context.Context, d talk.Delivery) (string, error) {
	if d.Look && d.Mark != "" {
		id, err := c.find(ctx, d)
		if err != nil {
			return "", fmt.Errorf("look for the message: %w", err)
		}
		if id != "" {
			return id, nil
		}
	}
	b := body(d.Message)
	b.Nonce, b.EnforceNonce = d.Nonce, d.Nonce != ""
	for i, f := range d.Message.Files {
		b.Attachments = append(b.Attachments, attached{ID: strconv.Itoa(i), Filename: f.Name})
	}
	id, err := c.post(ctx, d.Channel, d.Lane, b, d.Message.Files)
	if err != nil {
		return "", fmt.Errorf("send the message: %w", err)
	}
	return id, nil
}

// post creates a message and returns its id.
func (c *Client) post(ctx context.Context, channel string, lane int, b messageBody, files []talk.File) (string, error) {
	var made struct {
		ID string `json:"id"`
	}
	err := c.call(ctx, request{
		method: "POST", route: messagesRoute, url: discordgo.EndpointChannelMessages(channel),
		major: channel, lane: lane, body: b, files: files,
	}, &made)
	if err == nil && made.ID == "" {
		err = fmt.Errorf("%w: the answer names no message", talk.ErrUnclear)
	}
	return made.ID, err
}

// Edit replaces a message's text and components; a message that has no rows any
// more loses them. Besides the general errors: talk.ErrChannelGone when it is
// not there any more, talk.Wait with Edits when it is old and was edited too
// often. To repeat an edit does no harm.
func (c *Client) Edit(ctx context.Context, channel, messageID string, lane int, m talk.Message) error {
	err := c.call(ctx, request{
		method: "PATCH", route: messageRoute, url: discordgo.EndpointChannelMessage(channel, messageID),
		major: channel, lane: lane, body: body(m),
	}, nil)
	if err != nil {
		return fmt.Errorf("edit the message: %w", err)
	}
	return nil
}

// find searches the channel's history for our message with the mark; "" means
// that it is not there.
func (c *Client) find(ctx context.Context, d talk.Delivery) (string, error) {
	if d.After == "" {
		return c.findNewest(ctx, d)
	}
	for after := d.After; ; {
		page, err := c.page(ctx, d.Channel, "after="+after, d.Lane)
		if err != nil {
			return "", err
		}
		if id := marked(page, d.Mark); id != "" || len(page) < pageSize {
			return id, nil
		}
		if page[0].ID == after {
			return "", fmt.Errorf("%w: the history does not move on", talk.ErrUnclear)
		}
		after = page[0].ID // newest first
	}
}

// findNewest searches back from the end.
func (c *Client) findNewest(ctx context.Context, d talk.Delivery) (string, error) {
	before := ""
	for range newestPages {
		page, err := c.page(ctx, d.Channel, before, d.Lane)
		if err != nil {
			return "", err
		}
		if id := marked(page, d.Mark); id != "" || len(page) < pageSize {
			return id, nil
		}
		before = "before=" + page[len(page)-1].ID
	}
	return "", nil
}

// marked returns the bot's own message that carries the mark. Only ours can: a
// person's message has no components.
func marked(page []message, mark string) string {
	for _, m := range page {
		for _, n := range m.Components {
			if n.marked("." + mark) {
				return m.ID
			}
		}
	}
	return ""
}

// marked says whether a component, or one within it, has a custom id that ends
// so.
func (n node) marked(suffix string) bool {
	if strings.HasSuffix(n.CustomID, suffix) {
		return true
	}
	for _, inner := range n.inner() {
		if inner.marked(suffix) {
			return true
		}
	}
	return false
}

// kind names an error for a metric.
func kind(err error) string {
	var w *talk.Wait
	switch {
	case errors.As(err, &w):
		return "wait"
	case errors.Is(err, talk.ErrUnclear):
		return "unclear"
	case errors.Is(err, talk.ErrUnreachable):
		return "unreachable"
	case errors.Is(err, talk.ErrUnauthorized):
		return "unauthorized"
	case errors.Is(err, talk.ErrNoNewChannels):
		return "no_new_channels"
	case errors.Is(err, talk.ErrChannelGone):
		return "gone"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "context"
	}
	return "rejected"
}
