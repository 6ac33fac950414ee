package discord

import (
	"context"
	"errors"
	"time"

	"leanon/discord/talk"
)

// Meter counts what a client does. No function is told a person, a channel or what
// somebody chose.
type Meter struct {
	Request   func(route, status string) // each HTTP request: route template and "2xx", "4xx", "429", "5xx" or "none"
	Sent      func()                     // each message that Deliver delivered
	Failed    func(kind string)          // each message that Deliver did not, by kind of error
	Acked     func(took time.Duration)   // each interaction that was answered: from its event to Discord's response
	Connected func(up bool)              // the gateway came up or went down
}

// withDefaults replaces nil functions by ones that do nothing.
func (m Meter) withDefaults() Meter {
	if m.Request == nil {
		m.Request = func(string, string) {}
	}
	if m.Sent == nil {
		m.Sent = func() {}
	}
	if m.Failed == nil {
		m.Failed = func(string) {}
	}
	if m.Acked == nil {
		m.Acked = func(time.Duration) {}
	}
	if m.Connected == nil {
		m.Connected = func(bool) {}
	}
	return m
}

// errorKind returns an error's label in metrics and logs.
func errorKind(err error) string {
	var w *talk.Wait
	switch {
	case errors.As(err, &w):
		return "wait"
	case errors.Is(err, talk.ErrUnclear):
		return "unclear"
	case errors.Is(err, talk.ErrUnreachable):
		return "unreachable"
	case errors.Is(err, talk.ErrUnauthorized):
		return "unauthorized"
	case errors.Is(err, talk.ErrNoNewChannels):
		return "no_new_channels"
	case errors.Is(err, talk.ErrChannelGone):
		return "gone"
	case errors.Is(err, talk.ErrNotNow):
		return "refused"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "context"
	}
	return "rejected"
}
