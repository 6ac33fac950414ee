package scheduler

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// This file decides what follows from a send that failed. Only content that is at fault
// ends a message. Any other refusal may pass, in minutes or by the next morning, so the
// message is held and tried again after longer and longer pauses. After two days only
// something new is a reason to try: its person acts, another message reaches them, or the
// program starts anew.

const (
	// maxComposeTries is how often the outbox tries to compose a notice before it gives
	// the notice up.
	maxComposeTries = 10
	// longestBackoff is the longest pause after a send whose end is unclear.
	longestBackoff = time.Minute
	// firstPause and longestPause are the pauses after a refusal that may pass: twice as
	// long after each further one.
	firstPause, longestPause = 15 * time.Second, 4 * time.Hour
	// maxRefusals is how many refusals the pauses of two days hold.
	maxRefusals = 22
	// refusedMost is how many sends in a row Discord refuses until the outbox takes it to
	// refuse everything, and pauses for a minute at a time. Discord's proxy bans an address
	// after 10,000 refused requests within ten minutes (rate limits page), which a busy
	// evening would reach.
	refusedMost = 100
	// refusedSeldom is how many refusals of one message count for that. What has been
	// refused more often may be the only thing that is: after a start, messages to people
	// who left Discord are tried again at once.
	refusedSeldom = 3
	// openAnewEvery says at which refusals a channel is asked for anew: the first, and
	// then every so many, because Discord counts those requests strictly.
	openAnewEvery = 5
)

// notComposed puts off a notice that could not be composed, and gives it up after
// maxComposeTries.
func (s *Scheduler) notComposed(keep context.Context, n store.Notice, failures int, err error) result {
	if s.altered(err) {
		r := s.retry(keep, n, store.AlteredWait)
		r.again = time.Time{} // no other has to wait for it
		return r
	}
	if !errors.Is(err, store.ErrNotYours) { // that one says that its cause ended meanwhile
		s.Log.Error("a notice could not be composed", "notice", n.ID.String(), "err", err)
	}
	s.Meter.Failed("compose")
	switch {
	case failures+1 < maxComposeTries:
	case n.Message == "":
		return s.giveUp(keep, n, "compose")
	default: // people still read the message as it was
		r := s.hold(keep, n, err)
		r.notComposed = true
		return r
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
		r := s.putOff(keep, n, n.Refusals, noNewChannelsFor)
		r.noNewChannels = true // they may write first, and then have a channel
		return r
	case errors.Is(err, talk.ErrRejected) && n.Message == "" && !n.OnlyLook:
		s.Meter.Failed("rejected")
		return s.notTaken(keep, n, statusAndCode(err))
	case errors.Is(err, talk.ErrRejected), errors.Is(err, talk.ErrChannelGone), errors.Is(err, talk.ErrNotNow):
		s.Meter.Failed("refused")
		return s.hold(keep, n, err)
	}
	// The outcome is unclear or the error unknown. The next attempt looks for the message
	// before it sends, so that trying again does no harm.
	s.Meter.Failed("unclear")
	return s.retry(keep, n, backoffDelay(n.Tries, longestBackoff))
}

// retry puts a notice off by wait, rounded up to whole seconds, which the store keeps.
func (s *Scheduler) retry(keep context.Context, n store.Notice, wait time.Duration) result {
	at := wholeSeconds(s.Now().Add(wait))
	if err := s.Store.Retry(keep, n, at); err != nil {
		return result{failed: err}
	}
	return result{again: at}
}

// hold keeps a notice that was refused until its next try.
func (s *Scheduler) hold(keep context.Context, n store.Notice, err error) result {
	n.MayHaveArrived = n.MayHaveArrived || errors.Is(err, talk.ErrUnclear)
	switch n.Refusals {
	case 0:
		s.Log.Warn("a message is refused and tried again later", "notice", n.ID.String(), "reason", statusAndCode(err))
	case maxRefusals - 1:
		s.Log.Warn("a message is still refused and waits until its person acts", "notice", n.ID.String(), "reason", statusAndCode(err))
	}
	if n.Refusals+1 < maxRefusals {
		r := s.putOff(keep, n, n.Refusals+1, refusalPause(n.Refusals))
		r.refused = n.Refusals < refusedSeldom
		return r
	}
	if n.Kind == store.KindInvite && n.Message == "" { // its inviter waits for it
		err = s.Store.Unreachable(keep, n, s.Now())
	} else {
		_, err = s.Store.Hold(keep, n, n.Refusals+1, time.Time{}, s.Now())
	}
	if err != nil {
		return result{failed: err}
	}
	return result{}
}

// countRefusals pauses the outbox while Discord refuses whatever it is asked.
func (l *loop) countRefusals(r result, now time.Time) {
	switch {
	case r.taken:
		l.refusedInARow = 0
		return
	case !r.refused:
		return
	}
	if l.refusedInARow++; l.refusedInARow == refusedMost {
		l.Log.Warn("discord refuses everything for now; the messages wait and go on by themselves", "refused", l.refusedInARow)
	}
	if l.refusedInARow >= refusedMost && !l.rateLimited.lasts(now) {
		l.rateLimited = during(now, time.Minute)
	}
}

// refusalPause returns the pause after a refusal; before is how many came before it.
func refusalPause(before int) time.Duration { return min(firstPause<<min(before, 10), longestPause) }

// putOff holds a notice for a pause, in which its lane waits if the pause is short and it
// is the first one.
func (s *Scheduler) putOff(keep context.Context, n store.Notice, refusals int, pause time.Duration) result {
	at := wholeSeconds(s.Now().Add(pause))
	first, err := s.Store.Hold(keep, n, refusals, at, s.Now())
	if err != nil {
		return result{failed: err}
	}
	if !first || pause > longestBackoff {
		return result{}
	}
	return result{again: at}
}

// wholeSeconds rounds a time up to what the store keeps.
func wholeSeconds(at time.Time) time.Time {
	return at.Add(time.Second - time.Nanosecond).Truncate(time.Second)
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

// notTaken ends a notice whose content Discord refuses, and lets its author know.
func (s *Scheduler) notTaken(keep context.Context, n store.Notice, reason string) result {
	s.Log.Error("a notice was given up", "notice", n.ID.String(), "reason", reason)
	if n.Kind == store.KindInvite { // its inviter waits for it
		if err := s.Store.Unreachable(keep, n, s.Now()); err != nil {
			return result{failed: err}
		}
	}
	if err := s.Store.NotTaken(keep, n, reason, s.Now()); err != nil {
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
