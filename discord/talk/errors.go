package talk

import (
	"errors"
	"fmt"
	"time"
)

// How a request to Discord can fail, by what the sender has to do about it. The
// Client wraps these; a sender compares with errors.Is. The codes are those of
// Discord's opcodes-and-status-codes page.
var (
	// ErrUnreachable: this person cannot be messaged (50007, 50278). Send them
	// nothing until they act.
	ErrUnreachable = errors.New("person cannot be messaged")
	// ErrUnauthorized: the token was refused (401). Stop everything, do not retry.
	ErrUnauthorized = errors.New("the token is refused by Discord")
	// ErrNoNewChannels: Discord lets us open no new direct messages for now (40003,
	// 20026, 340013). Existing channels can be used; warn the host.
	ErrNoNewChannels = errors.New("no new direct messages can be opened for now")
	// ErrUnclear: the request may or may not have been carried out (timeout, reset,
	// 5xx). Look before sending again.
	ErrUnclear = errors.New("unclear whether Discord took it")
	// ErrChannelGone: the channel or message does not exist any more (10003,
	// 50001).
	ErrChannelGone = errors.New("channel or message is gone")
	// ErrDeleted: the message is gone (10008). As the error of a delivery it says
	// that an earlier attempt had arrived and its message was deleted since, so do
	// not send it again. It is a kind of ErrChannelGone.
	ErrDeleted = fmt.Errorf("the message was deleted: %w", ErrChannelGone)
	// ErrRejected: Discord refuses this request for good (400 and anything not
	// listed), because of a defect of ours or its automod. Do not retry.
	ErrRejected = errors.New("the request is rejected by Discord")
)

// Wait is the error of a rate limit: nothing was carried out. Try again after After.
type Wait struct {
	After  time.Duration
	Global bool // all requests wait, not only this channel's
	Edits  bool // only edits of old messages wait (30046)
}

// Error says how long the limit lasts.
func (w *Wait) Error() string { return fmt.Sprintf("rate limited for %v", w.After) }

// Refused is an error that Discord returned, with its numbers but never its text,
// which may repeat what a person wrote. It wraps one of the errors above.
type Refused struct {
	Status int // HTTP status
	Code   int // Discord's JSON error code, 0 if none
	Err    error
}

// Error returns Err's text and the two numbers.
func (r *Refused) Error() string {
	return fmt.Sprintf("%v (status %d, code %d)", r.Err, r.Status, r.Code)
}

// Unwrap returns Err.
func (r *Refused) Unwrap() error { return r.Err }
