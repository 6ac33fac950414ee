package scheduler

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// An error of a send wraps one of these where the store failed or the message could not
// be composed. Any other error is Discord's.
var (
	errRecord  = errors.New("the store failed")
	errCompose = errors.New("compose")
)

// openDM opens a person's direct messages, as Options.OpenDM does.
type openDM func(ctx context.Context, person string) (channel string, err error)

// send attempts to send one notice and records the outcome. composeFailures is how often
// the notice could not be composed before.
func (s *Scheduler) send(ctx context.Context, id store.ID, composeFailures int, open openDM) result {
	n, err := s.Store.Attempt(ctx, id, s.Now())
	if err != nil {
		if errors.Is(err, store.ErrTooLate) || s.altered(err) || ctx.Err() != nil {
			return result{}
		}
		return result{failed: err}
	}
	// keep does not end with ctx: what Discord has done is recorded in any case.
	keep := context.WithoutCancel(ctx)
	switch {
	case n.Kind == store.KindHide:
		err = s.hide(ctx, keep, n)
	case n.Message != "":
		err = s.edit(ctx, keep, n)
	case n.OnlyLook:
		err = s.find(ctx, keep, n)
	default:
		err = s.create(ctx, keep, n, open)
	}
	switch {
	case err == nil:
		return result{taken: true}
	case errors.Is(err, errRecord):
		return result{failed: err}
	case errors.Is(err, talk.ErrUnauthorized):
		return result{fatal: fmt.Errorf("send what is owed: %w", err)}
	case ctx.Err() != nil:
		return result{} // the next start looks for the message
	case n.Kind == store.KindHide:
		return s.notHidden(keep, n, err)
	case errors.Is(err, errCompose):
		return s.notComposed(keep, n, composeFailures, err)
	}
	return s.refused(keep, n, err)
}

// edit brings a message that was sent up to date.
func (s *Scheduler) edit(ctx, keep context.Context, n store.Notice) error {
	m, err := s.compose(ctx, n)
	if err != nil {
		return err
	}
	err = s.Options.Edit(ctx, n.Channel, n.Message, int(n.Lane), m)
	if m.Folded != nil && errors.Is(err, talk.ErrRejected) {
		err = s.Options.Edit(ctx, n.Channel, n.Message, int(n.Lane), *m.Folded)
	}
	if errors.Is(err, talk.ErrDeleted) { // nothing else says that nobody can read it any more
		return record(s.Store.GoneMessage(keep, n))
	}
	if err != nil {
		return err
	}
	s.Meter.Sent()
	return record(s.Store.Edited(keep, n))
}

// find ends a notice whose cause is gone. If an earlier attempt reached the person, the
// notice counts as delivered, so that its message can be edited; otherwise it is dropped.
func (s *Scheduler) find(ctx, keep context.Context, n store.Notice) error {
	if n.Channel == "" {
		return record(s.Store.Drop(keep, n))
	}
	message, found, err := s.Options.Find(ctx, delivery(n, talk.Message{}))
	switch {
	case err != nil:
		return err
	case !found:
		return record(s.Store.Drop(keep, n))
	}
	return record(s.Store.Delivered(keep, n, n.Channel, message, s.Now()))
}

// create sends a message. It opens the person's channel if none is known, and anew where
// Discord says that it is gone.
func (s *Scheduler) create(ctx, keep context.Context, n store.Notice, open openDM) (err error) {
	opened := n.Channel == "" || n.Unwanted || n.Kind == store.KindInvite && n.Tries > 0
	if opened {
		if n.Channel, err = s.open(ctx, keep, n.Person, open); err != nil {
			return err
		}
	}
	if n.Unwanted {
		return fmt.Errorf("%w: they want no such invitation", talk.ErrUnreachable)
	}
	m, err := s.compose(ctx, n)
	if err != nil {
		return err
	}
	message, err := s.deliver(ctx, n, m)
	gone := errors.Is(err, talk.ErrChannelGone) && !errors.Is(err, talk.ErrDeleted)
	if gone && !opened && n.Refusals%openAnewEvery == 0 {
		if n.Channel, err = s.open(ctx, keep, n.Person, open); err != nil {
			return err
		}
		message, err = s.deliver(ctx, n, m)
	}
	if errors.Is(err, talk.ErrDeleted) && n.MayHaveArrived {
		return record(s.Store.GoneMessage(keep, n)) // it had arrived
	}
	if n.Kind == store.KindInvite && errors.Is(err, talk.ErrUnreachable) && !opened {
		// Its inviter is told no sooner than of one that Discord opens no channel for.
		if _, refused := s.open(ctx, keep, n.Person, open); refused != nil {
			return refused
		}
	}
	if err != nil {
		return err
	}
	s.Meter.Sent()
	return record(s.Store.Delivered(keep, n, n.Channel, message, s.Now()))
}

// deliver sends a message, or its folded form if Discord refuses its content.
func (s *Scheduler) deliver(ctx context.Context, n store.Notice, m talk.Message) (message string, err error) {
	message, err = s.Deliver(ctx, delivery(n, m))
	if m.Folded != nil && errors.Is(err, talk.ErrRejected) {
		return s.Deliver(ctx, delivery(n, *m.Folded))
	}
	return message, err
}

// open asks Discord for a person's channel and keeps it.
func (s *Scheduler) open(ctx, keep context.Context, person string, open openDM) (channel string, err error) {
	channel, err = open(ctx, person)
	if errors.Is(err, talk.ErrRejected) {
		// The request has no content but the person, so it is the person whom Discord does
		// not let us reach.
		return "", fmt.Errorf("%w: %w", talk.ErrUnreachable, err)
	}
	if err != nil {
		return "", err
	}
	return channel, record(s.Store.Opened(keep, person, channel))
}

func delivery(n store.Notice, m talk.Message) talk.Delivery {
	return talk.Delivery{
		Channel: n.Channel, Mark: n.ID.String(), Nonce: nonce(n.ID),
		After: n.After, MayHaveArrived: n.MayHaveArrived, Lane: int(n.Lane), Message: m,
	}
}

// nonce returns the 24 characters by which Discord recognises a repeated attempt. They
// are the same for each attempt at one notice and say nothing about it.
func nonce(id store.ID) string {
	h := sha256.Sum256([]byte("leanon notice " + id.String()))
	return base32.StdEncoding.EncodeToString(h[:15])
}

// compose makes the message of a notice. It turns a panic into an error, because one
// notice that cannot be composed would otherwise end the program at each start.
func (s *Scheduler) compose(ctx context.Context, n store.Notice) (m talk.Message, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: panic of type %T", errCompose, p) // its text may be a person's
		}
	}()
	if m, err = s.Compose(ctx, n); err != nil {
		err = fmt.Errorf("%w: %w", errCompose, err)
	}
	return m, err
}

// record marks err as a failure of the store; nil stays nil.
func record(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errRecord, err)
}
