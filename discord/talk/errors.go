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
	// ErrNotRead: what was asked for did not come (timeout, reset, 5xx). Nothing was to be
	// carried out, so ask again. It is a kind of ErrUnclear by what there is to do.
	ErrNotRead error = notRead{}
	// ErrChannelGone: Discord says that it does not have the channel, or that we may
	// not use it (10003, 50001). Both have passed by themselves within a day, so it is
	// no proof. Ask for the channel anew, and otherwise try again as after ErrNotNow.
	ErrChannelGone = errors.New("channel or message is gone")
	// ErrDeleted: the message is gone (10008). As the error of a delivery it says
	// that an earlier attempt had arrived and its message was deleted since, so do
	// not send it again. It is a kind of ErrChannelGone.
	ErrDeleted = fmt.Errorf("the message was deleted: %w", ErrChannelGone)
	// ErrRejected: the content is at fault (50035, 50006, 50109, 40005), or Discord's
	// filters take it to be (200000, 240000, 20009). The same content is refused again.
	ErrRejected = errors.New("the content is rejected by Discord")
	// ErrNotNow: Discord refuses the request and says nothing about its content: any
	// code that is not listed, or none. It may pass in minutes or in hours. Try again
	// after longer and longer pauses.
	ErrNotNow = errors.New("refused for now by Discord")
	// ErrProxy: something before Discord refuses the request (a 4xx that is not JSON).
	// It is a kind of ErrNotNow, and of ErrUnclear too, because Discord may have taken
	// the request.
	ErrProxy = fmt.Errorf("%w, or by a proxy: %w", ErrNotNow, ErrUnclear)
)

type notRead struct{}

func (notRead) Error() string { return "it could not be read from Discord" }

func (notRead) Is(target error) bool { return target == ErrUnclear }

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
