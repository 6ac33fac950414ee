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

// maxResponse is how many bytes of one response are read. The largest, a page of 100
// messages, stays far below it.
const maxResponse = 16 << 20

// request is one call of Discord's REST API.
type request struct {
	method string
	route  string // template, for metrics: it never contains an id
	url    string // as discordgo's endpoint functions make it
	major  string // the channel whose rate limit counts, "" if none
	apart  string // tells its rate limit from another one of the same route and channel, "" mostly
	lane   int
	body   any
	files  []talk.File // sent with the body, as a multipart request
	// anonymous leaves the token out. Such a request counts against the address of this
	// machine and not against the bot's limit (rate limits page, global rate limit).
	anonymous bool
	// goneIsDone says that what is no longer there needs nothing done to it: that is no
	// failure, and not counted as one.
	goneIsDone bool
}

// bucket names the rate limit that a request counts against: that of its route and
// its channel (rate limits page: limits are per route and top-level resource).
func (r request) bucket() string { return r.method + " " + r.route + " " + r.major + r.apart }

// call waits until the limiter lets the request go, makes it once, and decodes a
// successful response into out if that is not nil. Its errors are those of talk,
// without any text of Discord's. When ctx ends before the request goes, nothing was
// sent and the error is the context's alone.
func (c *Client) call(ctx context.Context, r request, out any) error {
	select {
	case <-c.refused:
		return talk.ErrUnauthorized
	default:
	}
	key := r.bucket()
	take := c.limits.take
	if r.anonymous {
		take = c.limits.takeUncounted
	}
	if err := take(ctx, r.lane, key); err != nil {
		return err
	}
	var header http.Header
	defer func() { c.limits.release(key, header) }()

	resp, err := c.exchange(ctx, r, !r.anonymous)
	if err != nil {
		return err
	}
	header = resp.header
	if err := resp.asError(); err != nil {
		c.applyRefusal(key, err)
		return err
	}
	if out != nil {
		if err := json.Unmarshal(resp.body, out); err != nil {
			// The decoder's error may quote the response.
			return fmt.Errorf("%w: the answer could not be understood", r.unclear())
		}
	}
	return nil
}

// exchange makes one HTTP request and returns its response, whatever its status. Its
// errors are talk.ErrUnclear or talk.ErrNotRead, when no whole response came, and talk.ErrRejected, when
// the request cannot be built. It uses a transport and not an http.Client, so no
// redirect is followed and no error carries a URL.
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
	answered := c.asked()
	resp, err := c.transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		c.meter.Request(r.method+" "+r.route, "none")
		return response{}, r.noResponse(err)
	}
	defer resp.Body.Close()
	answered(dateOf(resp.Header))
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	if err != nil {
		c.meter.Request(r.method+" "+r.route, "none")
		return response{}, r.noResponse(err)
	}
	answer := response{status: resp.StatusCode, header: resp.Header, body: body, to: r}
	c.meter.Request(r.method+" "+r.route, answer.class())
	return answer, nil
}

// newRequest builds the HTTP request.
func (c *Client) newRequest(ctx context.Context, r request) (*http.Request, error) {
	body, mediaType, err := r.encode()
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
	if mediaType != "" {
		req.Header.Set("Content-Type", mediaType)
	}
	return req, nil
}

// rebase replaces scheme and host of a discord.com address by those of
// Options.APIURL.
func (c *Client) rebase(u *url.URL) *url.URL {
	moved := *u
	moved.Scheme, moved.Host = c.base.Scheme, c.base.Host
	return &moved
}

// class returns a response's status as Meter.Request is told it.
func (r response) class() string {
	switch {
	case r.status == http.StatusTooManyRequests:
		return "429"
	case r.to.goneIsDone && r.gone():
		return "2xx"
	}
	return fmt.Sprintf("%dxx", r.status/100)
}
