package discord

import (
	"context"
	"fmt"
	"strings"

	"leanon/discord/talk"
)

// pageSize is Discord's largest page of messages. newestPages is how many pages are
// searched when no message of the channel is known.
const (
	pageSize    = 100
	newestPages = 3
)

// Find searches the channel's history for a delivery, as Deliver does with
// MayHaveArrived, and sends nothing. It searches for the mark, so it finds no
// delivery without one. Its errors are those of talk.
func (c *Client) Find(ctx context.Context, d talk.Delivery) (messageID string, found bool, err error) {
	if d.Mark == "" {
		return "", false, nil
	}
	messageID, err = c.find(ctx, d)
	if err != nil {
		return "", false, fmt.Errorf("look for the message: %w", err)
	}
	return messageID, messageID != "", nil
}

// find returns the id of our message with the delivery's mark, and "" when the
// channel's history does not have it.
func (c *Client) find(ctx context.Context, d talk.Delivery) (string, error) {
	if d.After == "" {
		return c.findNewest(ctx, d)
	}
	for after := d.After; ; {
		page, err := c.page(ctx, d.Channel, "after="+after, d.Lane)
		if err != nil {
			return "", err
		}
		if id := findMarked(page, d.Mark); id != "" || !page.full {
			return id, nil
		}
		if !isNewer(page.newest(), after) {
			return "", fmt.Errorf("%w: the history does not move on", talk.ErrNotRead)
		}
		after = page.newest()
	}
}

// findNewest is find where no earlier message of the channel is known: it searches
// back from the newest.
func (c *Client) findNewest(ctx context.Context, d talk.Delivery) (string, error) {
	before := ""
	for range newestPages {
		page, err := c.page(ctx, d.Channel, before, d.Lane)
		if err != nil {
			return "", err
		}
		if id := findMarked(page, d.Mark); id != "" || !page.full || page.oldest() == "" {
			return id, nil
		}
		before = "before=" + page.oldest()
	}
	return "", nil
}

// findMarked returns the id of the message that carries the mark, or "". It is one
// of ours: a person's message has no components.
func findMarked(p page, mark string) string {
	for _, m := range p.messages {
		for _, n := range m.Components {
			if n.hasMark("." + mark) {
				return m.ID
			}
		}
	}
	return ""
}

// hasMark says whether the custom id of a component, or of one within it, ends in
// suffix.
func (n node) hasMark(suffix string) bool {
	if strings.HasSuffix(n.CustomID.V, suffix) {
		return true
	}
	for _, inner := range n.children() {
		if inner.hasMark(suffix) {
			return true
		}
	}
	return false
}
