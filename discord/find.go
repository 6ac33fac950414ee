package discord

import (
	"context"
	"fmt"
	"strings"

	"leanon/discord/talk"
)

// Find searches the channel's history for a delivery that an earlier attempt may
// have got through, as Deliver does with MayHaveArrived, and sends nothing. It goes by the
// mark: a delivery without one is never found. Errors are those of talk.
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
		if id := findMarked(page, d.Mark); id != "" || len(page) < pageSize {
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
		if id := findMarked(page, d.Mark); id != "" || len(page) < pageSize {
			return id, nil
		}
		before = "before=" + page[len(page)-1].ID
	}
	return "", nil
}

// findMarked returns the bot's own message that carries the mark. Only ours can: a
// person's message has no components.
func findMarked(page []message, mark string) string {
	for _, m := range page {
		for _, n := range m.Components {
			if n.hasMark("." + mark) {
				return m.ID
			}
		}
	}
	return ""
}

// hasMark says whether a component, or one within it, has a custom id that ends
// so.
func (n node) hasMark(suffix string) bool {
	if strings.HasSuffix(n.CustomID, suffix) {
		return true
	}
	for _, inner := range n.children() {
		if inner.hasMark(suffix) {
			return true
		}
	}
	return false
}
