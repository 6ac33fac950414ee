package scheduler

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// maxComposeTries is how often the outbox tries to compose a notice before it gives the
// notice up.
const maxComposeTries = 10

// longestBackoff is the longest pause after a send that failed or whose end is unclear.
const longestBackoff = time.Minute

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
		if errors.Is(err, store.ErrTooLate) || ctx.Err() != nil {
			return result{}
		}
		return result{failed: err}
	}
	// keep does not end with ctx: what Discord has done is recorded in any case.
	keep := context.WithoutCancel(ctx)
	switch {
	case n.Message != "":
		err = s.edit(ctx, keep, n)
	case n.OnlyLook:
		err = s.find(ctx, keep, n)
	default:
		err = s.create(ctx, keep, n, open)
	}
	switch {
	case err == nil:
		return result{}
	case errors.Is(err, errRecord):
		return result{failed: err}
	case errors.Is(err, talk.ErrUnauthorized):
		return result{fatal: fmt.Errorf("send what is owed: %w", err)}
	case ctx.Err() != nil:
		return result{} // the next start looks for the message
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
	if errors.Is(err, talk.ErrChannelGone) {
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
	case errors.Is(err, talk.ErrChannelGone), err == nil && !found:
		return record(s.Store.Drop(keep, n))
	case err != nil:
		return err
	}
	return record(s.Store.Delivered(keep, n, n.Channel, message, s.Now()))
}

// create sends a message. It opens the person's channel if none is known.
func (s *Scheduler) create(ctx, keep context.Context, n store.Notice, open openDM) error {
	opened := n.Channel == ""
	if opened {
		channel, err := open(ctx, n.Person)
		if errors.Is(err, talk.ErrRejected) || errors.Is(err, talk.ErrChannelGone) {
			// The request names nothing but the person, so it is the person whom
			// Discord does not let us reach.
			return fmt.Errorf("%w: %w", talk.ErrUnreachable, err)
		}
		if err != nil {
			return err
		}
		if err := s.Store.Opened(keep, n.Person, channel); err != nil {
			return record(err)
		}
		n.Channel = channel
	}
	m, err := s.compose(ctx, n)
	if err != nil {
		return err
	}
	message, err := s.Deliver(ctx, delivery(n, m))
	if errors.Is(err, talk.ErrDeleted) {
		return record(s.Store.GoneMessage(keep, n)) // it had arrived
	}
	if errors.Is(err, talk.ErrChannelGone) && !opened {
		if err := s.Store.ChannelGone(keep, n.Person); err != nil {
			return record(err)
		}
		return record(s.Store.Retry(keep, n, s.Now()))
	}
	if err != nil {
		return err
	}
	s.Meter.Sent()
	return record(s.Store.Delivered(keep, n, n.Channel, message, s.Now()))
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

// notComposed puts off a notice that could not be composed, and gives it up after
// maxComposeTries.
func (s *Scheduler) notComposed(keep context.Context, n store.Notice, failures int, err error) result {
	if !errors.Is(err, store.ErrNotYours) { // that one says that its cause ended meanwhile
		s.Log.Error("a notice could not be composed", "notice", n.ID.String(), "err", err)
	}
	s.Meter.Failed("compose")
	if failures+1 >= maxComposeTries {
		return s.giveUp(keep, n, "compose")
	}
	r := s.retry(keep, n, backoffDelay(failures, longestBackoff))
	r.notComposed = true
	return r
}

// refused acts on an error of Discord's.
func (s *Scheduler) refused(keep context.Context, n store.Notice, err error) result {
	var wait *talk.Wait
	switch {
	case errors.As(err, &wait):
		s.Meter.Waited()
		r := s.retry(keep, n, wait.After)
		if wait.Edits {
			r.again = time.Time{} // only this message waits
		}
		if wait.Global {
			r.global = wait.After
		}
		return r
	case errors.Is(err, talk.ErrUnreachable):
		s.Meter.Failed("unreachable")
		if err := s.Store.Unreachable(keep, n, s.Now()); err != nil {
			return result{failed: err}
		}
		return result{}
	case errors.Is(err, talk.ErrNoNewChannels):
		s.Meter.Failed("no new channels")
		r := s.retry(keep, n, noNewChannelsFor)
		r.again, r.noNewChannels = time.Time{}, true // they may write first, and then have a channel
		return r
	case errors.Is(err, talk.ErrRejected):
		s.Meter.Failed("rejected")
		return s.giveUp(keep, n, statusAndCode(err))
	case errors.Is(err, talk.ErrChannelGone):
		s.Meter.Failed("gone")
		return s.giveUp(keep, n, statusAndCode(err))
	}
	// The outcome is unclear or the error unknown. The next attempt looks for the message
	// before it sends, so that trying again does no harm.
	s.Meter.Failed("unclear")
	return s.retry(keep, n, backoffDelay(n.Tries, longestBackoff))
}

// retry puts a notice off by wait, rounded up to whole seconds, which the store keeps.
func (s *Scheduler) retry(keep context.Context, n store.Notice, wait time.Duration) result {
	at := s.Now().Add(wait + time.Second - time.Nanosecond).Truncate(time.Second)
	if err := s.Store.Retry(keep, n, at); err != nil {
		return result{failed: err}
	}
	return result{again: at}
}

// giveUp ends a notice that will never arrive. The reason is logged and stored, so it
// holds no words of a person.
func (s *Scheduler) giveUp(keep context.Context, n store.Notice, reason string) result {
	s.Log.Error("a notice was given up", "notice", n.ID.String(), "reason", reason)
	if err := s.Store.GiveUp(keep, n, reason); err != nil {
		return result{failed: err}
	}
	return result{}
}

// statusAndCode returns all that is kept of a refusal. Discord's text may repeat words
// of the message.
func statusAndCode(err error) string {
	var r *talk.Refused
	if !errors.As(err, &r) {
		return "rejected"
	}
	return fmt.Sprintf("status %d, code %d", r.Status, r.Code)
}
