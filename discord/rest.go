package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

// maxAnswer bounds what we read of one answer; the largest, a page of 100
// messages, stays far below it.
const maxAnswer = 16 << 20

// request is one call of Discord's REST API.
type request struct {
	method string
	route  string // template, for metrics: it never contains an id
	url    string // as discordgo's endpoint functions make it
	major  string // the channel whose rate limit counts, if any
	lane   int
	body   any
	files  []talk.File // sent beside the body, in parts
}

// bucket is the rate limit a request counts against: its route and its channel
// (rate limits page: limits are per route and top-level resource).
func (r request) bucket() string { return r.method + " " + r.route + " " + r.major }

// call waits for its turn, makes the request once, and decodes a good answer
// into out, which must have something to decode unless it is nil. Errors are
// those of talk, without any text of Discord's; a context that ends before the
// turn comes is returned as itself: nothing was sent then.
func (c *Client) call(ctx context.Context, r request, out any) error {
	select {
	case <-c.refused:
		return talk.ErrUnauthorized
	default:
	}
	key := r.bucket()
	if err := c.limits.take(ctx, r.lane, key); err != nil {
		return err
	}
	var heard http.Header
	defer func() { c.limits.release(key, heard) }()

	a, err := c.exchange(ctx, r, true)
	if err != nil {
		return err
	}
	heard = a.header
	if err := a.asError(); err != nil {
		c.applyRefusal(key, err)
		return err
	}
	if out != nil {
		if err := json.Unmarshal(a.body, out); err != nil {
			// The decoder's error may quote the answer.
			return fmt.Errorf("%w: the answer could not be read", talk.ErrUnclear)
		}
	}
	return nil
}

// exchange makes one HTTP exchange. Its only errors are talk.ErrUnclear, for an
// answer that never came or came in half, and those of a body that cannot be
// encoded. It uses the transport, not a client: no redirect is followed and no
// error carries a URL.
func (c *Client) exchange(ctx context.Context, r request, authorized bool) (response, error) {
	req, err := c.newRequest(ctx, r)
	if err != nil {
		return response{}, err
	}
	if authorized {
		req.Header.Set("Authorization", "Bot "+c.token)
	}
	ctx, cancel := context.WithTimeout(ctx, c.timings.Request+uploadTime(r.files))
	defer cancel()
	resp, err := c.transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		c.meter.Request(r.method+" "+r.route, "none")
		return response{}, unclear(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		c.meter.Request(r.method+" "+r.route, "none")
		return response{}, unclear(err)
	}
	c.meter.Request(r.method+" "+r.route, statusClass(resp.StatusCode))
	return response{status: resp.StatusCode, header: resp.Header, body: body}, nil
}

// newRequest builds a request against our base address.
func (c *Client) newRequest(ctx context.Context, r request) (*http.Request, error) {
	body, kind, err := r.encode()
	if err != nil {
		return nil, fmt.Errorf("encode %s %s: %w", r.method, r.route, talk.ErrRejected)
	}
	target, err := url.Parse(r.url)
	if err != nil {
		return nil, fmt.Errorf("address of %s %s: %w", r.method, r.route, talk.ErrRejected)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, c.rebase(target).String(), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("prepare %s %s: %w", r.method, r.route, talk.ErrRejected)
	}
	// Discord refuses requests without such a name (reference page, user agent).
	req.Header.Set("User-Agent", "DiscordBot (https://github.com/bwmarrin/discordgo, v"+discordgo.VERSION+")")
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	return req, nil
}

// rebase moves a discord.com address to the configured base.
func (c *Client) rebase(u *url.URL) *url.URL {
	moved := *u
	moved.Scheme, moved.Host = c.base.Scheme, c.base.Host
	return &moved
}

// statusClass is a status as a metric may show it.
func statusClass(status int) string {
	if status == http.StatusTooManyRequests {
		return "429"
	}
	return fmt.Sprintf("%dxx", status/100)
}
