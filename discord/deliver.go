package discord

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

const (
	messagesRoute = "/channels/{channel}/messages"
	messageRoute  = "/channels/{channel}/messages/{message}"
)

// Deliver makes one attempt to send a message. However often it is called with the
// same delivery, the message arrives once: when an earlier attempt may have got
// through it searches the channel's history first, and it posts with a nonce, which
// Discord compares with those of the past few minutes. It returns the message's id,
// or an error of talk. After talk.ErrUnclear the caller calls again with
// MayHaveArrived set. When ctx ends before the request goes, nothing was sent and
// the error is context.Canceled or DeadlineExceeded alone.
//
// When the message had arrived and was deleted since, Discord answers a repeated
// nonce with code 10008, and the error is talk.ErrDeleted, which means nothing where
// no earlier attempt can have arrived. A message without components carries no mark,
// so only the nonce protects it.
func (c *Client) Deliver(ctx context.Context, d talk.Delivery) (messageID string, err error) {
	messageID, err = c.deliver(ctx, d)
	if err != nil {
		c.meter.Failed(errorKind(err))
		return "", err
	}
	c.meter.Sent()
	return messageID, nil
}

func (c *Client) deliver(ctx context.Context, d talk.Delivery) (string, error) {
	if d.MayHaveArrived && d.Mark != "" {
		id, err := c.find(ctx, d)
		if err != nil {
			return "", fmt.Errorf("look for the message: %w", err)
		}
		if id != "" {
			return id, nil
		}
	}
	b := renderNew(d.Message)
	b.Nonce, b.EnforceNonce = d.Nonce, d.Nonce != ""
	id, err := c.post(ctx, d.Channel, d.Lane, b, d.Message.Files)
	if err != nil {
		return "", fmt.Errorf("send the message: %w", err)
	}
	return id, nil
}

// post creates a message and returns its id. Its errors are those of call.
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

// Edit replaces a message's text, components and files by those of m. It may be repeated. Its errors are those of talk, among them ErrDeleted, and no
// other, when the message is gone, and a Wait with Edits when it is old and was edited
// too often.
func (c *Client) Edit(ctx context.Context, channel, messageID string, lane int, m talk.Message) error {
	err := c.call(ctx, request{
		method: "PATCH", route: messageRoute, url: discordgo.EndpointChannelMessage(channel, messageID),
		major: channel, lane: lane, body: renderMessage(m), files: m.Files, goneIsDone: true,
	}, nil)
	if err != nil {
		return fmt.Errorf("edit the message: %w", err)
	}
	return nil
}
