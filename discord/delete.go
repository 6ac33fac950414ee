package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

// Only whoever wrote a direct message can delete it, and only one at a time: Discord's
// bulk deletion is for servers.

// oldMessage is the age from which Discord deletes a message under a limit of its own
// (discord-api-docs#8330).
const oldMessage = 14 * 24 * time.Hour

// messageCommand is the type of a message that answers a command (message resource).
const messageCommand = 20

// Ours returns a page of a channel's history: what we posted there, newest first, among
// the 100 messages that are older than the one with the id before, or the newest ones where
// before is "". oldest is the oldest message of the page, whoever wrote it, and "" where
// there is none; more is true if there may be older ones. Its errors are those of talk.
func (c *Client) Ours(ctx context.Context, channel, before string, lane int) (all []talk.Posted, oldest string, more bool, err error) {
	query := ""
	if before != "" {
		query = "before=" + before
	}
	p, err := c.page(ctx, channel, query, lane)
	if err != nil {
		return nil, "", false, fmt.Errorf("read what we posted: %w", err)
	}
	for _, m := range p.messages {
		if m.ours() {
			all = append(all, talk.Posted{ID: m.ID, Mark: m.mark()})
		}
	}
	if before != "" && p.oldest() != "" && !isNewer(before, p.oldest()) {
		return nil, "", false, fmt.Errorf("%w: the history does not move on", talk.ErrNotRead)
	}
	return all, p.oldest(), p.full, nil
}

// ours reports whether we posted a message of a direct message channel, where there is no
// other bot, and can delete it. One that cannot be read is ours if it has components.
func (m message) ours() bool {
	if m.unreadable {
		return len(m.Components) > 0
	}
	return m.Author != nil && m.Author.Bot && slices.Contains([]int{messageDefault, messageReply, messageCommand}, m.Type)
}

// mark returns what the custom ids of a message end in, as talk.Delivery says, and "" where
// they have no such end.
func (m message) mark() string {
	for _, n := range m.Components {
		if mark := n.mark(); mark != "" {
			return mark
		}
	}
	return ""
}

func (n node) mark() string {
	if _, mark, marked := strings.Cut(n.CustomID.V, "."); marked {
		return mark
	}
	for _, inner := range n.children() {
		if mark := inner.mark(); mark != "" {
			return mark
		}
	}
	return ""
}

// Delete deletes a message of ours. One that is gone already is no error. No event of it
// reaches the handler, because nobody did anything. Its errors are those of talk.
func (c *Client) Delete(ctx context.Context, channel, messageID string, lane int) error {
	c.deleted.firstTime(messageID)
	r := request{
		method: "DELETE", route: messageRoute, url: discordgo.EndpointChannelMessage(channel, messageID),
		major: channel, lane: lane, goneIsDone: true,
	}
	if c.now().Sub(madeAt(messageID)) > oldMessage {
		r.apart = " old"
	}
	if err := c.call(ctx, r, nil); err != nil && !errors.Is(err, talk.ErrDeleted) {
		return fmt.Errorf("delete a message: %w", err)
	}
	return nil
}

// EditReply replaces our reply to an interaction, by its token. Where the token has run
// out, or the person has dismissed the reply, there is nothing to replace, and that is no
// error. Otherwise its errors are those of talk. Discord counts these requests apart, as
// those of respond.
func (c *Client) EditReply(ctx context.Context, token talk.Token, m talk.Message) error {
	app, err := c.application(ctx)
	if err != nil {
		return err
	}
	resp, err := c.exchange(ctx, request{
		method: "PATCH", route: "/webhooks/{application}/{token}/messages/@original",
		url: discordgo.EndpointWebhookMessage(app, string(token), "@original"), body: renderMessage(m), goneIsDone: true,
	}, false)
	if err != nil {
		return fmt.Errorf("edit a reply: %w", err)
	}
	// A token that is refused here is the interaction's, never the bot's.
	if err := resp.asError(); err != nil && !resp.gone() && !errors.Is(err, talk.ErrUnauthorized) {
		return fmt.Errorf("edit a reply: %w", err)
	}
	return nil
}

// gone reports whether Discord answers that what was named is no longer there: a message
// (10008), a reply (10015), or a token that has run out (50027).
func (r response) gone() bool {
	var b errorBody
	known := json.Unmarshal(r.body, &b) == nil
	return known && (r.status == http.StatusNotFound || r.status == http.StatusUnauthorized) && slices.Contains([]int{10008, 10015, 50027}, b.Code)
}
