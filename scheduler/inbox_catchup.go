package scheduler

import (
	"context"
	"errors"
	"sync"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// catchUpWithin is how long a message may wait until what its writer wrote before it is
// read.
const catchUpWithin = 5 * time.Second

// catchUpTries is how often CatchUp tries to read the channel in that time, without a
// pause: SinceUrgent itself waits for rate limits.
const catchUpTries = 5

// caughtUp remembers whose channels were read since the present gateway session began.
// Whatever these people wrote before that is heard.
type caughtUp struct {
	mu      sync.Mutex
	session int
	people  map[string]bool
}

// newSession forgets everybody, because a new session may have missed what they wrote.
func (c *caughtUp) newSession() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.session++
	c.people = map[string]bool{}
}

// current returns the number of the present session, for add.
func (c *caughtUp) current() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session
}

// add remembers that a person's channel was read in a session. It returns false, and does
// nothing, if it remembers that already or another session has begun.
func (c *caughtUp) add(person string, session int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session != session || c.people[person] {
		return false
	}
	c.people[person] = true
	return true
}

// remove undoes that a person's channel was read.
func (c *caughtUp) remove(person string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.people, person)
}

// CatchUp is called before a message r is handled. After a new session the event of a
// new message may come before the messages were read that its writer wrote during the
// outage; CatchUp reads those and calls handle for each, in their order.
//
// It returns true if r may be handled now. handle may have been called with r too, and
// with messages after it, but handling one twice changes nothing. It returns false if the
// channel could not be read or a message not be kept: then r must not be handled, and the
// inbox has all of them handled in order once it has read the channel.
//
// While CatchUp runs, nothing else that the same person does may be handled.
func (i *Inbox) CatchUp(ctx context.Context, r talk.Request, handle func(context.Context, talk.Request)) bool {
	person := r.Person.ID
	if r.Kind != talk.Wrote && r.Kind != talk.Edited || !i.caughtUp.add(person, i.caughtUp.current()) {
		return true
	}
	missed, err := i.readMissed(ctx, person)
	switch {
	case err == nil:
	case errors.Is(err, store.ErrTooLate): // there is nothing to read
	case errors.Is(err, talk.ErrChannelGone), errors.Is(err, talk.ErrRejected), errors.Is(err, talk.ErrUnreachable),
		errors.Is(err, talk.ErrNotNow) && !errors.Is(err, talk.ErrUnclear):
		// A channel that cannot be read at all has nothing that could come first.
	default:
		i.Unheard(person)
		return false
	}
	for _, m := range missed {
		if handle(ctx, m); i.isUnheard(person) {
			return false
		}
	}
	return true
}

// readMissed returns what a person wrote and nobody heard, the oldest first.
func (i *Inbox) readMissed(ctx context.Context, person string) (missed []talk.Request, err error) {
	ctx, cancel := context.WithTimeout(ctx, catchUpWithin)
	defer cancel()
	u, err := i.Store.Unread(ctx, person, i.Now())
	if err != nil {
		return nil, err
	}
	var wrote []talk.Request
	for range catchUpTries {
		if wrote, err = i.SinceUrgent(ctx, u.Channel, u.After); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(wrote))
	for _, m := range wrote {
		ids = append(ids, m.MessageID)
	}
	heard, err := i.Store.Heard(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, m := range wrote {
		if _, known := heard[m.MessageID]; !known && m.Kind != talk.Unread && u.Missed(m.MessageID) {
			missed = append(missed, m)
		}
	}
	return missed, nil
}
