package scheduler

import (
	"context"
	"errors"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// One kind of notice is no message: it deletes messages of ours from its person's chat, a
// few at a time, so that a note to the same person never waits for long. It goes backwards
// from the press that asked for it, and leaves whatever is newer. Each step may be done
// once more after a crash.

// hideAtOnce is how many messages one turn deletes at most: about two seconds at Discord's
// pace.
const hideAtOnce = 10

// hide deletes the next messages, and ends the notice after the last.
func (s *Scheduler) hide(ctx, keep context.Context, n store.Notice) error {
	h := n.Hiding
	posted, oldest, more, err := s.Ours(ctx, h.Channel, h.Before, int(n.Lane))
	if err != nil {
		return err
	}
	ids, err := s.Store.ToDelete(keep, n, seen(posted), s.Now())
	if err != nil {
		return record(err)
	}
	for i, id := range ids {
		switch {
		case !h.Reaches(id):
			return s.hidden(ctx, keep, n)
		case i == hideAtOnce:
			return record(s.Store.HideOn(keep, n, ids[i-1], s.Now()))
		}
		if err := s.Delete(ctx, h.Channel, id, int(n.Lane)); err != nil {
			return err
		}
		s.Meter.Sent()
	}
	if more && h.Reaches(oldest) {
		return record(s.Store.HideOn(keep, n, oldest, s.Now()))
	}
	return s.hidden(ctx, keep, n)
}

// hidden says where somebody may still look for it that all is done, and ends the notice.
func (s *Scheduler) hidden(ctx, keep context.Context, n store.Notice) error {
	for _, r := range n.Hiding.Replies {
		if !r.Lives(s.Now()) {
			continue
		}
		m, err := s.compose(ctx, n)
		if err != nil {
			return err
		}
		if err := s.EditReply(ctx, talk.Token(r.Token), m); err != nil {
			return err
		}
	}
	return record(s.Store.HideDone(keep, n))
}

// seen returns posted messages with the notices that their marks name.
func seen(posted []talk.Posted) []store.Seen {
	all := make([]store.Seen, 0, len(posted))
	for _, p := range posted {
		m := store.Seen{ID: p.ID}
		if id, err := store.ParseID(p.Mark); err == nil {
			m.Notice = id
		}
		all = append(all, m)
	}
	return all
}

// notHidden decides what follows from a turn that failed. No error is a reason to give up,
// and no other notice has to wait for it.
func (s *Scheduler) notHidden(keep context.Context, n store.Notice, err error) (r result) {
	var wait *talk.Wait
	switch {
	case errors.As(err, &wait):
		s.Meter.Waited()
		r = s.retry(keep, n, wait.After)
		if wait.Global {
			r.global = wait.After
		}
	case errors.Is(err, talk.ErrUnclear) && !errors.Is(err, talk.ErrNotNow), errors.Is(err, errCompose):
		s.Meter.Failed("unclear")
		r = s.retry(keep, n, backoffDelay(n.Tries, longestBackoff))
	default:
		s.Meter.Failed("refused")
		r = s.hold(keep, n, err)
	}
	r.again = time.Time{}
	return r
}
