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

// bannedFor is how long we stay silent when something in front of Discord
// says 429 without saying until when: Cloudflare bans an address for about that
// long after 10,000 invalid requests (rate limits page).
const bannedFor = 10 * time.Minute

// longestWait bounds what a rate limit may claim.
const longestWait = 24 * time.Hour

// response is one HTTP answer, read to its end.
type response struct {
	status int
	header http.Header
	body   []byte
}

// errorBody is the part of Discord's error and rate limit bodies that is safe to
// keep: numbers only.
type errorBody struct {
	Code       int     `json:"code"`
	RetryAfter float64 `json:"retry_after"` // seconds
	Global     bool    `json:"global"`
}

// classify sorts Discord's JSON error codes by what a sender has to do (opcodes
// and status codes page; 20026 and 340013 are not on it: field reports).
func classify(code int) error {
	switch code {
	case 50007, 50278:
		return talk.ErrUnreachable
	case 40003, 20026, 340013:
		return talk.ErrNoNewChannels
	case 10008:
		return talk.ErrDeleted
	case 10003, 50001:
		return talk.ErrChannelGone
	}
	return nil
}

// asError says what is wrong with an answer, as an error of talk; nil for 2xx.
func (a response) asError() error {
	if a.status >= 200 && a.status < 300 {
		return nil
	}
	var t errorBody
	decoded := json.Unmarshal(a.body, &t) == nil
	refused := func(err error) error { return &talk.Refused{Status: a.status, Code: t.Code, Err: err} }
	switch {
	case classify(t.Code) != nil:
		return refused(classify(t.Code))
	case a.status == http.StatusTooManyRequests, t.Code == 30046:
		return a.rateLimit(t, decoded)
	case a.status == http.StatusUnauthorized:
		return refused(talk.ErrUnauthorized)
	case a.status == http.StatusRequestTimeout, a.status >= 500, a.status < 400, !decoded:
		// A proxy's 408 and any 5xx may come although Discord did it; what is no
		// JSON is not Discord's, and no reason to give a message up.
		return refused(talk.ErrUnclear)
	}
	return refused(talk.ErrRejected)
}

// rateLimit reads a rate limit. A body that is no JSON comes from Cloudflare and
// concerns our address, that is everything.
func (a response) rateLimit(t errorBody, decoded bool) *talk.Wait {
	w := &talk.Wait{
		After:  seconds(a.header.Get("Retry-After")),
		Global: t.Global || a.header.Get("X-RateLimit-Global") != "",
		Edits:  t.Code == 30046,
	}
	if decoded && t.RetryAfter > 0 {
		w.After = toDuration(t.RetryAfter)
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

// seconds reads a header of seconds, 0 if there is none.
func seconds(s string) time.Duration {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return toDuration(f)
}

// toDuration turns seconds into a duration between 0 and longestWait.
func toDuration(s float64) time.Duration {
	if math.IsNaN(s) || s <= 0 {
		return 0
	}
	return time.Duration(min(s, longestWait.Seconds()) * float64(time.Second))
}

// applyRefusal draws the consequences of a refusal that concern more than its request.
func (c *Client) applyRefusal(bucket string, err error) {
	var w *talk.Wait
	switch {
	case errors.As(err, &w) && w.Edits:
		// Only this message's edits wait, not the channel.
	case errors.As(err, &w) && w.Global:
		c.limits.coolDownAll(w.After)
	case errors.As(err, &w):
		c.limits.coolDown(bucket, w.After)
	case errors.Is(err, talk.ErrUnauthorized):
		c.refuse.Do(func() { close(c.refused) })
	}
}

// unclear wraps why no answer came. Only causes that are known to hold neither
// an address's path nor Discord's words keep their text.
func unclear(err error) error {
	var op *net.OpError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.As(err, &op), errors.As(err, &cert):
		return fmt.Errorf("%w: %w", talk.ErrUnclear, loggableCause(err, op, cert))
	}
	return fmt.Errorf("%w: the connection failed (%T)", talk.ErrUnclear, err)
}

// loggableCause picks the innermost error that says enough.
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
