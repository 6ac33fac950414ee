package discord

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strconv"
	"time"

	"leanon/discord/talk"
)

// bannedFor is how long no request goes after a 429 that does not come from Discord
// and does not say until when. Cloudflare, which stands in front of it, bans an
// address after 10,000 invalid requests for about that long (rate limits page).
const bannedFor = 10 * time.Minute

// longestWait is the longest rate limit that is believed.
const longestWait = 24 * time.Hour

// response is one HTTP response, read to its end.
type response struct {
	status int
	header http.Header
	body   []byte
	to     request // what it answers
}

// errorBody is the part of Discord's error and rate limit bodies that is safe to
// keep, because it holds only numbers.
type errorBody struct {
	Code       int     `json:"code"`
	RetryAfter float64 `json:"retry_after"` // seconds
	Global     bool    `json:"global"`
}

// classify sorts Discord's JSON error codes by what a sender has to do, and returns
// nil for all others (opcodes and status codes page; 20026 and 340013 are not on it,
// but bots report them). Only a code that says that the content is at fault may end a
// message, so a code that nobody knows yet must not be among those.
func classify(code int) error {
	switch code {
	case 50007, 50278:
		return talk.ErrUnreachable
	case 40001: // "Provide a valid token", whatever the status says
		return talk.ErrUnauthorized
	case 40003, 20026, 340013:
		return talk.ErrNoNewChannels
	case 10008:
		return talk.ErrDeleted
	case 10003, 50001:
		return talk.ErrChannelGone
	case 50035, 50006, 50109, 40005, 200000, 240000, 20009:
		return talk.ErrRejected
	}
	return nil
}

// asError returns what is wrong as an error of talk, and nil for a status of 2xx.
func (r response) asError() error {
	if r.status >= 200 && r.status < 300 {
		return nil
	}
	var b errorBody
	decoded := json.Unmarshal(r.body, &b) == nil
	refused := func(err error) error { return &talk.Refused{Status: r.status, Code: b.Code, Err: err} }
	kind := classify(b.Code)
	switch {
	case kind != nil && !errors.Is(kind, talk.ErrRejected):
		return refused(kind)
	case r.status == http.StatusTooManyRequests, b.Code == 30046:
		return r.rateLimit(b, decoded)
	case r.status == http.StatusUnauthorized:
		return refused(talk.ErrUnauthorized)
	case r.status == http.StatusRequestTimeout, r.status >= 500, r.status < 400:
		// A proxy's 408 and any 5xx may come although Discord did what was asked.
		return refused(r.to.unclear())
	case !decoded && r.to.reads():
		return refused(fmt.Errorf("%w: %w", talk.ErrNotNow, talk.ErrNotRead))
	case !decoded:
		return refused(talk.ErrProxy)
	case kind != nil:
		return refused(kind)
	}
	return refused(talk.ErrNotNow)
}

// rateLimit returns what a rate limit says. A body that is not JSON comes from
// Cloudflare, which bans our address, so all requests wait.
func (r response) rateLimit(b errorBody, decoded bool) *talk.Wait {
	w := &talk.Wait{
		After:  seconds(r.header.Get("Retry-After")),
		Global: b.Global || r.header.Get("X-RateLimit-Global") != "",
		Edits:  b.Code == 30046,
	}
	if decoded && b.RetryAfter > 0 {
		w.After = toDuration(b.RetryAfter)
	}
	if !decoded {
		w.Global = true
		if w.After == 0 {
			w.After = bannedFor
		}
	}
	if w.After < time.Second/10 {
		w.After = time.Second
	}
	return w
}

// seconds reads a header that holds seconds; without a number it returns 0.
func seconds(s string) time.Duration {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return toDuration(f)
}

// toDuration turns seconds into a duration from 0 to longestWait.
func toDuration(s float64) time.Duration {
	if math.IsNaN(s) || s <= 0 {
		return 0
	}
	return time.Duration(min(s, longestWait.Seconds()) * float64(time.Second))
}

// applyRefusal does what an error asks of more than its own request: a rate limit
// holds back others, and a refused token ends Run.
func (c *Client) applyRefusal(bucket string, err error) {
	var w *talk.Wait
	switch {
	case errors.As(err, &w) && w.Edits:
		// Only this message's edits wait, not its channel.
	case errors.As(err, &w) && w.Global:
		c.limits.coolDownAll(w.After)
	case errors.As(err, &w):
		c.limits.coolDown(bucket, w.After)
	case errors.Is(err, talk.ErrUnauthorized):
		c.refuse.Do(func() { close(c.refused) })
	}
}

// reads reports whether a request changes nothing.
func (r request) reads() bool { return r.method == http.MethodGet }

// unclear returns the error for a request of which nobody knows what became of it.
func (r request) unclear() error {
	if r.reads() {
		return talk.ErrNotRead
	}
	return talk.ErrUnclear
}

// noResponse wraps why no response came to a request in what unclear returns. An error keeps its text only
// if it is known to hold neither the path of an address nor anything that Discord
// wrote.
func (r request) noResponse(err error) error {
	var op *net.OpError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.As(err, &op), errors.As(err, &cert):
		return fmt.Errorf("%w: %w", r.unclear(), loggableCause(err, op, cert))
	}
	return fmt.Errorf("%w: the connection failed (%T)", r.unclear(), err)
}

// loggableCause returns the innermost error that says enough.
func loggableCause(err error, op *net.OpError, cert *tls.CertificateVerificationError) error {
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded
	case op != nil:
		return op
	case cert != nil:
		return cert
	}
	return io.ErrUnexpectedEOF
}
