package discord

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

// dateOf returns the moment that an answer of Discord's bears, or the zero time.
func dateOf(h http.Header) time.Time {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return date
}

// AskDate asks Discord for nothing but an answer, so that Options.Asked is told what time
// it is there. Its errors are those of talk.
func (c *Client) AskDate(ctx context.Context) error {
	return c.call(ctx, request{method: "GET", route: "/gateway", url: discordgo.EndpointGateway, lane: laneWaiting, anonymous: true}, nil)
}

// epoch is the moment at which Discord's ids begin to count, in Unix milliseconds
// (reference page, snowflakes).
const epoch = 1420070400000

// MadeAt returns when Discord made the id of a request: when a person pressed, or wrote a
// message. It is the zero time for what has no id of Discord's.
func MadeAt(r talk.Request) time.Time {
	return madeAt(r.ID)
}

func madeAt(snowflake string) time.Time {
	id, err := strconv.ParseUint(snowflake, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(id>>22) + epoch)
}
