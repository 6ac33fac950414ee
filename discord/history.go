package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

// Since returns what people wrote in a channel after the message with the id after,
// oldest first, each as a talk.Wrote, or as a talk.Unread if it could not be read. It
// leaves out what bots wrote, ours too. With an empty after it returns what is among the newest 100 messages; the caller may
// have seen some. It asks in a lane after all others. Its errors are those of talk.
func (c *Client) Since(ctx context.Context, channel, after string) ([]talk.Request, error) {
	return c.since(ctx, channel, after, laneHistory)
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
		for _, m := range slices.Backward(page.messages) {
			m.ChannelID.V = channel
			if r, ok := m.written(); ok || m.unreadable {
				wrote = append(wrote, r)
			}
		}
		if after == "" || !page.full || !isNewer(page.newest(), after) {
			return wrote, nil
		}
		after = page.newest()
	}
}

// page is a part of a channel's history.
type page struct {
	messages []message // newest first, each once
	full     bool      // there may be more
}

// newest and oldest return the ids of the first and the last message, "" where there is
// none.
func (p page) newest() string {
	if len(p.messages) == 0 {
		return ""
	}
	return p.messages[0].ID
}

func (p page) oldest() string {
	if len(p.messages) == 0 {
		return ""
	}
	return p.messages[len(p.messages)-1].ID
}

// page returns up to 100 messages of a channel. query is "" or one of Discord's before=id
// and after=id. It decodes only what is used, and one message after another, because
// discordgo fails on a whole page for one component that it does not know. It trusts in
// no order: a page that came the wrong way round was read one message at a time.
func (c *Client) page(ctx context.Context, channel, query string, lane int) (p page, err error) {
	url := discordgo.EndpointChannelMessages(channel) + "?limit=" + strconv.Itoa(pageSize)
	if query != "" {
		url += "&" + query
	}
	var all []json.RawMessage
	if err := c.call(ctx, request{method: "GET", route: messagesRoute, url: url, major: channel, lane: lane}, &all); err != nil {
		return page{}, err
	}
	unread := 0
	for _, raw := range all {
		m := readMessage(raw)
		if m.unreadable {
			unread++
		}
		if m.ID != "" {
			p.messages = append(p.messages, m)
		}
	}
	if unread > 0 {
		c.log.Error("unreadable messages in a history", "count", unread)
	}
	slices.SortFunc(p.messages, func(a, b message) int { return compareIDs(b.ID, a.ID) })
	p.messages = slices.CompactFunc(p.messages, func(a, b message) bool { return a.ID == b.ID })
	p.full = len(all) >= pageSize
	return p, nil
}

// readMessage reads a message of a history. Of one that cannot be read it returns what
// can be, its id and its components.
func readMessage(raw json.RawMessage) (m message) {
	if json.Unmarshal(raw, &m) == nil {
		return m
	}
	var known struct {
		ID         lenient[string] `json:"id"`
		Components list[node]      `json:"components"`
	}
	_ = json.Unmarshal(raw, &known) // what is no object has neither
	return message{ID: known.ID.V, Components: known.Components, unreadable: true}
}

// compareIDs compares two ids of Discord's by their age, older first: they are numbers.
func compareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

func isNewer(id, than string) bool { return compareIDs(id, than) > 0 }
