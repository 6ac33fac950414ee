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

// maxComposeTries is how often a notice that cannot be composed is tried.
const maxComposeTries = 10

// longestBackoff bounds the pause after a send that failed or was left unclear.
const longestBackoff = time.Minute

// Whose failure an error of a send is; anything else is Discord's.
var (
	errRecord  = errors.New("the store failed")
	errCompose = errors.New("compose")
)

// openDM is what opens a person's direct messages, as Options.OpenDM does.
type openDM func(ctx context.Context, person string) (channel string, err error)

// send attempts one notice and keeps what became of it. muddles is how often it
// could not be composed before; open opens a person's direct messages.
func (s *Scheduler) send(ctx context.Context, id store.ID, muddles int, open openDM) result {
	n, err := s.Store.Attempt(ctx, id, s.Now())
	if err != nil {
		if errors.Is(err, store.ErrTooLate) || ctx.Err() != nil {
			return result{}
		}
		return result{failed: err}
	}
	// What Discord has done is kept even when there is no more time to do more.
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
		return result{} // the next start looks whether it got through
	case errors.Is(err, errCompose):
		return s.composeFailure(keep, n, muddles, err)
	}
	return s.refused(keep, n, err)
}

// edit brings a message up to date.
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

// find ends a notice whose cause is gone: as delivered if an earlier attempt got
// through, so that an edit can follow, else for good.
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

// create sends a message, in a channel that is opened if none is known.
func (s *Scheduler) create(ctx, keep context.Context, n store.Notice, open openDM) error {
	opened := n.Channel == ""
	if opened {
		channel, err := open(ctx, n.Person)
		if errors.Is(err, talk.ErrRejected) || errors.Is(err, talk.ErrChannelGone) {
			// The request names nothing but a person: Discord has no such person
			// for us.
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

// nonce is what Discord recognises a repeated attempt by: 24 characters that
// follow from the notice alone and tell nothing about it.
func nonce(id store.ID) string {
	h := sha256.Sum256([]byte("leanon notice " + id.String()))
	return base32.StdEncoding.EncodeToString(h[:15])
}

// compose makes the message. A panic there is one notice's trouble, not
// everybody's: the notice would end the program again at each start.
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

// record marks the store's failure to keep what became of a notice.
func record(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errRecord, err)
}

// composeFailure puts a notice off that could not be composed, and gives it up at last.
func (s *Scheduler) composeFailure(keep context.Context, n store.Notice, muddles int, err error) result {
	if !errors.Is(err, store.ErrNotYours) { // what it is about was ended meanwhile
		s.Log.Error("a notice could not be composed", "notice", n.ID.String(), "err", err)
	}
	s.Meter.Failed("compose")
	if muddles+1 >= maxComposeTries {
		return s.giveUp(keep, n, "compose")
	}
	r := s.retry(keep, n, backoffDelay(muddles, longestBackoff))
	r.notComposed = true
	return r
}

// refused does what an error of Discord's asks for.
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
	// Unclear, or nothing that we know: looking again does no harm.
	s.Meter.Failed("unclear")
	return s.retry(keep, n, backoffDelay(n.Tries, longestBackoff))
}

// retry puts a notice off.
func (s *Scheduler) retry(keep context.Context, n store.Notice, wait time.Duration) result {
	// The store keeps whole seconds: none of them is to be too early.
	at := s.Now().Add(wait + time.Second - time.Nanosecond).Truncate(time.Second)
	if err := s.Store.Retry(keep, n, at); err != nil {
		return result{failed: err}
	}
	return result{again: at}
}

// giveUp makes a notice a dead letter.
func (s *Scheduler) giveUp(keep context.Context, n store.Notice, reason string) result {
	s.Log.Error("a notice was given up", "notice", n.ID.String(), "reason", reason)
	if err := s.Store.GiveUp(keep, n, reason); err != nil {
		return result{failed: err}
	}
	return result{}
}

// statusAndCode is all that is kept of a refusal.
func statusAndCode(err error) string {
	var r *talk.Refused
	if !errors.As(err, &r) {
		return "rejected"
	}
	return fmt.Sprintf("status %d, code %d", r.Status, r.Code)
}
