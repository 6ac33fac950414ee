package discord

import (
	"context"
	"fmt"
	"strconv"

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
// MayHaveArrived set. A context that ends while the message waits for its turn is
// returned as context.Canceled or DeadlineExceeded alone: nothing was sent.
//
// When the message had arrived and was deleted since, Discord answers a repeated
// nonce with code 10008, which comes as talk.ErrDeleted.
// A message without components bears no mark that history would show: only the
// nonce protects it.
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
	b := renderMessage(d.Message)
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
		major: channel, lane: lane, body: renderMessage(m),
	}, nil)
	if err != nil {
		return fmt.Errorf("edit the message: %w", err)
	}
	return nil
}
