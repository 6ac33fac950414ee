package discord

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

// Since returns what people wrote in a channel after the message with the id after,
// oldest first, each as a talk.Wrote. It leaves out what bots wrote, ours too. With
// an empty after it returns what is among the newest 100 messages; the caller may
// have seen some. It asks in the last lane. Its errors are those of talk.
func (c *Client) Since(ctx context.Context, channel, after string) ([]talk.Request, error) {
	return c.since(ctx, channel, after, laneScheduled)
}

// SinceUrgent is Since in the first lane, for somebody who is waiting.
func (c *Client) SinceUrgent(ctx context.Context, channel, after string) ([]talk.Request, error) {
	return c.since(ctx, channel, after, laneWaiting)
}

func (c *Client) since(ctx context.Context, channel, after string, lane int) ([]talk.Request, error) {
	var wrote []talk.Request
	for {
		query := ""
		if after != "" {
			query = "after=" + after
		}
		page, err := c.page(ctx, channel, query, lane)
		if err != nil {
			return nil, fmt.Errorf("read what was written since: %w", err)
		}
		for _, m := range slices.Backward(page) { // newest first
			m.ChannelID = channel
			if r, ok := m.written(); ok {
				wrote = append(wrote, r)
			}
		}
		if after == "" || len(page) < pageSize || page[0].ID == after {
			return wrote, nil
		}
		after = page[0].ID
	}
}

// page returns up to 100 messages of a channel, newest first. query is "" or one of
// Discord's before=id and after=id. It decodes only what is used, because discordgo
// fails on a whole page for one component that it does not know.
func (c *Client) page(ctx context.Context, channel, query string, lane int) ([]message, error) {
	url := discordgo.EndpointChannelMessages(channel) + "?limit=" + strconv.Itoa(pageSize)
	if query != "" {
		url += "&" + query
	}
	var page []message
	err := c.call(ctx, request{method: "GET", route: messagesRoute, url: url, major: channel, lane: lane}, &page)
	return page, err
}
