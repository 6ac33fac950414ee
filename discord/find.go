package discord

import (
	"context"
	"fmt"

	"leanon/discord/talk"
)

// Find searches the channel's history for a delivery that an earlier attempt may
// have got through, as Deliver does with Look, and sends nothing. It goes by the
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
